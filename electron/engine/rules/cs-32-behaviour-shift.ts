import { networkBlock } from '../lib/network-block.ts';
import { createDaySpots } from './day-spots.ts';
import { readEgress, type KnownEgress } from './egress.ts';
import { itemsByConnector, readItems, type RuleItem } from './items.ts';
import { coversDays, missingLogText, readLogs, windowText, type Logs, type LogWindow } from './logs.ts';
import { newIn, type Novelty, type Periods } from './novelty.ts';
import { defineRule, type EvidenceSpot, type RuleContext, type Verdict } from './rule.ts';
import { readTraits, type Trait } from './traits.ts';
import { ceilingOf, readUsageDays, type Ceiling, type DayUse } from './volume.ts';
import { counted, dateText, dayText, listed } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

const DAY = 86_400_000;
const MOST_SPOTS = 6;
/** Least deviation of a day's bytes: below it answers of one call more or less would make a shift. */
const LEAST_BYTES = 1024 * 1024;

/**
 * Per connector: countries, networks, address blocks and clients first seen in the recent days, and days of far more calls
 * or bytes than the days before. Days are whole UTC days before the as-of time. Addresses of the egress register are no
 * news, and neither are country and network when all new addresses are among them. Volume is judged over the days that the
 * operation log covers, days without a call counting as none; see `ceilingOf` for its floor. Distinct objects are not
 * counted: the summed logs keep none.
 */
export default defineRule({
  id: 'CS-32',
  title: 'Behaviour shift: new country, network, client or volume',
  controls: {
    owasp: ['NHI3:2025', 'NHI2:2025'],
    csf: ['DE.CM-06', 'DE.AE-02'],
    cis: ['8.11', '8.12'],
    iso: ['A.8.16'],
    nist: ['AC-2(12)', 'AU-6'],
    soc2: ['CC7.2'],
  },
  recommendation: 'need-info',
  recommendedAction:
    'Ask the owner and the vendor what changed; escalate when the connector reaches tier 3 or 4 and nobody can tell.',
  *evaluate(context) {
    const sources: Sources = {
      logs: context.read(readLogs),
      traits: context.read(readTraits),
      days: context.read(readUsageDays),
      isKnown: context.read(readEgress),
      daySpots: context.read(createDaySpots),
    };
    for (const items of itemsByConnector(context.read(readItems))) yield judge(context, sources, items);
  },
});

interface Sources {
  readonly logs: Logs;
  readonly traits: ReadonlyMap<number, readonly Trait[]>;
  readonly days: ReadonlyMap<number, readonly DayUse[]>;
  readonly isKnown: KnownEgress;
  readonly daySpots: (connector: number, day: number) => readonly EvidenceSpot[];
}

/** A day that stands out: its calls or its bytes. */
interface Surge {
  readonly day: number;
  readonly of: 'calls' | 'bytes';
  readonly value: number;
  readonly ceiling: Ceiling;
}

function judge(context: RuleContext, sources: Sources, items: readonly [RuleItem, ...RuleItem[]]): Verdict {
  const { asOf, policy } = context;
  const [connector] = items;
  const subject = { connector: connector.connector, item: null };
  const end = Math.floor(asOf / DAY);
  const [from, split] = [end - policy.shiftRecentDays - policy.shiftBaseDays, end - policy.shiftRecentDays];
  const tenants = [...new Set(items.map((item) => item.tenant))].toSorted();
  const logs = tenants.flatMap((tenant) => logOf(sources.logs, connector, tenant) ?? []);
  const isCovered = (log: LogWindow): boolean =>
    coversDays(log, asOf, policy.shiftRecentDays + policy.shiftBaseDays, policy.coveredShare);
  const days = sources.days.get(connector.connector) ?? [];
  const before = days.filter((use) => use.day >= from && use.day < split);
  const operations = before.reduce((sum, use) => sum + use.calls + use.tokens, 0);
  const whole = logs.find(isCovered);
  if (whole === undefined)
    return undeterminable(
      subject,
      missingLogText(
        'operations',
        { platform: connector.platform, tenant: tenants[0] ?? '' },
        asOf,
        policy.shiftRecentDays + policy.shiftBaseDays,
        logs[0] ?? null,
      ),
    );
  if (operations < policy.shiftOperations) return notApplicable(subject);
  const traits = sources.traits.get(connector.connector) ?? [];
  const periods: Periods = { base: from * DAY, recent: split * DAY };
  const news = explained(newIn(traits, periods, asOf), traits, periods, sources.isKnown).filter((one) =>
    sources.logs.all.some((log) => log.log === one.log && log.tenant === one.tenant && isCovered(log)),
  );
  const surges = whole.grade === 'Q1' ? surgesOf(context, days, whole, { from, split, end }) : [];
  if (news.length > 0 || surges.length > 0) {
    const tier = Math.max(...items.map((item) => item.tierRank));
    const log = sources.logs.all.find((one) => one.log === news[0]?.log && one.tenant === news[0].tenant) ?? whole;
    return finding(subject, {
      severity: tier >= 3 ? 'high' : 'medium',
      sentence: sentenceOf(context, connector, { news, surges, operations, log, hint: hintOf(traits, news) }),
      evidence: [
        ...news.map((one) => ({ importId: one.importId, line: one.line, note: `first seen: ${newText(one)}` })),
        ...surges.flatMap((surge) => sources.daySpots(connector.connector, surge.day)),
      ].slice(0, MOST_SPOTS),
    });
  }
  if (!traits.some((trait) => trait.first < periods.recent && trait.last >= periods.base))
    return undeterminable(
      subject,
      `Addresses or user agents of its calls: the ${whole.label} gives neither, so only their number could be compared.`,
    );
  return clear(subject);
}

