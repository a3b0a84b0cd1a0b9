import { expect, test } from 'vitest';
import { assessScopes } from '../../../electron/engine/catalog/coverage.ts';
import { type Reduction, reductionOf } from '../../../electron/engine/catalog/reduction.ts';
import type { AssessmentInput, GrantKind, ObservedOperation } from '../../../electron/engine/catalog/types.ts';
import { certificateLine } from '../../../electron/engine/derive/certificate.ts';
import { call, fullWindow, NEED_FROM, NEED_TO, platform, scopes } from './fixtures.ts';

const DAY = 86_400_000;
const LOGS = { entra: 'm365.graphactivity', google: 'google.reports.token' } as const;

function inputOf(
  name: 'entra' | 'google',
  granted: readonly string[],
  operations: readonly ObservedOperation[],
  more: Partial<AssessmentInput> = {},
): AssessmentInput {
  const kind = more.kind ?? 'delegated';
  return {
    catalog: platform(name),
    kind,
    granted: scopes(name, kind, ...granted),
    operations,
    window: fullWindow(LOGS[name]),
    attributable: true,
    ...more,
  };
}

function reduce(...parameters: Parameters<typeof inputOf>): Reduction {
  const input = inputOf(...parameters);
  return reductionOf(input, assessScopes(input));
}

function advice(reduction: Reduction): Record<string, string> {
  return Object.fromEntries(
    reduction.scopes.map((line) => [
      line.usage.scope.id,
      line.replacedBy === null ? line.advice : `${line.advice} ${line.replacedBy.id}`,
    ]),
  );
}

function lines(reduction: Reduction): string[] {
  const window = { from: '2026-07-03', to: '2026-09-30', days: 90, logLabel: 'Log of calls' };
  return reduction.scopes.map((line) => certificateLine(line, window, reduction.method));
}

const late = {
  window: {
    logs: [{ log: LOGS.entra, from: NEED_FROM + 30 * DAY, to: NEED_TO, coveredDays: 60, missingDays: [] }],
    needFrom: NEED_FROM,
    needTo: NEED_TO,
  },
};

test('keeps what calls need, removes what none needs, and never judges what no log shows', () => {
  const reduction = reduce(
    'entra',
    ['openid', 'offline_access', 'User.Read', 'Mail.Send', 'Files.Read', 'Contacts.Read', 'Orders.Read'],
    [
      call('GET /v1.0/me', { succeeded: 5 }),
      call('POST /v1.0/me/sendMail', { succeeded: 3 }),
      call('GET /v1.0/me/contacts', { succeeded: 0, denied: 2 }),
    ],
  );
  expect(advice(reduction)).toEqual({
    openid: 'lifecycle',
    offline_access: 'lifecycle',
    'User.Read': 'keep',
    'Mail.Send': 'keep',
    'Files.Read': 'remove',
    'Contacts.Read': 'keep-unjudged',
    'Orders.Read': 'keep-unjudged',
  });
  expect(lines(reduction).slice(2, 6)).toEqual([
    'Keep: 1 operation needs it and no other granted scope allows it (GET /me): 5 successful calls by 1 person in 2026-07-03 to 2026-09-30 (90 days, Log of calls), the last on 2026-07-05.',
    'Keep: 1 operation needs it and no other granted scope allows it (POST /me/sendmail): 3 successful calls by 1 person in 2026-07-03 to 2026-09-30 (90 days, Log of calls), the last on 2026-07-05.',
    'Remove: no operation needs it. None that it allows was seen in 2026-07-03 to 2026-09-30 (90 days, Log of calls); the log covers the whole window, and no successful call is left that it could explain.',
    'Keep, not judged: 2 attempts and no successful call in 2026-07-03 to 2026-09-30 (90 days, Log of calls). An attempt shows that the app wants it, not whether it needs it.',
  ]);
  expect(reduction.left).not.toContain('Files.Read');
});

