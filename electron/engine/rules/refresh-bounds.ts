import { z } from 'zod';
import type { RuleItem } from './items.ts';
import { createRegisterEntries, spotOf } from './register-entries.ts';
import type { EvidenceSpot, RuleContext } from './rule.ts';
import { detailSpot, readDetails } from './stated-details.ts';

/** How long refreshing may go on, by one statement; `days` null = without end. */
export interface RefreshBound {
  readonly days: number | null;
  /** Who says it: `token policy "Sign-in frequency" of the tenant`. */
  readonly source: string;
  /** The export says it of the app itself, so that it holds tokens which can be renewed or last. */
  readonly isOwn: boolean;
  readonly evidence: readonly EvidenceSpot[];
}

const policyValues = z.object({
  tenant: z.string(),
  platform: z.string(),
  bounds: z.string(),
  days: z.string(),
  policy: z.string().optional(),
  app: z.string().optional(),
});

interface Policy {
  readonly connector: number | null;
  readonly values: z.output<typeof policyValues>;
  readonly spot: EvidenceSpot;
}

/**
 * What bounds the refreshing of an item: what the export states of the app, and the token policies of its tenant, of each
 * the newest entry. Policies for another app say nothing of it.
 */
export function createRefreshBounds(context: RuleContext): (item: RuleItem) => readonly RefreshBound[] {
  const detailsOf = context.read(readDetails);
  const policies = readPolicies(context);
  return (item) => [
    ...detailsOf(item.connector, 'refresh-life').flatMap((detail) => {
      const days = statedDays(detail.value);
      if (days === undefined) return [];
      return [
        {
          days,
          isOwn: true,
          source: `its export ("${detail.value}")`,
          evidence: [detailSpot(detail, 'life of refresh tokens')],
        },
      ];
    }),
    ...detailsOf(item.connector, 'token-type')
      .filter((detail) => /non-?expiring|never expires|does not expire/i.test(detail.value))
      .map((detail) => ({
        days: null,
        isOwn: true,
        source: `its export ("${detail.value}")`,
        evidence: [detailSpot(detail, 'kind of token')],
      })),
    ...policies.filter((policy) => isAbout(policy, item)).map(toBound),
  ];
}

/** The newest entry of each policy, in the order of their keys. */
function readPolicies(context: RuleContext): readonly Policy[] {
  const newest = new Map(
    context
      .read(createRegisterEntries)('token-policies')
      .map((entry) => [entry.key, entry]),
  );
  return [...newest.values()]
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map((entry) => ({
      connector: entry.connector,
      values: policyValues.parse(entry.values),
      spot: spotOf(entry, 'token policy'),
    }));
}

function isAbout({ connector, values }: Policy, item: RuleItem): boolean {
  return (
    (values.bounds === 'refresh' || values.bounds === 'session') &&
    values.platform === item.platform &&
    values.tenant.toLowerCase() === item.tenant.toLowerCase() &&
    (values.app === undefined ? connector === null : connector === item.connector)
  );
}

function toBound({ values, spot }: Policy): RefreshBound {
  const name = values.policy === undefined ? '' : ` "${values.policy}"`;
  return {
    days: values.days === 'unlimited' ? null : Number(values.days),
    source: `token policy${name} of the tenant`,
    isOwn: false,
    evidence: [spot],
  };
}

const UNIT_DAYS: readonly (readonly [RegExp, number])[] = [
  [/^hour/, 1 / 24],
  [/^day/, 1],
  [/^month/, 30],
];

/**
 * The life that an export writes: `Refresh token is valid until revoked` is null, `expire after 30 days` is 30, a token that
 * expires at once 0. Undefined for words that give no life, and for a number without a unit.
 */
function statedDays(text: string): number | null | undefined {
  if (/until revoked|infinite|never expire|does not expire|non-?expiring/i.test(text)) return null;
  if (/immediately|specific_lifetime:0\b/i.test(text)) return 0;
  const [, number, unit = ''] = /(\d+)\s*(hour|day|month)s?\b/i.exec(text) ?? [];
  const factor = UNIT_DAYS.find(([word]) => word.test(unit.toLowerCase()))?.[1];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}
