import type Database from 'better-sqlite3';
import { z } from 'zod';
import {
  type BaselineBundle,
  type BaselineSigner,
  baselineSigner,
  type BaselineState,
  type CarriedRow,
  type CarryKind,
  carryKindSchema,
  CARRY_KINDS,
  deltaKindSchema,
  deltaLine,
  type ItemDelta,
} from '../../../../shared/contract/baseline.ts';
import {
  type Decision,
  DECISION_LABELS,
  decisionSchema,
  grantKindSchema,
  platformSchema,
  tierSchema,
} from '../../../../shared/domain/vocabulary.ts';
import { type Chain, endText, followChain, type HeldBundle } from '../../baseline/chain.ts';
import { type CertifiedItem, certifiedItem, type ReportWhole, reportWhole } from '../../baseline/facts.ts';
import { inspectName } from '../../lib/text.ts';
import { prepared } from '../prepared.ts';
import { iso } from './imports.ts';
import { itemByKey } from './review.ts';

const texts = z.array(z.string());

interface BundleRow {
  readonly bundle: string;
  readonly content: string;
  readonly report_id: string;
  readonly signers: string;
  readonly signed_at: string;
  readonly journal_head: string;
  readonly journal_count: number;
  readonly as_of: string | null;
  readonly facts: string;
  readonly file: string;
  readonly pinned: string;
  readonly reason: string;
  readonly acted_by: string;
  readonly acted_at: string;
}

/** A bundle that the case holds. */
export interface HeldBaseline {
  readonly bundle: string;
  readonly content: string;
  readonly reportId: string;
  readonly signers: readonly BaselineSigner[];
  readonly signedAt: string;
  readonly journalHead: string;
  readonly journalCount: number;
  readonly whole: ReportWhole;
  readonly file: string;
  readonly pinned: readonly string[];
  readonly reason: string;
  readonly adoptedBy: string;
  readonly adoptedAt: string;
}

/** The bundles of the case, the newest signed first: the baseline, then links of its chain. */
export function heldBaselines(db: Database.Database): readonly HeldBaseline[] {
  return prepared<[], BundleRow>(db, 'SELECT * FROM v_baseline')
    .all()
    .map((row) => ({
      bundle: row.bundle,
      content: row.content,
      reportId: row.report_id,
      signers: z.array(baselineSigner).parse(JSON.parse(row.signers)),
      signedAt: row.signed_at,
      journalHead: row.journal_head,
      journalCount: row.journal_count,
      whole: reportWhole.parse(JSON.parse(row.facts)),
      file: row.file,
      pinned: texts.parse(JSON.parse(row.pinned)),
      reason: row.reason,
      adoptedBy: row.acted_by,
      adoptedAt: row.acted_at,
    }));
}

/** The items a bundle certifies, in the order of their keys. */
export function certifiedItems(db: Database.Database, bundle: string): readonly CertifiedItem[] {
  return db
    .prepare<[string], { facts: string }>('SELECT facts FROM baseline_item WHERE bundle = ? ORDER BY key')
    .all(bundle)
    .map(({ facts }) => certifiedItem.parse(JSON.parse(facts)));
}

/** A bundle as the chain knows it. */
export function toChainPart(
  one: Pick<HeldBaseline, 'bundle' | 'content' | 'signedAt' | 'signers' | 'whole'>,
): HeldBundle {
  return {
    link: {
      bundleSha256: one.bundle,
      contentDigest: one.content,
      signedAt: one.signedAt,
      signers: one.signers.map(({ name, fingerprint }) => ({ name, fingerprint })),
    },
    stated: one.whole.chain,
  };
}

