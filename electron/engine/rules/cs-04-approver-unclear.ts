import { readApprovals } from './approvals.ts';
import { createGrantSpots } from './evidence.ts';
import { type Act, createConnectorIds, type Giving, isPerson, programOf, readGivings } from './granters.ts';
import { isTenantWide, readItems, type RuleItem } from './items.ts';
import { coveredBetween, type Logs, type LogWindow, missingLogText, readLogs, windowText } from './logs.ts';
import { type People, readPeople } from './people.ts';
import { defineRule, type EvidenceSpot, type RuleContext, type Verdict } from './rule.ts';
import { counted, dayText, timeText } from './wording.ts';
import { clear, finding, undeterminable } from './verdicts.ts';
import { PLATFORM_LABELS } from '../../../shared/domain/vocabulary.ts';

/**
 * Per item: a person must be on record who gave or approved it. A log that does not reach back to the grant says nothing
 * and is never taken for silence.
 */
export default defineRule({
  id: 'CS-04',
  title: 'Approver unclear',
  controls: {
    owasp: ['NHI3:2025'],
    csf: ['PR.AA-05', 'GV.SC-06'],
    cis: ['6.1'],
    iso: ['A.5.18', 'A.5.19'],
    nist: ['AC-2'],
    soc2: ['CC6.3'],
  },
  recommendation: 'conditional',
  recommendedAction: 'Let it go on only with an approval by owner and security afterwards; else revoke.',
  *evaluate(context) {
    const givings = context.read(readGivings);
    const approvals = context.read(readApprovals);
    const sources = {
      logs: context.read(readLogs),
      people: context.read(readPeople),
      programOfId: context.read(createConnectorIds),
      spots: context.read(createGrantSpots),
      hasApprovals: approvals.hasRegister,
    };
    for (const item of context.read(readItems)) {
      const isApproved = approvals.of(item.connector).some((approval) => isPerson(approval.approver));
      yield isApproved ? clear(item) : judge(context, item, givings.get(item.item) ?? [], sources);
    }
  },
});

interface Sources {
  readonly logs: Logs;
  readonly people: People;
  readonly programOfId: ReturnType<typeof createConnectorIds>;
  readonly spots: (item: RuleItem) => readonly EvidenceSpot[];
  readonly hasApprovals: boolean;
}

function judge(context: RuleContext, item: RuleItem, givings: readonly Giving[], sources: Sources): Verdict {
  const log = logFor(item, sources.logs);
  const unclear: { readonly grants: number; readonly because: string; readonly evidence: readonly EvidenceSpot[] }[] =
    [];
  const unknown: Giving[] = [];
  for (const giving of givings) {
    if (giving.act !== null) {
      const because = whyNobody(item, giving.act, sources);
      if (because !== null) unclear.push({ grants: giving.grants, because, evidence: [giving.act.evidence] });
    } else if (giving.day !== null && log !== null && isSilence(log, giving.day)) {
      unclear.push({
        grants: giving.grants,
        because:
          `the ${log.label}, which covers that day, shows no consent within ${context.policy.consentToleranceMinutes} minutes of ` +
          `${giving.first === null ? dayText(giving.day) : timeText(giving.first)}, when it was given`,
        evidence: [],
      });
    } else unknown.push(giving);
  }
  const [first] = unclear;
  if (first !== undefined) {
    const grants = unclear.reduce((sum, one) => sum + one.grants, 0);
    const others =
      grants === first.grants
        ? ''
        : `, and so for ${counted(grants - first.grants, 'other grant', 'other grants')} of it`;
    const register = sources.hasApprovals
      ? 'the register of approvals has no approval of it'
      : 'no register of approvals was imported';
    return finding(item, {
      severity: isTenantWide(item) || item.tierRank >= 3 ? 'high' : 'medium',
      sentence: `Nobody is on record who approved ${item.name}: ${first.because}${others}, and ${register}.`,
      evidence: [...unclear.flatMap((one) => one.evidence).slice(0, 3), ...sources.spots(item)],
    });
  }
  const [earliest] = unknown;
  if (earliest === undefined) return clear(item);
  const all = givings.reduce((sum, giving) => sum + giving.grants, 0);
  const open = unknown.reduce((sum, giving) => sum + giving.grants, 0);
  const which = open === all ? `${item.name} was` : `${open} of the ${all} grants of ${item.name} were`;
  return undeterminable(item, missingOf(context, item, earliest, { log, which }));
}

/** Whether the log would show a consent of the day. */
function isSilence(log: LogWindow, day: number): boolean {
  return log.cutOff === null && coveredBetween(log, day, day + 1) === 1;
}

/**
 * The log that must show how the item was given. The token log of Google shows what people give, and not what an
 * administrator allows for everybody.
 */
function logFor(item: RuleItem, logs: Logs): LogWindow | null {
  if (item.platform === 'google' && isTenantWide(item)) return null;
  return logs.best(item.platform, item.tenant, 'consents');
}

/** Why the log names no person for an act; null when it does. */
function whyNobody(item: RuleItem, { by, isOwn, time }: Act, { people, programOfId }: Sources): string | null {
  const when = timeText(time);
  if (isOwn) return null;
  if (by === 0) return `the audit log names nobody for the consent of ${when}`;
  const person = people.person(by);
  if (person !== null && isPerson(person.key)) return null;
  const id = programOf(people, by) ?? person?.name ?? '';
  const program = programOfId(item.platform, id);
  if (program?.connector === item.connector) return `the app granted it to itself on ${when}`;
  return `the program ${program?.name ?? id} granted it on ${when}, and no person is named`;
}

function missingOf(
  context: RuleContext,
  item: RuleItem,
  giving: Giving,
  { log, which }: { readonly log: LogWindow | null; readonly which: string },
): string {
  const where = `${PLATFORM_LABELS[item.platform]} tenant ${item.tenant}`;
  if (item.platform === 'google' && isTenantWide(item)) {
    return `Who allowed it for everybody in ${where}: an approval on record would tell; the token log shows only what people give.`;
  }
  if (log === null) return missingLogText('consents', item, context.asOf, context.policy.windowDays, log);
  if (giving.day === null) {
    return `When ${which} given: the export states no time, and ${windowText(log)} show no consent; an older log or an approval on record would tell.`;
  }
  const isWithin = log.fromDay <= giving.day && giving.day <= log.toDay;
  const covers =
    coveredBetween(log, giving.day, giving.day + 1) === 1
      ? `the ${log.label} may be cut off (${log.cutOff ?? ''})`
      : isWithin
        ? `the ${log.label} has no record of that day`
        : `the ${log.label} covers ${dayText(log.fromDay)} to ${dayText(log.toDay)} and does not reach it`;
  return `A log of consents of ${where} for ${dayText(giving.day)}, when ${which} given: ${covers}; an approval on record would do as well.`;
}
