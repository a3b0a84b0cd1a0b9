import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../evidence/canonical-json.ts';
import { PARAMETERS, type Parameter, type ParameterName } from './parameters.ts';

export type PolicyValues = { readonly [N in ParameterName]: (typeof PARAMETERS)[N]['default'] };

/** Thresholds of the rules. Printed with the report; a change is a new policy version. */
export type Policy = PolicyValues & { readonly name: string; readonly version: number };

/** The parameters by name, in the order in which they are shown. */
export function parameterList(): readonly (readonly [ParameterName, Parameter])[] {
  // Object.entries forgets the key type; the table is the source of both.
  return Object.entries(PARAMETERS) as [ParameterName, Parameter][];
}

/** Made when a policy is first checked: most starts check none. */
function valueSchemas(): z.core.$ZodLooseShape {
  return Object.fromEntries(parameterList().map(([name, parameter]) => [name, schemaOf(parameter)]));
}

function schemaOf(parameter: Parameter): z.ZodType {
  if (parameter.type === 'number') return z.number().min(parameter.min).max(parameter.max).default(parameter.default);
  if (parameter.type === 'boolean') return z.boolean().default(parameter.default);
  return z
    .array(z.string().trim().min(1).max(300))
    .max(500)
    .default([...parameter.default]);
}

/** The values alone: whatever is no parameter of this build is refused. */
export const policyValuesSchema = z.lazy(() => z.strictObject(valueSchemas())) as unknown as z.ZodType<PolicyValues>;

/** The values of a policy without its name and version. They were checked when the policy was read or made. */
export function policyValues(policy: PolicyValues): PolicyValues {
  return valuesOf((name) => policy[name]);
}

/** SHA-256 (hex) over the canonical JSON of the values: the same thresholds have one digest, whatever they are called. */
export function policyDigest(policy: PolicyValues): string {
  return createHash('sha256')
    .update(canonicalJson(policyValues(policy)))
    .digest('hex');
}

/** The parameters whose values differ, in the order in which they are shown. */
export function changedParameters(before: PolicyValues, after: PolicyValues): readonly ParameterName[] {
  return parameterList()
    .map(([name]) => name)
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/** A policy as stored or handed over: values left out take their starting value, unknown ones are refused. */
export const policySchema = z.lazy(() =>
  z.strictObject({ name: z.string().trim().min(1).max(80), version: z.int().min(1), ...valueSchemas() }),
) as unknown as z.ZodType<Policy>;

export const DEFAULT_POLICY: Policy = {
  name: 'Default',
  version: 1,
  ...valuesOf((_name, { default: start }) => start),
};

function valuesOf(valueOf: (name: ParameterName, parameter: Parameter) => unknown): PolicyValues {
  // One for each parameter of the table, of its type.
  return Object.fromEntries(parameterList().map((each) => [each[0], valueOf(...each)])) as PolicyValues;
}
