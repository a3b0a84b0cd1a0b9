import { z } from 'zod';
import { grantKindSchema, platformSchema, severitySchema } from '../domain/vocabulary.ts';
import type { Contract } from './rpc.ts';
import { typedText } from './text.ts';

const isoTime = z.iso.datetime();
const isoDate = z.iso.date();

export const parameterValue = z.union([z.number(), z.boolean(), z.array(typedText.min(1).max(300)).max(500)]);
export type ParameterValue = z.output<typeof parameterValue>;

/** Values by parameter. */
export const parameterValues = z.record(z.string().max(60), parameterValue);
export type ParameterValues = z.output<typeof parameterValues>;

/** One threshold or list of the rules: what it is, what it may be, and what it is now. */
export const policyParameter = z.object({
  name: z.string(),
  label: z.string(),
  type: z.enum(['number', 'boolean', 'list']),
  /** What a number counts or a list holds; `share` and `chance` are parts of 1. Empty for yes or no. */
  unit: z.string(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  /** Ids of the rules and checks that read it; the form shows it under the first. */
  rules: z.array(z.string()).min(1),
  default: parameterValue,
  current: parameterValue,
});
export type PolicyParameter = z.output<typeof policyParameter>;

export const policyVersion = z.object({
  /** Journal entry; null for the default policy. */
  seq: z.int().nullable(),
  name: z.string(),
  version: z.int(),
  digest: z.string(),
  reason: z.string(),
  by: z.string().nullable(),
  at: isoTime.nullable(),
  changes: z.array(z.object({ parameter: z.string(), before: parameterValue, after: parameterValue })),
});
export type PolicyVersion = z.output<typeof policyVersion>;

export const policyState = z.object({
  name: z.string(),
  version: z.int(),
  digest: z.string(),
  parameters: z.array(policyParameter),
  /** Titles of the rules that parameters name. */
  rules: z.array(z.object({ rule: z.string(), title: z.string() })),
  presets: z.array(z.object({ name: z.string(), source: z.string(), values: parameterValues })),
});
export type PolicyState = z.output<typeof policyState>;

export const previewExample = z.object({
  change: z.enum(['added', 'removed', 'changed']),
  connectorId: z.string(),
  connector: z.string(),
  nameWarning: z.string().nullable(),
  /** The review item, where the finding is about one. */
  item: z.object({ itemId: z.string(), kind: grantKindSchema, tenant: z.string() }).nullable(),
  before: severitySchema.nullable(),
  after: severitySchema.nullable(),
  /** As it would read; of a removed finding as it reads now. */
  sentence: z.string(),
});
export type PreviewExample = z.output<typeof previewExample>;

export const rulePreview = z.object({
  rule: z.string(),
  title: z.string(),
  before: z.int(),
  after: z.int(),
  added: z.int(),
  removed: z.int(),
  /** Same subject, other severity or other words. */
  changed: z.int(),
  undeterminableBefore: z.int(),
  undeterminableAfter: z.int(),
  /** At most 20 of each kind of change. */
  examples: z.array(previewExample),
});
export type RulePreview = z.output<typeof rulePreview>;

export const policyPreview = z.object({
  before: z.int(),
  after: z.int(),
  added: z.int(),
  removed: z.int(),
  changed: z.int(),
  rules: z.array(rulePreview),
});
export type PolicyPreview = z.output<typeof policyPreview>;

/** A finding set aside by name, until a date. */
export const suppression = z.object({
  /** Journal entry that added it; its id. */
  seq: z.int(),
  name: z.string(),
  rule: z.string(),
  title: z.string(),
  connectorId: z.string().nullable(),
  connector: z.string(),
  nameWarning: z.string().nullable(),
  /** The one review item it is about; null: the whole connector. */
  item: z.object({ itemId: z.string().nullable(), kind: grantKindSchema, tenant: z.string() }).nullable(),
  /** Last day on which it holds. */
  until: isoDate,
  reason: z.string(),
  by: z.string(),
  at: isoTime,
  state: z.enum(['in-force', 'expired', 'revoked']),
  ended: z.object({ by: z.string(), at: isoTime, reason: z.string() }).nullable(),
  /** Findings it sets aside now. */
  findings: z.array(z.object({ id: z.int(), severity: severitySchema, sentence: z.string() })),
});
export type Suppression = z.output<typeof suppression>;

/** What registers may say of an app. */
export const APP_ATTRIBUTES = [
  'purpose-code',
  'purpose',
  'environment',
  'replaced-by',
  'agent',
  'oversight',
  'enterprise-service',
] as const;

/** What a person may state of an app. */
export const APP_FIELDS = ['business-owner', 'technical-owner', ...APP_ATTRIBUTES] as const;
export const appFieldSchema = z.enum(APP_FIELDS);
export type AppField = z.output<typeof appFieldSchema>;
export const APP_FIELD_LABELS: Readonly<Record<AppField, string>> = {
  'business-owner': 'Business owner',
  'technical-owner': 'Technical owner',
  'purpose-code': 'Purpose code',
  purpose: 'Purpose',
  environment: 'Environment',
  'replaced-by': 'Replaced by',
  agent: 'Acts by itself',
  oversight: 'Oversight',
  'enterprise-service': 'Enterprise service',
};

/** One field of one app: what is in force, and on what it rests. */
export const registerValue = z.object({
  /** null: nothing is stated, or stated to be none. */
  value: z.string().nullable(),
  basis: z.enum(['register', 'act', 'none']),
  /** Of a register: file and line. Of an act: who, when and why. */
  source: z.string(),
  /** What the register says where an act says otherwise. */
  registered: z.string().nullable(),
});
export type RegisterValue = z.output<typeof registerValue>;

export const registerRow = z.object({
  connectorId: z.string(),
  name: z.string(),
  nameWarning: z.string().nullable(),
  platform: platformSchema,
  inPopulation: z.boolean(),
  fields: z.record(appFieldSchema, registerValue),
  /** Sentences: an owner who is not in the register of people, left, or is disabled or a guest; act and register that differ. */
  conflicts: z.array(z.object({ field: appFieldSchema, sentence: z.string() })),
});
export type RegisterRow = z.output<typeof registerRow>;

export const policyContract = {
  'policy.get': { params: z.object({}), result: policyState },
  /** What other values would find, without changing anything; what is left out takes its default. */
  'policy.preview': { params: z.object({ values: parameterValues }), result: policyPreview },
  'policy.save': {
    params: z.object({
      name: typedText.min(1).max(80),
      values: parameterValues,
      reason: typedText.min(1).max(1000),
    }),
    result: policyState,
  },
  'policy.history': { params: z.object({}), result: z.array(policyVersion) },
  /** Writes the policy in force as JSON. */
  'policy.export': { params: z.object({ saveToken: z.string() }), result: z.object({}) },
  /** Reads a policy file for the form; nothing is saved. */
  'policy.import': {
    params: z.object({ token: z.string() }),
    result: z.object({ name: z.string(), values: parameterValues }),
  },
  'suppressions.add': {
    params: z.object({
      name: typedText.min(1).max(120),
      rule: z.string().max(20),
      connectorId: z.string(),
      /** One review item, or null for the whole connector. */
      itemId: z.string().nullable(),
      until: isoDate,
      reason: typedText.min(1).max(1000),
    }),
    result: z.object({ seq: z.int() }),
  },
  'suppressions.revoke': {
    params: z.object({ seq: z.int(), reason: typedText.min(1).max(1000) }),
    result: z.object({}),
  },
  /** In force first, then those that ended, each newest first. */
  'suppressions.list': { params: z.object({}), result: z.array(suppression) },
  'registers.apps': {
    params: z.object({
      filter: z.object({
        text: z.string().max(200).optional(),
        platforms: z.array(platformSchema).optional(),
        /** Only apps of which the field is not stated. */
        missing: appFieldSchema.optional(),
        conflicts: z.boolean().optional(),
        connectorId: z.string().optional(),
      }),
      offset: z.int().min(0),
      limit: z.int().min(1).max(500),
    }),
    result: z.object({ total: z.int(), rows: z.array(registerRow) }),
  },
  /** States one field of one or many apps. null: back to what the registers say; '': stated to be none. */
  'registers.set': {
    params: z.object({
      connectorIds: z.array(z.string()).min(1).max(5000),
      field: appFieldSchema,
      value: typedText.max(500).nullable(),
      reason: typedText.min(1).max(1000),
    }),
    result: z.object({ changed: z.int() }),
  },
} satisfies Contract;
