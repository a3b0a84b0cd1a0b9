import type Database from 'better-sqlite3';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { draftPlan } from '../../../electron/engine/review/campaign/plan.ts';
import { contentDigest } from '../../../electron/engine/catalog/schema.ts';
import { type EngineContract, engineContract } from '../../../shared/contract/engine.ts';
import { engineEvents } from '../../../shared/contract/events.ts';
import { USUAL_SETTINGS } from '../../../shared/contract/reviewers.ts';
import type { ParamsInput } from '../../../shared/contract/rpc.ts';
import { answerPage } from '../owners/answer-page.ts';
import { type EngineCase, RESOURCES, startEngine, waitForJob } from './engine-case.ts';
import { bundleQuestions } from './contract-bundles.ts';
import { diagnosticQuestions, keepingQuestions, wholeCaseQuestions } from './contract-cases.ts';
import { keyQuestions } from './contract-keys.ts';
import { REFUSED } from './contract-refusals.ts';
import { DERIVING, recordStatements, scannedBulk } from './scans.ts';

type Method = keyof EngineContract;

let sample: EngineCase;
let statements: Set<string>;
let db: Database.Database;
let connectorId: string;
let itemId: string;
let importId: number;
let snapshots: { before: string; after: string };
beforeAll(async () => {
  sample = startEngine();
  await sample.engine.handlers['workspace.openSample']({}, {});
  ({ db } = sample.engine.context.open());
  statements = recordStatements(db);
  const sort = { by: 'risk', descending: true } as const;
  const page = await sample.engine.handlers['inventory.page']({ filter: {}, sort, offset: 0, limit: 500 }, {});
  connectorId = page.rows.find((row) => row.platform === 'entra' && row.lastUse.grade === 'Q1')?.connectorId ?? '';
  const detail = await sample.engine.handlers['connectors.detail']({ connectorId }, {});
  itemId = detail.items[0]?.itemId ?? '';
  importId = (await sample.engine.handlers['imports.list']({}, {}))[0]?.importId ?? 0;
  const [first] = await sample.engine.handlers['snapshots.list']({}, {});
  snapshots = { before: first?.id ?? '', after: first?.id ?? '' };
});
afterAll(async () => sample.dispose());

const page = { offset: 0, limit: 50 };
const path = (name: string): string => join(RESOURCES, 'sample', name);
const saved = (name: string): string => sample.files.register(join(sample.folder, name));
const details = { name: 'N', client: '', engagement: '', periodFrom: null, periodTo: null, reviewer: 'R' };

/** A later edition of a shipped part. */
function newerCatalog(folder: string): string {
  const shipped: unknown = JSON.parse(readFileSync(join(RESOURCES, 'catalog', 'okta.json'), 'utf8'));
  const { digest: _, ...rest } = z.record(z.string(), z.unknown()).parse(shipped);
  const content = { ...rest, version: '2027.01.1', asOf: '2027-01-15' };
  const file = join(folder, 'okta-2027.json');
  writeFileSync(file, JSON.stringify({ ...content, digest: contentDigest(content) }));
  return file;
}

const campaignDraft = () => draftPlan(db, sample.engine.context.policy(), '2026-10-02');
const tomorrow = (): string => new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

/** The action on the decision that an earlier question took. */
const actionId = (): string =>
  sample.engine.context
    .open()
    .db.prepare<[], string>('SELECT uid FROM decision WHERE undone_seq IS NULL ORDER BY id DESC LIMIT 1')
    .pluck()
    .get() ?? '';
const answered = (): string => answerPage(join(sample.folder, 'owner.html'), { needed: 'yes', purpose: 'Booking' });

const profileOf = (): string =>
  readdirSync(join(sample.engine.context.dataFolder, 'profiles'))[0]?.replace('.json', '') ?? '';

