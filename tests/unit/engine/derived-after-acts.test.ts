import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeMeta } from '../../../electron/engine/db/meta.ts';
import { derive } from '../../../electron/engine/derive/derive.ts';
import { type EngineCase, importFiles, newCase } from './engine-case.ts';

let started: EngineCase;
let folder: string;
beforeEach(async () => {
  started = await newCase();
  folder = mkdtempSync(join(tmpdir(), 'countersign-acts-'));
});
afterEach(async () => {
  await started.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const APPS = ['Old Notes', 'New Notes'] as const;
const appId = (number: number): string => `0a0a0a0a-0000-4000-8000-00000000000${number}`;
const FILES = {
  'grants.csv': [
    'entra.grants.flat',
    [
      'PermissionType,AppId,ClientObjectId,AppDisplayName,ResourceObjectId,ResourceDisplayName,Permission,ConsentType,PrincipalObjectId,CreationTimestamp',
      ...APPS.map(
        (name, index) =>
          `Delegated,${appId(index + 1)},0b0b0b0b-0000-4000-8000-00000000000${index + 1},${name},99999999-9999-4999-8999-999999999999,Microsoft Graph,Mail.Read,AllPrincipals,,2025-06-01T08:00:00Z`,
      ),
    ].join('\n'),
  ],
  'vendors.csv': ['register.vendors', 'vendor,status\nLong Gone Ltd.,Terminated\n'],
} as const;

async function bringIn(...names: (keyof typeof FILES)[]): Promise<void> {
  await importFiles(
    started,
    names.map((name) => {
      const path = join(folder, name);
      writeFileSync(path, FILES[name][1]);
      return { path, format: FILES[name][0] };
    }),
  );
}

function findings(): unknown[] {
  return started.engine.context
    .open()
    .db.prepare(
      `SELECT rule, connector.name, outcome, severity, sentence, missing, finding.scopes, evidence
       FROM finding JOIN connector ON connector.id = finding.connector ORDER BY rule, name, finding.item`,
    )
    .all();
}

function outcome(rule: string, name: string): string | undefined {
  return started.engine.context
    .open()
    .db.prepare<[string, string], { outcome: string }>(
      'SELECT outcome FROM finding JOIN connector ON connector.id = finding.connector WHERE rule = ? AND name = ?',
    )
    .get(rule, name)?.outcome;
}

/** What everything derived anew from the start would say. */
function derivedAnew(): unknown[] {
  const { db } = started.engine.context.open();
  writeMeta(db, 'derived', 'to be derived');
  derive(db, started.engine.context.catalog(), started.engine.context.policy());
  return findings();
}

test('an app put under a vendor, or taken out again, is judged by that vendor at once', async () => {
  await bringIn('grants.csv', 'vendors.csv');
  expect(outcome('CS-23', 'Old Notes')).toBe('not-applicable');
  const order = { vendor: 'Long Gone Ltd.', connectorIds: [`entra:${appId(1)}`], reason: 'By contract' };
  await started.engine.handlers['vendors.merge'](order, {});
  expect(outcome('CS-23', 'Old Notes')).toBe('finding');
  const now = findings();
  expect(derivedAnew()).toEqual(now);
  await started.engine.handlers['vendors.split'](order, {});
  expect(outcome('CS-23', 'Old Notes')).toBe('not-applicable');
});
