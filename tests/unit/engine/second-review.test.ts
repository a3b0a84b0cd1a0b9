import { afterEach, beforeEach, expect, test } from 'vitest';
import { FULL_REPORT } from '../../../shared/contract/report.ts';
import type { QueueRow } from '../../../shared/contract/review.ts';
import type { EngineCase } from './engine-case.ts';
import { addPeople, openCampaign, signIn } from './people-of-case.ts';
import { populationCase, queueOf } from './population-case.ts';

let test_: EngineCase;
let rows: readonly QueueRow[];
beforeEach(async () => {
  test_ = await populationCase(6);
  rows = await queueOf(test_);
  addPeople(test_, [
    { id: 'A', name: 'Ann First', roles: ['reviewer'] },
    { id: 'B', name: 'Ben Second', roles: ['reviewer', 'preparer'] },
    { id: 'C', name: 'Cara Approver', roles: ['approver'] },
  ]);
  const items = rows.slice(0, 5).map((row, index) => ({
    item: row.itemId,
    reviewer: 'A',
    second: index < 2 ? 'B' : null,
  }));
  openCampaign(test_, items);
});
afterEach(async () => test_.dispose());

/** A date that a condition on an app without an owner may have, whenever this runs. */
const SOON = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);

const call = () => test_.engine.handlers;
const itemAt = (index: number): string => rows[index]?.itemId ?? '';
const decide = async (
  person: string,
  index: number,
  decision: 'revoke' | 'need-info' | 'conditional',
  round = 'first',
) => {
  signIn(test_, person);
  return call()['review.decide'](
    {
      itemId: itemAt(index),
      decision,
      reason: `Because ${person} says so.`,
      scopes: [],
      principals: [],
      until: decision === 'conditional' ? SOON : null,
      owner: null,
      agreed: null,
      round: round === 'second' ? 'second' : round === 'adjudication' ? 'adjudication' : 'first',
      trace: null,
    },
    {},
  );
};
const views = async (person: string | null) => {
  signIn(test_, person);
  return call()['review.views']({}, {});
};
const rowOf = async (person: string | null, index: number): Promise<QueueRow | undefined> => {
  signIn(test_, person);
  return (await queueOf(test_)).find((row) => row.itemId === itemAt(index));
};
/** Everything the screens say to somebody about an item, as one text. */
const everythingSaid = async (person: string | null, index: number): Promise<string> => {
  signIn(test_, person);
  const row = rows[index];
  const connectorId = row?.connectorId ?? '';
  const item = await call()['review.item']({ itemId: itemAt(index) }, {});
  const inventory = await call()['inventory.page'](
    { filter: {}, sort: { by: 'risk', descending: true }, offset: 0, limit: 100 },
    {},
  );
  return JSON.stringify([
    await rowOf(person, index),
    { ...item, recommendation: null },
    (await call()['connectors.detail']({ connectorId }, {})).items,
    inventory.rows.find((one) => one.connectorId === connectorId),
    (await call()['vendors.drill']({ subject: { connectorId } }, {})).items,
    (await call()['remediation.board']({ filter: {}, offset: 0, limit: 100 }, {})).rows.filter(
      (one) => one.itemId === itemAt(index),
    ),
    (await call()['overview.get']({}, {})).byDecision,
    (await call()['journal.page']({ offset: 0, limit: 100 }, {})).rows.filter(({ type }) => type === 'decision'),
  ]);
};
const TELLING = /"revoke"|Because A says so|Revoke/;

test('each person finds their own part of the review, and a filter tells no more than the rows', async () => {
  expect(await views('A')).toMatchObject({ all: 6, mine: 5, campaign: 5, second: 0, disputed: 0, outside: 1 });
  expect(await views('B')).toMatchObject({ mine: 0, second: 2 });
  await decide('A', 0, 'revoke');
  expect(await views('A')).toMatchObject({ mine: 4 });
  signIn(test_, 'B');
  expect((await queueOf(test_, { view: 'second' })).map((row) => row.itemId)).toEqual([itemAt(0), itemAt(1)]);
  for (const [filter, expected] of [
    [{ decision: 'revoke' }, []],
    [{ statuses: ['second-open'] }, [itemAt(0), itemAt(1)]],
    [{ statuses: ['undecided'], view: 'campaign' }, [itemAt(2), itemAt(3), itemAt(4)]],
  ] as const)
    expect((await queueOf(test_, filter)).map((row) => row.itemId)).toEqual(expected);
  signIn(test_, 'A');
  expect((await queueOf(test_, { decision: 'revoke' })).map((row) => row.itemId)).toEqual([itemAt(0)]);
});

test('no screen shows the second reviewer, or somebody who did not sign in, what the first one decided', async () => {
  await decide('A', 0, 'revoke');
  expect(await everythingSaid('A', 0)).toMatch(TELLING);
  expect(await everythingSaid('C', 0)).toMatch(TELLING);
  for (const person of ['B', null]) {
    expect(await everythingSaid(person, 0)).not.toMatch(TELLING);
    expect(await rowOf(person, 0)).toMatchObject({ decision: null, decidedAt: null, status: 'second-open' });
    signIn(test_, person);
    await expect(call()['report.preview']({ options: FULL_REPORT }, {})).rejects.toThrow(/second review/);
  }
  // Whether the first review keeps the item open shows no more than its decision.
  await decide('A', 1, 'need-info');
  expect(await rowOf('B', 1)).toMatchObject({ decision: null, status: 'second-open' });
});

