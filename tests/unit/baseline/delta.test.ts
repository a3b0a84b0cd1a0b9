import { describe, expect, test } from 'vitest';
import type { CurrentItem } from '../../../electron/engine/baseline/current-items.ts';
import { compareItem, newItem } from '../../../electron/engine/baseline/delta.ts';
import {
  type CertifiedDecision,
  type CertifiedItem,
  type LogCalls,
  readReport,
} from '../../../electron/engine/baseline/facts.ts';
import type { Tier } from '../../../shared/domain/vocabulary.ts';
import { useChange } from '../../../electron/engine/baseline/use-change.ts';
import { reportFacts } from '../../../electron/engine/report/report-facts.ts';
import { reportModel } from '../report/model.ts';

const decided: CertifiedDecision = {
  decision: 'certify',
  by: 'A. Ro',
  at: '2026-03-31T10:00:00.000Z',
  reason: 'Needed.',
  until: null,
  scopes: [],
  principals: [],
  owner: null,
};
const log: LogCalls = {
  log: 'graph',
  label: 'Activity log',
  calls: 900,
  from: '2026-01-01',
  to: '2026-03-31',
  coveredDays: 90,
  totalDays: 90,
  isCut: false,
};
const granted = (scope: string, tier: Tier) => ({ scope, tier, status: 'observed' as const });
const then: CertifiedItem = {
  key: 'i-1',
  connector: 'entra:app-1',
  ids: ['entra/app:app-1'],
  name: 'Mail Helper',
  publisher: 'Helper Inc.',
  platform: 'entra',
  tenant: 'tenant',
  kind: 'delegated-user',
  tier: 2,
  grants: 3,
  people: 3,
  lastUse: { at: null, grade: 'Q0' },
  owners: [{ id: 'bea@firm.example', name: 'Bea', status: 'active' }],
  scopes: [granted('Mail.Read', 2)],
  findings: ['CS-08'],
  suppressed: ['CS-11'],
  undeterminable: ['CS-10'],
  calls: [log],
  decision: decided,
};
const now: CurrentItem = {
  ...then,
  item: 1,
  connectorRow: 1,
  shownAsOf: Date.parse('2026-07-01T06:00:00Z'),
};
const whole = {
  caseName: 'Review',
  client: '',
  asOf: '2026-04-01T06:00:00.000Z',
  catalogVersion: '2026.03.1',
  rules: ['CS-01', 'CS-08', 'CS-10', 'CS-11'],
  chain: { links: [], ends: 'beginning' as const },
};
const context = { whole, catalogVersion: '2026.03.1', asOf: Date.parse('2026-07-01T06:00:00Z') };

function lines(before: Partial<CertifiedItem>, after: Partial<CurrentItem>): string[] {
  return compareItem({ ...then, ...before }, { ...now, ...after }, context).lines.map(
    ({ short, text, isChange }) => `${isChange ? '' : '(no change) '}${short} | ${text}`,
  );
}

