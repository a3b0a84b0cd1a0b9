import type Database from 'better-sqlite3';
import type { ReadBaseline } from '../baseline/read-bundle.ts';
import { storedDigest } from '../baseline/stored.ts';
import { bulkInsert } from '../db/bulk-insert.ts';
import { heldBaselines } from '../db/queries/baseline.ts';
import { compare } from '../derive/entities.ts';
import { canonicalJson, type JsonValue } from '../evidence/canonical-json.ts';
import { AppError } from '../lib/errors.ts';
import { appendJournal } from './journal.ts';

export interface AdoptOrder {
  readonly baseline: ReadBaseline;
  /** Name of the file it came from. */
  readonly file: string;
  /** Fingerprints its signers were compared with. */
  readonly pinned: readonly string[];
  readonly reason: string;
}

/**
 * Takes a verified bundle into the case, as one act in the journal whose payload holds the digest of everything that is
 * stored of it. Throws `conflict` when the case holds it already.
 */
export function adoptBaseline(db: Database.Database, order: AdoptOrder, actor: string, at: number): void {
  const { baseline, file, pinned, reason } = order;
  if (heldBaselines(db).some(({ bundle }) => bundle === baseline.bundle))
    throw new AppError('conflict', 'The case holds this bundle already. Nothing was changed.');
  const signers = baseline.signers.map(({ name, fingerprint, meaning, signedAt }) => ({
    name,
    fingerprint,
    meaning,
    signedAt,
  }));
  const whole = canonicalJson(baseline.whole);
  const items = baseline.items
    .toSorted((a, b) => compare(a.key, b.key))
    .map((item) => ({ key: item.key, facts: canonicalJson(item) }));
  db.transaction(() => {
    const digest = storeBundle(db, { ...baseline, signers }, whole, items);
    const seq = appendJournal(db, {
      at,
      actor,
      type: 'baseline-adopted',
      payload: {
        bundleSha256: baseline.bundle,
        contentDigest: baseline.content,
        reportId: baseline.reportId,
        signers,
        signedAt: baseline.signedAt,
        journal: { head: baseline.journalHead, count: baseline.journalCount },
        items: items.length,
        factsSha256: digest,
        file,
        pinned: [...pinned],
        reason,
      },
    });
    record(db, { seq, act: 'adopt', bundle: baseline.bundle, file, pinned, reason, actor, at });
  }).immediate();
}

/** Takes a bundle out of the case again; what was stored of it stays for the journal. Throws `not-found`. */
export function removeBaseline(
  db: Database.Database,
  { bundle, reason }: { readonly bundle: string; readonly reason: string },
  actor: string,
  at: number,
): void {
  const held = heldBaselines(db).find((one) => one.bundle === bundle);
  if (held === undefined) throw new AppError('not-found', 'The case does not hold this bundle. Nothing was changed.');
  db.transaction(() => {
    const payload = { bundleSha256: bundle, reportId: held.reportId, signedAt: held.signedAt, file: held.file, reason };
    const seq = appendJournal(db, { at, actor, type: 'baseline-removed', payload });
    record(db, { seq, act: 'remove', bundle, file: held.file, pinned: held.pinned, reason, actor, at });
  }).immediate();
}

type Stored = readonly { readonly key: string; readonly facts: string }[];

/** Stores what was read of a bundle, once; answers the digest of what is stored. */
function storeBundle(
  db: Database.Database,
  baseline: Omit<ReadBaseline, 'signers'> & { readonly signers: JsonValue },
  whole: string,
  items: Stored,
): string {
  // A bundle that was taken out and comes again is stored already.
  const known = db
    .prepare<[string], string>('SELECT digest FROM baseline_bundle WHERE bundle = ?')
    .pluck()
    .get(baseline.bundle);
  if (known !== undefined) return known;
  const digest = storedDigest(
    whole,
    items.map(({ facts }) => facts),
  );
  db.prepare(
    `INSERT INTO baseline_bundle (bundle, content, report_id, signers, signed_at, journal_head, journal_count, as_of, facts, digest)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    baseline.bundle,
    baseline.content,
    baseline.reportId,
    canonicalJson(baseline.signers),
    baseline.signedAt,
    baseline.journalHead,
    baseline.journalCount,
    baseline.whole.asOf,
    whole,
    digest,
  );
  const rows = bulkInsert(db, 'baseline_item', ['bundle', 'key', 'facts']);
  for (const { key, facts } of items) rows.add(baseline.bundle, key, facts);
  rows.flush();
  return digest;
}

interface Act {
  readonly seq: number;
  readonly act: 'adopt' | 'remove';
  readonly bundle: string;
  readonly file: string;
  readonly pinned: readonly string[];
  readonly reason: string;
  readonly actor: string;
  readonly at: number;
}

function record(db: Database.Database, { seq, act, bundle, file, pinned, reason, actor, at }: Act): void {
  db.prepare(
    `INSERT INTO baseline_act (seq, act, bundle, file, pinned, reason, acted_by, acted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(seq, act, bundle, file, JSON.stringify(pinned), reason, actor, new Date(at).toISOString());
}
