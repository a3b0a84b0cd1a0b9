import type Database from 'better-sqlite3';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Campaign, CampaignPlan, StagingRow } from '../../../shared/contract/campaign.ts';
import { assignedItems } from '../../../electron/engine/db/queries/campaign.ts';
import {
  assignmentDigest,
  drawSample,
  nonceDigest,
  populationRoot,
  queueOrder,
} from '../../../electron/engine/evidence/frozen-population.ts';
import { checkJournal } from '../../../electron/engine/review/journal.ts';
import { type EngineCase, importFiles, newCase, RESOURCES, startEngine } from '../engine/engine-case.ts';
import { setPeople, type TestPerson } from './people.ts';
import { planOf } from './plans.ts';

const YAEL = { id: 'AA:01', name: 'Yael Umberfield', email: 'Yael.Umberfield@tarnbrook.example' } as const;
const OUTSIDER = { id: 'BB:02', name: 'Olga Outsider', email: 'olga@audit.example' } as const;
const OTHER = { id: 'CC:03', name: 'Otto Other', email: 'otto@audit.example' } as const;

let sample: EngineCase;
let db: Database.Database;
/** The sample as it is before anything is planned. */
let untouched: string;
let folder: string;
beforeAll(async () => {
  const opened = startEngine();
  await opened.engine.handlers['workspace.openSample']({}, {});
  const { path } = opened.engine.context.open();
  await opened.engine.handlers['workspace.close']({}, {});
  folder = mkdtempSync(join(tmpdir(), 'countersign-campaign-'));
  untouched = join(folder, 'sample.countersign');
  copyFileSync(path, untouched);
  await opened.dispose();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(async () => {
  sample = startEngine();
  const path = join(sample.folder, 'sample.countersign');
  copyFileSync(untouched, path);
  await sample.engine.handlers['workspace.open']({ token: sample.files.register(path) }, {});
  ({ db } = sample.engine.context.open());
});
afterEach(async () => sample.dispose());

function signIn(...people: readonly TestPerson[]): void {
  setPeople(db, people);
  sample.engine.context.session.person = people[0]?.id ?? null;
}

const two = (...people: readonly TestPerson[]): Partial<CampaignPlan> => ({
  reviewers: { people: people.map(({ id }) => id), share: 'even' },
});
const call = () => sample.engine.handlers;

async function stage(plan: CampaignPlan): Promise<Campaign> {
  const { campaign } = await call()['campaign.stage']({ plan }, {});
  if (campaign === null) throw new Error('nothing was staged');
  return campaign;
}

async function rowsOf(group: string): Promise<readonly StagingRow[]> {
  return (await call()['campaign.stagingRows']({ group, offset: 0, limit: 500 }, {})).rows;
}

/** Accepts everything of the staging check but what is to be reassigned. */
async function acceptAll(): Promise<void> {
  for (const { group, kind, open } of (await call()['campaign.staging']({}, {})).groups)
    if (kind !== 'unassigned' && open > 0)
      await call()['campaign.except']({ group, keys: null, reason: 'Known and accepted.' }, {});
}

describe('freezing', () => {
  test('the rows, their order, the sample and who reviews what can be worked out again from what is stored', async () => {
    signIn(YAEL, OUTSIDER, OTHER);
    const people = [YAEL, OUTSIDER, OTHER].map(({ id }) => id);
    const second = { people, fromTier: 4, samplePercent: 20, nonce: 'thirty grey geese', nonceDigest: '' };
    const plan = planOf({ reviewers: { people, share: 'even' }, second });
    const simulated = await call()['campaign.simulate']({ plan }, {});
    expect(simulated.problems).toEqual([]);
    const campaign = await stage(plan);
    const rows = db
      .prepare<[], { item: string; facts: string; tier_rank: number; ordinal: number; second_because: string | null }>(
        'SELECT * FROM campaign_item ORDER BY ordinal',
      )
      .all();
    expect(rows).toHaveLength(simulated.inScope);
    expect(campaign.root).toBe(populationRoot(rows));
    expect(
      queueOrder(
        campaign.root,
        rows.map(({ item, tier_rank }) => ({ item, rank: tier_rank })),
      ),
    ).toEqual(rows.map(({ item }) => item));
    const of = (because: string): string[] =>
      rows.filter((row) => row.second_because === because).map(({ item }) => item);
    const below = rows.filter((row) => row.tier_rank < 4).map(({ item }) => item);
    expect(of('sample').toSorted()).toEqual(drawSample('thirty grey geese', campaign.root, below, 20).toSorted());
    expect(of('tier')).toEqual(rows.filter((row) => row.tier_rank === 4).map(({ item }) => item));
    expect(of('sample')).toHaveLength(simulated.second.bySample);

    const items = assignedItems(db, campaign.number);
    expect(items.every(({ reviewer, second: other }) => reviewer !== null && reviewer !== other)).toBe(true);
    for (const load of simulated.loads)
      expect(items.filter(({ reviewer }) => reviewer === load.person)).toHaveLength(load.first);
    const { payload } = db
      .prepare<[], { payload: string }>(`SELECT payload FROM journal WHERE type = 'campaign-staged'`)
      .get() ?? { payload: '{}' };
    expect(JSON.parse(payload)).toMatchObject({
      root: campaign.root,
      id: campaign.id,
      assignment: assignmentDigest(items),
      plan: { name: 'Autumn' },
    });
    expect(checkJournal(db).ok).toBe(true);
  });

  test('a frozen row cannot be rewritten or taken out, nor a version of the plan', async () => {
    await stage(planOf());
    for (const sql of [
      `UPDATE campaign_item SET facts = 'x'`,
      'UPDATE campaign_item SET tier = 0',
      'UPDATE campaign_item SET ordinal = ordinal + 1000',
      'DELETE FROM campaign_item',
    ])
      expect(() => db.exec(sql), sql).toThrow(/frozen population/);
    expect(() => db.exec(`UPDATE campaign_version SET plan = '{}'`)).toThrow(/kept/);
  });

  test('only what is in scope is frozen, and a second campaign waits for the end of the first', async () => {
    const all = await call()['campaign.draft']({}, {});
    const [connector] = db.prepare<[], { key: string }>('SELECT key FROM connector WHERE items > 0 ORDER BY key').all();
    const scope = {
      ...planOf().scope,
      platforms: ['google' as const, 'entra' as const],
      lowestTier: 3,
      rules: all.rules.slice(0, 3).map(({ rule }) => rule),
      excluded: [{ connectorId: connector?.key ?? '', reason: 'Reviewed elsewhere.' }],
    };
    const plan = planOf({ scope });
    const simulated = await call()['campaign.simulate']({ plan }, {});
    expect(simulated.inScope).toBeGreaterThan(0);
    expect(simulated.inScope).toBeLessThan(simulated.total);
    const campaign = await stage(plan);
    expect(campaign.items).toBe(simulated.inScope);
    const rows = db
      .prepare<[], { platform: string; tier_rank: number; connector: string }>('SELECT * FROM campaign_item')
      .all();
    expect(rows.every((row) => row.tier_rank >= 3 && ['google', 'entra'].includes(row.platform))).toBe(true);
    expect(rows.map((row) => row.connector)).not.toContain(connector?.key);
    await expect(stage(plan)).rejects.toThrow(/“Autumn” is under way.*Nothing was changed/);
    await call()['campaign.close']({ reason: 'Planned wrongly.' }, {});
    expect((await stage(planOf({ name: 'Winter' }))).number).toBe(2);
  });

  test('the same files have one root, in whatever order they were imported', async () => {
    const files = [
      { path: 'people.csv', format: 'register.people' },
      { path: 'owners.csv', format: 'register.owners' },
      { path: 'google/gam-tokens.csv', format: 'google.gam.tokens' },
      { path: 'entra/service-principals.json', format: 'entra.sp.graph' },
      { path: 'entra/oauth2-permission-grants.json', format: 'entra.grants.graph' },
    ].map(({ path, format }) => ({ path: join(RESOURCES, 'sample', path), format }));
    const roots: string[] = [];
    for (const order of [files, files.toReversed()]) {
      const other = await newCase();
      try {
        for (const file of order) await importFiles(other, [file]);
        const { campaign } = await other.engine.handlers['campaign.stage']({ plan: planOf() }, {});
        roots.push(campaign?.root ?? '');
      } finally {
        await other.dispose();
      }
    }
    expect(roots[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(roots[1]).toBe(roots[0]);
  });
});

describe('a case without people', () => {
  test('has one reviewer and no second review, says what cannot be compared, and opens', async () => {
    const second = { people: [], fromTier: 4, samplePercent: 0, nonce: '', nonceDigest: '' };
    await expect(stage(planOf({ second }))).rejects.toThrow(/needs a second person.*Nothing was changed/);
    await expect(stage(planOf({ reviewers: { people: ['AA'], share: 'even' } }))).rejects.toThrow(/no people/);
    const campaign = await stage(planOf());
    expect(campaign.loads).toMatchObject([{ person: null, name: 'Sample reviewer', first: campaign.items }]);
    const staging = await call()['campaign.staging']({}, {});
    expect(staging.notes).toEqual([expect.stringMatching(/nobody can be compared/)]);
    expect(staging.groups.map(({ kind }) => kind)).not.toContain('independence');
    await expect(async () => call()['campaign.open']({ reason: 'Ready.' }, {})).rejects.toThrow(
      /Still to be settled: \d+ limits/,
    );
    await acceptAll();
    expect((await call()['campaign.open']({ reason: 'Ready.' }, {})).campaign?.state).toBe('open');
  });
});

describe('the staging check', () => {
  test('finds every owner of the register among the reviewers, and says what it cannot know of others', async () => {
    signIn(YAEL, OUTSIDER);
    await stage(planOf(two(YAEL, OUTSIDER)));
    const owned = readFileSync(join(RESOURCES, 'sample', 'owners.csv'), 'utf8')
      .split('\n')
      .filter((line) => line.includes('yael.umberfield@'))
      .map((line) => line.split(',')[1] ?? '');
    expect(owned.length).toBeGreaterThan(0);
    const mine = db
      .prepare<[string, string], string>(
        `SELECT c.item FROM campaign_item AS c JOIN connector ON connector.key = c.connector
         WHERE c.reviewer = ? AND connector.native_id IN (SELECT value FROM json_each(?))`,
      )
      .pluck()
      .all(YAEL.id, JSON.stringify(owned));
    const rows = await rowsOf(`independence first ${YAEL.id}`);
    const asOwner = rows.filter((row) => /^Yael Umberfield .*is its business owner/.test(row.sentence));
    expect(asOwner.filter((row) => mine.includes(row.item?.itemId ?? ''))).toHaveLength(mine.length);
    expect(await rowsOf(`independence first ${OUTSIDER.id}`)).toEqual([]);
    const { notes } = await call()['campaign.staging']({}, {});
    expect(notes).toEqual([expect.stringMatching(/^No imported file names Olga Outsider \(olga@audit\.example\)/)]);
  });

  test('knows who consents, who holds a grant, who approved, and who manages whom, by the address', async () => {
    const consenter = db
      .prepare<[], { email: string; connector: string }>(
        `SELECT principal.email, connector.key AS connector FROM lifecycle JOIN principal ON principal.id = lifecycle.actor
         JOIN connector ON connector.id = lifecycle.connector
         WHERE lifecycle.kind = 'consent' AND result = 0 AND lifecycle.is_tenant_wide = 1 AND email IS NOT NULL ORDER BY email`,
      )
      .get();
    const person = { id: 'DD:04', name: 'Known', email: consenter?.email ?? '' };
    const boss = { id: 'EE:05', name: 'Boss', email: 'boss@elsewhere.example' };
    const report = { ...person, manager: 'BOSS@elsewhere.example' };
    signIn(boss, report);
    await stage(planOf(two(boss, report)));
    const connectors = new Set(
      [...(await rowsOf(`independence first ${person.id}`)), ...(await rowsOf(`independence first ${boss.id}`))]
        .filter((row) => row.sentence.includes('consented to it'))
        .map((row) => row.item?.itemId.split('|')[0] ?? ''),
    );
    expect(connectors.size).toBeGreaterThan(0);
    const sentences = (await rowsOf(`independence first ${boss.id}`)).map((row) => row.sentence);
    expect(sentences.length).toBeGreaterThan(0);
    expect(sentences.every((sentence) => sentence.startsWith('Boss manages '))).toBe(true);
  });

  test('lets the campaign open only when each conflict was given to another or accepted with a reason', async () => {
    signIn(YAEL, OUTSIDER);
    await stage(planOf(two(YAEL, OUTSIDER)));
    const group = `independence first ${YAEL.id}`;
    const [first, ...others] = await rowsOf(group);
    expect(others.length).toBeGreaterThan(0);
    await expect(async () => call()['campaign.open']({ reason: 'Ready.' }, {})).rejects.toThrow(
      /Still to be settled: \d+ conflicts of independence and \d+ limits of the evidence\. Nothing was changed/,
    );
    expect(
      await call()['campaign.reassign'](
        { group, keys: [first?.key ?? ''], to: OUTSIDER.id, reason: 'Not her own app.' },
        {},
      ),
    ).toEqual({ changed: 1 });
    const left = await rowsOf(group);
    expect(left).toHaveLength(others.length);
    await call()['campaign.except']({ group, keys: [left[0]?.key ?? ''], reason: 'Nobody else knows it.' }, {});
    const [group1] = (await call()['campaign.staging']({}, {})).groups.filter((one) => one.group === group);
    expect(group1).toMatchObject({ open: others.length - 1, settled: 1 });
    expect((await rowsOf(group)).at(-1)?.exception).toMatchObject({ reason: 'Nobody else knows it.', by: YAEL.name });
    await acceptAll();
    expect((await call()['campaign.open']({ reason: 'Ready.' }, {})).campaign?.state).toBe('open');
    await expect(async () =>
      call()['campaign.except']({ group, keys: [left[0]?.key ?? ''], reason: 'Again.' }, {}),
    ).rejects.toThrow(/does not say this any more/);
    expect(() => db.exec('DELETE FROM campaign_exception')).toThrow(/kept/);
  });

  test('shows open items of somebody who left as nobody’s, and hands them over together', async () => {
    signIn(OUTSIDER, OTHER, YAEL);
    const people = [OUTSIDER, OTHER, YAEL].map(({ id }) => id);
    const campaign = await stage(
      planOf({
        reviewers: { people: [OUTSIDER.id, OTHER.id], share: 'even' },
        second: { people, fromTier: 4, samplePercent: 0, nonce: '', nonceDigest: '' },
      }),
    );
    await acceptAll();
    await call()['campaign.open']({ reason: 'Ready.' }, {});
    setPeople(db, [{ ...OTHER, roles: [] }]);
    const load = campaign.loads.find(({ person }) => person === OTHER.id);
    const rows = await rowsOf('unassigned first');
    expect(rows).toHaveLength(load?.first ?? 0);
    expect(rows[0]?.sentence).toBe('Otto Other has the first review and is no reviewer of this case any more.');
    expect(await rowsOf('unassigned second')).toHaveLength(load?.second ?? 0);
    await expect(async () =>
      call()['campaign.except']({ group: 'unassigned first', keys: null, reason: 'So be it.' }, {}),
    ).rejects.toThrow(/give it to somebody/);
    await expect(async () =>
      call()['campaign.reassign']({ group: 'unassigned first', keys: null, to: YAEL.id, reason: 'Left.' }, {}),
    ).rejects.toThrow(/Yael Umberfield is not among the reviewers of the plan/);
    await expect(async () =>
      call()['campaign.reassign']({ group: 'unassigned first', keys: null, to: OUTSIDER.id, reason: 'Left.' }, {}),
    ).rejects.toThrow(/nobody reviews an item twice/);
    await call()['campaign.reassign']({ group: 'unassigned second', keys: null, to: YAEL.id, reason: 'Left.' }, {});
    expect(await rowsOf('unassigned second')).toEqual([]);
    const handed = await call()['campaign.handOver'](
      { from: OUTSIDER.id, round: 'second', to: YAEL.id, reason: 'So that she has no second review of these.' },
      {},
    );
    expect(handed.changed).toBe(campaign.loads.find(({ person }) => person === OUTSIDER.id)?.second);
    await call()['campaign.reassign']({ group: 'unassigned first', keys: null, to: OUTSIDER.id, reason: 'Left.' }, {});
    const items = assignedItems(db, campaign.number);
    expect(items.every(({ reviewer }) => reviewer === OUTSIDER.id)).toBe(true);
    expect(db.prepare('SELECT DISTINCT reviewer FROM review_state').pluck().all()).toEqual([OUTSIDER.id]);
    expect(checkJournal(db).ok).toBe(true);
  });
});

describe('amendments', () => {
  test('change deadlines, people and rates with a reason, and never what was frozen', async () => {
    signIn(YAEL, OUTSIDER, OTHER);
    const people = [YAEL, OUTSIDER].map(({ id }) => id);
    const plan = planOf({
      reviewers: { people, share: 'even' },
      second: { people, fromTier: null, samplePercent: 10, nonce: 'thirty grey geese', nonceDigest: '' },
    });
    const before = await stage(plan);
    const amend = async (parts: Partial<CampaignPlan>) =>
      (await call()['campaign.amend']({ plan: { ...plan, ...parts }, reason: 'Agreed with the client.' }, {})).campaign;
    const refused: readonly [Partial<CampaignPlan>, RegExp][] = [
      [{}, /in force already/],
      [{ scope: { ...plan.scope, lowestTier: 2 } }, /population is frozen.*Close this campaign and plan a new one/],
      [{ second: { ...plan.second, nonce: 'another word' } }, /Word of the auditor cannot change/],
      [{ second: { ...plan.second, samplePercent: 5 } }, /may only rise/],
      [{ figuresPerReviewer: true }, /told that no figures/],
      [{ reviewers: { people: [], share: 'even' } }, /Nobody is named/],
    ];
    for (const [parts, sentence] of refused) await expect(amend(parts)).rejects.toThrow(sentence);
    const firstSample = assignedItems(db, before.number).filter(({ because }) => because === 'sample');
    const after = await amend({
      tiers: plan.tiers.map((tier) => (tier.tier === 4 ? { ...tier, due: '2026-12-24' } : tier)),
      second: { ...plan.second, samplePercent: 30, fromTier: 4, people: [...people, OTHER.id] },
    });
    expect(after).toMatchObject({ version: 2, state: 'staged', root: before.root });
    expect(after?.history[0]?.changes).toEqual([
      { what: 'Deadline of tier 4', before: '2026-10-16', after: '2026-12-24' },
      {
        what: 'Second reviewers',
        before: 'Olga Outsider, Yael Umberfield',
        after: 'Olga Outsider, Otto Other, Yael Umberfield',
      },
      { what: 'Second review from tier', before: 'none', after: '4' },
      { what: 'Sample for the second review', before: '10 %', after: '30 %' },
    ]);
    const items = assignedItems(db, before.number);
    for (const item of items)
      if (item.tier === 4) expect(item).toMatchObject({ due: '2026-12-24', second: expect.any(String) });
    const below = items.filter(({ tier }) => tier < 4).map(({ item }) => item);
    const drawn = new Set([
      ...drawSample('thirty grey geese', before.root, below, 30),
      ...firstSample.map(({ item }) => item),
    ]);
    expect(
      items
        .filter(({ because }) => because === 'sample')
        .map(({ item }) => item)
        .toSorted(),
    ).toEqual([...drawn].toSorted());
    expect(items.every(({ reviewer, second }) => reviewer !== second)).toBe(true);
  });

  test('the auditor’s word is given after the freeze, and only the one whose digest the plan holds', async () => {
    signIn(YAEL, OUTSIDER);
    const people = [YAEL, OUTSIDER].map(({ id }) => id);
    const second = {
      people,
      fromTier: null,
      samplePercent: 10,
      nonce: '',
      nonceDigest: nonceDigest('seven blue herons'),
    };
    const campaign = await stage(planOf({ reviewers: { people, share: 'even' }, second }));
    expect(campaign.awaitsDraw).toBe(true);
    await acceptAll();
    await expect(async () => call()['campaign.open']({ reason: 'Ready.' }, {})).rejects.toThrow(
      /the word of the auditor/,
    );
    await expect(async () => call()['campaign.draw']({ nonce: 'Seven blue herons' }, {})).rejects.toThrow(
      /not the word/,
    );
    const drawn = (await call()['campaign.draw']({ nonce: 'seven blue herons' }, {})).campaign;
    expect(drawn).toMatchObject({ awaitsDraw: false, version: 2 });
    const items = assignedItems(db, campaign.number);
    expect(
      items
        .filter(({ because }) => because === 'sample')
        .map(({ item }) => item)
        .toSorted(),
    ).toEqual(
      drawSample(
        'seven blue herons',
        campaign.root,
        items.map(({ item }) => item),
        10,
      ).toSorted(),
    );
    await acceptAll();
    expect((await call()['campaign.open']({ reason: 'Ready.' }, {})).campaign?.state).toBe('open');
  });

  test('are not for those who only look on', async () => {
    signIn({ ...YAEL, roles: ['observer'] }, OUTSIDER);
    await expect(stage(planOf(two(OUTSIDER)))).rejects.toThrow(/it takes a preparer/);
    sample.engine.context.session.person = null;
    await expect(stage(planOf(two(OUTSIDER)))).rejects.toThrow(/nobody is signed in/);
    expect(db.prepare('SELECT count(*) FROM campaign_version').pluck().get()).toBe(0);
  });
});
