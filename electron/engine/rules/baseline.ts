import { z } from 'zod';
import {
  type Decision,
  DECISION_LABELS,
  decisionSchema,
  type GrantKind,
  grantKindSchema,
} from '../../../shared/domain/vocabulary.ts';
import type { RuleItem } from './items.ts';
import { createRegisterEntries, linesOf, type RegisterEntry, spotOf } from './register-entries.ts';
import type { EvidenceSpot, RuleContext } from './rule.ts';
import { endOf, startOf } from '../lib/stated-dates.ts';
import { dateText } from './wording.ts';

/** What was decided about an item, by an earlier review or in this case. Times are UTC milliseconds. */
export interface Decided {
  /** The baseline is a signed report that verified; a register is what somebody wrote. */
  readonly source: 'register' | 'baseline' | 'case';
  /** Names a decision of this case; null for one of an earlier review. */
  readonly uid: string | null;
  /** Null when the register's word for it is not known. */
  readonly decision: Decision | null;
  /** The decision as the register writes it. */
  readonly word: string;
  readonly by: string;
  /** First moment it may have been taken; null when the register gives no date. */
  readonly at: number | null;
  /** First moment at which it surely had been taken. */
  readonly since: number | null;
  /** First moment at which it no longer holds; null without an end. */
  readonly ends: number | null;
  /** With certify and conditional the scopes allowed, with reduce those to remove; empty: none named. */
  readonly scopes: readonly string[];
  /** Scopes that were granted and not to be cut when it was taken, or are named as allowed; empty: not known. */
  readonly allowed: readonly string[];
  /** People it is about; empty: everybody. */
  readonly principals: readonly string[];
  /** Null: of any kind of grant. */
  readonly kind: GrantKind | null;
  /** Number of people when it was decided, where that is stated. */
  readonly people: number | null;
  readonly evidence: readonly EvidenceSpot[];
}

export interface Decisions {
  /** Whether anything speaks of earlier reviews: a register of earlier decisions, or a baseline. */
  readonly hasEarlier: boolean;
  /** What does, in words: `the register of prior decisions`. */
  readonly sources: string;
  /** What earlier reviews decided about the item up to the as-of time, oldest first, those without a date before them. */
  prior(item: RuleItem): readonly Decided[];
  /** The same, and after it what was decided last in this case up to the as-of time. */
  all(item: RuleItem): readonly Decided[];
  /** What earlier reviews decided about any grant of the connector in the tenant. */
  ofConnector(connector: number, tenant: string): readonly Decided[];
}

/** What to ask for where the decisions of earlier reviews are not known. */
export const NO_DECISIONS = 'A register of the decisions of earlier reviews: none was imported.';

interface Placed extends Decided {
  readonly connector: number;
  /** Lower case; '' for every tenant. */
  readonly tenant: string;
}

/**
 * Reads the register of prior decisions, which nobody verified, the decisions of the baseline, whose signatures were, and
 * those of this case. An entry without tenant or kind speaks of every item of its connector. What was decided after the
 * newest evidence is judged by newer evidence.
 */
export function readDecisions(context: RuleContext): Decisions {
  const { asOf } = context;
  const entries = context.read(createRegisterEntries)('prior-decisions');
  const baseline = readBaselineDecisions(context);
  // Of two of one moment the verified one counts last.
  const placed = [...entries.flatMap(toPlaced), ...baseline.placed]
    .filter((decided) => decided.at === null || decided.at <= asOf)
    .toSorted((a, b) => (a.at ?? -Infinity) - (b.at ?? -Infinity));
  const byConnector = Map.groupBy(placed, (decided) => decided.connector);
  const taken = readTaken(context);
  const ofConnector = (connector: number, tenant: string): readonly Decided[] =>
    (byConnector.get(connector) ?? []).filter(
      (decided) => decided.tenant === '' || decided.tenant === tenant.toLowerCase(),
    );
  const prior = (item: RuleItem): readonly Decided[] =>
    ofConnector(item.connector, item.tenant).filter((decided) => decided.kind === null || decided.kind === item.kind);
  return {
    hasEarlier: entries.length > 0 || baseline.isThere,
    sources: [
      ...(baseline.isThere ? ['the baseline'] : []),
      ...(entries.length > 0 || !baseline.isThere ? ['the register of prior decisions'] : []),
    ].join(' and '),
    prior,
    all: (item) => [...prior(item), ...(taken.get(item.item) ?? [])],
    ofConnector,
  };
}

function toPlaced(entry: RegisterEntry): readonly Placed[] {
  if (entry.connector === null) return [];
  const { values } = entry;
  const people = Number(values['people'] ?? 'NaN');
  const decision = decisionOf(values['decision'] ?? '');
  const scopes = linesOf(values['scopes']);
  return [
    {
      source: 'register',
      uid: null,
      connector: entry.connector,
      tenant: (values['tenant'] ?? '').toLowerCase(),
      decision,
      word: values['decision'] ?? '',
      by: values['by'] ?? '',
      at: startOf(values['date']),
      since: endOf(values['date']),
      ends: endOf(values['until']),
      scopes,
      allowed: decision === 'reduce' ? [] : scopes,
      principals: linesOf(values['principals']),
      kind: kindOf(values['kind'] ?? ''),
      people: Number.isSafeInteger(people) && people >= 0 ? people : null,
      evidence: [spotOf(entry, 'decision of an earlier review')],
    },
  ];
}

