import { readApprovals } from './approvals.ts';
import { lets, readDecisions } from './baseline.ts';
import { createEndings, type Ending, scopeTexts } from './endings.ts';
import { isTenantWide, readItems, type RuleItem } from './items.ts';
import { missingLogText, readLogs } from './logs.ts';
import { defineRule, type EvidenceSpot, type RuleContext, type Verdict } from './rule.ts';
import { createStatedScopes, type StatedScopes } from './stated-scopes.ts';
import { counted, dateText, timeText } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

const DAY = 86_400_000;
const MOST_SPOTS = 10;

/**
 * Per item: the app, or one of the same publisher that looks like it, was taken back or decided to be, and was granted
 * again within the days of the policy without an approval on record since. A consent to other scopes than those taken
 * back, as when a consent is changed, is no repetition.
 */
export default defineRule({
  id: 'CS-25',
  title: 'Re-consent after revocation',
  controls: {
    owasp: ['NHI1:2025', 'NHI3:2025'],
    csf: ['PR.AA-05', 'ID.RA-07'],
    cis: ['6.1'],
    iso: ['A.5.18'],
    nist: ['AC-2', 'AC-3(8)'],
    soc2: ['CC6.3'],
  },
  recommendation: 'revoke',
  recommendedAction: 'Revoke again, and block the app so that nobody can consent to it.',
  followsDecisions: true,
  *evaluate(context) {
    const endingsOf = createEndings(context);
    const givenAfter = createGiven(context);
    const scopes = context.read(createStatedScopes);
    const isApproved = createApproved(context);
    const logs = context.read(readLogs);
    for (const item of context.read(readItems)) {
      const endings = endingsOf(item);
      const given = endings[0] === undefined ? [] : givenAfter(item, endings[0].until);
      const byPerson = indexed(endings);
      const repeats = given.flatMap((one) => repeatOf(context, item, one, byPerson, scopes));
      const open = repeats.filter((repeat) => !isApproved(item, repeat.ending));
      const [first] = open;
      const log = logs.best(item.platform, item.tenant, 'consents');
      if (first !== undefined) yield found(context, item, [first, ...open.slice(1)]);
      else if (endings.length > 0 && (log !== null || repeats.length > 0)) yield clear(item);
      else if (log !== null) yield notApplicable(item);
      else
        yield undeterminable(item, missingLogText('consents', item, context.asOf, context.policy.reconsentDays, null));
    }
  },
});

/** A consent or grant in the order of time. */
interface Given {
  readonly time: number;
  /** 0: for everybody. */
  readonly principal: number;
  readonly scopes: readonly string[];
  /** Whether it was given at that time or before it: a list says only that it is there. */
  readonly isBy: boolean;
  /** Where it is known from. */
  readonly source: string;
  readonly evidence: EvidenceSpot;
}

interface Repeat {
  readonly ending: Ending;
  readonly given: Given;
}

/** After a moment: consents in the logs, grants dated by the export, and those that a whole list lacked in between. */
function createGiven({ db }: RuleContext): (item: RuleItem, after: number) => readonly Given[] {
  const consents = db.prepare<
    [number, number, string, number],
    { time: number; principal: number; scopes: string | null; import_id: number; line: number }
  >(
    `SELECT l.time, iif(l.is_tenant_wide, 0, l.principal) AS principal, scope_set.value AS scopes, l.import_id, l.line
     FROM v_lifecycle AS l LEFT JOIN scope_set ON scope_set.id = l.scope_set
     WHERE l.connector = ? AND l.time > ? AND l.tenant = ? AND l.kind IN ('consent', 'scope-change') AND l.result = 0
       AND (l.is_tenant_wide = 1 OR l.principal = 0) = ?
     ORDER BY l.time, l.principal, l.line`,
  );
  const grants = db.prepare<
    [number, number, number],
    { time: number; principal: number; import_id: number; line: number }
  >(
    `SELECT g.granted_at AS time, g.principal, g.import_id, g.line
     FROM consent_grant AS g
     WHERE g.connector = ? AND g.item = ? AND g.granted_at > ? AND g.granted_basis = 'stated by the export'
     ORDER BY g.granted_at, g.principal, g.line`,
  );
  const returned = db.prepare<
    [number, string, string, number],
    { time: number; gone: number; principal: number; import_id: number; line: number }
  >(
    `SELECT back_as_of AS time, gone_as_of AS gone, principal, import_id, line
     FROM returned_grant
     WHERE connector = ? AND tenant = ? AND kind = ? AND gone_as_of > ? AND scopes = '[]'
     ORDER BY back_as_of, principal, line`,
  );
  return (item, after) => {
    const logged = consents
      .all(item.connector, after, item.tenant, isTenantWide(item) ? 1 : 0)
      .map((row) => toGiven(row, scopeTexts(row.scopes), 'audit log'));
    const seen = new Set(logged.map((given) => given.principal));
    const stated = grants
      .all(item.connector, item.item, after)
      .filter((row) => !seen.has(row.principal))
      .map((row) => toGiven(row, [], 'time of the grant in the export'));
    for (const given of stated) seen.add(given.principal);
    const listed = returned
      .all(item.connector, item.tenant, item.kind, after)
      .filter((row) => !seen.has(row.principal))
      .map((row) =>
        toGiven(row, [], `first list with it after the one as of ${dateText(row.gone)}, which lacked it`, true),
      );
    return [...logged, ...stated, ...listed];
  };
}

