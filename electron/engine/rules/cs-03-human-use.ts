import type Database from 'better-sqlite3';
import { readItems, type RuleItem } from './items.ts';
import { coversDays, missingLogText, readLogs, windowText, type Logs } from './logs.ts';
import { defineRule, type RuleContext, type Verdict } from './rule.ts';
import { readTraits, type Trait } from './traits.ts';
import { classifyAgent, isHumanAgent } from './user-agents.ts';
import { counted, dateText, listed } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

const DAY = 86_400_000;
const MOST_SPOTS = 5;

/**
 * Per item of application permissions: calls without a person that came from a browser, a shell or an API client, the last
 * of them in the days of the policy. Counts are those between the first and the last sighting of each client, since the
 * logs are summed per client. Queries typed by hand (advanced hunting, anonymous Apex) count as a sign of their own.
 * Working hours of one person, networks of homes and VPNs, and one token in two clients are not judged: the summed logs
 * keep neither the hour nor the token of a call, and no list of such networks is at hand.
 */
export default defineRule({
  id: 'CS-03',
  title: 'Human use of an application identity',
  controls: {
    owasp: ['NHI10:2025'],
    csf: ['PR.AA-03', 'DE.CM-03'],
    cis: ['8.11'],
    iso: ['A.5.16', 'A.8.15'],
    nist: ['AC-2(12)', 'AU-6', 'IA-9'],
    pci: ['8.6.1'],
    soc2: ['CC6.1', 'CC7.2'],
  },
  recommendation: 'escalate',
  recommendedAction:
    'Ask who worked with the credential of the app; give that person an account of their own and rotate the credential.',
  *evaluate(context) {
    const sources = {
      logs: context.read(readLogs),
      traits: context.read(readTraits),
      calls: readOwnCalls(context.db),
    };
    for (const item of context.read(readItems))
      yield item.kind === 'application' ? judge(context, sources, item) : notApplicable(item);
  },
});

/** Calls of the apps themselves in one tenant. Times are UTC milliseconds. */
interface OwnCalls {
  readonly last: number;
  readonly adHoc: readonly { readonly operation: string; readonly count: number; readonly last: number }[];
}

interface Sources {
  readonly logs: Logs;
  readonly traits: ReadonlyMap<number, readonly Trait[]>;
  readonly calls: ReadonlyMap<string, OwnCalls>;
}

function judge({ asOf, policy }: RuleContext, { logs, traits, calls }: Sources, item: RuleItem): Verdict {
  const since = asOf - policy.humanDays * DAY;
  const own = calls.get(`${item.connector} ${item.tenant}`);
  const agents = (traits.get(item.connector) ?? []).filter(
    (trait) => trait.kind === 'agent' && trait.tenant === item.tenant && trait.isApp && trait.last >= since,
  );
  const human = agents.filter((trait) => isHumanAgent(classifyAgent(trait.value)));
  const adHoc = (own?.adHoc ?? []).filter((call) => call.last >= since);
  const count = sum(human.map((trait) => trait.count));
  const log = logs.best(item.platform, item.tenant, 'operations');
  const source = log === null ? 'evidence: log of calls' : windowText(log);
  if (count >= policy.humanOperations) {
    return finding(item, {
      severity: 'high',
      sentence: `${item.name} was used without a person's sign-in ${counted(count, 'time', 'times')} with clients made for people (${clientText(human)}), ${spanText(human)}, in ${source}.`,
      evidence: spotsOf(human),
    });
  }
  const typed = sum(adHoc.map((call) => call.count));
  if (typed >= policy.humanOperations) {
    return finding(item, {
      severity: 'high',
      sentence: `${item.name} ran ${counted(typed, 'query', 'queries')} of a kind that people type by hand (${listed(adHoc.map((call) => call.operation))}) without a person's sign-in, the last on ${dateText(Math.max(...adHoc.map((call) => call.last)))}, in ${source}.`,
      evidence: spotsOf(agents),
    });
  }
  if (log === null || !coversDays(log, asOf, policy.humanDays, policy.coveredShare))
    return undeterminable(item, missingLogText('operations', item, asOf, policy.humanDays, log));
  if (own !== undefined && own.last >= since && agents.length === 0) {
    return undeterminable(
      item,
      `User agents of its calls in the ${policy.humanDays} days before ${dateText(asOf)}: the ${log.label} gives none; export it with the column of user agents.`,
    );
  }
  return clear(item);
}

function clientText(traits: readonly Trait[]): string {
  const byName = Map.groupBy(traits, (trait) => classifyAgent(trait.value).name);
  const sums = [...byName].map(([name, group]) => ({ name, count: sum(group.map((trait) => trait.count)) }));
  return listed(
    sums
      .toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
      .map(({ name, count }) => `${name} ${counted(count, 'time', 'times')}`),
    3,
  );
}

function spanText(traits: readonly Trait[]): string {
  const [first, last] = [
    dateText(Math.min(...traits.map((trait) => trait.first))),
    dateText(Math.max(...traits.map((trait) => trait.last))),
  ];
  return first === last ? `on ${first}` : `from ${first} to ${last}`;
}

function spotsOf(traits: readonly Trait[]): Required<Verdict>['evidence'] {
  return traits
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, MOST_SPOTS)
    .map((trait) => ({
      importId: trait.importId,
      line: trait.line,
      note: `first call with ${classifyAgent(trait.value).name}, ${dateText(trait.first)}`,
    }));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/**
 * Queries that consoles send for somebody who types: Microsoft Graph advanced hunting (`security: runHuntingQuery`) and
 * anonymous Apex of the Salesforce Tooling API (`executeAnonymous`).
 */
const AD_HOC = /runHuntingQuery|executeAnonymous/i;

interface CallRow {
  readonly connector: number;
  readonly tenant: string;
  readonly operation: number;
  readonly count: number;
  readonly last: number;
}

function readOwnCalls(db: Database.Database): ReadonlyMap<string, OwnCalls> {
  const typed = new Map(
    db
      .prepare<[], { id: number; key: string }>('SELECT id, key FROM operation')
      .all()
      .filter((row) => AD_HOC.test(row.key))
      .map((row) => [row.id, row.key]),
  );
  const rows = db
    .prepare<[], CallRow>(
      `SELECT connector, tenant, operation, sum(count) AS count, max(last_time) AS last
       FROM v_usage
       WHERE kind = 0 AND result = 0 AND principal = 0
       GROUP BY connector, tenant, operation`,
    )
    .all();
  const calls = new Map<string, { last: number; adHoc: OwnCalls['adHoc'][number][] }>();
  for (const row of rows) {
    const key = `${row.connector} ${row.tenant}`;
    const known = calls.get(key) ?? { last: 0, adHoc: [] };
    const name = typed.get(row.operation);
    known.last = Math.max(known.last, row.last);
    if (name !== undefined) known.adHoc.push({ operation: name, count: row.count, last: row.last });
    calls.set(key, known);
  }
  return calls;
}