/** What each method is asked; a method without an entry does not compile. In the order in which they run. */
const questions: { readonly [M in Method]: () => ParamsInput<EngineContract, M> } = {
  'workspace.status': () => ({}),
  'workspace.recent': () => ({}),
  'workspace.update': () => ({ details }),
  ...keepingQuestions(saved, details),
  'imports.inspect': () => ({ tokens: [sample.files.register(path('people.csv')), sample.files.register('/nowhere')] }),
  'imports.run': () => ({
    orders: [
      {
        token: sample.files.register(path('people.csv')),
        format: 'register.people',
        mapping: null,
        system: 's',
        tenant: 't',
        asOf: '2026-10-01T06:00:00Z',
        extractedBy: 'e',
        method: 'm',
        keepCopy: true,
        completeness: 'whole',
      },
    ],
  }),
  'imports.list': () => ({}),
  'imports.rows': () => ({ importId, outcome: 'rejected', ...page }),
  'imports.formats': () => ({}),
  'imports.try': () => ({
    token: sample.files.register(path('people.csv')),
    format: 'register.people',
    mapping: null,
    zone: 'Europe/Berlin',
    dayOrder: null,
    subject: '',
  }),
  'imports.columns': () => ({ token: sample.files.register(path('people.csv')), firstRow: 'data' }),
  'imports.stateTotal': () => ({ importId, total: 10 }),
  'imports.exportRows': () => ({ importId, saveToken: saved('rows.csv') }),
  'collect.list': () => ({}),
  'collect.kit': () => ({ id: 'registers' }),
  'help.book': () => ({}),
  ...diagnosticQuestions(saved),
  'ledger.get': () => ({}),
  'evidence.checks': () => ({}),
  'evidence.coverage': () => ({}),
  'registers.list': () => ({}),
  'snapshots.list': () => ({}),
  'snapshots.diff': () => ({ ...snapshots, change: null, ...page }),
  'vendors.list': () => ({}),
  'catalog.list': () => ({}),
  'catalog.search': () => ({ text: 'mail', platform: null, overridden: false, ...page }),
  'catalog.override': () => ({
    platform: 'entra',
    kind: 'delegated',
    scope: 'Mail.Read',
    tier: 4,
    reason: 'Mail holds contracts here.',
  }),
  'catalog.revoke': () => ({ overrideId: 1, reason: 'Not any more.' }),
  'catalog.import': () => ({ token: sample.files.register(newerCatalog(sample.folder)), reason: 'Newer.' }),
  'catalog.remove': () => ({ fileId: 1, reason: 'Back to the shipped one.' }),
  'vendors.merge': () => ({ vendor: 'V', connectorIds: [connectorId], reason: 'one firm' }),
  'vendors.split': () => ({ vendor: 'V', connectorIds: [connectorId], reason: 'two firms' }),
  'policy.get': () => ({}),
  'policy.history': () => ({}),
  'policy.preview': () => ({ values: { dormantDays: 45, windowDays: 60 } }),
  'policy.save': () => ({ name: 'Strict', values: { dormantDays: 45, windowDays: 60 }, reason: 'trial' }),
  'policy.export': () => ({ saveToken: saved('policy.json') }),
  'policy.import': () => ({ token: saved('policy.json') }),
  'suppressions.add': () => ({
    name: 'Known',
    rule: 'CS-01',
    connectorId,
    itemId: null,
    until: '2999-12-31',
    reason: 'known',
  }),
  'suppressions.list': () => ({}),
  'suppressions.revoke': () => ({
    seq: db.prepare<[], { seq: number }>('SELECT max(seq) AS seq FROM suppression_act').get()?.seq ?? 0,
    reason: 'no more',
  }),
  'registers.apps': () => ({ filter: { text: 'a', missing: 'purpose-code' }, ...page }),
  'registers.set': () => ({ connectorIds: [connectorId], field: 'purpose-code', value: 'scheduling', reason: 'asked' }),
  'review.ownerNames': () => ({ text: 'a', limit: 20 }),
  'owners.open': () => ({}),
  'owners.packet': () => ({
    connectorIds: [connectorId],
    owner: { name: 'Olga', email: 'olga@example.com' },
    questions: ['needed', 'purpose'],
    saveToken: saved('owner'),
  }),
  'owners.inspect': () => ({ token: sample.files.register(answered()) }),
  'owners.import': () => ({ token: sample.files.register(answered()) }),
  'owners.answer': () => ({ connectorId }),
  'owners.takeOver': () => ({ connectorId }),
  'exchange.list': () => ({}),
  'exchange.handOut': () => ({
    personIds: ['nobody'],
    keyToken: saved('key.pem'),
    passphrase: 'correct horse battery',
    saveToken: saved('out'),
  }),
  'exchange.inspect': () => ({ token: saved('no.cspacket') }),
  'exchange.receive': () => ({ token: saved('no.cspacket'), saveToken: saved('received') }),
  'exchange.sendBack': () => ({ keyToken: saved('key.pem'), passphrase: 'correct horse', saveToken: saved('back') }),
  'exchange.merge': () => ({ token: saved('no.cspacket') }),
  'profiles.save': () => ({
    name: 'Mine',
    token: sample.files.register(path('people.csv')),
    mapping: { target: 'grants', platform: 'other', fields: { connector: 'email', scopes: 'name' } },
    zone: null,
    dayOrder: null,
    system: 'S',
  }),
  'profiles.list': () => ({}),
  'profiles.export': () => ({ sha256: profileOf(), saveToken: saved('profile.json') }),
  'profiles.import': () => ({ token: saved('profile.json') }),
  'profiles.remove': () => ({ sha256: profileOf() }),
  'jobs.running': () => ({}),
  'jobs.files': () => ({ jobId: 1 }),
  'jobs.result': () => ({ jobId: 1 }),
  'jobs.cancel': () => ({ jobId: 1 }),
  'inventory.page': () => ({
    filter: {
      text: 'a%_\\"',
      platforms: ['entra'],
      kinds: ['application'],
      minTier: 1,
      severities: ['high'],
      rule: 'CS-01',
      decided: 'undecided',
      tiers: [4, null],
      statuses: ['observed'],
      ownership: 'clear',
    },
    sort: { by: 'name', descending: false },
    ...page,
  }),
  'connectors.detail': () => ({ connectorId }),
  'connectors.usage': () => ({ connectorId }),
  'connectors.trust': () => ({ connectorId }),
  'items.reduction': () => ({ itemId }),
  'items.impact': () => ({ itemId, scopes: [] }),
  'connectors.activity': () => ({ connectorId }),
  'connectors.holders': () => ({ connectorId, ...page }),
  'connectors.lifecycle': () => ({ connectorId, ...page }),
  'connectors.evidence': () => ({ connectorId, limit: 50 }),
  'evidence.record': () => ({ importId, line: 2 }),
  'usage.matchRates': () => ({}),
  'usage.unmatched': () => ({ platform: 'google' as const, tenant: 'tenant', offset: 0, limit: 10 }),
  'findings.page': () => ({
    filter: {
      outcome: 'finding',
      severities: ['high'],
      rules: ['CS-01'],
      platforms: ['entra'],
      tenants: ['x'],
      owner: 'none',
      control: 'OWASP NHI1:2025',
      missing: 'x',
      text: 'a%_',
    },
    ...page,
  }),
  'findings.groups': () => ({ by: 'owner', filter: {} }),
  'findings.controls': () => ({}),
  'findings.missing': () => ({ filter: { rules: ['CS-16'] } }),
  'vendors.drill': () => ({ subject: { connectorId } }),
  'vendors.saveGrants': () => ({ subject: { connectorId }, saveToken: saved('grants.csv') }),
  'remediation.preview': () => ({ itemId, decision: 'reduce', scopes: ['a'], principals: ['ann@firm.example'] }),
  'overview.get': () => ({}),
  'overview.trends': () => ({}),
  'review.queue': () => ({
    filter: {
      text: 'a',
      state: 'open',
      platforms: ['entra'],
      minTier: 1,
      rule: 'CS-01',
      tiers: [null, 3],
      decision: 'none',
      grantAge: '30-89',
      lastUse: 'unknown',
    },
    ...page,
  }),
  'baseline.state': () => ({}),
  'baseline.carried': () => ({ kind: null, ...page }),
  'baseline.inspect': () => ({ token: saved('no-bundle.zip') }),
  'baseline.adopt': () => ({ token: saved('no-bundle.zip'), bundleSha256: '' }),
  'baseline.remove': () => ({ bundleSha256: '', reason: 'Not ours.' }),
  'review.delta': () => ({ itemId }),
  'review.queueGroups': () => ({ by: 'vendor', filter: { view: 'mine', state: 'open', owner: '-' } }),
  'review.views': () => ({}),
  'review.progress': () => ({}),
  'review.item': () => ({ itemId }),
  'review.recommendation': () => ({ itemId }),
  'review.holders': () => ({ itemId, text: 'a', limit: 50 }),
  'review.decide': () => ({ itemId, decision: 'revoke', reason: 'Nobody needs it.' }),
  'remediation.board': () => ({
    filter: { states: ['decided'], platforms: [], overdue: false, text: '' },
    ...page,
  }),
  'remediation.setOwner': () => ({ actionIds: [actionId()], owner: 'Otto Operator' }),
  'remediation.setDeadline': () => ({ actionIds: [actionId()], due: tomorrow(), reason: 'Change freeze.' }),
  'remediation.claim': () => ({ actionIds: [actionId()], by: 'Otto Operator', reference: 'CHG-1' }),
  'remediation.withdrawClaim': () => ({ actionIds: [actionId()], reason: 'Another app was meant.' }),
  'remediation.action': () => ({ actionId: actionId() }),
  'remediation.export': () => ({ actionIds: [actionId()], format: 'markdown', saveToken: saved('tickets.md') }),
  'review.undo': () => ({ itemId }),
  'quality.own': () => ({}),
  'quality.whole': () => ({}),
  'review.submit': () => ({ keyToken: saved('key.pem'), passphrase: 'correct horse battery' }),
  'quality.nudge': () => ({ itemId, reason: 'Nobody needs it.' }),
  'journal.page': () => ({
    ...page,
    filter: { text: 'a', types: ['import'], actor: 'x', from: '2026-01-01', to: '2026-12-31' },
  }),
  'journal.facets': () => ({}),
  'journal.entry': () => ({ seq: 1 }),
  'journal.state': () => ({}),
  'journal.export': () => ({ filter: { campaign: 'c', round: 'first' }, saveToken: saved('journal.csv') }),
  'campaign.draft': () => ({}),
  'campaign.simulate': () => ({ plan: campaignDraft() }),
  'campaign.stage': () => ({ plan: campaignDraft() }),
  'campaign.current': () => ({}),
  'campaign.staging': () => ({}),
  'campaign.stagingRows': () => ({ group: 'evidence', ...page }),
  'campaign.except': () => ({ group: 'evidence', keys: null, reason: 'known' }),
  'campaign.reassign': () => ({ group: 'unassigned first', keys: null, to: 'nobody', reason: 'left' }),
  'campaign.handOver': () => ({ from: 'nobody', round: 'first', to: 'somebody', reason: 'left' }),
  'campaign.draw': () => ({ nonce: 'a word of the auditor' }),
  'campaign.open': () => ({ reason: 'ready' }),
  'campaign.amend': () => ({ plan: { ...campaignDraft(), canaryPercent: 2 }, reason: 'more' }),
  'campaign.close': () => ({ reason: 'done' }),
  'review.batchOf': () => ({ itemIds: [itemId] }),
  'review.batchCheck': () => ({ itemIds: [itemId] }),
  'review.batch': () => ({ itemIds: [itemId], decision: 'revoke', reason: 'Nobody needs them.', opened: [itemId] }),
  'report.preview': () => ({}),
  'report.lastSigned': () => ({}),
  'report.subjects': () => ({}),
  ...keyQuestions(saved, () => sample.files.register(sample.folder)),
  'report.sign': () => ({
    keyToken: saved('key.pem'),
    passphrase: 'correct horse battery',
    meaning: 'reviewed',
    saveToken: saved('out.zip'),
  }),
  'people.describe': () => ({ token: saved('key.pem') }),
  'people.add': () => ({
    token: saved('key.pem'),
    manager: '',
    roles: ['preparer'],
    reason: 'Prepares the review',
    passphrase: 'correct horse battery',
  }),
  'people.list': () => ({}),
  'people.session': () => ({}),
  'people.change': () => ({
    person: signedInPerson(),
    manager: '',
    roles: ['preparer', 'reviewer'],
    reason: 'Reviews',
  }),
  'people.seal': () => ({ keyToken: saved('key.pem'), passphrase: 'correct horse battery' }),
  'people.signOut': () => ({ seal: null }),
  'people.signIn': () => ({ keyToken: saved('key.pem'), passphrase: 'correct horse battery' }),
  ...bundleQuestions(saved),
  ...wholeCaseQuestions(saved, details),
  'settings.get': () => ({}),
  'settings.save': () => ({ settings: { ...USUAL_SETTINGS, zoom: 150 } }),
  'reviewers.list': () => ({}),
  'reviewers.rename': () => ({ id: reviewerOf(0), name: 'Rita' }),
  'reviewers.create': () => ({ name: 'Second' }),
  'reviewers.choose': () => ({ id: reviewerOf(0) }),
  'reviewers.contents': () => ({ id: reviewerOf(1) }),
  'reviewers.remove': () => ({ id: reviewerOf(1), deleteKeys: [] }),
};

