import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Role } from '../../../shared/contract/people.ts';
import type { QueueRow } from '../../../shared/contract/review.ts';
import { type Round, ROUNDS } from '../../../shared/contract/item-states.ts';
import { checkActs } from '../../../electron/engine/review/integrity.ts';
import { checkJournal } from '../../../electron/engine/review/journal.ts';
import { refreshReviewState } from '../../../electron/engine/review/review-state.ts';
import { at, createRandom } from '../../generator/random.ts';
import type { EngineCase } from './engine-case.ts';
import { addPeople, type Assigned, openCampaign, signIn } from './people-of-case.ts';
import { populationCase, queueOf } from './population-case.ts';

// Random acts of several people in all rounds, through the engine, against a model so small that it can be read at once:
// each round of an item is a stack, deciding puts something on it, taking back takes one's own top off.

const SEED = 20_261;
const ACTS = 400;
const DECISIONS = ['revoke', 'conditional', 'need-info', 'escalate'] as const;
/** A date that a condition on an app without an owner may have, whenever this runs. */
const SOON = new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);
type Choice = (typeof DECISIONS)[number];

const PEOPLE: readonly { readonly id: string; readonly name: string; readonly roles: readonly Role[] }[] = [
  { id: 'A', name: 'Ann', roles: ['reviewer'] },
  { id: 'B', name: 'Ben', roles: ['reviewer'] },
  { id: 'C', name: 'Cara', roles: ['approver'] },
  { id: 'D', name: 'Dora', roles: ['reviewer', 'approver'] },
  { id: 'E', name: 'Eve', roles: ['observer'] },
];

interface Entry {
  readonly person: string;
  readonly choice: Choice;
  readonly number: number;
}

interface Modelled extends Assigned {
  readonly rounds: Readonly<Record<Round, Entry[]>>;
}

const isFinal = (entry: Entry | undefined): boolean =>
  entry !== undefined && entry.choice !== 'need-info' && entry.choice !== 'escalate';

/** What a reader of PRODUCT.md expects. */
function expectedOf({ rounds, second }: Modelled): { status: string; decision: Choice | null } {
  const [first, other, settled] = ROUNDS.map((round) => rounds[round].at(-1));
  if (settled !== undefined) return { status: isFinal(settled) ? 'decided' : 'interim', decision: settled.choice };
  if (first === undefined) return { status: 'undecided', decision: null };
  if (!isFinal(first)) return { status: 'interim', decision: first.choice };
  if (second !== null && !isFinal(other)) return { status: 'second-open', decision: first.choice };
  if (second !== null && other?.choice !== first.choice) return { status: 'disagreement', decision: null };
  return { status: 'decided', decision: first.choice };
}

function mayDecide(item: Modelled, person: (typeof PEOPLE)[number], round: Round): boolean {
  const isReviewer = person.roles.includes('reviewer');
  if (round === 'first') return isReviewer && (item.reviewer === null || item.reviewer === person.id);
  if (round === 'second') return isReviewer && item.second === person.id;
  const isOpen = expectedOf(item).status === 'disagreement' || item.rounds.adjudication.length > 0;
  const hasDecided = [item.rounds.first.at(-1), item.rounds.second.at(-1)].some((entry) => entry?.person === person.id);
  return isOpen && person.roles.includes('approver') && !hasDecided;
}

let started: EngineCase;
let items: readonly Modelled[];
beforeEach(async () => {
  started = await populationCase(7);
  const rows = await queueOf(started);
  addPeople(started, PEOPLE);
  const parts = [
    { reviewer: 'A', second: 'B' },
    { reviewer: 'A', second: 'D' },
    { reviewer: 'B', second: 'A' },
    { reviewer: null, second: 'B' },
    { reviewer: null, second: null },
    { reviewer: 'D', second: null },
  ];
  items = parts.map((part, index) => ({
    ...part,
    item: at(rows, index).itemId,
    rounds: { first: [], second: [], adjudication: [] },
  }));
  openCampaign(started, items);
});
afterEach(async () => started.dispose());

