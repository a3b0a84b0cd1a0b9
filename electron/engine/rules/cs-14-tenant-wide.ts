import type Database from 'better-sqlite3';
import { readActivity } from './activity.ts';
import { createGrantSpots } from './evidence.ts';
import { isAllowedFirstParty } from './first-party.ts';
import { isTenantWide, NO_SCOPES, readItems, type RuleItem } from './items.ts';
import { readLogs, windowText, type LogWindow } from './logs.ts';
import { isActiveStatus } from './ownership.ts';
import { defineRule } from './rule.ts';
import { counted, percentText } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

/**
 * Per item: consents that reach everybody, from tier 2 up, with the people seen using them. Apps of the platform's own vendor
 * are left out only when the reviewed allow-list of the policy names them.
 */
export default defineRule({
  id: 'CS-14',
  title: 'Tenant-wide consent, domain-wide delegation or org-wide install',
  controls: { owasp: ['NHI5:2025'], csf: ['PR.AA-05'], cis: ['6.8', '3.3'], iso: ['A.5.15', 'A.8.3'] },
  recommendation: 'reduce',
  recommendedAction:
    'Narrow the consent to the people or the group that needs it; otherwise set a condition and a date.',
  *evaluate(context) {
    const { db, policy } = context;
    const logs = context.read(readLogs);
    const activityOf = context.read(readActivity);
    const spots = context.read(createGrantSpots);
    const reach = activePeople(db);
    for (const item of context.read(readItems)) {
      if (!isTenantWide(item)) yield notApplicable(item);
      else if (item.scopes.length === 0) yield undeterminable(item, NO_SCOPES);
      else if (item.tierRank < 2 || isAllowedFirstParty(item, policy)) yield clear(item);
      else {
        const log = logs.best(item.platform, item.tenant, 'operations');
        const seen =
          item.kind === 'application'
            ? applicationText(activityOf(item).calls, reach, log)
            : peopleText(activityOf(item).callers, reach, log, policy.narrowBelow);
        yield finding(item, {
          severity: item.tierRank >= 3 ? 'high' : 'medium',
          sentence: `${opening(item)}; ${seen}.`,
          evidence: spots(item),
        });
      }
    }
  },
});

function opening(item: RuleItem): string {
  return item.kind === 'application'
    ? `${item.name} holds application permissions that work for the whole tenant without a person`
    : `${item.name} holds a consent for everybody in the tenant`;
}

/** People who work here by the register; null without a register. */
function activePeople(db: Database.Database): number | null {
  const rows = db
    .prepare<[], { status: string | null; people: number }>(
      'SELECT status, count(*) AS people FROM principal WHERE in_register = 1 GROUP BY status',
    )
    .all();
  if (rows.length === 0) return null;
  const active = rows.filter((row) => isActiveStatus(row.status)).reduce((sum, row) => sum + row.people, 0);
  return active === 0 ? null : active;
}

function everybody(reach: number | null): string {
  return reach === null
    ? 'all users, number not supplied'
    : `${counted(reach, 'active person', 'active people')} in the register`;
}

function applicationText(calls: number, reach: number | null, log: LogWindow | null): string {
  const seen =
    log === null
      ? 'no log of its calls was imported'
      : `${counted(calls, 'successful call', 'successful calls')} in ${windowText(log)}`;
  return `reach: ${everybody(reach)}; ${seen}`;
}

function peopleText(callers: number, reach: number | null, log: LogWindow | null, narrowBelow: number): string {
  if (log === null) return `reach: ${everybody(reach)}; no imported log shows who uses it`;
  const seen = `seen used by ${counted(callers, 'person', 'people')} in ${windowText(log)}`;
  if (reach === null) return `reach: ${everybody(reach)}; ${seen}`;
  const share = callers / reach;
  const advice = share < narrowBelow ? `, below ${percentText(narrowBelow)}: narrow it to them` : '';
  return `${seen}, that is ${percentText(share)} of ${everybody(reach)}${advice}`;
}
