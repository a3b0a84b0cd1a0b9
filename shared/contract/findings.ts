import { z } from 'zod';
import { grantKindSchema, outcomeSchema, platformSchema, severitySchema } from '../domain/vocabulary.ts';
import { finding } from './connectors.ts';
import type { Contract } from './rpc.ts';

/** Who owns what has no business owner on record, as a value of the filter. */
export const NO_OWNER = 'none';

/** Which judgements of the rules are asked for; parts that are absent do not narrow. */
export const findingsFilter = z.object({
  /** Which outcome; findings when absent. */
  outcome: outcomeSchema.optional(),
  severities: z.array(severitySchema).optional(),
  rules: z.array(z.string().max(20)).max(100).optional(),
  platforms: z.array(platformSchema).optional(),
  tenants: z.array(z.string().max(400)).max(200).optional(),
  /** Id of a business owner of record, or `none`. */
  owner: z.string().max(400).optional(),
  /** A control with the name of its standard, such as `OWASP NHI1:2025`. */
  control: z.string().max(60).optional(),
  /** Which kind of evidence is missing, as `findings.missing` names it. */
  missing: z.string().max(400).optional(),
  text: z.string().max(200).optional(),
  /** Only findings that are suppressed; otherwise they are left out. */
  suppressed: z.boolean().optional(),
});
export type FindingsFilter = z.output<typeof findingsFilter>;

/** What one rule says of one subject. */
export const judgement = finding.extend({
  outcome: outcomeSchema,
  /** Null unless the outcome is a finding. */
  severity: severitySchema.nullable(),
  /** Which evidence is missing; null unless the outcome is undeterminable. */
  missing: z.string().nullable(),
  nameWarning: z.string().nullable(),
  platform: platformSchema,
  /** Of the review item; all tenants of the connector where the judgement is about the connector. */
  tenants: z.array(z.string()),
  kind: grantKindSchema.nullable(),
  /** What is recommended is kept back from whoever looks, until they decided the item: tier 3, 4 and unrated. */
  isAdviceCovered: z.boolean(),
});
export type Judgement = z.output<typeof judgement>;

export const FINDING_GROUPS = ['severity', 'rule', 'platform', 'tenant', 'owner'] as const;
export type FindingGroupBy = (typeof FINDING_GROUPS)[number];

const outcomes = {
  findings: z.int(),
  clear: z.int(),
  undeterminable: z.int(),
  notApplicable: z.int(),
};

export const findingGroup = z.object({
  /** Value of the filter that shows the group. */
  key: z.string(),
  label: z.string(),
  ...outcomes,
});
export type FindingGroup = z.output<typeof findingGroup>;

export const controlRow = z.object({
  /** With the name of its standard, as in the filter. */
  control: z.string(),
  id: z.string(),
  rules: z.array(z.string()),
  ...outcomes,
  /** What bounds an assessment from exports of grants; null where nothing is said beyond the outcomes. */
  limit: z.string().nullable(),
});

export const missingEvidence = z.object({
  /** Names the kind of evidence; a value of the filter. */
  evidence: z.string(),
  judgements: z.int(),
  connectors: z.int(),
  rules: z.array(z.string()),
  /** Statements of rules, each with how often it is made; the most frequent ones. */
  examples: z.array(z.object({ text: z.string(), judgements: z.int() })),
});
export type MissingEvidence = z.output<typeof missingEvidence>;

export const findingsContract = {
  /** One page of judgements, worst first. */
  'findings.page': {
    params: z.object({ filter: findingsFilter, offset: z.int().min(0), limit: z.int().min(1).max(500) }),
    result: z.object({ total: z.int(), rows: z.array(judgement) }),
  },
  /**
   * The four outcomes per group under a filter. The filter's own value of the dimension and its outcome are left aside, so
   * that the other groups can be chosen. A judgement about a connector with several owners or tenants counts under each.
   */
  'findings.groups': {
    params: z.object({ by: z.enum(FINDING_GROUPS), filter: findingsFilter }),
    result: z.array(findingGroup),
  },
  /** Every control that a rule touches, and those of the OWASP list that none does. */
  'findings.controls': {
    params: z.object({}),
    result: z.array(z.object({ standard: z.string(), controls: z.array(controlRow) })),
  },
  /** What would help to judge what could not be judged, most helpful first. */
  'findings.missing': {
    params: z.object({ filter: findingsFilter }),
    result: z.object({ judgements: z.int(), evidence: z.array(missingEvidence) }),
  },
} satisfies Contract;
