import type { WorkpaperId } from '../../../electron/engine/report/workpapers.ts';
import type { BundleFacts, FactItem } from './bundle-facts.ts';
import { decisionOf, drawn, findingsOf, isDetailed, sum } from './redrawn.ts';

/** What a table must show: its numbers, row by row, or the number of its rows where the cells are words. */
export type Expected = { readonly numbers: readonly number[] } | { readonly rows: number } | 'words';

/** Computes a table again. `item`: the item that the table is about, for those in the detail. */
type Recompute = (facts: BundleFacts, item: FactItem | null) => Expected;

const DECISIONS = ['certify', 'reduce', 'conditional', 'revoke', 'assign-owner', 'need-info', 'escalate', null];
const TIERS = [4, 3, null, 2, 1, 0];
const PLATFORMS = ['google', 'entra', 'salesforce', 'slack', 'github', 'okta', 'other'];
const KINDS = ['application', 'delegated-tenant', 'delegated-user'];
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'];

const tierNumber = (tier: number | null): number[] => (tier === null ? [] : [tier]);
const inOrderOf = <T>(list: readonly T[], order: readonly T[]): T[] => order.filter((one) => list.includes(one));

/** Columns of the cross tables: all, each final decision, left open, undecided. */
function byDecision(items: readonly FactItem[]): number[] {
  const of = (...kinds: readonly (string | null)[]): number =>
    items.filter((item) => kinds.includes(decisionOf(item))).length;
  return [
    items.length,
    of('certify'),
    of('conditional'),
    of('reduce'),
    of('revoke'),
    of('escalate'),
    of('assign-owner', 'need-info'),
    of(null),
  ];
}

function decidedAs(kind: string): Recompute {
  return ({ decisions }) => ({ rows: decisions.filter((row) => row['decision'] === kind).length });
}

const owners = (item: FactItem): string[] => [
  ...new Set(item.owners.map((owner) => owner.replace(/ \([^()]*\)$/u, ''))),
];
const EXTRACTED = new Set(['decision', 'decision-merged', 'undo', 'batch', 'canary-answered', 'checkpoint']);
const CARRIED = ['expired', 'revoke', 'reduce', 'open', 'condition', 'review', 'absent', 'outside'];
const STATES = ['regressed', 'still-there', 'decided', 'exported', 'claimed', 'waiting', 'verified'];
const CHECKS = ['EV-1', 'EV-2', 'EV-3', 'EV-4', 'EV-5', 'EV-6', 'EV-7'];
const numbered = (length: number): number[] => Array.from({ length }, (_, index) => index + 1);
const ledger = ({ sources }: BundleFacts, names: readonly string[]): number[][] =>
  sources.files.map(({ counts }) => names.map((name) => counts[name] ?? Number.NaN));

