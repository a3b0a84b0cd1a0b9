import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { engineContract } from '../../../shared/contract/engine.ts';
import { buildDataFiles } from '../../../electron/engine/report/data-files.ts';
import { modelOf } from '../../../electron/engine/handlers/report.ts';
import { checkJournal, readJournal } from '../../../electron/engine/review/journal.ts';
import { caseFacts } from './case-facts.ts';
import { type EngineCase, importFiles, newCase } from './engine-case.ts';

let folder: string;
let started: EngineCase;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-hostile-'));
  started = await newCase();
});
afterEach(async () => {
  await started.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The report's files: canonical JSON refuses whatever cannot be said exactly. */
function reportFiles(): Map<string, Uint8Array> {
  return buildDataFiles(modelOf(started.engine.context), readJournal(started.engine.context.open().db));
}

const token = (fields: string): string => `{"kind":"admin#directory#token","userKey":"5",${fields}}`;

describe('halves of surrogate pairs', () => {
  test('in names, scopes and keys break neither the derivation nor the report', async () => {
    const path = file(
      'tokens.json',
      `{"kind":"admin#directory#tokenList","items":[${[
        token(
          '"clientId":"1-a\\ud800","displayText":"Half \\udc00 name","scopes":["mail.\\ud800","mail.\\udbff","openid"]',
        ),
        token('"clientId":"2-b","displayText":"\\ud83d","scopes":"one\\ud800 two","\\ud800key":1'),
      ].join(',')}]}`,
    );
    const scope = { displayName: 'DelegatedPermissionGrant.Scope', newValue: '"Mail.\\ud800 Mail.\\udbff"' };
    const client = { displayName: 'ServicePrincipal.ObjectID', newValue: '"sp-1"' };
    const audit = file(
      'audit.json',
      JSON.stringify({
        value: [
          {
            id: '1',
            activityDateTime: '2026-09-01T10:00:00Z',
            activityDisplayName: 'Add delegated permission grant',
            result: 'success',
            initiatedBy: { user: { id: 'person-1' } },
            targetResources: [{ id: 'sp-api', modifiedProperties: [scope, client] }],
          },
        ],
      }),
    );
    const result = await importFiles(started, [
      { path, format: 'google.directory.tokens' },
      { path: audit, format: 'entra.audit' },
    ]);
    expect(result).toMatchObject({ outcome: 'done', failures: [] });
    expect(result.imports[0]).toMatchObject({ read: 2, accepted: 2, closes: true });
    const facts = caseFacts(started.engine.context.open().db);
    expect(JSON.stringify(facts)).not.toMatch(/\\ud[89a-f]/i);
    expect(reportFiles().size).toBeGreaterThan(4);
  });

  test('in reasons do not make two reasons one', async () => {
    const long = 'x'.repeat(39);
    const grant = (type: string): object => ({ clientId: 'a', resourceId: 'b', scope: 'User.Read', consentType: type });
    const path = file(
      'grants.json',
      JSON.stringify({ value: [grant(`${long}😀`), grant(`${long}🁀`), grant(`${long}👍`), grant('AllPrincipals')] }),
    );
    const result = await importFiles(started, [{ path, format: 'entra.grants.graph' }]);
    expect(result.failures).toEqual([]);
    expect(result.imports[0]).toMatchObject({ read: 4, accepted: 1, rejected: 3, closes: true });
    expect(reportFiles().size).toBeGreaterThan(4);
  });

  test('and control characters are taken out of what people type', () => {
    const { decideParams, details } = {
      decideParams: engineContract['review.decide'].params,
      details: engineContract['workspace.update'].params,
    };
    const decision = { itemId: 'i', decision: 'revoke', reason: ' a\u0000b\ud800\n' };
    expect(decideParams.parse(decision).reason).toBe('ab\ufffd');
    expect(decideParams.safeParse({ ...decision, reason: ' \u0000 ' }).success).toBe(false);
    const people = { client: '', engagement: '', periodFrom: null, periodTo: null, reviewer: 'R\udfff' };
    expect(details.parse({ details: { ...people, name: 'n' } }).details.reviewer).toBe('R\ufffd');
  });
});

test('a reason for every record: the first ones are told apart, the rest is summed up, and the account closes', async () => {
  const grants = Array.from({ length: 1000 }, (_, index) => ({
    clientId: 'a',
    resourceId: 'b',
    scope: 'x',
    consentType: `T${index}`,
  }));
  const path = file('many.json', JSON.stringify({ value: grants }));
  const [summary] = (await importFiles(started, [{ path, format: 'entra.grants.graph' }])).imports;
  expect(summary).toMatchObject({ read: 1000, accepted: 0, rejected: 1000, closes: true });
  expect(summary?.reasons.length).toBeLessThanOrEqual(201);
  expect(summary?.reasons.reduce((sum, reason) => sum + reason.count, 0)).toBe(1000);
});

const LOG =
  'TimeGenerated,AppId,UserId,RequestMethod,RequestUri,ResponseStatusCode,ResponseSizeBytes,IPAddress,RequestId';
const APP = '11111111-2222-3333-4444-555555555555';
const call = (id: number, cells: { app?: string; user?: string; bytes?: string; time?: string }): string =>
  `${cells.time ?? '2026-09-01T10:00:00Z'},${cells.app ?? APP},${cells.user ?? 'u-1'},GET,https://graph.microsoft.com/v1.0/me,200,${cells.bytes ?? '10'},,r-${id}`;

test('sizes that are no sizes cost nothing but themselves', async () => {
  const sizes = ['1e999', '1.5', '-3', 'x', '1e300', '', '20'];
  const path = file('log.csv', `${LOG}\n${sizes.map((bytes, index) => call(index, { bytes })).join('\n')}\n`);
  const result = await importFiles(started, [{ path, format: 'm365.graphactivity' }]);
  expect(result.failures).toEqual([]);
  expect(result.imports[0]).toMatchObject({ read: 7, accepted: 7, events: 7 });
  expect(started.engine.context.open().db.prepare('SELECT sum(bytes) FROM usage').pluck().get()).toBe(21);
});

test('a blank application id is none, and a blank person is nobody', async () => {
  const path = file(
    'blank.csv',
    `${LOG}\n${call(1, { app: '  ' })}\n${call(2, { app: '   ' })}\n${call(3, { user: '  ' })}\n`,
  );
  const [summary] = (await importFiles(started, [{ path, format: 'm365.graphactivity' }])).imports;
  expect(summary).toMatchObject({ read: 3, accepted: 1, rejected: 2 });
  const { db } = started.engine.context.open();
  expect(db.prepare(`SELECT count(*) FROM principal WHERE key = ''`).pluck().get()).toBe(0);
  expect(db.prepare('SELECT principal FROM usage_pair').pluck().all()).toEqual([0]);
});

test('a journal with everything in it still holds', async () => {
  await started.engine.handlers['workspace.update'](
    {
      details: { name: 'Name\n"\\', client: '\u202e', engagement: '', periodFrom: null, periodTo: null, reviewer: '’' },
    },
    {},
  );
  expect(checkJournal(started.engine.context.open().db)).toMatchObject({ ok: true, count: 2 });
});
