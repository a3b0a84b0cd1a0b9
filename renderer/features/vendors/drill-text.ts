import type { Drill, DrillSubject, Remedy } from '../../../shared/contract/drill.ts';
import {
  DECISION_LABELS,
  GRADE_LABELS,
  GRANT_KIND_LABELS,
  PLATFORM_LABELS,
  USAGE_STATUS_LABELS,
  type Grade,
  type Tier,
} from '../../../shared/domain/terms.ts';
import { showHidden } from '../../blocks/show-hidden.ts';
import { formatCount, formatCounted, formatDate, formatTime } from '../../components/format.ts';

/** What the clipboard takes. */
const LONGEST = 100_000;
const CUT = '\n… cut here: the rest is on the page and in the CSV of the grants.\n';

/** The address of the drill page of a vendor or app. */
export function drillPath(subject: DrillSubject): string {
  return `/vendors/drill?${new URLSearchParams('vendor' in subject ? { vendor: subject.vendor } : { app: subject.connectorId }).toString()}`;
}

/** "Tier 3", or that it is not in the catalog. */
export function tierText(tier: Tier): string {
  return tier === null ? 'unrated' : `tier ${tier}`;
}

/** "2026-09-30, operation log", or that nothing shows any. */
export function lastUseText({ at, grade }: { readonly at: string | null; readonly grade: Grade }): string {
  if (at !== null) return `${formatDate(at)} (${grade}, ${GRADE_LABELS[grade].toLowerCase()})`;
  return grade === 'Q0' ? 'no evidence' : `not seen (${grade}, ${GRADE_LABELS[grade].toLowerCase()})`;
}

/** The whole page as plain text, to be pasted into a mail or a ticket. Nothing hidden in a name gets out. */
export function drillText(drill: Drill): string {
  const { counts } = drill;
  const lines = [
    oneLine(drill.kind === 'vendor' ? `Vendor: ${drill.name}` : `App: ${drill.name}`),
    `As of ${formatTime(drill.asOf)}`,
    ...(drill.isConfirmed ? [] : ['The apps are suggested as one vendor; nobody confirmed it.']),
    '',
    `${formatCounted(counts.apps, 'app')} on ${formatCounted(counts.platforms, 'platform')} in ${formatCounted(counts.tenants, 'tenant')}`,
    `${formatCounted(counts.grants, 'grant')} in ${formatCounted(counts.items, 'review item')}, of which ${formatCount(counts.tenantWideItems)} for a whole tenant or as the app itself`,
    `${formatCounted(counts.people, 'person', 'people')} with a grant of their own`,
    `${formatCounted(counts.scopes, 'scope')}; ${formatCounted(counts.findings, 'finding')}; ${formatCounted(counts.undeterminable, 'judgement')} that lack evidence`,
    ...(counts.gone === 0 ? [] : [`${formatCounted(counts.gone, 'grant')} of older lists no longer listed`]),
    ...section(
      'Grants',
      drill.items.map(
        (item) =>
          `${PLATFORM_LABELS[item.platform]}, ${item.tenant}: ${item.name}, ${GRANT_KIND_LABELS[item.kind].toLowerCase()}, ${formatCounted(item.grants, 'grant')}, ${formatCounted(item.people, 'person', 'people')}, ${tierText(item.highestTier)}, last use ${lastUseText(item.lastUse)}${item.decision === null ? '' : `, decided: ${DECISION_LABELS[item.decision]}`}`,
      ),
      counts.items,
    ),
    ...section(
      'Owners',
      drill.owners.map((owner) => `${owner.app}: ${owner.name} <${owner.email}>, ${owner.role}, ${owner.status}`),
      drill.owners.length,
      drill.ownersKnown ? 'Nobody on record.' : 'Not known: no register of owners and people was imported.',
    ),
    ...section(
      'Scopes',
      drill.scopes.map(
        (scope) =>
          `${PLATFORM_LABELS[scope.platform]}: ${scope.scope}, ${tierText(scope.tier)}, ${USAGE_STATUS_LABELS[scope.status].toLowerCase()} (${scope.grade}) in ${formatCounted(scope.items, 'item')}${scope.last === null ? '' : `, last ${formatDate(scope.last)}`}`,
      ),
      drill.scopesTotal,
    ),
    ...section(
      'Findings',
      drill.findings.map((finding) => `${finding.severity} ${finding.rule} ${finding.title}: ${finding.sentence}`),
      counts.findings,
    ),
    ...drill.revoke.flatMap(({ platform, remedy }) => remedyLines(PLATFORM_LABELS[platform], remedy)),
    ...section(
      'People',
      drill.people.map(
        (person) =>
          `${person.name ?? person.principal} <${person.principal}>${person.status === null ? '' : `, ${person.status}`}${person.department === null ? '' : `, ${person.department}`}, ${formatCounted(person.grants, 'grant')}`,
      ),
      counts.people,
    ),
  ];
  const text = `${lines.join('\n')}\n`;
  return text.length <= LONGEST ? text : text.slice(0, LONGEST - CUT.length) + CUT;
}

function section(title: string, rows: readonly string[], total: number, empty = 'None.'): string[] {
  return [
    '',
    title.toUpperCase(),
    ...(rows.length === 0 ? [empty] : rows.map((row) => `- ${oneLine(row)}`)),
    ...(rows.length > 0 && rows.length < total ? [`- and ${formatCount(total - rows.length)} more`] : []),
  ];
}

function remedyLines(platform: string, remedy: Remedy): string[] {
  return [
    '',
    `REVOKE ON ${platform.toUpperCase()}: ${remedy.title}`,
    ...remedy.steps.flatMap((step, index) => [
      `${index + 1}. ${oneLine(step.text)}`,
      ...(step.script === null ? [] : step.script.text.split('\n').map((line) => `     ${line}`)),
    ]),
    ...remedy.stops.map((text) => `Stops: ${text}`),
    ...remedy.doesNotStop.map((text) => `Does not stop: ${text}`),
    `Proof: ${remedy.proof}`,
  ];
}

function oneLine(text: string): string {
  return showHidden(text.replace(/[\r\n\t\u2028\u2029]+/g, ' '));
}
