import { type Decided, decisionText, NO_DECISIONS, readDecisions } from './baseline.ts';
import { scopeTexts } from './endings.ts';
import { deadlineDays, readDeadlines } from './deadlines.ts';
import { readItems, type RuleItem, scopeNames } from './items.ts';
import { readPeople } from './people.ts';
import { defineRule, type EvidenceSpot, type RuleContext, type Verdict } from './rule.ts';
import { createStatedScopes } from './stated-scopes.ts';
import { counted, dateText, listed } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

const DAY = 86_400_000;
const MOST_SPOTS = 5;

/**
 * Per item: the last decision was to revoke or reduce, its deadline has passed, and a list of grants made after that still
 * shows what was to go. A grant given after the decision is another matter (CS-25). Without such a list it is unverified.
 */
export default defineRule({
  id: 'CS-26',
  title: 'Decision not effected within its deadline',
  controls: {
    owasp: ['NHI1:2025'],
    csf: ['ID.RA-06'],
    cis: ['6.2'],
    iso: ['A.5.18'],
    nist: ['AC-2', 'AC-3(8)'],
    soc2: ['CC6.3'],
  },
  recommendation: 'escalate',
  recommendedAction: 'Escalate to whoever was to carry it out; state a new date, and check a list made after it.',
  followsDecisions: true,
  *evaluate(context) {
    const decisions = context.read(readDecisions);
    const standing = createStanding(context);
    for (const item of context.read(readItems)) {
      const known = decisions.all(item);
      const last = known.at(-1);
      if (last === undefined) yield decisions.hasEarlier ? notApplicable(item) : undeterminable(item, NO_DECISIONS);
      else if (last.decision !== 'revoke' && last.decision !== 'reduce') yield notApplicable(item);
      else yield judge(context, item, last, standing);
    }
  },
});

/** What of a decision a list of grants still shows. Times are UTC milliseconds. */
interface Standing {
  /** Grants that were given before the decision and are still shown, those in the newest lists first; `asOf` is -Infinity outside lists. */
  readonly grants: readonly { readonly asOf: number; readonly evidence: EvidenceSpot }[];
  /** With reduce: scopes of the decision that these grants hold. */
  readonly scopes: readonly string[];
}

function judge(
  context: RuleContext,
  item: RuleItem,
  decided: Decided,
  standing: (item: RuleItem, decided: Decided) => Standing,
): Verdict {
  if (decided.since === null)
    return undeterminable(item, `The date of the decision ${decisionText(decided)}: without it there is no deadline.`);
  if (decided.decision === 'reduce' && decided.scopes.length === 0) {
    return undeterminable(item, `The scopes to remove by the decision ${decisionText(decided)}: it names none.`);
  }
  const { asOf, policy } = context;
  const changed = context.read(readDeadlines).get(decided.uid ?? '') ?? null;
  const days = deadlineDays(item.tierRank, policy);
  const due = changed ?? decided.since + days * DAY;
  const left = standing(item, decided);
  const late = left.grants.filter((grant) => grant.asOf >= due);
  const [newest] = late;
  // It is carried out, or time is left for it.
  if (left.grants.length === 0 || asOf < due) return clear(item);
  if (newest === undefined) {
    return undeterminable(
      item,
      `A list of grants made on ${dateText(due)} or later: the decision ${decisionText(decided)} was due by then, and the newest list with ${item.name} is as of ${dateText(item.asOf)}, so it is unverified.`,
    );
  }
  const what =
    decided.decision === 'revoke'
      ? counted(late.length, 'grant', 'grants')
      : `${left.scopes.length === 1 ? 'the scope' : 'the scopes'} ${listed(left.scopes)}`;
  return finding(item, {
    severity: item.tierRank === 4 ? 'critical' : 'high',
    sentence:
      `The list of grants as of ${dateText(newest.asOf)} still shows ${what} of ${item.name}, ` +
      (changed === null
        ? `which had to be gone ${counted(days, 'day', 'days')} after the decision ${decisionText(decided)}.`
        : `which had to be gone by the end of ${dateText(changed - 1)}, the deadline set for the decision ${decisionText(decided)}.`),
    scopes: left.scopes,
    evidence: [...decided.evidence, ...late.slice(0, MOST_SPOTS).map((grant) => grant.evidence)],
  });
}

interface Row {
  readonly principal: number;
  readonly scopes: string;
  /** Null: what shows the grant is no list. */
  readonly as_of: number | null;
  readonly import_id: number;
  readonly line: number;
}

/** Looks up the grants of a decided item; an event log is no list. */
function createStanding(context: RuleContext): (item: RuleItem, decided: Decided) => Standing {
  const { idOf } = context.read(createStatedScopes);
  const { identify } = context.read(readPeople);
  const find = context.db.prepare<[number, number, number], Row>(
    `SELECT g.principal, scope_set.value AS scopes, iif(import.lists IS NULL, NULL, import.as_of) AS as_of, g.import_id, g.line
     FROM consent_grant AS g JOIN import ON import.id = g.import_id JOIN scope_set ON scope_set.id = g.scope_set
     WHERE g.connector = ? AND g.item = ? AND (g.granted_at IS NULL OR g.granted_at < ?)
     ORDER BY 3 DESC, g.principal, g.line`,
  );
  return (item, decided) => {
    const people = new Set(decided.principals.flatMap((text) => identify(text) ?? []));
    const removed = new Set(decided.scopes.map((text) => idOf(item, text)));
    const found = new Set<string>();
    const rows = find
      .all(item.connector, item.item, decided.since ?? 0)
      .filter((row) => decided.principals.length === 0 || people.has(row.principal))
      .filter((row) => {
        if (decided.decision === 'revoke') return true;
        const held = scopeTexts(row.scopes)
          .map((text) => idOf(item, text))
          .filter((id) => removed.has(id));
        for (const id of held) found.add(id);
        return held.length > 0;
      });
    return {
      grants: rows.map((row) => ({
        asOf: row.as_of ?? -Infinity,
        evidence: { importId: row.import_id, line: row.line, note: 'grant still in the export' },
      })),
      scopes: scopeNames(item.scopes.filter((scope) => found.has(scope.scope))),
    };
  };
}
