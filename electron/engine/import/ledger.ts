import type Database from 'better-sqlite3';
import { bulkInsert, type BulkInsert } from '../db/bulk-insert.ts';

export type RowOutcome = 'rejected' | 'duplicate' | 'not-relevant';

interface ReasonCount {
  readonly outcome: RowOutcome;
  readonly reason: string;
  count: number;
}

/** Of duplicates and not relevant records, so many of each reason are kept to be looked at. */
const KEPT_PER_REASON = 200;
/** Reasons may quote the file; a hostile one has a new one for every record. */
const MOST_REASONS = 200;
const OTHER_REASON = 'other reasons';
/** Rejected records are all kept up to this many; the counts go on. */
const KEPT_REJECTED = 100_000;

/**
 * The account of one import: read = accepted + rejected + duplicate + not relevant, every term but the first with reasons.
 * `read` is counted by the reader, not summed from the others, so that `closes` can fail.
 */
export class Ledger {
  read = 0;
  accepted = 0;
  readonly #counts = new Map<string, ReasonCount>();
  readonly #rows: BulkInsert;
  readonly #kept: Record<RowOutcome, number> = { rejected: 0, duplicate: 0, 'not-relevant': 0 };
  readonly #importId: number;

  constructor(db: Database.Database, importId: number) {
    this.#importId = importId;
    this.#rows = bulkInsert(db, 'import_row', ['import_id', 'outcome', 'ordinal', 'line', 'reason', 'excerpt']);
  }

  /** `excerpt` is called only when the row is kept; its text must be redacted already. */
  add(outcome: RowOutcome, reason: string, line: number, excerpt: () => string): void {
    const entry = this.#entryOf(outcome, reason.toWellFormed());
    entry.count += 1;
    const isKept = outcome === 'rejected' ? this.#kept.rejected < KEPT_REJECTED : entry.count <= KEPT_PER_REASON;
    if (!isKept) return;
    this.#kept[outcome] += 1;
    this.#rows.add(this.#importId, outcome, this.#kept[outcome], line, reason, excerpt());
  }

  #entryOf(outcome: RowOutcome, reason: string): ReasonCount {
    const key = `${outcome} ${reason}`;
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    if (this.#counts.size >= MOST_REASONS && reason !== OTHER_REASON) return this.#entryOf(outcome, OTHER_REASON);
    const entry = { outcome, reason, count: 0 };
    this.#counts.set(key, entry);
    return entry;
  }

  flush(): void {
    this.#rows.flush();
  }

  total(outcome: RowOutcome): number {
    let sum = 0;
    for (const entry of this.#counts.values()) if (entry.outcome === outcome) sum += entry.count;
    return sum;
  }

  get closes(): boolean {
    return this.read === this.accepted + this.total('rejected') + this.total('duplicate') + this.total('not-relevant');
  }

  reasons(): ReasonCount[] {
    return [...this.#counts.values()].toSorted((a, b) => b.count - a.count || a.reason.localeCompare(b.reason, 'en'));
  }
}
