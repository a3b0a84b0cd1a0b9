import { z } from 'zod';
import { chainLink } from '../../../shared/contract/baseline.ts';
import {
  type Decision,
  decisionSchema,
  type Grade,
  gradeSchema,
  type GrantKind,
  grantKindSchema,
  type Platform,
  platformSchema,
  type Tier,
  tierSchema,
  type UsageStatus,
  usageStatusSchema,
} from '../../../shared/domain/vocabulary.ts';

const isoTime = z.iso.datetime();
const isoDate = z.iso.date();
const texts = z.array(z.string());

/** Successful calls that one operation log shows of an item, and what that log covers. */
export const logCalls = z.object({
  log: z.string(),
  label: z.string(),
  calls: z.int().nonnegative(),
  from: isoDate,
  to: isoDate,
  coveredDays: z.int().nonnegative(),
  totalDays: z.int().nonnegative(),
  /** A file of it was cut off or stated to be a part: there may have been more. */
  isCut: z.boolean(),
});
export type LogCalls = z.output<typeof logCalls>;

export const businessOwner = z.object({ id: z.string(), name: z.string(), status: z.string() });
export type BusinessOwner = z.output<typeof businessOwner>;

/** What of an item is compared from one review to the next; the same for a signed report and for the case at hand. */
export interface ItemFacts {
  readonly key: string;
  /** Key of the connector. */
  readonly connector: string;
  /** Every id that sources give the app, as `entra/app:…`; empty where an older report does not state them. */
  readonly ids: readonly string[];
  readonly name: string;
  readonly publisher: string | null;
  readonly platform: Platform;
  readonly tenant: string;
  readonly kind: GrantKind;
  readonly tier: Tier;
  readonly grants: number;
  readonly people: number;
  readonly lastUse: { readonly at: string | null; readonly grade: Grade };
  /** Null where it is not known whether anybody owns it. */
  readonly owners: readonly BusinessOwner[] | null;
  readonly scopes: readonly { readonly scope: string; readonly tier: Tier; readonly status: UsageStatus }[];
  /** Rules with a finding that counts. */
  readonly findings: readonly string[];
  readonly suppressed: readonly string[];
  readonly undeterminable: readonly string[];
  /** By operation log; null where the report does not state calls per item. */
  readonly calls: readonly LogCalls[] | null;
}

/** The decision in force on an item when its report was signed. */
export interface CertifiedDecision {
  readonly decision: Decision;
  readonly by: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly reason: string;
  /** ISO date. */
  readonly until: string | null;
  /** With reduce those to remove. */
  readonly scopes: readonly string[];
  readonly principals: readonly string[];
  readonly owner: string | null;
}

export interface CertifiedItem extends ItemFacts {
  readonly decision: CertifiedDecision | null;
}

const scope = z.object({ scope: z.string(), tier: tierSchema, status: usageStatusSchema });
const lastUse = z.object({ at: isoTime.nullable(), grade: gradeSchema });
const decision = z.object({
  decision: decisionSchema,
  reason: z.string(),
  scopes: texts,
  principals: texts,
  until: isoDate.nullable(),
  owner: z.string().nullable(),
  by: z.string(),
  at: isoTime,
});

/** A certified item as the case keeps it. */
export const certifiedItem = z.object({
  key: z.string(),
  connector: z.string(),
  ids: texts,
  name: z.string(),
  publisher: z.string().nullable(),
  platform: platformSchema,
  tenant: z.string(),
  kind: grantKindSchema,
  tier: tierSchema,
  grants: z.int().nonnegative(),
  people: z.int().nonnegative(),
  lastUse,
  owners: z.array(businessOwner).nullable(),
  scopes: z.array(scope),
  findings: texts,
  suppressed: texts,
  undeterminable: texts,
  calls: z.array(logCalls).nullable(),
  decision: decision.nullable(),
}) satisfies z.ZodType<CertifiedItem>;