/** The baseline of the case, its chain, and what follows from it. */
export function baselineState(db: Database.Database): BaselineState {
  const held = heldBaselines(db);
  const chain = followChain(held.map(toChainPart));
  const [current] = held;
  const deltas = new Map(
    prepared<[], { kind: string; n: number }>(db, 'SELECT kind, count(*) AS n FROM item_delta GROUP BY kind')
      .all()
      .map(({ kind, n }) => [kind, n]),
  );
  const carried = new Map(
    prepared<[], { kind: string; items: number; past: number }>(
      db,
      'SELECT kind, count(*) AS items, sum(is_past) AS past FROM baseline_carry GROUP BY kind',
    )
      .all()
      .map((row) => [row.kind, row]),
  );
  return {
    current: current === undefined ? null : currentOf(db, current, chain),
    chain: [...chain.entries],
    ends: chain.ends,
    endText: endText(chain),
    carried: CARRY_KINDS.map((kind) => ({
      kind,
      items: carried.get(kind)?.items ?? 0,
      past: carried.get(kind)?.past ?? 0,
    })),
    deltas: { new: deltas.get('new') ?? 0, changed: deltas.get('changed') ?? 0, same: deltas.get('same') ?? 0 },
  };
}

function currentOf(db: Database.Database, held: HeldBaseline, chain: Chain): NonNullable<BaselineState['current']> {
  const counts = prepared<[], { items: number; matched: number }>(
    db,
    'SELECT count(*) AS items, count(item) AS matched FROM baseline_match',
  ).get() ?? { items: 0, matched: 0 };
  return {
    ...bundleOf(held, counts, hereOf(db), chain),
    file: held.file,
    pinned: [...held.pinned],
    reason: held.reason,
    adoptedBy: held.adoptedBy,
    adoptedAt: held.adoptedAt,
  };
}

interface Here {
  /** Review items of the case. */
  readonly items: number;
  /** As-of time of its newest file, ISO 8601 UTC. */
  readonly asOf: string | null;
}

/** What a baseline is held against. */
export function hereOf(db: Database.Database): Here {
  const row = prepared<[], { items: number; as_of: number | null }>(
    db,
    `SELECT (SELECT count(*) FROM item) AS items, (SELECT max(as_of) FROM import WHERE status = 'complete') AS as_of`,
  ).get();
  return { items: row?.items ?? 0, asOf: iso(row?.as_of ?? null) };
}

/** A bundle in the terms of the contract, with what a reader must know of it. */
export function bundleOf(
  held: Pick<
    HeldBaseline,
    'bundle' | 'content' | 'reportId' | 'whole' | 'signedAt' | 'signers' | 'journalHead' | 'journalCount'
  >,
  { items, matched }: { readonly items: number; readonly matched: number },
  here: Here,
  chain: Chain,
): BaselineBundle {
  return {
    bundleSha256: held.bundle,
    contentDigest: held.content,
    reportId: held.reportId,
    caseName: held.whole.caseName,
    client: held.whole.client,
    asOf: held.whole.asOf,
    signedAt: held.signedAt,
    signers: [...held.signers],
    journal: { head: held.journalHead, count: held.journalCount },
    items,
    matched,
    cautions: [...matchCautions(items, matched, here), ...ageCautions(held.whole.asOf, here)],
    gaps: [...chain.gaps],
  };
}

/** A report on newer evidence than that at hand turns added and removed around. */
function ageCautions(asOf: string | null, here: Here): string[] {
  if (asOf === null || here.asOf === null || asOf <= here.asOf) return [];
  return [
    `Its evidence is as of ${asOf.slice(0, 10)}, newer than that of this case (${here.asOf.slice(0, 10)}): what looks added may have been removed since, and the other way round.`,
  ];
}

function matchCautions(items: number, matched: number, here: Here): string[] {
  if (here.items === 0) return ['This case holds no grants yet, so none of its items can be found here.'];
  if (matched === items) return [];
  const all = matched === 0 ? ' It may be the report of another organisation.' : '';
  const missing = items - matched;
  return [`${missing} of its ${items} items ${missing === 1 ? 'matches' : 'match'} none here.${all}`];
}