const call = () => started.engine.handlers;
const rowsOf = (sql: string): unknown[] => started.engine.context.open().db.prepare(sql).raw().all();
const COUNTED = `SELECT in_campaign, reviewer, status, is_high, is_submitted, items FROM review_count WHERE items <> 0 ORDER BY 1, 2, 3, 4, 5`;
const RECOUNTED = `SELECT in_campaign, coalesce(reviewer, ''), status, tier_rank >= 3, is_submitted, count(*) FROM review_state GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`;
const STATES = 'SELECT * FROM review_state ORDER BY item';

/** Counts equal a recount, what was kept up to date equals what follows from all acts anew, and the queue in memory equals the tables. */
async function expectConsistent(): Promise<void> {
  expect(rowsOf(COUNTED)).toEqual(rowsOf(RECOUNTED));
  const kept = rowsOf(STATES);
  signIn(started, 'E');
  const inMemory = await queueOf(started);
  expect(inMemory.map(({ status }) => status)).toEqual(
    rowsOf('SELECT status FROM review_state ORDER BY position').flat(),
  );
  const { db } = started.engine.context.open();
  db.transaction(() => refreshReviewState(db)).immediate();
  expect(rowsOf(STATES)).toEqual(kept);
  expect(rowsOf(COUNTED)).toEqual(rowsOf(RECOUNTED));
  expect(await queueOf(started)).toEqual(inMemory);
  for (const state of ['open', 'decided'] as const)
    expect((await queueOf(started, { state })).length).toBe(
      inMemory.filter(({ status }) => (status === 'decided') === (state === 'decided')).length,
    );
}

test('whatever people do in whatever order, each item stands where a simple model says, and counts equal a recount', async () => {
  const random = createRandom(SEED, 'review machine');
  const fates = { decided: 0, refused: 0, undone: 0, nothing: 0 };
  for (let number = 1; number <= ACTS; number += 1) {
    const item = random.pick(items);
    const person = random.pick(PEOPLE);
    signIn(started, person.id);
    const label = `act ${number} of seed ${SEED}: ${person.name} on ${item.item}`;
    if (random.chance(0.25)) {
      const own = ROUNDS.map((round) => item.rounds[round])
        .filter((stack) => stack.at(-1)?.person === person.id)
        .toSorted((a, b) => (a.at(-1)?.number ?? 0) - (b.at(-1)?.number ?? 0))
        .at(-1);
      const undo = async () => call()['review.undo']({ itemId: item.item }, {});
      if (own === undefined) {
        await expect(undo(), label).rejects.toThrow(/no decision on this item to take back/);
        fates.nothing += 1;
      } else {
        await undo();
        own.pop();
        fates.undone += 1;
      }
    } else {
      const round = random.pick(ROUNDS);
      const choice = random.pick(DECISIONS);
      const decide = async () =>
        call()['review.decide'](
          {
            itemId: item.item,
            decision: choice,
            reason: `Act ${number}.`,
            scopes: [],
            principals: [],
            until: choice === 'conditional' ? SOON : null,
            owner: null,
            agreed: null,
            round,
            trace: null,
          },
          {},
        );
      if (mayDecide(item, person, round)) {
        await decide();
        item.rounds[round].push({ person: person.id, choice, number });
        fates.decided += 1;
      } else {
        await expect(decide(), label).rejects.toThrow(/Nothing was recorded/);
        fates.refused += 1;
      }
    }
    signIn(started, 'E');
    const shown = (await queueOf(started)).find((row: QueueRow) => row.itemId === item.item);
    expect({ status: shown?.status, decision: shown?.decision }, label).toEqual(expectedOf(item));
    if (number % 40 === 0) await expectConsistent();
  }
  for (const fate of Object.values(fates)) expect(fate).toBeGreaterThan(10);
  const { db } = started.engine.context.open();
  expect(checkJournal(db)).toMatchObject({ ok: true });
  // The campaign of this test is put there by hand; the decisions are what they are.
  expect(checkActs(db).filter((sentence) => /decision/.test(sentence))).toEqual([]);
});
