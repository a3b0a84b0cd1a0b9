import { expect } from '../e2e/pages/expect.ts';
import { goTo, gridRow, openSampleCase } from '../e2e/pages/shell.ts';
import type { Tour } from './stop.ts';

/** The sample case as it is found: overview, findings, inventory, one connector from all sides. */
export async function tourEvidence(tour: Tour): Promise<void> {
  const { page, camera } = tour;
  await goTo(page, 'Start');
  await camera.shoot('start-with-case');
  await openSampleCase(page);
  await camera.shoot('overview');
  await page.locator('[data-page-content]').evaluate((content) => content.scrollTo(0, content.scrollHeight));
  await camera.shoot('overview-lower');
  await goTo(page, 'Case');
  await camera.shoot('case');
  for (const part of ['Copies and backups', 'Retention and deletion']) {
    await page.getByRole('tab', { name: part }).click();
    await camera.shoot(`case-${part.split(' ')[0]?.toLowerCase() ?? ''}`);
  }
  await page.getByRole('button', { name: 'Delete this case…' }).click();
  await camera.shoot('case-delete');
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Details' }).click();
  await page.getByRole('button', { name: 'Change details…' }).click();
  await camera.shoot('case-details');
  await page.keyboard.press('Escape');
  await goTo(page, 'Imports');
  await camera.shoot('imports-of-sample');

  await goTo(page, 'Findings');
  await camera.shoot('findings');
  await page
    .getByRole('navigation', { name: 'Groups of findings' })
    .getByRole('button', { name: /^CS-08/ })
    .click();
  await camera.shoot('findings-of-rule');

  await goTo(page, 'Inventory');
  await camera.shoot('inventory');
  await page.getByRole('button', { name: 'Severity' }).click();
  await camera.shoot('inventory-filter-open');
  await page.getByRole('option', { name: 'Critical' }).click();
  await page.keyboard.press('Escape');
  await camera.shoot('inventory-filtered');
  await page.getByLabel('Filter by name, publisher or id').fill('no such connector');
  await expect(page.getByText('No connector matches')).toBeVisible();
  await camera.shoot('inventory-nothing-matches');
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await tourConnector(tour, 'Scribewell AI Notes');
}

async function tourConnector({ page, camera }: Tour, name: string): Promise<void> {
  await gridRow(page, 'Connectors', name).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  await expect(page.locator('.recharts-surface').first()).toBeAttached();
  await camera.shoot('connector-usage');
  await page.getByRole('heading', { name: 'Activity over time' }).evaluate((title) => title.scrollIntoView());
  await camera.shoot('connector-activity');
  for (const tab of ['Findings', 'Operations', 'Holders', 'Lifecycle', 'Evidence rows', 'Owner and identity']) {
    await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
    await camera.shoot(`connector-${tab.toLowerCase().replaceAll(' ', '-')}`);
  }
  await page.getByRole('tab', { name: 'Evidence rows' }).click();
  await page.getByRole('grid', { name: 'Evidence rows' }).locator('[role=row][aria-selected]').first().click();
  await expect(page.getByLabel('Record text')).toBeVisible();
  await camera.shoot('connector-source-record');
  await page.keyboard.press('Escape');
}