describe('an item against what was certified of it', () => {
  test('is the same when nothing changed', () => {
    expect(compareItem(then, now, context)).toEqual({ kind: 'same', lines: [] });
  });

  test('scopes added, the highest tier first, and removed', () => {
    const scopes = [granted('Files.Read', 1), granted('Mail.Send', 3), granted('new.scope', null)];
    expect(lines({}, { scopes })).toEqual([
      '+3 scopes | 3 scopes added: Mail.Send (tier 3), new.scope (unrated) and Files.Read (tier 1).',
      '−1 scope | 1 scope no longer in the export: Mail.Read.',
    ]);
    // Another spelling is no other scope.
    expect(lines({}, { scopes: [granted('mail.read', 2)] })).toEqual([]);
  });

  test('scopes removed as decided, and those that are left', () => {
    const reduce = { ...decided, decision: 'reduce' as const, scopes: ['Mail.Send', 'Files.Read'] };
    const all = ['Mail.Read', 'Mail.Send', 'Files.Read'].map((scope) => granted(scope, 2));
    expect(lines({ decision: reduce, scopes: all }, { scopes: all.slice(0, 2) })).toEqual([
      '1 scope to remove still granted | A. Ro on 2026-03-31 decided to remove Mail.Send and Files.Read, and the export as of 2026-07-01 still shows Mail.Send.',
      '−1 scope | 1 scope no longer in the export, as decided: Files.Read.',
    ]);
    expect(lines({ decision: { ...reduce, principals: ['x'] }, scopes: all }, { scopes: all })).toEqual([
      '(no change) decided for some holders | A. Ro on 2026-03-31 decided “Reduce scopes” for 1 holder; whether they still hold it, CS-26 says.',
    ]);
  });

  test('a tier that rose or fell, and whether the catalog is another one', () => {
    expect(lines({}, { tier: 4 })).toEqual(['tier 2 → 4 | Highest tier 4, tier 2 in the baseline.']);
    expect(compareItem(then, { ...now, tier: 1 }, { ...context, catalogVersion: '2026.06.1' }).lines).toEqual([
      {
        kind: 'tier-down',
        short: 'tier 2 → 1',
        text: 'Highest tier 1, tier 2 in the baseline. The scope catalog was another one: 2026.03.1 then, 2026.06.1 now.',
        isChange: true,
      },
    ]);
    expect(compareItem(then, { ...now, tier: null }, context).lines[0]?.kind).toBe('tier-up');
  });

  test('new findings, with what kept the baseline from having them', () => {
    expect(lines({}, { findings: ['CS-01', 'CS-08', 'CS-10', 'CS-11', 'CS-40'] })).toEqual([
      '4 new findings | Found now and not in the baseline: CS-01, CS-10 (could not be judged then), CS-11 (suppressed then) and CS-40 (a rule the baseline did not have).',
    ]);
  });

  test.each([
    ['owner left', [{ id: 'BEA@firm.example', name: 'Bea', status: 'left' }], 'Bea has left by the register of people'],
    [
      'owner left',
      [{ id: 'bea@firm.example', name: 'Bea', status: 'disabled' }],
      'Bea is disabled by the register of people',
    ],
    [
      'owner changed',
      [{ id: 'cid@firm.example', name: 'Cid', status: 'active' }],
      'Bea no longer named; Cid named now',
    ],
    ['no owner any more', [], 'Bea no longer named'],
    [
      'owner has another standing',
      [{ id: 'bea@firm.example', name: 'Bea', status: 'on leave' }],
      'Bea is on leave, and was active',
    ],
  ])('%s', (short, owners, text) => {
    expect(lines({}, { owners })).toEqual([`${short} | Business owner: ${text}.`]);
  });

  test('owners that no register tells are not compared', () => {
    expect(lines({}, { owners: null })).toEqual([
      '(no change) owner not compared | Owners are not compared: this case lacks a register of owners or of people.',
    ]);
    expect(compareItem(then, { ...now, owners: null }, context).kind).toBe('same');
    expect(lines({ owners: null }, { owners: null })).toEqual([]);
    expect(lines({ owners: [] }, {})).toEqual(['owner named | Business owner: Bea named now.']);
  });

  test('people, up and down, of consents of single people only', () => {
    expect(lines({}, { people: 9 })).toEqual([
      'people 3 → 9 | 9 people have a grant in the exports, 3 in the baseline.',
    ]);
    expect(compareItem(then, { ...now, people: 1 }, context).lines[0]?.kind).toBe('people-down');
    expect(lines({ kind: 'delegated-tenant' }, { kind: 'delegated-tenant', people: 9 })).toEqual([]);
  });

  test('another name or publisher, where both are known', () => {
    expect(lines({}, { name: 'Mail Helper 2', publisher: 'Other Ltd' })).toEqual([
      'renamed | The app is named “Mail Helper 2”, and was “Mail Helper” in the baseline.',
      'other publisher | The publisher is Other Ltd, and was Helper Inc. in the baseline.',
    ]);
    expect(lines({ name: 'App app-1 (name unknown)' }, { publisher: null })).toEqual([]);
  });

  test('a condition that ran out, or holds on', () => {
    const conditional = { ...decided, decision: 'conditional' as const };
    expect(lines({ decision: { ...conditional, until: '2026-06-30' } }, {})).toEqual([
      'condition expired 2026-06-30 | A. Ro on 2026-03-31 allowed it until 2026-06-30, which has passed as of 2026-07-01; the export as of 2026-07-01 still shows it.',
    ]);
    // Its last day is one on which it holds.
    expect(lines({ decision: { ...conditional, until: '2026-07-01' } }, {})).toEqual([
      '(no change) condition until 2026-07-01 | A. Ro on 2026-03-31 allowed it under a condition that holds until 2026-07-01.',
    ]);
  });

  test('a revoke that the export contradicts', () => {
    const revoke = { ...decided, decision: 'revoke' as const };
    expect(lines({ decision: revoke }, {})).toEqual([
      'revoke not effected | A. Ro on 2026-03-31 decided to revoke it, and the export as of 2026-07-01 still shows it.',
    ]);
  });

  test('what is not in the baseline is new, or was not covered', () => {
    expect(newItem(now, 12, ['delegated-tenant']).lines).toMatchObject([
      {
        short: 'new',
        text: 'The baseline does not have it among 12 items of Microsoft Entra, tenant. Of the same app the baseline has: tenant-wide consent.',
      },
    ]);
    expect(newItem(now, 0, [])).toMatchObject({ kind: 'new', lines: [{ short: 'not covered by the baseline' }] });
  });
});

