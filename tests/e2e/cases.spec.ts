import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { TARNBROOK } from './helpers/sample.ts';
import { createCase } from './pages/case.ts';
import { goTo, openSampleCase, railLink, settled } from './pages/shell.ts';

test('under one case nothing of another is shown, not even for a moment', async ({ page, dialogs, folder }) => {
  await createCase(page, dialogs, join(folder, 'first'), { ...TARNBROOK, name: 'Confidential first client' });
  const preview = page.getByRole('region', { name: 'Preview of the report' });
  await goTo(page, 'Report');
  await expect(preview).toContainText('Confidential first client');
  await goTo(page, 'Start');
  await openSampleCase(page);
  await page.evaluate(() => {
    const seen: string[] = [];
    const note = () => seen.push(document.querySelector('main')?.textContent ?? '');
    new MutationObserver(note).observe(document.body, { childList: true, subtree: true, characterData: true });
    Object.assign(window, { seen });
  });
  await goTo(page, 'Report');
  await expect(preview).toContainText('Tarnbrook Optics');
  const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen); // put there just above
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.filter((text) => text.includes('Confidential first client'))).toEqual([]);
});

test('a case is closed, listed, opened again, and said to be missing when its file is gone', async ({
  page,
  dialogs,
  folder,
}) => {
  const path = join(folder, 'kept.countersign');
  await createCase(page, dialogs, path, TARNBROOK);
  expect(existsSync(path)).toBe(true);
  await goTo(page, 'Start');
  await page.getByRole('button', { name: 'Close case' }).click();
  await expect(railLink(page, 'Imports')).toHaveCount(0);
  const open = page.getByRole('button', { name: `Open ${TARNBROOK.name}` });
  await open.click();
  await expect(railLink(page, 'Imports')).toBeVisible();
  await goTo(page, 'Start');
  await page.getByRole('button', { name: 'Close case' }).click();
  await expect(railLink(page, 'Imports')).toHaveCount(0);
  rmSync(path);
  await page.reload();
  await settled(page);
  await expect(page.getByText('The file is no longer there')).toBeVisible();
  await expect(open).toBeDisabled();
  await page.getByRole('button', { name: `Remove ${TARNBROOK.name} from this list; the file stays` }).click();
  await expect(page.getByText('No cases yet')).toBeVisible();
});

test('a file that is no case is refused with a sentence', async ({ page, dialogs }) => {
  dialogs.answer('open:case', [join(import.meta.dirname, 'cases.spec.ts')]);
  await page.getByRole('button', { name: 'Open case…' }).click();
  await expect(page.getByRole('alertdialog').filter({ hasText: 'cases.spec.ts' })).toBeVisible();
  await expect(railLink(page, 'Imports')).toHaveCount(0);
});
