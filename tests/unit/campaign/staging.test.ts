import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assignedItems } from '../../../electron/engine/db/queries/campaign.ts';
import { checkJournal } from '../../../electron/engine/review/journal.ts';
import { RESOURCES } from '../engine/engine-case.ts';
import { setPeople } from './people.ts';
import { planOf } from './plans.ts';
import { among, OTHER, OUTSIDER, sampleCampaign, YAEL } from './sample-campaign.ts';

const { acceptAll, call, db, rowsOf, signIn, stage } = sampleCampaign();

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
    await stage(planOf(among(YAEL, OUTSIDER)));
    const owned = readFileSync(join(RESOURCES, 'sample', 'owners.csv'), 'utf8')
      .split('\n')
      .filter((line) => line.includes('yael.umberfield@'))
      .map((line) => line.split(',')[1] ?? '');
    expect(owned.length).toBeGreaterThan(0);
    const mine = db()
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

  test('knows who consented, who holds a grant, who approved, and who manages whom, by the address', async () => {
    const emails = (sql: string): string[] => db().prepare<[], string>(sql).pluck().all();
    const [consenter] = emails(
      `SELECT email FROM lifecycle JOIN principal ON principal.id = actor
       WHERE kind = 'consent' AND result = 0 AND is_tenant_wide = 1 AND email IS NOT NULL ORDER BY email`,
    );
    const [holder] = emails(
      `SELECT email FROM consent_grant JOIN principal ON principal.id = principal
       WHERE email IS NOT NULL GROUP BY email ORDER BY count(*) DESC, email`,
    );
    const [approver] = emails(
      `SELECT "values" ->> 'approver' FROM v_register WHERE register = 'approvals' AND connector IS NOT NULL ORDER BY 1`,
    );
    const people = [consenter, holder, approver].map((email, index) => ({
      id: `P${index}`,
      name: `Person ${index}`,
      email: email?.toUpperCase() ?? '',
      manager: 'boss@elsewhere.example',
    }));
    const boss = { id: 'EE:05', name: 'Boss', email: 'BOSS@elsewhere.example' };
    signIn(boss, ...people);
    await stage(planOf(among(boss, ...people)));
    const said = async (person: string): Promise<string> =>
      (await rowsOf(`independence first ${person}`)).map((row) => row.sentence).join('\n');
    const own = await Promise.all(people.map(async ({ id }) => said(id)));
    const ofBoss = await said(boss.id);
    // Who gets which item follows from the population; each tie shows at the person or at whoever manages them.
    for (const words of ['consented to it', 'holds a grant of it', 'named as its approver'])
      expect(`${own.join('\n')}\n${ofBoss}`).toContain(words);
    expect(ofBoss).toMatch(/^Boss manages (?!Boss)/m);
    expect(own.join('\n')).not.toContain('manages Boss');
  });

  test('lets the campaign open only when each conflict was given to another or accepted with a reason', async () => {
    signIn(YAEL, OUTSIDER);
    await stage(planOf(among(YAEL, OUTSIDER)));
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
    expect(() => db().exec('DELETE FROM campaign_exception')).toThrow(/kept/);
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
    setPeople(db(), [{ ...OTHER, roles: [] }]);
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
    const items = assignedItems(db(), campaign.number);
    expect(items.every(({ reviewer }) => reviewer === OUTSIDER.id)).toBe(true);
    expect(db().prepare('SELECT DISTINCT reviewer FROM review_state').pluck().all()).toEqual([OUTSIDER.id]);
    expect(checkJournal(db()).ok).toBe(true);
  });
});
