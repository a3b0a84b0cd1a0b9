import { afterEach, beforeEach, expect, test } from 'vitest';
import { readMeta, writeMeta } from '../../../electron/engine/db/meta.ts';
import { isDerived } from '../../../electron/engine/derive/rule-pack.ts';
import { openCase } from '../../../electron/engine/handlers/workspace.ts';
import { DEFAULT_POLICY, policySchema } from '../../../electron/engine/rules/policy.ts';
import { type EngineCase, startEngine } from './engine-case.ts';

let started: EngineCase;
beforeEach(async () => {
  started = startEngine();
  await started.engine.handlers['workspace.openSample']({}, {});
});
afterEach(async () => started.dispose());

const db = () => started.engine.context.open().db;
const isCurrent = (policy = DEFAULT_POLICY) => isDerived(db(), started.engine.context.catalog(), policy);

test('a case that was derived by these rules is told without reading them', () => {
  expect(isCurrent()).toBe(true);
});

test('but not when something changed that its findings rest on', () => {
  const { catalog } = started.engine.context;
  expect(isCurrent(policySchema.parse({ ...DEFAULT_POLICY, version: 2 }))).toBe(false);
  expect(isCurrent(policySchema.parse({ ...DEFAULT_POLICY, windowDays: 31 }))).toBe(false);
  expect(isDerived(db(), { digest: `${catalog().digest}0` }, DEFAULT_POLICY)).toBe(false);
  db().exec(`UPDATE import SET tenant = tenant || '2' WHERE id = (SELECT min(id) FROM import)`);
  expect(isCurrent()).toBe(false);
});

test('nor when another build judged it, or when that is not known', () => {
  const note = readMeta(db(), 'rule-pack') ?? '';
  writeMeta(db(), 'rule-pack', note.replace('sources of a test run', 'other sources'));
  expect(isCurrent()).toBe(false);
  db().exec(`DELETE FROM meta WHERE key = 'rule-pack'`);
  expect(isCurrent()).toBe(false);
});

test.each(['', '{', '[]', '{"build":1}'])('nor when what is kept of it reads “%s”', (text) => {
  writeMeta(db(), 'rule-pack', text);
  expect(isCurrent()).toBe(false);
});

test('opening judges anew what other rules have judged', async () => {
  const { context, handlers } = started.engine;
  const { path } = context.open();
  const findings = () => db().prepare('SELECT count(*) FROM finding').pluck().get();
  const before = findings();
  const note = readMeta(db(), 'rule-pack') ?? '';
  // As a build with other rules leaves it.
  writeMeta(db(), 'rule-pack', note.replace('sources of a test run', 'other sources'));
  writeMeta(db(), 'derived-findings', '0'.repeat(64));
  db().exec('DELETE FROM finding');
  await handlers['workspace.close']({}, {});
  await openCase(context, path);
  expect(findings()).toBe(before);
  expect(readMeta(db(), 'rule-pack')).toBe(note);
});
