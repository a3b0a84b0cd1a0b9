import type { journalContract, JournalEntry } from '../../../shared/contract/journal.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { journalFacet, journalPage, type JournalRow, journalRow, journalRows } from '../db/queries/journal.ts';
import { prepared } from '../db/prepared.ts';
import { writeCsvFile } from '../lib/csv-file.ts';
import { AppError } from '../lib/errors.ts';
import { clockSentences } from '../review/clock.ts';
import { factsOf, typeLabel, worded } from '../review/journal-facts.ts';
import { journalState } from '../review/journal-state.ts';
import { CHECKPOINT_WORDS, summaryOf } from '../review/journal-words.ts';
import { isEntryHidden } from '../review/hidden-entry.ts';
import { viewerOf } from '../review/viewer.ts';
import type { EngineContext } from './context.ts';

const BLIND = 'A decision that stays hidden until both reviews of the item are in and agree, or are settled';
const MOST_CHECKPOINTS = 100;
const CSV_COLUMNS = ['number', 'time', 'by', 'type', 'what', 'hash'];

/** Looking at the journal: entries, what they say, whether the chain holds and who signed for it. */
export function journalHandlers(context: EngineContext): Handlers<typeof journalContract, unknown> {
  const database = () => context.open().db;
  const isHidden = (row: JournalRow): boolean => isEntryHidden(database(), row, viewerOf(context));
  const toShown = (row: JournalRow): JournalEntry => ({
    seq: row.seq,
    at: row.at,
    actor: row.actor,
    type: row.type,
    label: typeLabel(row.type),
    ...(isHidden(row)
      ? { summary: BLIND, payload: '' }
      : { summary: summaryOf(row.type, row.payload), payload: row.payload }),
    prev: row.prev,
    hash: row.hash,
  });
  return {
    'journal.page': ({ filter, offset, limit }) => {
      const { total, rows } = journalPage(database(), filter ?? {}, offset, limit);
      return { total, rows: rows.map(toShown) };
    },
    'journal.facets': () => {
      const db = database();
      const facet = (column: Parameters<typeof journalFacet>[1], label: (value: string) => string) =>
        journalFacet(db, column).map(({ value, count }) => ({ value, count, label: label(value) }));
      return {
        types: facet('type', typeLabel).toSorted((a, b) => (a.label < b.label ? -1 : 1)),
        actors: facet('actor', (actor) => actor),
        campaigns: facet('campaign', (id) => campaignLabel(context, id)),
        rounds: facet('round', (round) => worded('round', round)),
      };
    },
    'journal.entry': ({ seq }) => {
      const row = journalRow(database(), seq);
      if (row === null) throw new AppError('not-found', `There is no entry ${seq} in the journal.`);
      const shown = toShown(row);
      return { ...shown, facts: shown.payload === '' ? [] : factsOf(shown.payload) };
    },
    'journal.state': async () => {
      const db = database();
      const { chain, checkpoints, unsealed, entries } = await journalState(db);
      return {
        entries,
        chain: chain.ok
          ? { ok: true, message: `${chain.count} entries, unbroken chain` }
          : {
              ok: false,
              message: `The chain breaks at entry ${chain.at} (${chain.why}): the case was changed by another program.`,
            },
        checkpoints: checkpoints
          .slice(-MOST_CHECKPOINTS)
          .toReversed()
          .map(({ seq, at, act, name, problem }) => ({
            seq,
            at,
            act: act === null ? 'Unknown' : CHECKPOINT_WORDS[act],
            name,
            problem,
          })),
        checkpointCount: checkpoints.length,
        brokenCheckpoints: checkpoints.filter(({ problem }) => problem !== null).length,
        unsealed,
        clock: clockSentences(db, context.now()),
      };
    },
    'journal.export': ({ filter, saveToken }) => ({
      rows: writeCsvFile(context.files.resolve(saveToken), CSV_COLUMNS, csvRows(journalRows(database(), filter))),
    }),
  };

  function* csvRows(rows: Iterable<JournalRow>): Generator<(string | number)[]> {
    for (const row of rows) {
      const { seq, at, actor, label, summary, hash } = toShown(row);
      yield [seq, at, actor, label, summary, hash];
    }
  }
}

/** A campaign by its number in this case; its id when the case does not know it. */
function campaignLabel(context: EngineContext, id: string): string {
  const row = prepared<[string], { campaign: number }>(
    context.open().db,
    'SELECT campaign FROM campaign_version WHERE id = ?',
  ).get(id);
  return row === undefined ? id : `Campaign ${row.campaign}`;
}
