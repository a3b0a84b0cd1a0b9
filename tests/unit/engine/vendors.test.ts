import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EngineCase, importFiles, newCase } from './engine-case.ts';

let started: EngineCase;
let folder: string;
beforeEach(async () => {
  started = await newCase();
  folder = mkdtempSync(join(tmpdir(), 'countersign-vendors-'));
});
afterEach(async () => {
  await started.dispose();
  rmSync(folder, { recursive: true, force: true });
});

type App = readonly [appId: string, name: string, publisher: string];

const objectId = (appId: string): string => `aaaaaaaa-0000-4000-8000-${appId.slice(-12)}`;

/** A consent for each app. */
function consents(apps: readonly App[]): string {
  return JSON.stringify({
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#oauth2PermissionGrants',
    value: apps.map(([appId]) => ({
      id: `grant-${appId}`,
      clientId: objectId(appId),
      consentType: 'AllPrincipals',
      principalId: null,
      resourceId: 'cccccccc-0000-4000-8000-000000000001',
      scope: 'User.Read',
    })),
  });
}

/** Service principals of the Microsoft tenant, each with its publisher. */
function principals(apps: readonly App[]): string {
  return JSON.stringify({
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#servicePrincipals',
    value: apps.map(([appId, displayName, publisher]) => ({
      id: objectId(appId),
      appId,
      displayName,
      appOwnerOrganizationId: 'bbbbbbbb-0000-4000-8000-000000000001',
      servicePrincipalType: 'Application',
      verifiedPublisher: { displayName: publisher, verifiedPublisherId: '1', addedDateTime: '2024-01-01T00:00:00Z' },
    })),
  });
}

async function bringIn(entra: readonly App[], google: string): Promise<void> {
  writeFileSync(join(folder, 'sp.json'), principals(entra));
  writeFileSync(join(folder, 'grants.json'), consents(entra));
  writeFileSync(
    join(folder, 'tokens.csv'),
    `user,clientId,displayText,anonymous,nativeApp,userKey,scopes\nann@firm.example,1-a.apps.googleusercontent.com,${google},False,False,7,openid\n`,
  );
  await importFiles(started, [
    { path: join(folder, 'sp.json'), format: 'entra.sp.graph' },
    { path: join(folder, 'grants.json'), format: 'entra.grants.graph' },
    { path: join(folder, 'tokens.csv'), format: 'google.gam.tokens' },
  ]);
}

async function vendors(): Promise<unknown[]> {
  const groups = await started.engine.handlers['vendors.list']({}, {});
  return groups.map((group) => [group.vendor, group.members.map((member) => `${member.platform} ${member.name}`)]);
}

const APP = '11111111-0000-4000-8000-000000000001';
const OTHER = '11111111-0000-4000-8000-000000000002';

test('an app without a publisher goes with the app of its name on another platform', async () => {
  await bringIn([[APP, 'Wren Vault', 'Wren GmbH']], 'Wren Vault');
  expect(await vendors()).toEqual([['Wren GmbH', ['entra Wren Vault', 'google Wren Vault']]]);
});

test('a name that two publishers claim puts nothing together', async () => {
  await bringIn(
    [
      [APP, 'Wren Vault', 'Wren GmbH'],
      [OTHER, 'Wren Vault', 'Impostor Ltd'],
    ],
    'Wren Vault',
  );
  expect(await vendors()).toEqual([]);
});
