import { readDecisions } from './baseline.ts';
import type { RuleItem } from './items.ts';
import type { EvidenceSpot, RuleContext } from './rule.ts';
import { dateText, listed } from './wording.ts';

/** What an app states now and did not state in an earlier export, after its name. */
export interface AppChange {
  readonly text: string;
  readonly spot: EvidenceSpot;
}

interface Statement {
  readonly connector: number;
  readonly kind: string;
  readonly format: string;
  readonly value: string;
  readonly as_of: number;
  readonly import_id: number;
  readonly line: number;
}

const KINDS: readonly (readonly [string, string])[] = [
  ['redirect', 'takes tokens at a reply address that is new'],
  ['publisher-domain', 'names a domain of its publisher that is new'],
];

/**
 * New reply addresses and publisher domains of each connector: in the newest export and not in the one that stood at the last
 * certification, or, where no certification has a date, in the export before. Only exports of one format that both state the kind are compared,
 * since another format may leave it out.
 */
export function readAppChanges(context: RuleContext): (item: RuleItem) => readonly AppChange[] {
  const { db } = context;
  const decisions = context.read(readDecisions);
  const rows = db
    .prepare<[], Statement>(
      `SELECT entity.id AS connector, detail.kind, import.format, detail.value, import.as_of, detail.import_id, detail.line
       FROM detail_fact AS detail JOIN import ON import.id = detail.import_id AND import.status = 'complete'
       JOIN entity ON entity.ref = detail.client
       WHERE detail.kind IN ('redirect', 'publisher-domain')
       ORDER BY entity.id, import.as_of, import.format, detail.value, detail.line`,
    )
    .all();
  const statements = Map.groupBy(rows, (row) => row.connector);
  return (item) => {
    const certified = decisions
      .ofConnector(item.connector, item.tenant)
      .findLast((decided) => decided.decision === 'certify' && decided.since !== null);
    return KINDS.flatMap(([kind, words]) => {
      const own = (statements.get(item.connector) ?? []).filter((row) => row.kind === kind);
      return changeOf(own, words, certified?.since ?? null);
    });
  };
}

/** `certifiedAt`: first moment at which the certification surely had been given, so that it knew the exports before. */
function changeOf(own: readonly Statement[], words: string, certifiedAt: number | null): readonly AppChange[] {
  const newest = own.at(-1);
  if (newest === undefined) return [];
  const now = own.filter((row) => row.format === newest.format && row.as_of === newest.as_of);
  const earlier = own.filter((row) => row.format === newest.format && row.as_of < newest.as_of);
  const known = certifiedAt === null ? [] : earlier.filter((row) => row.as_of < certifiedAt);
  const before = known.at(-1) ?? (certifiedAt === null ? earlier.at(-1) : undefined);
  if (before === undefined) return [];
  const then = new Set(earlier.filter((row) => row.as_of === before.as_of).map((row) => row.value.toLowerCase()));
  const added = now.filter((row) => !then.has(row.value.toLowerCase()));
  const [first] = added;
  if (first === undefined) return [];
  const since = certifiedAt === null ? '' : ', the last before its certification';
  return [
    {
      text: `${words} since the export of ${dateText(before.as_of)}${since}: ${listed(
        added.map((row) => row.value),
        3,
      )}`,
      spot: { importId: first.import_id, line: first.line, note: 'new in this export' },
    },
  ];
}
