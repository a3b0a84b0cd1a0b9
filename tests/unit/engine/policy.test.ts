import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FULL_REPORT } from '../../../shared/contract/report.ts';
import type { ParameterValue, ParameterValues } from '../../../shared/contract/policy.ts';
import type { Params, Result } from '../../../shared/contract/rpc.ts';
import type { EngineContract } from '../../../shared/contract/engine.ts';
import { analysisOf } from '../../../electron/engine/cli/analyse.ts';
import { caseAsOf } from '../../../electron/engine/derive/as-of.ts';
import { derive } from '../../../electron/engine/derive/derive.ts';
import { actOnApps } from '../../../electron/engine/review/app-act.ts';
import { checkJournal } from '../../../electron/engine/review/journal.ts';
import { savePolicy } from '../../../electron/engine/review/policy-act.ts';
import { addSuppression } from '../../../electron/engine/review/suppression-act.ts';
import { expireSuppressions } from '../../../electron/engine/review/suppression-record.ts';
import { rules } from '../../../electron/engine/rules/index.ts';
import {
  DEFAULT_POLICY,
  parameterList,
  type Policy,
  policyDigest,
  policySchema,
  policyValuesSchema,
} from '../../../electron/engine/rules/policy.ts';
import { ruleContext } from '../../../electron/engine/rules/rule.ts';
import { PRESETS } from '../../../electron/engine/rules/presets.ts';
import { createRandom } from '../../generator/random.ts';
import { type EngineCase, startEngine } from './engine-case.ts';

let started: EngineCase;
beforeEach(async () => {
  started = startEngine();
  await ask('workspace.openSample', {});
});
afterEach(async () => started.dispose());

async function ask<M extends keyof EngineContract>(
  method: M,
  params: Params<EngineContract, M>,
): Promise<Result<EngineContract, M>> {
  return started.engine.handlers[method](params, {});
}

const database = () => started.engine.context.open().db;

/** Findings by rule and subject with their words. */
function findings(): Map<string, string> {
  return new Map(
    analysisOf(started.engine)
      .findings.filter((one) => one.outcome === 'finding')
      .map((one) => [`${one.rule} ${one.subject}`, `${one.severity ?? ''} ${one.sentence}`]),
  );
}

function counts(before: Map<string, string>, after: Map<string, string>) {
  const both = [...after].filter(([key]) => before.has(key));
  return {
    before: before.size,
    after: after.size,
    added: after.size - both.length,
    removed: before.size - both.length,
    changed: both.filter(([key, words]) => before.get(key) !== words).length,
  };
}

/** Every number anywhere in its range, so that thresholds move both ways; lists and switches too. */
function randomValues(seed: number): ParameterValues {
  const random = createRandom(seed, 'policy');
  const { parameters } = state;
  return Object.fromEntries(
    parameters.flatMap((parameter): [string, ParameterValue][] => {
      if (random.chance(0.7)) return [];
      if (parameter.type === 'boolean') return [[parameter.name, parameter.default !== true]];
      if (parameter.type === 'list') return [[parameter.name, ['Tidewater', 'tarnbrook.example']]];
      const [min, max] = [parameter.min ?? 0, Math.min(parameter.max ?? 1, 400)];
      const value =
        parameter.unit === 'share' || parameter.unit === 'chance' ? (min + max) / 2 : random.between(min, max);
      return [[parameter.name, value]];
    }),
  );
}
let state: Result<EngineContract, 'policy.get'>;
beforeEach(async () => {
  state = await ask('policy.get', {});
});

test('a preview leaves nothing behind, and says what saving then gives', async () => {
  for (const seed of [1, 2, 3, 4]) {
    const values = randomValues(seed);
    const before = findings();
    const untouched = database().serialize();
    const preview = await ask('policy.preview', { values });
    expect(database().serialize().equals(untouched)).toBe(true);
    await ask('policy.save', { name: `Trial ${seed}`, values, reason: 'to see' });
    const { rules: _rules, ...sums } = preview;
    expect(sums).toEqual(counts(before, findings()));
    for (const rule of preview.rules)
      expect(rule.after).toBe([...findings().keys()].filter((key) => key.startsWith(`${rule.rule} `)).length);
  }
});

