import type Database from 'better-sqlite3';
import { z } from 'zod';
import { type Decision, decisionSchema, grantKindSchema, platformSchema } from '../../../shared/domain/vocabulary.ts';
import { bulkInsert } from '../db/bulk-insert.ts';
import { endOf } from '../lib/stated-dates.ts';
import { readItems, type RuleItem } from '../rules/items.ts';
import { readPeople } from '../rules/people.ts';
import { type RuleContext, ruleContext } from '../rules/rule.ts';
import { createStatedScopes } from '../rules/stated-scopes.ts';
import { judgeCarriedOut } from './remedy-verdict.ts';
import { createRemedyFacts, type RemedySubject } from './remedy-facts.ts';
import { createOwnersOnRecord, judgeOwner } from './remedy-owner.ts';

/** A spot of evidence; line null where a file speaks as a whole. */
export interface RemedyEvidence {
  readonly importId: number;
  readonly line: number | null;
  readonly note: string;
}

/** What later evidence says of a decision. Times are UTC milliseconds. */
export interface RemedyVerdict {
  readonly verdict: 'verified' | 'regressed' | 'still-there' | 'waiting' | 'open';
  readonly sentence: string;
  /** What the evidence of a verified decision does not show. */
  readonly caution?: string;
  /** What would settle it. */
  readonly missing?: string;
  /** As-of time of the evidence. */
  readonly asOf?: number;
  readonly evidence: readonly RemedyEvidence[];
}

const textList = z.array(z.string());

interface DecisionRow {
  readonly id: number;
  readonly uid: string;
  readonly decision: string;
  readonly decided_at: string;
  readonly scopes: string;
  readonly principals: string;
  readonly until: string | null;
  readonly owner: string | null;
  readonly tenant: string;
  readonly kind: string;
  readonly connector: number;
  readonly name: string;
  readonly platform: string;
  readonly item: number | null;
}

/**
 * Says of every decision up to the newest evidence that needs work what the lists and logs after it show. Nothing said by
 * people makes a decision verified: a claim only counts where later evidence contradicts it.
 */
export function deriveRemedies({ db, catalog, policy, asOf }: Omit<RuleContext, 'read'>): void {
  db.exec('DELETE FROM remedy_state');
  const decided = db
    .prepare<[string], DecisionRow>(
      `SELECT decision.id, uid, decision, decided_at, decision.scopes, principals, until, decision.owner, decision.tenant, decision.kind,
              connector.id AS connector, connector.name, connector.platform, item.id AS item
       FROM decision JOIN entity ON entity.ref = decision.client JOIN connector ON connector.id = entity.id
       LEFT JOIN item ON item.connector = connector.id AND item.tenant = decision.tenant AND item.kind = decision.kind
       WHERE undone_seq IS NULL AND decision <> 'certify' AND decided_at <= ? ORDER BY decision.id`,
    )
    .all(new Date(asOf).toISOString());
  if (decided.length === 0) return;
  const context = ruleContext(db, catalog, policy, asOf);
  const items = new Map(context.read(readItems).map((item) => [item.item, item]));
  const claims = lastClaims(db);
  const subjectOf = createSubjects(context, items, claims);
  const factsOf = createRemedyFacts(context);
  const owners = createOwnersOnRecord(db);
  const rows = bulkInsert(db, 'remedy_state', [
    'decision',
    'verdict',
    'sentence',
    'caution',
    'missing',
    'as_of',
    'evidence',
  ]);
  for (const row of decided) {
    const subject = subjectOf(row);
    const said =
      subject.decision === 'assign-owner'
        ? judgeOwner(subject, row.owner ?? '', owners)
        : subject.decision === 'need-info'
          ? NEEDS_DECISION
          : judgeCarriedOut(subject, factsOf(subject), context);
    rows.add(
      row.id,
      said.verdict,
      said.sentence,
      said.caution ?? null,
      said.missing ?? null,
      said.asOf ?? null,
      JSON.stringify(said.evidence),
    );
  }
  rows.flush();
}

const NEEDS_DECISION: RemedyVerdict = {
  verdict: 'open',
  sentence: 'No export shows whether the question was answered: a new decision on the item closes it.',
  missing: 'The answer, recorded as a new decision on the item.',
  evidence: [],
};

/** When each decision was last said to be carried out, by uid; those whose claim was taken back are left out. */
function lastClaims(db: Database.Database): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  const acts = db
    .prepare<[], { decision: string; act: string; acted_at: string }>(
      `SELECT decision, act, acted_at FROM remedy_act WHERE act IN ('claim', 'withdraw') ORDER BY id`,
    )
    .all();
  for (const { decision, act, acted_at } of acts) {
    if (act === 'claim') last.set(decision, Date.parse(acted_at));
    else last.delete(decision);
  }
  return last;
}

function createSubjects(
  context: RuleContext,
  items: ReadonlyMap<number, RuleItem>,
  claims: ReadonlyMap<string, number>,
): (row: DecisionRow) => RemedySubject {
  const { idOf } = context.read(createStatedScopes);
  const { identify } = context.read(readPeople);
  return (row) => {
    const decision: Decision = decisionSchema.parse(row.decision);
    const kind = grantKindSchema.parse(row.kind);
    const platform = platformSchema.parse(row.platform);
    const item = row.item === null ? undefined : items.get(row.item);
    const stated = { platform, kind, scopes: item?.scopes ?? [] };
    const principals = textList.parse(JSON.parse(row.principals));
    const known = principals.map(identify);
    const until = decision === 'conditional' ? endOf(row.until) : null;
    return {
      decision,
      decidedAt: Date.parse(row.decided_at),
      until,
      connector: row.connector,
      name: row.name,
      platform,
      tenant: row.tenant,
      kind,
      item: row.item,
      people: principals.length === 0 ? null : new Set(known.flatMap((id) => id ?? [])),
      unknownPeople: known.filter((id) => id === null).length,
      removed:
        decision === 'reduce'
          ? new Set(textList.parse(JSON.parse(row.scopes)).map((text) => idOf(stated, text)))
          : null,
      scopeId: (text) => idOf(stated, text),
      claimedAt: claims.get(row.uid) ?? null,
    };
  };
}
