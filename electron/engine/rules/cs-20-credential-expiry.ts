import { readActivity, type Activity } from './activity.ts';
import {
  credentialText,
  isKeptElsewhere,
  isUseOf,
  missingCredentials,
  readCredentials,
  type Credential,
  type Credentials,
} from './credentials.ts';
import { itemsByConnector, readItems, type RuleItem } from './items.ts';
import { coversDays, readLogs, windowText, type Logs, type LogWindow } from './logs.ts';
import { defineRule, type RuleContext, type Verdict } from './rule.ts';
import { counted, dateText } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

const DAY = 86_400_000;

/**
 * Per connector: a credential has ended, or ends within the days of the policy. To end is healthy: the finding protects
 * what still depends on it, and finds what nobody will miss.
 */
export default defineRule({
  id: 'CS-20',
  title: 'Application credential expiring or expired',
  controls: {
    owasp: ['NHI1:2025'],
    csf: ['PR.AA-01'],
    cis: ['5.5'],
    iso: ['A.5.17'],
    nist: ['IA-5'],
    pci: ['8.6.3'],
    soc2: ['CC6.2'],
  },
  recommendation: 'certify',
  recommendedAction:
    'Certify with a dated ticket to rotate the credential; revoke when the logs of the window show no call of the app.',
  *evaluate(context) {
    const read = {
      credentials: context.read(readCredentials),
      logs: context.read(readLogs),
      activityOf: context.read(readActivity),
    };
    for (const items of itemsByConnector(context.read(readItems))) yield judge(context, items, read);
  },
});

interface Sources {
  readonly credentials: Credentials;
  readonly logs: Logs;
  readonly activityOf: (item: RuleItem) => Activity;
}

/** Whether the app works; `silent` only where a log covers the days of the policy, which it names. */
type Use =
  | { readonly is: 'used'; readonly last: number }
  | { readonly is: 'silent'; readonly log: LogWindow }
  | { readonly is: 'unknown' };

function judge(context: RuleContext, items: readonly [RuleItem, ...RuleItem[]], sources: Sources): Verdict {
  const { asOf, policy } = context;
  const [first] = items;
  const subject = { connector: first.connector, item: null };
  const all = sources.credentials.of(first.connector);
  if (all.length === 0)
    return isKeptElsewhere(first) ? notApplicable(subject) : undeterminable(subject, missingCredentials(first));
  const use = useOf(context, items, sources);
  const ending = all.flatMap((credential) =>
    credential.end === null || credential.end > asOf + policy.credentialLeadDays * DAY
      ? []
      : [
          {
            credential,
            end: credential.end,
            severity: severityOf(context, items, sources, use, credential, credential.end),
          },
        ],
  );
  // The gravest first, and of equal ones the one that ends next.
  const rank = { high: 0, medium: 1, low: 2 };
  const [worst] = ending.toSorted(
    (a, b) => rank[a.severity] - rank[b.severity] || Number(a.end <= asOf) - Number(b.end <= asOf) || a.end - b.end,
  );
  if (worst === undefined) return clear(subject);
  const others = ending.length - 1;
  return finding(subject, {
    severity: worst.severity,
    sentence:
      `Of ${first.name}, ${credentialText(worst.credential)} ${endText(worst.end, asOf)}${successorText(all, worst.credential, asOf)}; ${useText(use)}` +
      `${others === 0 ? '' : `; ${counted(others, 'other credential has', 'other credentials have')} ended or ${others === 1 ? 'ends' : 'end'} soon too`} (export as of ${dateText(asOf)}).`,
    evidence: ending.map((one) => one.credential.spot).slice(0, 3),
  });
}

function useOf({ asOf, policy }: RuleContext, items: readonly RuleItem[], { logs, activityOf }: Sources): Use {
  const times = items.flatMap((item) => {
    const { lastCall, lastToken } = activityOf(item);
    return [lastCall ?? -Infinity, lastToken ?? -Infinity];
  });
  const last = Math.max(...times);
  if (last >= asOf - policy.dormantDays * DAY) return { is: 'used', last };
  const places = new Map(items.map((item) => [`${item.platform} ${item.tenant}`, item]));
  const windows = [...places.values()].map((item) =>
    (['operations', 'tokens'] as const)
      .map((purpose) => logs.best(item.platform, item.tenant, purpose))
      .find((log) => log !== null && coversDays(log, asOf, policy.dormantDays, policy.coveredShare)),
  );
  const [log] = windows;
  return log === undefined || log === null || windows.some((window) => window == null)
    ? { is: 'unknown' }
    : { is: 'silent', log };
}

function severityOf(
  { asOf, policy }: RuleContext,
  items: readonly [RuleItem, ...RuleItem[]],
  { credentials }: Sources,
  use: Use,
  credential: Credential,
  end: number,
): 'high' | 'medium' | 'low' {
  if (end <= asOf) return use.is === 'silent' ? 'medium' : 'low';
  const isNear = end <= asOf + policy.credentialUrgentDays * DAY;
  const isBroad = items.some((item) => item.tierRank >= 3);
  if (!isNear || !isBroad || use.is !== 'used') return 'low';
  const uses = credentials.usesOf(items[0].connector);
  // Where logs name credentials they tell which one is needed; else another one that lasts may be the one in use.
  const isNeeded =
    uses.length > 0
      ? uses.some((one) => isUseOf(one, credential) && one.last >= asOf - policy.dormantDays * DAY)
      : !hasSuccessor(credentials.of(items[0].connector), end);
  return isNeeded ? 'high' : 'low';
}

function hasSuccessor(all: readonly Credential[], end: number): boolean {
  return all.some((credential) => credential.end === null || credential.end > end);
}

function endText(end: number, asOf: number): string {
  if (end <= asOf) return `ended on ${dateText(end)}`;
  const days = Math.floor((end - asOf) / DAY);
  return `ends on ${dateText(end)}, ${days === 0 ? 'within a day' : `in ${counted(days, 'day', 'days')}`}`;
}

function successorText(all: readonly Credential[], credential: Credential, asOf: number): string {
  const lasting = all.filter((other) => other !== credential && (other.end === null || other.end > asOf));
  const [longest] = lasting.toSorted((a, b) => (b.end ?? Infinity) - (a.end ?? Infinity));
  if (longest === undefined) return ', and no other is valid';
  return longest.end === null ? ', and another has no end' : `, and another is valid until ${dateText(longest.end)}`;
}

function useText(use: Use): string {
  if (use.is === 'used') return `the app was used last on ${dateText(use.last)}`;
  if (use.is === 'silent') return `no call or token of it in ${windowText(use.log)}`;
  return 'whether it is used no imported log covers';
}