test('a broad scope that only read is narrowed, and the tier falls with it', () => {
  const reduction = reduce(
    'entra',
    ['Directory.ReadWrite.All'],
    [call('GET /v1.0/users', { people: [] }), call('GET /v1.0/groups', { people: [] })],
    { kind: 'application' },
  );
  expect(advice(reduction)).toEqual({ 'Directory.ReadWrite.All': 'narrow Directory.Read.All' });
  expect(reduction.before.rank).toBe(4);
  expect(reduction.after.rank).toBeLessThan(4);
  expect(reduction.left).toEqual(['Directory.Read.All']);
});

test('neither narrowed nor removed while days of the window are missing', () => {
  const reads = [call('GET /v1.0/me/messages')];
  expect(advice(reduce('entra', ['Mail.ReadWrite', 'Files.Read'], reads, late))).toEqual({
    'Mail.ReadWrite': 'keep',
    'Files.Read': 'keep-unjudged',
  });
  const [mail, files] = lines(reduce('entra', ['Mail.ReadWrite', 'Files.Read'], reads, late));
  expect(mail).toContain(
    'Mail.Read would allow the operations seen but is not proposed: the log starts after the window',
  );
  expect(files).toContain('the evidence is incomplete: the log starts after the window does');
  expect(advice(reduce('entra', ['Mail.ReadWrite'], reads))).toEqual({ 'Mail.ReadWrite': 'narrow Mail.Read' });
});

test('a scope that another one includes goes without any window; one that is only covered needs the whole window', () => {
  const write = call('PATCH /v1.0/me/messages/1');
  const read = call('GET /v1.0/me/messages/1');
  const reduction = reduce('entra', ['Mail.ReadWrite', 'Mail.Read'], [write, read], late);
  expect(advice(reduction)).toEqual({ 'Mail.ReadWrite': 'keep', 'Mail.Read': 'remove' });
  expect(lines(reduction)[1]).toContain(
    'every operation seen is also allowed by Mail.ReadWrite, and a scope that stays includes all this one allows',
  );
  const drive = [call('GET /v1.0/me/drive/root/children')];
  const sites = ['Files.Read.All', 'Sites.Read.All'];
  const full = Object.values(advice(reduce('entra', sites, drive)));
  const part = Object.values(advice(reduce('entra', sites, drive, late)));
  expect(full).toContain('remove');
  expect(part.filter((text) => text === 'remove').length).toBeLessThanOrEqual(1);
});

test('what suffices and is granted already is kept instead of the broader scope', () => {
  const reduction = reduce('google', ['gmail.modify', 'gmail.readonly'], [call('gmail.users.messages.get')]);
  expect(advice(reduction)['gmail.modify']).toBe('remove');
  expect(reduction.left).toEqual(['gmail.readonly']);
});

test('a limited scope is a question, never a recommendation', () => {
  const reads = [call('gmail.users.messages.get'), call('gmail.users.messages.list')];
  const reduction = reduce('google', ['gmail.readonly'], reads);
  expect(advice(reduction)).toEqual({ 'gmail.readonly': 'ask gmail.metadata' });
  expect(reduction.left).toEqual(['gmail.readonly']);
  expect(advice(reduce('entra', ['Mail.Read'], [call('GET /v1.0/me/messages')]))).toEqual({
    'Mail.Read': 'ask Mail.ReadBasic',
  });
  // One's own profile is not traded for basic details of everybody.
  expect(advice(reduce('entra', ['User.Read'], [call('GET /v1.0/me')]))).toEqual({ 'User.Read': 'keep' });
});

test('calls that no grant explains keep every scope that might explain them, and the line says so', () => {
  const unmatched = [call('GET /v1.0/unheardOf/1')];
  expect(advice(reduce('entra', ['Files.Read'], unmatched))).toEqual({ 'Files.Read': 'keep-unjudged' });
  expect(lines(reduce('entra', ['Files.Read'], unmatched))[0]).toContain(
    '1 operation succeeded that it may have allowed, without the evidence showing it',
  );
  // The catalog knows who may call this: relatives of those stay, strangers do not.
  const uncovered = [call('DELETE /v1.0/me/messages/1')];
  expect(advice(reduce('entra', ['Files.Read', 'Mail.Send'], uncovered))).toEqual({
    'Files.Read': 'remove',
    'Mail.Send': 'keep-unjudged',
  });
  // A change subscription does not say for which data.
  const subscribed = [call('GET /v1.0/me/messages'), call('POST /v1.0/subscriptions')];
  expect(advice(reduce('entra', ['Mail.ReadWrite', 'Files.Read'], subscribed))).toEqual({
    'Mail.ReadWrite': 'keep',
    'Files.Read': 'keep-unjudged',
  });
});