const WORDS: readonly (readonly [RegExp, Decision])[] = [
  [/^(?:conditional\w*|approved? (?:with|under) conditions?|time[- ]?box\w*|temporar\w*)/, 'conditional'],
  [/^(?:re)?certif\w*|^(?:keep|kept|ok|approv\w*|retain\w*|confirm\w*|accept\w*|allow\w*|maintain\w*)$/, 'certify'],
  [/^(?:reduc\w*|narrow\w*|restrict\w*)/, 'reduce'],
  [/^(?:revok\w*|remov\w*|reject\w*|den(?:y|ied)|delet\w*|withdraw\w*|not approved|decline\w*)/, 'revoke'],
  [/^assign/, 'assign-owner'],
  [/^need|^more info/, 'need-info'],
  [/^escalat/, 'escalate'],
];

function decisionOf(word: string): Decision | null {
  const plain = word.trim().toLowerCase();
  const own = decisionSchema.safeParse(plain);
  return own.success ? own.data : (WORDS.find(([pattern]) => pattern.test(plain))?.[1] ?? null);
}

const KIND_WORDS: readonly (readonly [RegExp, GrantKind])[] = [
  [/^app/, 'application'],
  [/^(?:all ?principals|tenant|admin|organi[sz]ation|delegated-allprincipals)/, 'delegated-tenant'],
  [/^(?:principal|user|person|delegated-principal)/, 'delegated-user'],
];

function kindOf(word: string): GrantKind | null {
  const plain = word.trim().toLowerCase();
  const own = grantKindSchema.safeParse(plain);
  return own.success ? own.data : (KIND_WORDS.find(([pattern]) => pattern.test(plain))?.[1] ?? null);
}

const textList = z.array(z.string());
const certified = z.object({
  scopes: z.array(z.object({ scope: z.string() })),
  decision: z.object({ scopes: textList, principals: textList }),
});

interface BaselineRow {
  readonly connector: number;
  readonly tenant: string;
  readonly kind: GrantKind;
  readonly people: number;
  readonly decision: string;
  readonly by: string;
  readonly at: string;
  readonly until: string | null;
  readonly facts: string;
}

/** Decisions of the baseline on apps of this case. */
function readBaselineDecisions({ db }: RuleContext): { readonly isThere: boolean; readonly placed: readonly Placed[] } {
  const isThere = db.prepare('SELECT 1 FROM v_baseline LIMIT 1').get() !== undefined;
  const rows = db
    .prepare<[], BaselineRow>(
      `SELECT connector, tenant, kind, people, decision, decided_by AS "by", decided_at AS at, until, facts
       FROM v_baseline_decision
       ORDER BY key`,
    )
    .all();
  return {
    isThere,
    placed: rows.map((row) => {
      const { scopes, decision } = certified.parse(JSON.parse(row.facts));
      return {
        source: 'baseline',
        uid: null,
        connector: row.connector,
        tenant: row.tenant.toLowerCase(),
        decision: decisionOf(row.decision),
        word: row.decision,
        by: row.by,
        at: startOf(row.at),
        since: endOf(row.at),
        ends: endOf(row.until),
        scopes: decision.scopes,
        // What was to go and still stands is no growth: it is not effected.
        allowed: scopes.map(({ scope }) => scope),
        principals: decision.principals,
        kind: row.kind,
        people: row.people,
        evidence: [],
      };
    }),
  };
}

/** The last decision of this case up to the as-of time that was not taken back, by item. */
function readTaken({ db, asOf }: RuleContext): ReadonlyMap<number, readonly Decided[]> {
  const rows = db
    .prepare<
      [string],
      {
        item: number;
        uid: string;
        decision: string;
        by: string;
        at: string;
        until: string | null;
        scopes: string;
        principals: string;
        kind: GrantKind;
      }
    >(
      `SELECT item, uid, decision, decided_by AS "by", decided_at AS at, until, scopes, principals, kind
       FROM v_decision
       WHERE undone_seq IS NULL AND round <> 'second' AND decided_at <= ?
       ORDER BY item, id`,
    )
    .all(new Date(asOf).toISOString());
  return new Map(
    rows.map((row) => [
      row.item,
      [
        {
          source: 'case',
          uid: row.uid,
          decision: decisionOf(row.decision),
          word: row.decision,
          by: row.by,
          at: startOf(row.at),
          since: endOf(row.at),
          ends: endOf(row.until),
          scopes: textList.parse(JSON.parse(row.scopes)),
          allowed: row.decision === 'reduce' ? [] : textList.parse(JSON.parse(row.scopes)),
          principals: textList.parse(JSON.parse(row.principals)),
          kind: row.kind,
          people: null,
          evidence: [],
        },
      ],
    ]),
  );
}

/** Whether a decision lets the grant continue. */
export function lets(decided: Decided): boolean {
  return decided.decision === 'certify' || decided.decision === 'conditional' || decided.decision === 'reduce';
}

const SOURCES: Readonly<Record<Decided['source'], string>> = {
  case: 'decision of this case',
  baseline: 'decision of the baseline, whose signatures were verified',
  register: 'prior review as stated in the register, not verified',
};

/**
 * `"Certify" by Rita Reviewer on 2026-03-31 (prior review as stated in the register, not verified)`: a decision of an
 * earlier review never stands without its source.
 */
export function decisionText(decided: Decided): string {
  const what = decided.decision === null ? decided.word : DECISION_LABELS[decided.decision];
  const when = decided.at === null ? '' : ` on ${dateText(decided.at)}`;
  return `"${what}" by ${decided.by}${when} (${SOURCES[decided.source]})`;
}