function reviewerOf(position: number): string {
  return sample.engine.context.reviewers.list()[position]?.id ?? '';
}

function signedInPerson(): string {
  return sample.engine.context.session.person ?? '';
}

describe('every method answers what its contract says', () => {
  test.each(Object.keys(questions) as Method[])('%s', async (method) => {
    if (method === 'verify.bundle' || method === 'baseline.inspect')
      writeFileSync(join(sample.folder, 'no-bundle.zip'), 'no zip');
    const { params, result } = engineContract[method];
    // One of a union of functions: the parameters were made for this one.
    const handler = sample.engine.handlers[method] as (value: unknown, context: unknown) => unknown;
    const answer = (async () => handler(params.parse(questions[method]()), {}))();
    const refusal = REFUSED.get(method);
    if (refusal !== undefined) await expect(answer).rejects.toThrow(refusal);
    else result.parse(await answer);
    if (method === 'imports.run') await waitForJob(sample, ((await answer) as { jobId: number }).jobId);
  });

  test('and every event is what it says', () => {
    expect(sample.events.length).toBeGreaterThan(5);
    for (const { name, payload } of sample.events) engineEvents[name as keyof typeof engineEvents].parse(payload);
  });
});

test('no answer reads raw events or facts from end to end', async () => {
  const fresh = startEngine();
  try {
    await fresh.engine.handlers['workspace.openSample']({}, {});
    const { db: open } = fresh.engine.context.open();
    const reads = [...statements].filter(
      (sql) => /^\s*(?:SELECT|WITH)/i.test(sql) && !DERIVING.test(sql) && !/\btemp\./.test(sql),
    );
    expect(reads.length).toBeGreaterThan(40);
    expect(reads.some((sql) => /\bFROM event\b/.test(sql))).toBe(true);
    for (const sql of reads) expect(scannedBulk(open, sql), sql).toEqual([]);
    expect(scannedBulk(open, 'SELECT 1 FROM import JOIN event e WHERE e.line = ?')).toEqual(['e']);
    expect(scannedBulk(open, 'SELECT sum(count) FROM usage')).toEqual(['usage']);
  } finally {
    await fresh.dispose();
  }
});