/** Every table and figure of the report; another one without an entry does not compile. */
export const RECOMPUTED: Readonly<Record<WorkpaperId, Recompute>> = {
  'conclusion-reasons': ({ report }) => ({ numbers: numbered(report.conclusion.reasons.length) }),
  'conclusion-classes': () => 'words',
  attestations: ({ quality }) => ({
    numbers: quality.review.submissions.flatMap(({ decisions, undecided }) => [decisions, undecided]),
  }),
  'earlier-reports': ({ journal }) => ({ rows: journal.filter(({ type }) => type === 'report-signed').length }),
  'source-files': ({ sources }) => ({ rows: sources.files.length }),
  'ledger-files': (facts) => {
    const rows = ledger(facts, ['read', 'accepted', 'rejected', 'duplicate', 'notRelevant']);
    for (const [read = 0, ...parts] of rows) if (read !== sum(parts)) throw new Error('a ledger does not close');
    return { numbers: [...rows.flat(), ...[0, 1, 2, 3, 4].map((place) => sum(rows.map((row) => row[place] ?? 0)))] };
  },
  'ledger-reasons': ({ sources }) => ({
    numbers: sources.files.flatMap(({ reasons }) => reasons.map((reason) => reason.count)),
  }),
  'file-warnings': ({ sources }) => ({ rows: sources.files.flatMap(({ warnings }) => warnings).length }),
  'items-by-kind': ({ report: { items } }) => ({
    numbers: [
      ...[...new Set(items.map(({ platform }) => platform))]
        // The order of the platforms follows from the items and is not what this is about.
        .toSorted((a, b) => PLATFORMS.indexOf(a) - PLATFORMS.indexOf(b))
        .flatMap((platform) =>
          KINDS.flatMap((kind) => {
            const some = items.filter((item) => item.platform === platform && item.kind === kind);
            return some.length === 0 ? [] : [some.length, sum(some.map(({ grants }) => grants))];
          }),
        ),
      items.length,
      sum(items.map(({ grants }) => grants)),
    ],
  }),
  'population-flow': ({ sources }) => ({
    numbers: sources.ledger.flatMap((one) => [
      one.grantRecords + one.eventRecords + one.otherRecords,
      one.grantRecords,
      one.eventRecords,
      one.otherRecords,
      one.logicalGrants,
      sum(one.excluded.map((part) => part.count)),
      one.inPopulation,
    ]),
  }),
  'population-excluded': ({ sources }) => ({
    numbers: sources.ledger.flatMap((one) => [...one.excluded, ...one.unattributed].map((part) => part.count)),
  }),
  'population-breaks': ({ sources }) => ({ rows: sources.ledger.flatMap(({ breaks }) => breaks).length }),
  'acting-without-grant': ({ report }) => ({ rows: report.actingWithoutGrant.length }),
  // The cell says `92 of 92`.
  'log-windows': ({ report }) => ({
    numbers: report.windows.flatMap(({ from, to, totalDays, missingDays }) => {
      const days = Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / 86_400_000) + 1;
      if (days !== totalDays) throw new Error('a window has another length than its days');
      return [totalDays - missingDays.length, days];
    }),
  }),
  'log-gaps': ({ report }) => ({ rows: report.windows.filter(({ missingDays }) => missingDays.length > 0).length }),
  'log-calendar': ({ report: { windows } }) => {
    const first = Math.min(...windows.map(({ from }) => Date.parse(from.slice(0, 10))));
    const last = Math.max(...windows.map(({ to }) => Date.parse(to.slice(0, 10))));
    const days = numbered((last - first) / 86_400_000 + 1)
      .map((day) => new Date(first + (day - 1) * 86_400_000).toISOString().slice(0, 10))
      .slice(-366);
    return {
      numbers: days.flatMap((day) =>
        windows.map(({ from, to, missingDays }) =>
          day >= from.slice(0, 10) && day <= to.slice(0, 10) && !missingDays.includes(day) ? 1 : 0,
        ),
      ),
    };
  },
  'scope-statuses': ({ report }) => {
    const statuses = report.items.flatMap(({ scopes }) => scopes.map(({ status }) => status));
    const order = ['observed', 'denied-only', 'not-seen-full', 'not-seen-partial', 'not-observable', 'persistence'];
    return {
      numbers: [...order.map((status) => statuses.filter((one) => one === status).length), statuses.length],
    };
  },
  'evidence-grades': ({ report: { items } }) => ({
    numbers: [
      ...['Q1', 'Q2', 'Q3', 'Q0'].map((grade) => items.filter(({ lastUse }) => lastUse.grade === grade).length),
      items.length,
    ],
  }),
  'check-outcomes': ({ sources: { checks } }) => ({
    numbers: CHECKS.flatMap((id) =>
      ['finding', 'undeterminable', 'clear'].map(
        (outcome) => checks.filter((one) => one.check === id && one.outcome === outcome).length,
      ),
    ),
  }),
  'check-findings': ({ sources: { checks } }) => ({
    rows: checks.filter(({ outcome }) => outcome === 'finding' || outcome === 'undeterminable').length,
  }),
  tiers: ({ report: { items } }) => ({
    numbers: TIERS.flatMap((tier) => [
      ...tierNumber(tier),
      items.filter((item) => item.tier === tier).length,
      items.flatMap(({ scopes }) => scopes).filter((scope) => scope.tier === tier).length,
    ]),
  }),
  'plan-tiers': ({ quality }) => ({
    numbers: (quality.review.plan?.tiers ?? []).flatMap((one) => [
      one.tier,
      one.items,
      one.unrated,
      one.decided,
      one.second,
    ]),
  }),
  'plan-versions': ({ journal }) => ({
    numbers: numbered(
      journal.filter(({ type }) =>
        ['campaign-staged', 'campaign-amended', 'campaign-drawn', 'campaign-opened', 'campaign-closed'].includes(type),
      ).length,
    ),
  }),
  'sample-strata': (facts) => {
    const strata = drawn(facts);
    return {
      numbers: [
        ...strata.flatMap(({ of, keys }) => [of, keys.length]),
        sum(strata.map(({ of }) => of)),
        sum(strata.map(({ keys }) => keys.length)),
      ],
    };
  },
  'sample-items': (facts) => ({ rows: sum(drawn(facts).map(({ keys }) => keys.length)) }),
  participants: ({ quality, journal }) => {
    const taken = journal.filter(({ type }) => type === 'decision' || type === 'decision-merged');
    if (journal.some(({ type }) => type === 'undo')) throw new Error('the sample takes nothing back');
    return {
      numbers: quality.review.people
        .map(({ name }) => name)
        .toSorted()
        .flatMap((name) =>
          ['first', 'second', 'adjudication'].map(
            (round) => taken.filter(({ actor, payload }) => actor === name && payload['round'] === round).length,
          ),
        ),
    };
  },
  independence: ({ quality }) => ({ numbers: quality.review.ties.map(({ items }) => items.length) }),
  'items-by-decision-chart': ({ report: { items } }) => ({
    numbers: DECISIONS.map((kind) => items.filter((item) => decisionOf(item) === kind).length),
  }),
  'items-by-decision': ({ report: { items } }) => ({
    numbers: [...DECISIONS.map((kind) => items.filter((item) => decisionOf(item) === kind).length), items.length],
  }),
  'items-by-tier-chart': ({ report: { items } }) => ({
    numbers: TIERS.map((tier) => items.filter((item) => item.tier === tier).length),
  }),
  'decisions-by-tier': ({ report: { items } }) => ({
    numbers: [
      ...TIERS.flatMap((tier) => [...tierNumber(tier), ...byDecision(items.filter((item) => item.tier === tier))]),
      ...byDecision(items),
    ],
  }),
  'decisions-by-platform': ({ report: { items } }) => ({
    numbers: [
      ...inOrderOf(
        items.map(({ platform }) => platform),
        PLATFORMS,
      ).flatMap((platform) => byDecision(items.filter((item) => item.platform === platform))),
      ...byDecision(items),
    ],
  }),
  'decisions-by-owner': ({ report: { items } }) => {
    const rows = [...new Set(items.flatMap(owners))]
      .map((name) => ({ name, own: items.filter((item) => owners(item).includes(name)) }))
      .toSorted((a, b) => b.own.length - a.own.length || (a.name < b.name ? -1 : 1));
    return {
      numbers: [
        ...rows.flatMap(({ own }) => byDecision(own)),
        ...byDecision(items.filter((item) => item.owners.length === 0)),
      ],
    };
  },
  'findings-by-severity-chart': ({ report: { findings } }) => ({
    numbers: SEVERITIES.map((severity) => findings.filter((one) => one.severity === severity).length),
  }),
  'findings-by-severity': ({ findings }) => {
    const counted = findings.filter((row) => row['suppression'] === '');
    const row = (some: typeof counted): number[] => [some.length, new Set(some.map((one) => one['connector'])).size];
    return {
      numbers: [
        ...SEVERITIES.flatMap((severity) => row(counted.filter((one) => one['severity'] === severity))),
        ...row(counted),
      ],
    };
  },
  'rule-outcomes': ({ report }) => ({
    numbers: report.rules.flatMap(({ findings, clear, undeterminable, notApplicable }) => [
      findings,
      clear,
      undeterminable,
      notApplicable,
      findings + clear + undeterminable + notApplicable,
    ]),
  }),
  // Three sentences of a rule, and one line for the others.
  'rule-missing': ({ report }) => ({ rows: sum(report.rules.map(({ missing }) => Math.min(4, missing.length))) }),
  trend: ({ report: { baseline, items } }) => {
    const rows = DECISIONS.map((kind) => [
      (baseline?.carried ?? []).filter(({ decision }) => decision === kind).length,
      items.filter((item) => decisionOf(item) === kind).length,
    ]);
    const all = [baseline?.carried.length ?? 0, items.length];
    return { numbers: [...rows, all].flatMap(([then = 0, now = 0]) => [then, now, now - then]) };
  },
  'trend-items': ({ report: { baseline } }) => {
    const { new: added = 0, changed = 0, same = 0 } = baseline?.deltas ?? {};
    return { numbers: [added, changed, same, added + changed + same] };
  },
  'item-scopes': (_, item) => ({ numbers: (item?.scopes ?? []).flatMap(({ tier }) => tierNumber(tier)) }),
  'item-certificate': (_, item) => ({ rows: item?.certificate.length ?? 0 }),
  'item-findings': (facts, item) => ({ rows: findingsOf(facts, item).length }),
  'item-suppressed': ({ report }, item) => ({
    rows: report.suppressed.filter(
      ({ finding }) =>
        finding.connectorId === item?.connectorId && (finding.itemId === null || finding.itemId === item.itemId),
    ).length,
  }),
  'item-undeterminable': (_, item) => ({ rows: item?.undeterminable.length ?? 0 }),
  'item-reviews': ({ journal }, item) => ({
    rows: journal.filter(({ type, payload }) => type === 'decision' && payload['item'] === item?.itemId).length,
  }),
  // The order is that of risk, which is not in the data: the numbers are compared in sorted order.
  schedule: (facts) => ({
    numbers: facts.report.items
      .filter((item) => !isDetailed(facts, item))
      .flatMap(({ grants, tier }) => [grants, ...tierNumber(tier)]),
  }),
  conditions: decidedAs('conditional'),
  'suppressed-findings': ({ findings }) => ({ rows: findings.filter((row) => row['suppression'] !== '').length }),
  'campaign-exceptions': ({ quality }) => ({
    numbers: [
      ...Map.groupBy(quality.review.exceptions, ({ kind, sentence, reason, by, at }) =>
        [kind, sentence, reason, by, at].join('\n'),
      ).values(),
    ].map((group) => group.length),
  }),
  'remedy-states': ({ report: { remedies } }) => ({
    numbers: [...STATES.map((state) => remedies.filter((one) => one.state === state)), remedies].flatMap((some) => [
      some.length,
      some.filter(({ isOverdue }) => isOverdue).length,
    ]),
  }),
  'remedy-evidence': ({ report }) => ({ rows: report.remedies.length }),
  'to-escalate': decidedAs('escalate'),
  'to-revoke': decidedAs('revoke'),
  'to-reduce': decidedAs('reduce'),
  'owners-to-confirm': decidedAs('assign-owner'),
  'information-to-obtain': decidedAs('need-info'),
  recipes: () => 'words',
  'baseline-chain': ({ report: { baseline } }) => ({
    rows: baseline === null ? 0 : baseline.predecessors.length + 1,
  }),
  'carried-forward': ({ report: { baseline } }) => {
    const carried = baseline?.carried ?? [];
    const row = (some: typeof carried): number[] => [some.length, some.filter(({ isPast }) => isPast).length];
    return {
      numbers: [...CARRIED.map((kind) => carried.filter((one) => one.kind === kind)).flatMap(row), ...row(carried)],
    };
  },
  'open-matters': ({ report: { baseline } }) => ({
    rows: Math.min(200, (baseline?.carried ?? []).filter(({ kind, isPast }) => kind !== 'review' || isPast).length),
  }),
  'earlier-promises': ({ report: { baseline } }) => ({
    rows: Math.min(
      200,
      (baseline?.carried ?? []).filter(({ decision }) =>
        ['revoke', 'reduce', 'conditional'].some((kind) => kind === decision),
      ).length,
    ),
  }),
  'quality-reasons': ({ quality }) => ({ numbers: numbered(quality.whole.verdict.reasons.length) }),
  // Their cells are sentences with numbers in them, which the test compares as a whole.
  'quality-figures': () => 'words',
  'repeated-texts': ({ quality }) => ({
    numbers: quality.whole.figures.repeatedTexts.groups.flatMap(({ texts, identical }) => [texts, identical]),
  }),
  'quality-of-person': () => 'words',
  'quality-limits': ({ quality }) => ({ numbers: numbered(quality.limits.length) }),
  crosswalk: ({ report: { rules } }) => {
    const order = ['owasp', 'csf', 'cis', 'iso', 'nist', 'pci', 'soc2', 'ai'];
    return {
      numbers: order.flatMap((key) =>
        [...new Set(rules.flatMap(({ controls }) => controls[key] ?? []))]
          .toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
          .flatMap((id) => {
            const touching = rules.filter(({ controls }) => controls[key]?.includes(id) === true);
            return [sum(touching.map(({ findings }) => findings)), sum(touching.map((one) => one.undeterminable))];
          }),
      ),
    };
  },
  'assessable-risks': () => ({ rows: 10 }),
  'uncovered-controls': () => 'words',
  limitations: () => 'words',
  'verify-commands': () => ({ numbers: numbered(13) }),
  glossary: () => 'words',
  'not-accepted': (facts) => ({ numbers: ledger(facts, ['rejected', 'duplicate', 'notRelevant']).flat() }),
  'rule-texts': ({ report }) => ({ rows: report.rules.length }),
  'parameters-changed': () => ({ rows: 0 }),
  parameters: ({ report }) => ({
    rows: Object.keys(report.policy).filter((name) => name !== 'name' && name !== 'version').length,
  }),
  'journal-kinds': ({ journal }) => {
    const kinds = [...Map.groupBy(journal, ({ type }) => type)].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return { numbers: [...kinds.map(([, entries]) => entries.length), journal.length] };
  },
  'journal-extract': ({ journal }) => ({
    numbers: journal
      .filter(({ type }) => !EXTRACTED.has(type))
      .slice(-150)
      .map(({ seq }) => seq),
  }),
  'rejected-records': ({ sources }) => ({ numbers: sources.rejected.map(({ line }) => line) }),
  'tick-marks': () => 'words',
  'workpaper-index': () => 'words',
};
