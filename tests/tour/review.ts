import { expect } from '../e2e/pages/expect.ts';
import {
  canCertify,
  chooseByKey,
  clearChoice,
  DECISION_KEYS,
  decideByKeys,
  inTwentyDays,
  type DecisionName,
  startReview,
} from '../e2e/pages/review.ts';
import { goTo, gridRow, settled } from '../e2e/pages/shell.ts';
import type { Tour } from './stop.ts';

/** The queue, an item, every decision form, and what the journal keeps. */
export async function tourReview(tour: Tour): Promise<void> {
  const { page, camera } = tour;
  await goTo(page, 'Review');
  await camera.shoot('review-queue');
  await startReview(page);
  await camera.shoot('review-item');
  await page.getByRole('button', { name: 'Show it now' }).click();
  await camera.shoot('review-recommendation');
  for (const decision of Object.keys(DECISION_KEYS) as DecisionName[]) {
    if (decision === 'certify' && !(await canCertify(page))) continue;
    await chooseByKey(page, decision);
    await camera.shoot(`decide-${decision}`);
    await clearChoice(page);
  }
  await chooseByKey(page, 'revoke');
  await page.keyboard.press('Enter');
  await camera.shoot('decide-look-missing');
  await clearChoice(page);

  await decideByKeys(page, { decision: 'revoke', reason: 'No owner, and nobody can say what it is for.' });
  await decideByKeys(page, {
    decision: 'conditional',
    reason: 'Stays until the vendor assessment is done.',
    until: inTwentyDays(),
  });
  await decideByKeys(page, {
    decision: 'assign-owner',
    reason: 'The owner on record has left.',
    owner: 'Petra Vale',
  });
  await camera.shoot('review-after-decisions');
  await page.keyboard.press('k');
  await expect(page.getByRole('button', { name: /^Undo/ }).first()).toBeVisible();
  await settled(page);
  await camera.shoot('review-decided-item');
  await goTo(page, 'Review');
  await camera.shoot('review-queue-under-way');

  await goTo(page, 'Journal');
  await camera.shoot('journal');
  await gridRow(page, 'Journal entries', 'Petra Vale')
    .or(gridRow(page, 'Journal entries', /decision/i))
    .first()
    .click();
  await expect(page.getByText('What was recorded')).toBeVisible();
  await camera.shoot('journal-entry');
  await page.keyboard.press('Escape');
}