test('another window is really derived: the preview of scopes agrees with the case after saving', async () => {
  const before = findings();
  const preview = await ask('policy.preview', { values: { windowDays: 200 } });
  expect(preview.added + preview.removed + preview.changed).toBeGreaterThan(0);
  await ask('policy.save', { name: 'Long window', values: { windowDays: 200 }, reason: 'to see' });
  const { rules: _rules, ...sums } = preview;
  expect(sums).toEqual(counts(before, findings()));
});

test('each parameter names every rule that it changes, so that a preview runs the right ones', () => {
  const db = database();
  const catalog = started.engine.context.catalog();
  const asOf = caseAsOf(db);
  const undeclared: string[] = [];
  for (const rule of rules) {
    const read = new Set<string>();
    const said = (policy: Policy) => Array.from(rule.evaluate(ruleContext(db, catalog, policy, asOf)));
    const watched = new Proxy(DEFAULT_POLICY, {
      get: (target, name, receiver): unknown => {
        read.add(String(name));
        return Reflect.get(target, name, receiver);
      },
    });
    const now = said(watched);
    // Readers that several rules share read more than each of them needs: what they read must not matter then.
    for (const [name, parameter] of parameterList()) {
      // Another window is derived anew, and every rule runs.
      if (!read.has(name) || parameter.rules.includes(rule.id) || name === 'windowDays') continue;
      const others =
        parameter.type === 'number'
          ? [parameter.min, parameter.max]
          : [parameter.type === 'list' ? ['a'] : !parameter.default];
      if (
        others.some((other) => !isDeepStrictEqual(said(policySchema.parse({ ...DEFAULT_POLICY, [name]: other })), now))
      )
        undeclared.push(`${rule.id} follows ${name}`);
    }
  }
  expect(undeclared).toEqual([]);
});

test('versions are kept with reason, digest and what changed, and each is in the journal', async () => {
  expect(state).toMatchObject({ name: 'Default', version: 1, digest: policyDigest(DEFAULT_POLICY) });
  await ask('policy.save', { name: 'Default', values: { dormantDays: 45 }, reason: 'CIS asks for it' });
  const saved = await ask('policy.save', { name: 'Strict', values: { dormantDays: 30 }, reason: 'Agreed' });
  expect(saved).toMatchObject({ name: 'Strict', version: 1 });
  const history = await ask('policy.history', {});
  expect(history.map(({ name, version, reason, changes }) => [name, version, reason, changes])).toEqual([
    ['Strict', 1, 'Agreed', [{ parameter: 'dormantDays', before: 45, after: 30 }]],
    ['Default', 2, 'CIS asks for it', [{ parameter: 'dormantDays', before: 90, after: 45 }]],
    ['Default', 1, 'In force in every new case', []],
  ]);
  const journal = await ask('journal.page', { offset: 0, limit: 2 });
  expect(journal.rows.map((row) => row.summary)).toEqual([
    'Policy Strict, version 1: Agreed',
    'Policy Default, version 2: CIS asks for it',
  ]);
  expect((await ask('journal.state', {})).chain.ok).toBe(true);
});

test('a value that does not fit is refused by name, and nothing is saved', async () => {
  const wrong = ask('policy.save', { name: 'X', values: { dormantDays: 3 }, reason: 'r' });
  await expect(wrong).rejects.toThrow(
    '“Days without successful use after which a grant counts as dormant” must be a number from 7 to 730.',
  );
  await expect(ask('policy.preview', { values: { noSuch: 1 } })).rejects.toThrow(/no value that this version/);
  await expect(ask('policy.save', { name: 'Default', values: {}, reason: 'r' })).rejects.toThrow(/in force already/);
  expect(await ask('policy.history', {})).toHaveLength(1);
});