function logOf(logs: Logs, { platform }: RuleItem, tenant: string): LogWindow | null {
  return logs.best(platform, tenant, 'operations') ?? logs.best(platform, tenant, 'tokens');
}

/** Leaves out what the register of egress addresses explains. */
function explained(
  news: readonly Novelty[],
  traits: readonly Trait[],
  { recent }: Periods,
  isKnown: KnownEgress,
): readonly Novelty[] {
  const addresses = traits.filter((trait) => trait.kind === 'address' && trait.first >= recent);
  const strange = addresses.filter((trait) => !isKnown(trait.value, trait.first));
  const blocks = new Set(strange.map((trait) => networkBlock(trait.value)));
  const isAllKnown = addresses.length > 0 && strange.length === 0;
  return news.filter((one) => {
    if (one.kind === 'block') return blocks.has(one.value);
    return one.kind === 'agent' || !isAllKnown;
  });
}

/** Of calls and bytes the day that goes furthest beyond its ceiling. */
function surgesOf(
  { policy }: RuleContext,
  days: readonly DayUse[],
  log: LogWindow,
  { from, split, end }: { readonly from: number; readonly split: number; readonly end: number },
): readonly Surge[] {
  const uses = new Map(days.map((use) => [use.day, use]));
  const isInLog = (day: number): boolean => day >= log.fromDay && day <= log.toDay && !log.missingDays.has(day);
  const covered = Array.from({ length: split - from }, (_, index) => from + index).filter(isInLog);
  return (['calls', 'bytes'] as const).flatMap((of): Surge[] => {
    const ceiling = ceilingOf(
      covered.map((day) => uses.get(day)?.[of] ?? 0),
      policy.shiftFactor,
      of === 'calls' ? 1 : LEAST_BYTES,
    );
    const [most] = days
      .filter((use) => use.day >= split && use.day < end && use.calls >= policy.shiftOperations)
      .filter((use) => use[of] > ceiling.limit)
      .toSorted((a, b) => b[of] - a[of] || a.day - b.day);
    return most === undefined ? [] : [{ day: most.day, of, value: most[of], ceiling }];
  });
}

function sentenceOf(
  { asOf, policy }: RuleContext,
  connector: RuleItem,
  {
    news,
    surges,
    operations,
    log,
    hint,
  }: {
    readonly news: readonly Novelty[];
    readonly surges: readonly Surge[];
    readonly operations: number;
    readonly log: LogWindow;
    readonly hint: string;
  },
): string {
  const seen = news.length === 0 ? [] : [`worked from or with what it did not before: ${listed(news.map(newText), 4)}`];
  const more = surges.map((surge) => surgeText(surge, policy.shiftBaseDays));
  return (
    `In the ${policy.shiftRecentDays} days before ${dateText(asOf)} ${connector.name} ${[...seen, ...more].join(', and ')}; ` +
    `compared with ${counted(operations, 'call or token', 'calls and tokens')} in the ${policy.shiftBaseDays} days before them, ` +
    `in ${windowText(log)}${hint}.`
  );
}

const KIND_WORDS: Readonly<Record<Novelty['kind'], string>> = {
  country: 'country',
  network: 'network',
  block: 'addresses',
  agent: 'client',
};

function newText(one: Novelty): string {
  const isNumber = one.kind === 'network' && /^\d+$/.test(one.value);
  return `${KIND_WORDS[one.kind]} ${isNumber ? 'AS' : ''}${one.value} (${dateText(one.first)})`;
}

function surgeText({ day, of, value, ceiling }: Surge, base: number): string {
  const unit = of === 'calls' ? 'calls' : 'bytes';
  const number = (count: number): string => Math.round(count).toLocaleString('en-US');
  return (
    `${of === 'calls' ? 'made' : 'received'} ${number(value)} ${unit} on ${dayText(day)}, where the median of the ${base} days before ` +
    `is ${number(ceiling.median)} a day and ${number(ceiling.limit)} would still be ordinary`
  );
}

/** Says so when a log names no place beside the address. */
function hintOf(traits: readonly Trait[], news: readonly Novelty[]): string {
  const isPlaceKnown = traits.some((trait) => trait.kind === 'country' || trait.kind === 'network');
  return isPlaceKnown || news.length === 0
    ? ''
    : '; the log names neither country nor network, so places were told apart by blocks of addresses';
}