/** What a report states as a whole, and of its own baseline: `links` from that one back, `not-stated` by older reports. */
export const reportWhole = z.object({
  caseName: z.string(),
  client: z.string(),
  asOf: isoTime.nullable(),
  catalogVersion: z.string(),
  /** Ids of the rules it was judged by. */
  rules: texts,
  chain: z.object({ links: z.array(chainLink), ends: z.enum(['beginning', 'gap', 'not-stated']) }),
});
export type ReportWhole = z.output<typeof reportWhole>;
export type StatedChain = ReportWhole['chain'];

/** `baseline` of report.json: the report it is compared with, and what is known of those before. */
const reportBaseline = chainLink.extend({
  predecessors: z.array(chainLink),
  ends: z.enum(['beginning', 'gap', 'not-stated']),
});

const MOST = 1_000_000;
const reportItem = z.object({
  itemId: z.string().min(1),
  connectorId: z.string().min(1),
  ids: texts.default([]),
  name: z.string(),
  publisher: z.string().nullable(),
  platform: platformSchema,
  tenant: z.string(),
  kind: grantKindSchema,
  tier: tierSchema,
  grants: z.int().nonnegative(),
  people: z.int().nonnegative(),
  owners: texts,
  businessOwners: z.array(businessOwner).nullish(),
  scopes: z.array(scope),
  lastUse,
  calls: z.array(logCalls).nullish(),
  findings: texts,
  suppressed: texts.default([]),
  undeterminable: z.array(z.object({ rule: z.string() })),
  decision: decision.nullable(),
});

/** What a baseline needs of report.json, in the form of this version and of those before. */
const report = z.object({
  format: z.literal('countersign-report/1'),
  case: z.object({ name: z.string(), client: z.string() }),
  asOf: isoTime.nullable(),
  digests: z.object({ catalogVersion: z.string() }),
  rules: z.array(z.object({ rule: z.string() })),
  items: z.array(reportItem).max(MOST),
  baseline: reportBaseline.nullish(),
});

export interface ReadReport {
  readonly whole: ReportWhole;
  readonly items: readonly CertifiedItem[];
}

/** Reads report.json; answers the place of what is not as it must be. */
export function readReport(value: unknown): ReadReport | { readonly problem: string } {
  const parsed = report.safeParse(value);
  if (!parsed.success) return { problem: parsed.error.issues[0]?.path.join('.') || 'its top' };
  const { data } = parsed;
  const keys = new Set(data.items.map((item) => item.itemId));
  if (keys.size !== data.items.length) return { problem: 'items, of which two have the same id' };
  return {
    whole: {
      caseName: data.case.name,
      client: data.case.client,
      asOf: data.asOf,
      catalogVersion: data.digests.catalogVersion,
      rules: data.rules.map(({ rule }) => rule).toSorted(),
      chain: chainOf(data.baseline),
    },
    items: data.items.map(toCertified),
  };
}

function chainOf(stated: z.output<typeof reportBaseline> | null | undefined): StatedChain {
  if (stated === undefined) return { links: [], ends: 'not-stated' };
  if (stated === null) return { links: [], ends: 'beginning' };
  return { links: [stated, ...stated.predecessors].map((link) => chainLink.parse(link)), ends: stated.ends };
}

function toCertified(item: z.output<typeof reportItem>): CertifiedItem {
  return {
    key: item.itemId,
    connector: item.connectorId,
    ids: item.ids,
    name: item.name,
    publisher: item.publisher,
    platform: item.platform,
    tenant: item.tenant,
    kind: item.kind,
    tier: item.tier,
    grants: item.grants,
    people: item.people,
    lastUse: item.lastUse,
    owners: item.businessOwners === undefined ? olderOwners(item.owners) : item.businessOwners,
    scopes: item.scopes,
    findings: item.findings,
    suppressed: item.suppressed,
    undeterminable: item.undeterminable.map(({ rule }) => rule),
    calls: item.calls ?? null,
    decision: item.decision,
  };
}

/** Older reports write `Name (status)`, and an empty list also where no register said who owns what. */
function olderOwners(texts: readonly string[]): BusinessOwner[] | null {
  if (texts.length === 0) return null;
  return texts.map((text) => {
    const [, name = text, status = ''] = /^(.*) \(([^()]*)\)$/s.exec(text) ?? [];
    return { id: name, name, status };
  });
}