test('presets hold what the standards ask, and say what they leave to the company', () => {
  const values = new Map(PRESETS.map((preset) => [preset.name, preset.values]));
  expect([...values.keys()]).toEqual(['Default', 'PCI DSS 7.2.5.1', 'CIS 5.5']);
  expect(values.get('CIS 5.5')).toMatchObject({ dormantDays: 45, cadenceTier1Days: 90, cadenceTier2Days: 90 });
  expect(PRESETS[1]?.source).toMatch(/targeted risk analysis.*placeholder/);
  for (const preset of PRESETS) expect(policyValuesSchema.parse(preset.values)).toEqual(preset.values);
});

test('a policy goes to another case as a file, and a changed file is refused', async () => {
  await ask('policy.save', {
    name: 'Strict',
    values: { dormantDays: 45, internalDomains: ['a.example'] },
    reason: 'r',
  });
  const path = join(started.folder, 'strict.json');
  await ask('policy.export', { saveToken: started.files.register(path) });
  const read = await ask('policy.import', { token: started.files.register(path) });
  expect(read).toMatchObject({ name: 'Strict', values: { dormantDays: 45, internalDomains: ['a.example'] } });
  writeFileSync(path, readFileSync(path, 'utf8').replace('"dormantDays": 45', '"dormantDays": 46'));
  await expect(ask('policy.import', { token: started.files.register(path) })).rejects.toThrow(/digest does not fit/);
  writeFileSync(path, '{}');
  await expect(ask('policy.import', { token: started.files.register(path) })).rejects.toThrow(/not a policy/);
});

const highest = async () => {
  const { rows } = await ask('findings.page', { filter: {}, offset: 0, limit: 500 });
  const found = rows.find((row) => row.itemId !== null && row.severity === 'high');
  if (found === undefined || found.itemId === null) throw new Error('the sample has no such finding');
  return { ...found, itemId: found.itemId };
};

test('a suppressed finding stays a finding and counts nowhere until its date', async () => {
  const found = await highest();
  const { rule, connectorId, itemId } = found;
  const sums = async () => ({
    status: (await ask('workspace.status', {}))?.counts.findings ?? 0,
    high: (await ask('overview.get', {})).bySeverity.find((row) => row.severity === 'high')?.findings ?? 0,
    digest: analysisOf(started.engine).findings.filter((one) => one.outcome === 'finding').length,
  });
  const before = await sums();
  const order = { name: 'Roll-out 12', rule, connectorId, itemId, until: '2999-12-31', reason: 'Change 12' };
  const { seq } = await ask('suppressions.add', order);
  expect(await sums()).toEqual({ status: before.status - 1, high: before.high - 1, digest: before.digest });
  const item = await ask('review.item', { itemId });
  expect(item.findings.map((one) => one.rule)).toContain(rule);
  const { recommendation } = await ask('review.recommendation', { itemId });
  expect(recommendation?.rules ?? []).not.toContain(rule);
  expect(item.item.findings.map((one) => one.rule)).not.toContain(rule);
  expect(await ask('suppressions.list', {})).toMatchObject([
    {
      seq,
      name: 'Roll-out 12',
      rule,
      state: 'in-force',
      until: '2999-12-31',
      findings: [{ sentence: found.sentence }],
    },
  ]);
  await ask('suppressions.revoke', { seq, reason: 'Rolled out' });
  expect(await sums()).toEqual(before);
  expect(await ask('suppressions.list', {})).toMatchObject([
    { state: 'revoked', findings: [], ended: { reason: 'Rolled out' } },
  ]);
  await expect(ask('suppressions.revoke', { seq, reason: 'again' })).rejects.toThrow(/ended already/);
  expect(checkJournal(database()).ok).toBe(true);
});

test('the report prints what is suppressed, and leaves it out of the sums', async () => {
  const { rule, connectorId, itemId, sentence } = await highest();
  await ask('suppressions.add', {
    name: 'Roll-out 12',
    rule,
    connectorId,
    itemId,
    until: '2999-12-31',
    reason: 'Change 12',
  });
  const { sections } = await ask('report.preview', { options: FULL_REPORT });
  const text = JSON.stringify(sections.filter((section) => ['results', 'exceptions'].includes(section.id)));
  expect(text).toContain('Suppressed until 2999-12-31 by Sample reviewer (Roll-out 12): Change 12');
  expect(text).toContain(JSON.stringify(sentence));
  expect(text).toContain('1 suppressed finding not counted here');
});

