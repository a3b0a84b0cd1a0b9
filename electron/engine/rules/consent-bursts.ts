import type Database from 'better-sqlite3';
import { readConsents, type Consent, type Consents } from './consents.ts';
import { itemsByConnector, readItems, type RuleItem } from './items.ts';
import { coveredBetween, missingLogText, readLogs, type Logs, type LogWindow } from './logs.ts';
import { poissonTail } from './poisson.ts';
import type { RuleContext, Verdict } from './rule.ts';
import { chanceText, counted, durationText, timeText } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const MOST_SPOTS = 25;

/**
 * Judges every connector with an item for a burst of consents (see CS-31): many people consent within hours of its first
 * appearance, or from one network address, far more often than people of the tenant consent to its other connectors.
 * Shared, because a burst makes other findings about the same connector worse.
 */
export function readConsentBursts(context: RuleContext): readonly Verdict[] {
  const sources = {
    logs: context.read(readLogs),
    consents: context.read(readConsents),
    hasUndatedGrant: createUndated(context.db),
  };
  return itemsByConnector(context.read(readItems)).map((items) => judgeConnector(context, sources, items));
}

interface Sources {
  readonly logs: Logs;
  readonly consents: Consents;
  /** Whether the connector holds a grant of the tenant that no log and no export dates: it may be older than the log. */
  readonly hasUndatedGrant: (connector: number, tenant: string) => boolean;
}

/** Consents close together, and how likely so many are by accident; null when the log cannot tell. */
interface Burst {
  readonly consents: readonly Consent[];
  readonly people: number;
  readonly where: string;
  readonly rate: { readonly others: number; readonly days: number; readonly chance: number } | null;
}

function judgeConnector(context: RuleContext, sources: Sources, items: readonly [RuleItem, ...RuleItem[]]): Verdict {
  const [first] = items;
  const subject = { connector: first.connector, item: null };
  const tenants = [...new Set(items.map((item) => item.tenant))];
  const isPersonal = items.some((item) => item.kind === 'delegated-user');
  const missing: string[] = [];
  let consents = 0;
  for (const tenant of tenants) {
    const log = sources.logs.best(first.platform, tenant, 'consents');
    const own = sources.consents.of(first.connector, tenant);
    consents += own.length;
    if (log === null) {
      missing.push(
        missingLogText(
          'consents',
          { platform: first.platform, tenant },
          context.asOf,
          context.policy.burstTrailingDays,
          log,
        ),
      );
      continue;
    }
    for (const burst of burstsOf(context, sources, first, tenant, own, log)) {
      if (burst.rate === null)
        missing.push(
          `More of the ${log.label} of tenant ${tenant}: it must reach back ${context.policy.burstTrailingMinimum} days before the consents to show the usual rate.`,
        );
      else if (burst.rate.chance < context.policy.burstProbability) return found(context, subject, items, burst, log);
    }
  }
  if (consents === 0 && !isPersonal) return notApplicable(subject);
  return missing[0] === undefined ? clear(subject) : undeterminable(subject, missing[0]);
}

function burstsOf(
  context: RuleContext,
  sources: Sources,
  connector: RuleItem,
  tenant: string,
  own: readonly Consent[],
  log: LogWindow,
): readonly Burst[] {
  const { policy } = context;
  const candidates = [
    { consents: atFirstAppearance(context, sources, connector, tenant, own), where: 'of its first appearance' },
    { consents: fromOneAddress(context, own), where: 'from one network address' },
  ];
  return candidates.flatMap(({ consents, where }) => {
    const people = distinctPeople(consents);
    if (people < policy.burstPeople || consents[0] === undefined) return [];
    return [
      {
        consents,
        people,
        where,
        rate: rateBefore(context, sources, connector.connector, tenant, consents[0].time, people, log),
      },
    ];
  });
}

