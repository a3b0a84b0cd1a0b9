import type Database from 'better-sqlite3';
import { distinctSpots } from './evidence.ts';
import { itemsByConnector, readItems, type RuleItem } from './items.ts';
import { coversDays, missingLogText, readLogs, type Logs, type LogWindow } from './logs.ts';
import { createHistories, readRevocations, type History, type Revocation, type TokenUse } from './revocations.ts';
import { defineRule, type EvidenceSpot, type RuleContext, type Verdict } from './rule.ts';
import { counted, durationText, timeText } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const MOST_SPOTS = 10;

/**
 * Per connector: a call or a token after somebody took the consent back, or after a whole list no longer showed what was
 * decided to be revoked, later than a token can live, with no consent in between. Connectors whose last grant was taken back are outside the population and get a verdict only when it fires.
 */
export default defineRule({
  id: 'CS-24',
  title: 'Use after revocation',
  controls: {
    owasp: ['NHI1:2025'],
    csf: ['DE.CM-06', 'DE.AE-02', 'RS.MI-01'],
    cis: ['6.2', '8.11'],
    iso: ['A.5.18', 'A.5.25'],
  },
  recommendation: 'escalate',
  recommendedAction:
    'Escalate as an incident; revoke again, and end sessions and refresh tokens on the platform itself.',
  followsDecisions: true,
  *evaluate(context) {
    const { db } = context;
    const sources = { logs: context.read(readLogs), historyOf: context.read(createHistories) };
    const revocations = context.read(readRevocations);
    const seen = new Set<number>();
    for (const items of itemsByConnector(context.read(readItems))) {
      const [first] = items;
      seen.add(first.connector);
      const own = revocations.get(first.connector) ?? [];
      const tenants = new Set([...items.map((item) => item.tenant), ...own.map((revocation) => revocation.tenant)]);
      yield judge(
        context,
        { connector: first.connector, name: first.name, platform: first.platform },
        own,
        [...tenants],
        sources,
      );
    }
    for (const [connector, own] of revocations) {
      if (seen.has(connector)) continue;
      const outside = subjectOf(db, connector);
      if (outside === null) continue;
      const verdict = judge(context, outside, own, [...new Set(own.map((revocation) => revocation.tenant))], sources);
      if (verdict.outcome === 'finding') yield verdict;
    }
  },
});

interface Sources {
  readonly logs: Logs;
  readonly historyOf: ReturnType<typeof createHistories>;
}

type Subject = Pick<RuleItem, 'connector' | 'name' | 'platform'>;

/** A revocation with the uses that followed it. */
interface Case {
  readonly revocation: Revocation;
  readonly uses: readonly [TokenUse, ...TokenUse[]];
  /** Why it is only possible: the inventory still lists a grant of the person. */
  readonly isStillListed: boolean;
}

function judge(
  context: RuleContext,
  subject: Subject,
  own: readonly Revocation[],
  tenants: readonly string[],
  { logs, historyOf }: Sources,
): Verdict {
  const { asOf, policy } = context;
  const verdictOn = { connector: subject.connector, item: null };
  const cases: Case[] = [];
  const missing: string[] = [];
  for (const tenant of tenants) {
    const place = { platform: subject.platform, tenant };
    const [first, ...rest] = own.filter((revocation) => revocation.tenant === tenant);
    if (first === undefined) {
      const log = logs.best(subject.platform, tenant, 'consents');
      if (log === null) missing.push(missingLogText('consents', place, asOf, policy.windowDays, log));
      continue;
    }
    const taken = [first, ...rest] as const;
    const history = historyOf(subject.connector, tenant, taken);
    cases.push(...taken.flatMap((revocation) => caseOf(context, revocation, history)));
    const log = logs.best(subject.platform, tenant, 'operations');
    const days = Math.max(1, Math.floor(asOf / DAY) - Math.floor(first.time / DAY));
    if (log === null || !coversDays(log, asOf, days, policy.coveredShare)) {
      missing.push(missingLogText('operations', place, asOf, days, log));
    }
  }
  if (cases.length > 0) return found(context, verdictOn, subject, cases, logs.all);
  if (missing[0] !== undefined) return undeterminable(verdictOn, missing[0]);
  return own.length === 0 ? notApplicable(verdictOn) : clear(verdictOn);
}

function caseOf({ policy }: RuleContext, revocation: Revocation, history: History): readonly Case[] {
  const after = revocation.time + (policy.tokenLifeMinutes + policy.clockSkewMinutes) * MINUTE;
  const principals = revocation.isTenantWide ? [...history.uses.keys()] : [revocation.principal];
  return principals
    .filter((principal) => shouldHaveEnded(revocation, principal, history))
    .flatMap((principal) => {
      const consents = [...(history.consents.get(principal) ?? []), ...(history.consents.get(0) ?? [])];
      const consented = Math.min(...consents.filter((time) => time >= revocation.time));
      const [first, ...rest] = (history.uses.get(principal) ?? []).filter(
        (use) => use.time > after && use.time < consented,
      );
      if (first === undefined) return [];
      const isStillListed = history.holds('delegated-user', principal);
      return [{ revocation, uses: [first, ...rest] as const, isStillListed }];
    });
}