test('the first reviewer does not see the second decision before both agree', async () => {
  await decide('B', 0, 'revoke', 'second');
  const said = await everythingSaid('A', 0);
  expect(said).not.toMatch(/"revoke"|Because B says so/);
  await decide('A', 0, 'revoke');
  expect(await everythingSaid('A', 0)).toMatch(/Because B says so/);
});

test('a disagreement is on the list of whoever settles it, shows neither side to the other, and is settled once', async () => {
  await decide('A', 0, 'revoke');
  await decide('B', 0, 'conditional', 'second');
  expect(await views('C')).toMatchObject({ disputed: 1 });
  expect(await everythingSaid('B', 0)).not.toMatch(TELLING);
  expect(await everythingSaid('A', 0)).not.toMatch(/Because B says so/);
  // Taking back and following the other is of no use while neither is shown.
  signIn(test_, 'B');
  await call()['review.undo']({ itemId: itemAt(0) }, {});
  expect(await everythingSaid('B', 0)).not.toMatch(TELLING);
  await decide('B', 0, 'conditional', 'second');
  await decide('C', 0, 'revoke', 'adjudication');
  expect(await views('C')).toMatchObject({ disputed: 0 });
  expect(await rowOf('B', 0)).toMatchObject({ decision: 'revoke', status: 'decided' });
  expect(await everythingSaid('B', 0)).toMatch(/Because A says so/);
});

test('walking from item to item follows the own queue, first or second', async () => {
  signIn(test_, 'B');
  expect(await call()['review.item']({ itemId: itemAt(1) }, {})).toMatchObject({
    position: 2,
    total: 2,
    previousItemId: itemAt(0),
    nextItemId: null,
    nextUndecidedItemId: itemAt(0),
  });
  const { nextUndecidedItemId } = await decide('A', 4, 'revoke');
  expect(nextUndecidedItemId).toBe(itemAt(0));
  signIn(test_, 'C');
  expect(await call()['review.item']({ itemId: itemAt(5) }, {})).toMatchObject({ position: 1, total: 1 });
});

test('the board of what is to be carried out and its sums tell a second reviewer nothing of a first decision', async () => {
  await decide('A', 0, 'revoke');
  await decide('A', 4, 'revoke');
  const boardOf = async (person: string | null) => {
    signIn(test_, person);
    return call()['remediation.board']({ filter: {}, offset: 0, limit: 100 }, {});
  };
  expect(await boardOf('A')).toMatchObject({ total: 2, all: 2, blind: 0 });
  const seen = await boardOf('B');
  expect(seen).toMatchObject({ total: 1, all: 1, blind: 2 });
  expect(seen.rows.map(({ itemId }) => itemId)).toEqual([itemAt(4)]);
  expect(seen.states.reduce((sum, { actions }) => sum + actions, 0)).toBe(1);
  const hidden = (await boardOf('A')).rows.find(({ itemId }) => itemId === itemAt(0))?.actionId ?? '';
  signIn(test_, 'B');
  await expect(call()['remediation.action']({ actionId: hidden }, {})).rejects.toThrow(/no such action/);
  await decide('B', 0, 'revoke', 'second');
  expect(await boardOf('B')).toMatchObject({ total: 2, blind: 1 });
});

test('what is recommended stays covered on other screens for whoever has still to decide, and for nobody else', async () => {
  const index = rows.findIndex(({ highestTier }) => highestTier === null || highestTier >= 3);
  const connectorId = rows[index]?.connectorId ?? '';
  const said = async (person: string | null) => {
    signIn(test_, person);
    const page = await call()['findings.page']({ filter: {}, offset: 0, limit: 500 }, {});
    const detail = await call()['connectors.detail']({ connectorId }, {});
    const usage = await call()['connectors.usage']({ connectorId }, {});
    const findings = page.rows.filter((one) => one.connectorId === connectorId);
    expect(findings.length).toBeGreaterThan(0);
    for (const finding of findings)
      expect(finding.recommendedAction === '', finding.rule).toBe(finding.isAdviceCovered);
    const covered = [
      ...findings.map(({ isAdviceCovered }) => isAdviceCovered),
      ...detail.findings.map(
        ({ recommendation, recommendedAction }) => recommendation === null && recommendedAction === '',
      ),
      ...usage.items.map(({ isAdviceCovered }) => isAdviceCovered),
    ];
    return new Set(covered);
  };
  expect(await said('A')).toEqual(new Set([true]));
  expect(await said(null)).toEqual(new Set([true]));
  expect(await said('C')).toEqual(new Set([false]));
  await decide('A', index, 'revoke');
  expect(await said('A')).toEqual(new Set([false]));
});

test('who answered everything once is not led in a circle through what only waits', async () => {
  for (const index of [0, 1, 2, 3]) await decide('A', index, 'revoke');
  expect((await decide('A', 4, 'need-info')).nextUndecidedItemId).toBeNull();
  signIn(test_, 'A');
  expect((await call()['review.item']({ itemId: itemAt(2) }, {})).nextUndecidedItemId).toBeNull();
  await call()['review.undo']({ itemId: itemAt(1) }, {});
  expect((await call()['review.item']({ itemId: itemAt(2) }, {})).nextUndecidedItemId).toBe(itemAt(1));
});