function atFirstAppearance(
  { policy }: RuleContext,
  sources: Sources,
  connector: RuleItem,
  tenant: string,
  own: readonly Consent[],
): readonly Consent[] {
  const first = own[0]?.time;
  if (first === undefined) return [];
  // Without a creation date a connector with older grants appeared before the log began.
  if (connector.createdAt === null && sources.hasUndatedGrant(connector.connector, tenant)) return [];
  const appearance = Math.min(first, connector.createdAt ?? connector.firstSeen ?? first);
  return own.filter((consent) => consent.time <= appearance + policy.burstHours * HOUR);
}

/** The largest group of people who consented within the hours of the policy from the same address. */
function fromOneAddress({ policy }: RuleContext, own: readonly Consent[]): readonly Consent[] {
  const named = own.filter((consent) => consent.ip !== null && consent.ip !== '');
  let best: readonly Consent[] = [];
  for (const group of Map.groupBy(named, (consent) => consent.ip).values()) {
    let start = 0;
    for (const [index, consent] of group.entries()) {
      while ((group[start]?.time ?? consent.time) < consent.time - policy.burstHours * HOUR) start += 1;
      const near = group.slice(start, index + 1);
      if (near.length > best.length && distinctPeople(near) > distinctPeople(best)) best = near;
    }
  }
  return best;
}

function distinctPeople(consents: readonly Consent[]): number {
  return new Set(consents.map((consent) => consent.principal)).size;
}

/**
 * The tenant's usual rate, from consents to its other connectors before the burst. One more consent than seen is counted,
 * so that a quiet tenant does not make every consent improbable.
 */
function rateBefore(
  { policy }: RuleContext,
  sources: Sources,
  connector: number,
  tenant: string,
  start: number,
  people: number,
  log: LogWindow,
): Burst['rate'] {
  const startDay = Math.floor(start / DAY);
  const days = coveredBetween(log, startDay - policy.burstTrailingDays, startDay);
  if (days < policy.burstTrailingMinimum) return null;
  const others = sources.consents.toOthers(
    connector,
    tenant,
    (startDay - policy.burstTrailingDays) * DAY,
    startDay * DAY,
  );
  const expected = (((others + 1) / days) * policy.burstHours) / 24;
  return { others, days, chance: poissonTail(people, expected) };
}

function found(
  { policy }: RuleContext,
  subject: { readonly connector: number; readonly item: null },
  items: readonly [RuleItem, ...RuleItem[]],
  burst: Burst,
  log: LogWindow,
): Verdict {
  const tier = Math.max(...items.map((item) => item.tierRank));
  const [first, last] = [burst.consents[0]?.time ?? 0, burst.consents.at(-1)?.time ?? 0];
  const rate = burst.rate === null ? '' : rateText(burst.rate, policy.burstTrailingDays, policy.burstHours);
  return finding(subject, {
    severity: tier >= 2 ? 'critical' : 'high',
    sentence:
      `${counted(burst.people, 'person', 'people')} consented to ${items[0].name} within ${policy.burstHours} hours ${burst.where}: ` +
      `from ${timeText(first)}, all in ${durationText(last - first)}${rate} (${log.label}).`,
    evidence: burst.consents.slice(0, MOST_SPOTS).map((consent) => ({
      importId: consent.importId,
      line: consent.line,
      note: `consent, ${timeText(consent.time)}`,
    })),
  });
}

function rateText({ others, days, chance }: NonNullable<Burst['rate']>, trailing: number, hours: number): string {
  const perDay = Number((others / days).toPrecision(2));
  const span = days === trailing ? `the ${days} days before` : `${days} covered days of the ${trailing} before`;
  return (
    `; all other connectors of the tenant together had ${counted(others, 'consent', 'consents')} (${perDay} a day) in ${span}; ` +
    `the chance of so many in ${hours} hours by accident is ${chanceText(chance)}, counting one consent more than was seen`
  );
}

function createUndated(db: Database.Database): Sources['hasUndatedGrant'] {
  const undated = db.prepare<[number, string], { found: number }>(
    `SELECT EXISTS (
       SELECT 1
       FROM consent_grant JOIN v_item ON v_item.item = consent_grant.item
       WHERE consent_grant.connector = ? AND v_item.tenant = ? AND consent_grant.granted_at IS NULL
     ) AS found`,
  );
  return (connector, tenant) => undated.get(connector, tenant)?.found === 1;
}