/**
 * Whether the uses of a principal should have ended. A consent for everybody that is still listed covers every person; an
 * application permission that is still listed covers the calls without one. People with a consent of their own are judged
 * by their own revocation.
 */
function shouldHaveEnded(revocation: Revocation, principal: number, history: History): boolean {
  if (principal === 0)
    return (revocation.isTenantWide || revocation.gone === 'application') && !history.holds('application', 0);
  if (history.holds('delegated-tenant', 0)) return false;
  if (!revocation.isTenantWide) return true;
  return !history.withOwnConsent.has(principal) && !history.holds('delegated-user', principal);
}

function found(
  context: RuleContext,
  verdictOn: { readonly connector: number; readonly item: null },
  subject: Subject,
  cases: readonly Case[],
  windows: readonly LogWindow[],
): Verdict {
  const worst = cases.toSorted(
    (a, b) => Number(a.isStillListed) - Number(b.isStillListed) || a.uses[0].time - b.uses[0].time,
  );
  const [first] = worst;
  if (first === undefined) return clear(verdictOn);
  const clock = hasClockFault(context.db, first.revocation.tenant);
  const doubts = [
    ...(clock ? ['a log of the tenant holds events later than its export, so its clock cannot be relied on'] : []),
    ...(first.isStillListed ? ['the inventory still lists a grant of that person'] : []),
  ];
  const others = new Set(cases.map((one) => one.uses[0].principal)).size - 1;
  return finding(verdictOn, {
    severity: doubts.length > 0 ? 'high' : 'critical',
    sentence:
      `${doubts.length > 0 ? 'Possible use after revocation. ' : ''}${sentenceOf(context, subject, first, windows)}` +
      `${others > 0 ? `; the same goes for ${counted(others, 'other person', 'other people')}` : ''}` +
      `${doubts.length > 0 ? `; only possible, because ${doubts.join(', and ')}` : ''}.`,
    evidence: distinctSpots(worst.flatMap(spotsOf)).slice(0, MOST_SPOTS),
  });
}

function sentenceOf(
  { db, policy }: RuleContext,
  subject: Subject,
  { revocation, uses }: Case,
  windows: readonly LogWindow[],
): string {
  const [use] = uses;
  const last = uses.at(-1) ?? use;
  const whose =
    revocation.gone === 'application'
      ? 'The application permission'
      : revocation.isTenantWide
        ? 'The consent for the whole tenant'
        : `The consent of ${nameOf(db, revocation.principal)}`;
  const whom =
    use.principal === 0
      ? 'without a person'
      : revocation.isTenantWide
        ? `for ${nameOf(db, use.principal)}`
        : 'for that person';
  const life = policy.tokenLifeMinutes + policy.clockSkewMinutes;
  const until = last.time > use.time ? `, the last time on ${timeText(last.time)}` : '';
  const labels = windows
    .filter((window) => window.tenant === revocation.tenant && window.platform === subject.platform)
    .map((window) => window.label);
  const ended =
    revocation.gone === null
      ? `was taken back on ${timeText(revocation.time)}`
      : `was decided to be revoked and is gone from the whole list as of ${timeText(revocation.time)}`;
  return (
    `${whose} to ${subject.name} ${ended}, and the connector was used ${whom} ` +
    `on ${timeText(use.time)}, ${durationText(use.time - revocation.time)} later (a token lives ${life} minutes at most)${until}, ` +
    `with no consent in between (${labels.join(', ')})`
  );
}

function nameOf(db: Database.Database, principal: number): string {
  const row = db
    .prepare<[number], { email: string | null; name: string | null; key: string }>(
      'SELECT email, name, key FROM principal WHERE id = ?',
    )
    .get(principal);
  return row?.email ?? row?.name ?? row?.key ?? 'somebody unknown';
}

function spotsOf({ revocation, uses }: Case): readonly EvidenceSpot[] {
  return [
    {
      importId: revocation.importId,
      line: revocation.line,
      note:
        revocation.gone === null
          ? `revocation, ${timeText(revocation.time)}`
          : `last seen here, gone from the list as of ${timeText(revocation.time)}`,
    },
    ...uses.flatMap((use) =>
      use.importId === null || use.line === null
        ? []
        : [{ importId: use.importId, line: use.line, note: `use afterwards, ${timeText(use.time)}` }],
    ),
  ];
}

/** Whether a log of the tenant holds events later than its own as-of time. */
function hasClockFault(db: Database.Database, tenant: string): boolean {
  return (
    db
      .prepare<[string], { found: number }>(
        `SELECT EXISTS (
           SELECT 1 FROM import
           WHERE status = 'complete' AND log IS NOT NULL AND tenant = ? AND last_time > as_of
         ) AS found`,
      )
      .get(tenant)?.found === 1
  );
}

function subjectOf(db: Database.Database, connector: number): Subject | null {
  return (
    db
      .prepare<[number], Subject>('SELECT id AS connector, name, platform FROM connector WHERE id = ?')
      .get(connector) ?? null
  );
}