function toGiven(
  row: { readonly time: number; readonly principal: number; readonly import_id: number; readonly line: number },
  scopes: readonly string[],
  source: string,
  isBy = false,
): Given {
  return {
    isBy,
    time: row.time,
    principal: row.principal,
    scopes,
    source,
    evidence: { importId: row.import_id, line: row.line, note: `granted again, ${timeText(row.time)}` },
  };
}

/** By person, 0 for everybody: a large tenant takes back and gives thousands of consents. */
function indexed(endings: readonly Ending[]): ReadonlyMap<number, readonly Ending[]> {
  const placed = endings.flatMap((ending) => (ending.principals ?? [0]).map((principal) => ({ principal, ending })));
  return new Map(
    [...Map.groupBy(placed, ({ principal }) => principal)].map(([principal, rows]) => [
      principal,
      rows.map(({ ending }) => ending),
    ]),
  );
}

/** The last ending before a consent that it undoes. */
function repeatOf(
  { policy }: RuleContext,
  item: RuleItem,
  given: Given,
  endings: ReadonlyMap<number, readonly Ending[]>,
  scopes: StatedScopes,
): readonly Repeat[] {
  const own = new Set(item.scopes.map((scope) => scope.scope));
  const ids = given.scopes.map((text) => scopes.idOf(item, text));
  // A consent to scopes that the item does not hold is one to another item of the app.
  if (ids.length > 0 && !ids.some((id) => own.has(id))) return [];
  const isUndone = (one: Ending): boolean =>
    one.until < given.time &&
    given.time <= one.until + policy.reconsentDays * DAY &&
    (one.scopes.length === 0 ||
      ids.length === 0 ||
      one.scopes.some((ended) => ids.some((id) => scopes.includes(item, id, scopes.idOf(item, ended)))));
  const [last] = [...new Set([0, given.principal])]
    .flatMap((principal) => endings.get(principal)?.findLast(isUndone) ?? [])
    .toSorted((a, b) => b.until - a.until);
  return last === undefined ? [] : [{ ending: last, given }];
}

/** Whether an approval, or a decision that lets it continue, is on record since the consent ended. */
function createApproved(context: RuleContext): (item: RuleItem, ending: Ending) => boolean {
  const approvals = context.read(readApprovals);
  const decisions = context.read(readDecisions);
  return (item, ending) =>
    approvals.of(item.connector).some((approval) => approval.since > ending.from) ||
    decisions.all(item).some((decided) => lets(decided) && (decided.since ?? -Infinity) > ending.until);
}

function found({ asOf }: RuleContext, item: RuleItem, open: readonly [Repeat, ...Repeat[]]): Verdict {
  const [{ ending, given }] = open;
  const others = open.length === 1 ? '' : `, and ${counted(open.length - 1, 'more time', 'more times')} since`;
  const whom = given.principal === 0 ? ' for the whole tenant' : '';
  return finding(item, {
    severity: 'high',
    sentence:
      `${upper(ending.text)}, and ${item.name} was granted again${whom} ${given.isBy ? 'by' : 'on'} ${timeText(given.time)} (${given.source})${others}; ` +
      `no approval since then is on record as of ${dateText(asOf)}.`,
    evidence: open.flatMap((repeat) => [...repeat.ending.evidence, repeat.given.evidence]).slice(0, MOST_SPOTS),
  });
}

function upper(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