const POOL = [
  'GET /v1.0/me',
  'GET /v1.0/me/messages',
  'PATCH /v1.0/me/messages/1',
  'POST /v1.0/me/sendMail',
  'GET /v1.0/users',
  'GET /v1.0/users/1/messages',
  'POST /v1.0/search/query',
  'POST /v1.0/$batch',
  'POST /v1.0/subscriptions',
  'GET /v1.0/groups/1/members',
  'GET /v1.0/unheardOf/1',
  'GET /v1.0/me/drive/root/children',
  'GET /v1.0/sites/1/lists',
  'DELETE /v1.0/users/1',
  'GET /v1.0/auditLogs/signIns',
  'GET /v1.0/me/events',
  'GET /v1.0/organization',
];
const NAMES: Readonly<Record<GrantKind, readonly string[]>> = {
  delegated: [
    'openid',
    'offline_access',
    'User.Read',
    'User.Read.All',
    'User.ReadWrite.All',
    'Mail.Read',
    'Mail.ReadWrite',
    'Mail.Send',
    'Files.Read',
    'Files.Read.All',
    'Sites.Read.All',
    'Sites.FullControl.All',
    'Directory.Read.All',
    'Directory.ReadWrite.All',
    'Group.Read.All',
    'Calendars.Read',
    'Calendars.ReadWrite',
    'Orders.Read',
  ],
  application: ['User.Read.All', 'Mail.Read', 'Mail.ReadWrite', 'Directory.Read.All', 'Directory.ReadWrite.All'],
};

test('1,000 random items: what would be left still allows every call, and a needed scope never goes', () => {
  const random = seeded(97);
  for (let round = 0; round < 1000; round++) {
    const kind = random() < 0.8 ? 'delegated' : 'application';
    const granted = NAMES[kind].filter(() => random() < 0.45);
    const operations: ObservedOperation[] = [];
    let sole = new Set<string>();
    for (const text of POOL.toSorted(() => random() - 0.5).slice(0, 5)) {
      operations.push(call(text, { people: kind === 'application' ? [] : [1] }));
      const input = inputOf('entra', granted, operations, { kind, ...(random() < 0.3 ? late : {}) });
      const assessment = assessScopes(input);
      const reduction = reductionOf(input, assessment);
      const shown = `${granted.join(' ')} | ${operations.map(({ key }) => key).join(', ')}`;
      const elsewhere = new Set([...assessment.uncovered, ...assessment.unmatched, ...assessment.containers]);
      for (const operation of operations) {
        if (elsewhere.has(operation)) continue;
        const allowing = input.catalog.coveringScopes(kind, operation.match);
        if (!allowing.some((id) => granted.includes(id))) continue;
        expect(
          allowing.some((id) => reduction.left.includes(id)),
          `${shown}: ${operation.key}`,
        ).toBe(true);
      }
      const byId = new Map(reduction.scopes.map((line) => [line.usage.scope.id, line]));
      // More calls never take away that a scope is the only one for a call.
      for (const id of sole) expect(byId.get(id)?.advice, shown).not.toBe('remove');
      sole = new Set(reduction.scopes.filter((line) => line.sole.length > 0).map((line) => line.usage.scope.id));
      expect(reduction.after.rank, shown).toBeLessThanOrEqual(reduction.before.rank);
      for (const line of reduction.scopes) {
        if (line.advice === 'narrow') expect(line.obstacles.isProven, shown).toBe(true);
        if (line.advice === 'remove') expect(line.isIncluded || line.obstacles.isProven, shown).toBe(true);
      }
      const again = inputOf('entra', granted.toReversed(), operations, { kind, window: input.window });
      expect(sorted(reductionOf(again, assessScopes(again))), shown).toEqual(sorted(reduction));
    }
  }
});

function sorted(reduction: Reduction): string[] {
  return lines(reduction).toSorted();
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