/** One page of what becomes of the items of the baseline. */
export function carriedPage(
  db: Database.Database,
  kind: CarryKind | null,
  offset: number,
  limit: number,
): { total: number; rows: CarriedRow[] } {
  const total =
    prepared<[string | null, string | null], { n: number }>(
      db,
      'SELECT count(*) AS n FROM baseline_carry WHERE ? IS NULL OR kind = ?',
    ).get(kind, kind)?.n ?? 0;
  const rows = prepared<
    [string | null, string | null, number, number],
    {
      kind: string;
      key: string;
      item_key: string | null;
      name: string;
      platform: string;
      tenant: string;
      grant_kind: string;
      tier: number | null;
      decision: string | null;
      reason: string | null;
      due: string | null;
      is_past: number;
      sentence: string;
    }
  >(
    db,
    `SELECT c.kind, c.key, item.key AS item_key, b.name, b.platform, b.tenant, b.kind AS grant_kind, b.tier, b.decision,
            b.reason, c.due, c.is_past, c.sentence
     FROM baseline_carry AS c JOIN v_baseline AS v ON v.is_newest JOIN baseline_item AS b ON b.bundle = v.bundle AND b.key = c.key
     LEFT JOIN item ON item.id = c.item
     WHERE ? IS NULL OR c.kind = ? ORDER BY c.position LIMIT ? OFFSET ?`,
  ).all(kind, kind, limit, offset);
  return {
    total,
    rows: rows.map((row) => ({
      kind: carryKindSchema.parse(row.kind),
      itemId: row.item_key,
      key: row.key,
      name: row.name,
      nameWarning: inspectName(row.name).warning,
      platform: platformSchema.parse(row.platform),
      tenant: row.tenant,
      grantKind: grantKindSchema.parse(row.grant_kind),
      tier: tierSchema.parse(row.tier),
      decision: decisionSchema.nullable().parse(row.decision),
      reason: row.reason,
      due: row.due,
      isPast: row.is_past === 1,
      sentence: row.sentence,
    })),
  };
}

interface DeltaRow {
  readonly kind: string;
  readonly lines: string;
  readonly count: number;
  readonly decision: string | null;
  readonly decided_by: string | null;
  readonly decided_at: string | null;
}

/** What changed about an item since the baseline, with what it is compared with in words. Throws `not-found`. */
export function itemDelta(db: Database.Database, itemKey: string): ItemDelta {
  const { id } = itemByKey(db, itemKey);
  const [held] = heldBaselines(db);
  if (held === undefined) return { baseline: null, kind: null, since: null, lines: [], count: 0 };
  return deltaAgainst(db, held, id, itemKey);
}

/** The same for an item whose row is known, against the baseline of the case. */
export function deltaAgainst(db: Database.Database, held: HeldBaseline, item: number, itemKey: string): ItemDelta {
  const baseline = { signedAt: held.signedAt, signers: held.signers.map(({ name }) => name) };
  const row = prepared<[string, number, string], DeltaRow>(
    db,
    `SELECT d.kind, d.lines, d.count, b.decision, b.decided_by, b.decided_at
     FROM item_delta AS d LEFT JOIN baseline_match AS m ON m.item = d.item
     LEFT JOIN baseline_item AS b ON b.bundle = ? AND b.key = m.key
     WHERE d.item = ? ORDER BY b.key = ? DESC, b.key LIMIT 1`,
  ).get(held.bundle, item, itemKey);
  if (row === undefined) return { baseline, kind: null, since: null, lines: [], count: 0 };
  return {
    baseline,
    kind: deltaKindSchema.parse(row.kind),
    since: row.kind === 'new' ? null : sinceText(row, held.signedAt),
    lines: z.array(deltaLine).parse(JSON.parse(row.lines)),
    count: row.count,
  };
}

/** `certified 2026-03-31 by A. Ro`. */
function sinceText({ decision, decided_by: by, decided_at: at }: DeltaRow, signedAt: string): string {
  if (decision === null || by === null || at === null)
    return `the report of ${signedAt.slice(0, 10)}, which left it undecided`;
  const word = decisionSchema.parse(decision);
  return `${SAID[word] ?? `decided “${DECISION_LABELS[word]}”`} ${at.slice(0, 10)} by ${by}`;
}

const SAID: Partial<Readonly<Record<Decision, string>>> = {
  certify: 'certified',
  conditional: 'approved under a condition',
};
