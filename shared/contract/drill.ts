import { z } from 'zod';
import {
  decisionSchema,
  grantKindSchema,
  platformSchema,
  tierSchema,
  usageStatusSchema,
  gradeSchema,
} from '../domain/vocabulary.ts';
import { finding, ownerLink } from './connectors.ts';
import { lastUse, reach } from './reach.ts';
import type { Contract } from './rpc.ts';

const isoTime = z.iso.datetime();

/** One vendor with all its apps, or a single app. */
export const drillSubject = z.union([
  z.object({ vendor: z.string().min(1).max(200) }),
  z.object({ connectorId: z.string().min(1).max(2000) }),
]);
export type DrillSubject = z.output<typeof drillSubject>;

/** What is done on the platform, by people: text and scripts that are never run by us. */
export const remedyStep = z.object({
  text: z.string(),
  script: z.object({ language: z.enum(['powershell', 'bash', 'apex']), text: z.string() }).nullable(),
});
export type RemedyStep = z.output<typeof remedyStep>;

export const remedy = z.object({
  title: z.string(),
  steps: z.array(remedyStep).min(1),
  /** What the steps stop, and what they leave as it is. */
  stops: z.array(z.string()),
  doesNotStop: z.array(z.string()),
  /** How a later export shows that it was done. */
  proof: z.string(),
});
export type Remedy = z.output<typeof remedy>;

export const drillApp = z.object({
  connectorId: z.string(),
  name: z.string(),
  nameWarning: z.string().nullable(),
  platform: platformSchema,
  nativeId: z.string(),
  publisher: z.string().nullable(),
  tenants: z.array(z.string()),
  inPopulation: z.boolean(),
  highestTier: tierSchema,
  reach,
  grants: z.int(),
  lastUse,
  findings: z.int(),
});

export const drillItem = z.object({
  itemId: z.string(),
  connectorId: z.string(),
  name: z.string(),
  nameWarning: z.string().nullable(),
  platform: platformSchema,
  tenant: z.string(),
  kind: grantKindSchema,
  grants: z.int(),
  people: z.int(),
  scopes: z.int(),
  highestTier: tierSchema,
  lastUse,
  decision: decisionSchema.nullable(),
});

export const drillPerson = z.object({
  principal: z.string(),
  name: z.string().nullable(),
  status: z.string().nullable(),
  department: z.string().nullable(),
  grants: z.int(),
});

export const drillScope = z.object({
  scope: z.string(),
  label: z.string(),
  platform: platformSchema,
  tier: tierSchema,
  /** One entry per status that the scope has in the review items: how many, and the latest use. */
  status: usageStatusSchema,
  items: z.int(),
  grade: gradeSchema,
  last: isoTime.nullable(),
  calls: z.int(),
});

export const drill = z.object({
  kind: z.enum(['vendor', 'app']),
  name: z.string(),
  nameWarning: z.string().nullable(),
  /** Whether somebody confirmed that the apps are one vendor's; true for a single app. */
  isConfirmed: z.boolean(),
  asOf: isoTime.nullable(),
  counts: z.object({
    apps: z.int(),
    platforms: z.int(),
    tenants: z.int(),
    items: z.int(),
    grants: z.int(),
    /** Distinct people with a grant of their own. */
    people: z.int(),
    tenantWideItems: z.int(),
    scopes: z.int(),
    findings: z.int(),
    undeterminable: z.int(),
    /** Grants of older lists that the newer ones have not. */
    gone: z.int(),
  }),
  apps: z.array(drillApp),
  items: z.array(drillItem),
  /** The first of them; `counts.people` says how many there are. */
  people: z.array(drillPerson),
  ownersKnown: z.boolean(),
  owners: z.array(ownerLink.extend({ app: z.string() })),
  /** Riskiest first; the first of them. `scopesTotal` counts all. */
  scopes: z.array(drillScope),
  scopesTotal: z.int(),
  /** Worst first; the first of them. */
  findings: z.array(finding),
  /** What to do, the platform with the highest tier first. Only platforms with grants that stand. */
  revoke: z.array(z.object({ platform: platformSchema, apps: z.int(), remedy })),
});
export type Drill = z.output<typeof drill>;

export const drillContract = {
  'vendors.drill': { params: z.object({ subject: drillSubject }), result: drill },
  /** Writes every grant of the subject into a CSV file; `rows` without the header. */
  'vendors.saveGrants': {
    params: z.object({ subject: drillSubject, saveToken: z.string() }),
    result: z.object({ rows: z.int() }),
  },
} satisfies Contract;
