import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '../e2e/pages/expect.ts';
import { goTo, gridRow, settled } from '../e2e/pages/shell.ts';
import type { Tour } from './stop.ts';

/** The certificate of one app, what would break, and the catalog with an own tier and a file brought in. */
export async function tourCatalog({ page, camera, dialogs, folder }: Tour): Promise<void> {
  await goTo(page, 'Inventory');
  await gridRow(page, 'Connectors', 'Orrery Whiteboard').first().click();
  const advice = page.getByRole('button', { name: /^Advice for/ });
  await expect(advice.first()).toBeVisible();
  await camera.shoot('certificate-closed');
  await advice.first().click();
  await expect(page.getByText('What would break without it').first()).toBeVisible();
  await page.locator('details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
  await camera.shoot('certificate-open');

  await goTo(page, 'Catalog');
  await camera.shoot('catalog-scopes');
  await page.getByLabel('Search scopes by id, meaning or basis').fill('User.Read');
  await settled(page);
  await page.getByRole('button', { name: 'User.Read', exact: true }).first().click();
  await camera.shoot('catalog-scope');
  await page.getByRole('button', { name: /Own tier of this organisation/ }).click();
  await page.getByRole('option', { name: /^Tier 4/ }).click();
  await page
    .getByRole('form', { name: 'Own tier' })
    .getByLabel(/^Reason/)
    .fill('Names of staff are secret here.');
  await page.getByRole('button', { name: 'Set the tier' }).click();
  await expect(page.getByText('has tier 4 in this case')).toBeVisible();
  await page.getByRole('tab', { name: /^Own tiers/ }).click();
  await camera.shoot('catalog-own-tiers');

  const foreign = join(folder, 'package.json');
  writeFileSync(foreign, '{"name": "something else"}');
  const principal = join(folder, 'graph-service-principal.json');
  writeFileSync(
    principal,
    JSON.stringify({
      appId: '00000003-0000-0000-c000-000000000000',
      displayName: 'Microsoft Graph',
      appRoles: [
        {
          id: '11111111-2222-3333-4444-555555555555',
          value: 'Brand.New.Read.All',
          allowedMemberTypes: ['Application'],
        },
      ],
      oauth2PermissionScopes: [],
    }),
  );
  for (const path of [foreign, principal]) {
    dialogs.answer('open:catalog', [path]);
    await page.getByRole('button', { name: /^Bring in a file/ }).click();
    await page
      .getByRole('dialog')
      .getByLabel(/^Reason/)
      .fill('Taken from the tenant on 2 October.');
    await page.getByRole('button', { name: 'Check and lay over' }).click();
    if (path === principal) break;
    await expect(page.getByText(/is none of the files/)).toBeVisible();
    await camera.shoot('catalog-file-refused');
    await page.keyboard.press('Escape');
  }
  await expect(page.getByText('is part of the catalog of this case')).toBeVisible();
  await page.getByRole('tab', { name: /^Files brought in/ }).click();
  await camera.shoot('catalog-files');
  await page.getByRole('tab', { name: 'Platforms and sources' }).click();
  await camera.shoot('catalog-platforms');
}