describe('use is compared over like windows only', () => {
  const later = { ...log, from: '2026-04-01', to: '2026-06-30', coveredDays: 91, totalDays: 91 };
  const text = (before: LogCalls[] | null, after: LogCalls[] | null): string | undefined =>
    useChange(before, after)?.text;

  test('per covered day, with both windows', () => {
    expect(useChange([log], [{ ...later, calls: 182 }])).toEqual({
      kind: 'use-down',
      short: 'calls per day down 80 %',
      text: 'Successful calls per covered day down 80 %: 2 a day (182 calls on 91 covered days, 2026-04-01 to 2026-06-30), 10 a day (900 calls on 90 covered days, 2026-01-01 to 2026-03-31) in the baseline (Activity log).',
      isChange: true,
    });
    expect(useChange([{ ...log, calls: 90 }], [{ ...later, calls: 910 }])).toMatchObject({
      kind: 'use-up',
      short: 'calls per day up 900 %',
    });
    expect(useChange([{ ...log, calls: 0 }], [later])).toMatchObject({
      kind: 'use-up',
      short: 'calls seen, none before',
    });
    expect(useChange([log], [{ ...later, calls: 0 }])).toMatchObject({ short: 'calls per day down 100 %' });
  });

  test('a change within the noise is none', () => {
    expect(useChange([log], [{ ...later, calls: 800 }])).toBeNull();
    expect(useChange([{ ...log, calls: 0 }], [{ ...later, calls: 0 }])).toBeNull();
  });

  test.each([
    [
      'a window of another length',
      [log],
      [{ ...later, from: '2026-06-01', coveredDays: 30, totalDays: 30, calls: 30 }],
      /the windows are not alike: Activity log \(90 covered days, .*Activity log \(30 covered days/,
    ],
    ['days that are missing', [log], [{ ...later, coveredDays: 60, calls: 30 }], /the windows are not alike/],
    ['another log', [log], [{ ...later, log: 'other', label: 'Other log', calls: 3 }], /the logs are not the same/],
    [
      'a further log',
      [log],
      [
        { ...later, calls: 3 },
        { ...later, log: 'z', label: 'Second log', calls: 0 },
      ],
      /the logs are not the same/,
    ],
    ['a log that was cut off', [log], [{ ...later, isCut: true, calls: 3 }], /is not whole/],
    ['no log here', [log], [], /this case has no operation log of this tenant, the baseline rests on/],
    ['no log then', [], [later], /the baseline had no operation log/],
    ['no log at all', [], [], /neither the baseline nor this case has an operation log/],
    ['a report without the calls', null, [later], /does not state the calls of each item/],
    ['too few calls', [{ ...log, calls: 15 }], [{ ...later, calls: 2 }], /the calls are too few: 0\.022 a day/],
  ] as const)('%s: no share is named', (_, before, after, why) => {
    const line = useChange(before === null ? null : [...before], [...after]);
    expect(line).toMatchObject({ kind: 'use-unknown', isChange: false });
    expect(line?.text).toMatch(why);
    expect(line?.text).not.toMatch(/%|\b(?:up|down)\b/);
    expect(text(before === null ? null : [...before], [...after])).not.toMatch(/\bunused\b/i);
  });
});

describe('what a baseline needs of report.json', () => {
  test('is all in a report of this version', () => {
    const read = readReport(JSON.parse(JSON.stringify(reportFacts(reportModel()))));
    if ('problem' in read) throw new Error(read.problem);
    expect(read.whole).toMatchObject({ caseName: 'Autumn review', chain: { links: [], ends: 'beginning' } });
    expect(read.items.find(({ key }) => key === 'i-1')).toMatchObject({
      ids: ['entra/app:app-1'],
      owners: [{ id: 'bea@contoso.example', name: 'Bea Owner', status: 'active' }],
      calls: [],
      decision: { decision: 'reduce', scopes: ['Files.Read'], by: 'Ada Auditor' },
    });
  });

  test('and as much as there is in one of an earlier version', () => {
    const facts = JSON.parse(JSON.stringify(reportFacts(reportModel()))) as Record<string, unknown> & {
      items: Record<string, unknown>[];
    };
    const { baseline: _, ...rest } = facts;
    const items = facts.items.map(
      ({ ids: _ids, businessOwners: _owners, calls: _calls, since: _since, ...item }) => item,
    );
    const read = readReport({ ...rest, items });
    if ('problem' in read) throw new Error(read.problem);
    expect(read.whole.chain).toEqual({ links: [], ends: 'not-stated' });
    expect(read.items.find(({ key }) => key === 'i-1')).toMatchObject({
      ids: [],
      owners: [{ id: 'Bea Owner', name: 'Bea Owner', status: 'active' }],
      calls: null,
    });
    expect(read.items.find(({ key }) => key === 'i-2a')?.owners).toBeNull();
  });
});
