import type Database from 'better-sqlite3';
import { prepared } from '../db/prepared.ts';
import { counted } from '../report/words.ts';

/** Clocks are set right by seconds all the time; two minutes are more than that. Milliseconds. */
export const CLOCK_TOLERANCE = 120_000;
export const CLOCK_CHANGED = 'clock-changed';

/** What the times of the journal say about the clocks they were read from. */
export interface ClockFaults {
  /** An entry that is dated before the one in front of it. */
  readonly steps: readonly { readonly seq: number; readonly at: number; readonly before: number }[];
  /** Changes that were noticed while they happened. */
  readonly changes: readonly { readonly seq: number; readonly by: number }[];
  /** Entries dated before the newest evidence the case held then. */
  readonly beforeEvidence: { readonly first: number; readonly entries: number; readonly asOf: number } | null;
  /** Of the last entry, and of the newest evidence; 0 without one. UTC milliseconds. */
  readonly lastAt: number;
  readonly newestEvidence: number;
}

interface TimedEntry {
  readonly seq: number;
  readonly at: string;
  readonly as_of: string | null;
  /** Milliseconds by which the clock was seen to jump; null for all other entries. */
  readonly by: number | null;
}

interface Progress {
  seq: number;
  steps: { seq: number; at: number; before: number }[];
  changes: { seq: number; by: number }[];
  beforeEvidence: { first: number; entries: number; asOf: number } | null;
  lastAt: number;
  newestEvidence: number;
}

const known = new WeakMap<Database.Database, Progress>();

/** Reads the times of the journal; what was read before is not read again. */
export function clockFaults(db: Database.Database): ClockFaults {
  const progress = known.get(db) ?? {
    seq: 0,
    steps: [],
    changes: [],
    beforeEvidence: null,
    lastAt: 0,
    newestEvidence: 0,
  };
  known.set(db, progress);
  const entries = prepared<[string, number], TimedEntry>(
    db,
    `SELECT i.seq, i.at, i.as_of,
       CASE WHEN i.type = ? THEN (SELECT payload ->> 'by' FROM journal WHERE journal.seq = i.seq) END AS "by"
     FROM journal_index AS i WHERE i.seq > ? ORDER BY i.seq`,
  ).all(CLOCK_CHANGED, progress.seq);
  for (const entry of entries) read(progress, entry);
  return progress;
}

function read(progress: Progress, { seq, at, as_of, by }: TimedEntry): void {
  const time = Date.parse(at);
  const asOf = as_of === null ? 0 : Date.parse(as_of);
  // A change that was noticed explains the step it made.
  if (by !== null) progress.changes.push({ seq, by });
  else if (time < progress.lastAt - CLOCK_TOLERANCE) progress.steps.push({ seq, at: time, before: progress.lastAt });
  if (asOf > progress.newestEvidence) progress.newestEvidence = asOf;
  if (time < progress.newestEvidence - CLOCK_TOLERANCE) {
    const { beforeEvidence, newestEvidence } = progress;
    progress.beforeEvidence = {
      first: beforeEvidence?.first ?? seq,
      entries: (beforeEvidence?.entries ?? 0) + 1,
      asOf: newestEvidence,
    };
  }
  progress.lastAt = time;
  progress.seq = seq;
}

const MOST_NAMED = 5;

/** What is wrong with the times, in sentences for the journal screen; `now` is the clock of this computer. */
export function clockSentences(db: Database.Database, now: number): string[] {
  const { steps, changes, beforeEvidence } = clockFaults(db);
  const named = [
    ...steps.map(({ seq, at, before }) => ({
      seq,
      text: `Entry ${seq} is dated ${timeText(at)}, ${span(before - at)} before entry ${seq - 1}: the clock was set back between them, or it was that far ahead until then.`,
    })),
    ...changes.map(({ seq, by }) => ({
      seq,
      text: `The clock was changed while the program ran: entry ${seq} notes that it was set ${by < 0 ? 'back' : 'forward'} by ${span(Math.abs(by))}.`,
    })),
  ].toSorted((a, b) => a.seq - b.seq);
  return [
    ...clockNow(db, now),
    ...named.slice(0, MOST_NAMED).map(({ text }) => text),
    ...(named.length > MOST_NAMED ? [`The clock moved ${named.length - MOST_NAMED} more times.`] : []),
    ...(beforeEvidence === null
      ? []
      : [
          `${counted(beforeEvidence.entries, 'entry', 'entries')}, the first of them number ${beforeEvidence.first}, dated before the newest evidence the case held then (${timeText(beforeEvidence.asOf)}): a clock was wrong, or an as-of time is.`,
        ]),
  ];
}

/** What the clock of this computer cannot be right about, before anything is written by it. */
export function clockNow(db: Database.Database, now: number): string[] {
  const { lastAt, newestEvidence } = clockFaults(db);
  if (now < lastAt - CLOCK_TOLERANCE)
    return [
      `The clock of this computer says ${timeText(now)}, which is before the last entry of the journal (${timeText(lastAt)}). Set it right before you record anything.`,
    ];
  if (now < newestEvidence - CLOCK_TOLERANCE)
    return [
      `The clock of this computer says ${timeText(now)}, which is before the newest evidence in the case (${timeText(newestEvidence)}). Set it right before you record anything, or correct the as-of time.`,
    ];
  return [];
}

/**
 * The same as reasons for a conclusion: whether, not where, so that they do not depend on the order in which files came.
 */
export function clockReasons(db: Database.Database): string[] {
  const { steps, changes, beforeEvidence } = clockFaults(db);
  return [
    ...(steps.length + changes.length > 0
      ? ['The clock of a computer was changed during the review: the times in the journal cannot all be right.']
      : []),
    ...(beforeEvidence === null
      ? []
      : [
          'The journal has entries that are dated before the newest evidence in the case then: a clock was wrong, or an as-of time is.',
        ]),
  ];
}

function timeText(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

const SECOND = 1000;
const UNITS = [
  ['day', 86_400 * SECOND],
  ['hour', 3600 * SECOND],
  ['minute', 60 * SECOND],
] as const;

/** A length of time in its largest unit, rounded down. */
function span(milliseconds: number): string {
  const [unit, size] = UNITS.find(([, length]) => milliseconds >= length) ?? UNITS[2];
  const count = Math.floor(milliseconds / size);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

export interface ClockWatch {
  /** The wall clock; asks for a check when it left the monotonic clock behind. */
  readonly now: () => number;
  /** Compares both clocks and reports a jump once. */
  readonly check: () => void;
}

/**
 * Watches whether the wall clock keeps step with a clock that nobody can set and that runs on while the computer sleeps.
 * `onJump` is told by how many milliseconds they parted, and the wall time before it was changed would have been.
 */
export function watchClock(
  wall: () => number,
  steady: () => number,
  onJump: (by: number, expected: number) => void,
): ClockWatch {
  let offset = wall() - steady();
  const jump = (): number => wall() - steady() - offset;
  const check = (): void => {
    const by = jump();
    if (Math.abs(by) <= CLOCK_TOLERANCE) return;
    const expected = steady() + offset;
    offset += by;
    onJump(by, expected);
  };
  return {
    now: () => {
      // An act is under way: what is to be said about the clock follows it.
      if (Math.abs(jump()) > CLOCK_TOLERANCE) setImmediate(check);
      return wall();
    },
    check,
  };
}