test('a suppression of a connector covers its items, one of an item only that item', async () => {
  const { connectorId, itemId, rule } = await highest();
  const { items } = await ask('connectors.detail', { connectorId });
  const order = { name: 'N', rule, connectorId, until: '2999-12-31', reason: 'r' };
  const { seq } = await ask('suppressions.add', { ...order, itemId: null });
  const [whole] = await ask('suppressions.list', {});
  const ofRule = (
    await ask('findings.page', { filter: { rules: [rule], suppressed: true }, offset: 0, limit: 500 })
  ).rows.filter((row) => row.connectorId === connectorId);
  expect(whole?.findings).toHaveLength(ofRule.length);
  await ask('suppressions.revoke', { seq, reason: 'r' });
  await ask('suppressions.add', { ...order, itemId });
  expect((await ask('suppressions.list', {}))[0]?.findings).toHaveLength(1);
  expect(items.map((item) => item.itemId)).toContain(itemId);
});

test('a suppression ends after its last day, as an entry in the journal', async () => {
  const db = database();
  const { connectorId, itemId, rule } = await highest();
  const order = { name: 'N', rule, connectorId, itemId, until: '2026-10-31', reason: 'r' };
  expect(() => addSuppression(db, order, 'Rita', Date.UTC(2026, 10, 1))).toThrow(/has passed/);
  addSuppression(db, order, 'Rita', Date.UTC(2026, 9, 5));
  expect(expireSuppressions(db, Date.UTC(2026, 9, 31, 23, 59))).toBe(0);
  expect(expireSuppressions(db, Date.UTC(2026, 10, 1))).toBe(1);
  expect(expireSuppressions(db, Date.UTC(2026, 10, 2))).toBe(0);
  expect((await ask('suppressions.list', {}))[0]).toMatchObject({ state: 'expired', ended: { by: 'Countersign' } });
  expect(checkJournal(db).ok).toBe(true);
});

test('an act that was recorded when the program died is caught up with at the next opening', async () => {
  const { path } = started.engine.context.open();
  const { connectorId, itemId, rule } = await highest();
  const db = database();
  const at = Date.UTC(2026, 9, 5);
  savePolicy(db, { name: 'Strict', values: { dormantDays: 10 }, reason: 'r' }, 'Rita', at);
  addSuppression(db, { name: 'N', rule, connectorId, itemId, until: '2999-12-31', reason: 'r' }, 'Rita', at);
  actOnApps(db, { connectorIds: [connectorId], field: 'purpose-code', value: 'sign-in', reason: 'r' }, 'Rita', at);
  const stale = analysisOf(started.engine).digest;
  await ask('workspace.close', {});
  await ask('workspace.open', { token: started.files.register(path) });
  const caughtUp = analysisOf(started.engine);
  expect(caughtUp.digest).not.toBe(stale);
  expect(caughtUp.findings.some((one) => one.suppressed)).toBe(true);
  // From nothing it comes to the same.
  const fresh = database();
  fresh.exec(`DELETE FROM meta WHERE key LIKE 'derived%'`);
  derive(fresh, started.engine.context.catalog(), started.engine.context.policy());
  expect(analysisOf(started.engine).digest).toBe(caughtUp.digest);
});

test('acts cannot be rewritten or removed', async () => {
  const { connectorId, itemId, rule } = await highest();
  await ask('policy.save', { name: 'Strict', values: { dormantDays: 10 }, reason: 'r' });
  await ask('suppressions.add', { name: 'N', rule, connectorId, itemId, until: '2999-12-31', reason: 'r' });
  await ask('registers.set', { connectorIds: [connectorId], field: 'agent', value: 'yes', reason: 'r' });
  for (const table of ['policy_version', 'suppression_act', 'app_act']) {
    expect(() => database().exec(`UPDATE ${table} SET reason = 'other'`)).toThrow(/are kept/);
    expect(() => database().exec(`DELETE FROM ${table}`)).toThrow(/are kept/);
  }
});
