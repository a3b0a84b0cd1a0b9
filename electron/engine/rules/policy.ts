import { z } from 'zod';
import { PARAMETERS, type Parameter, type ParameterName } from './parameters.ts';

export type PolicyValues = { readonly [N in ParameterName]: (typeof PARAMETERS)[N]['default'] };

/** Thresholds of the rules. Printed with the report; a change is a new policy version. */
export type Policy = PolicyValues & { readonly name: string; readonly version: number };

/** The parameters by name, in the order in which they are shown. */
export function parameterList(): readonly (readonly [ParameterName, Parameter])[] {
  // Object.entries forgets the key type; the table is the source of both.
  return Object.entries(PARAMETERS) as [ParameterName, Parameter][];
}

const valueSchemas = Object.fromEntries(parameterList().map(([name, parameter]) => [name, schemaOf(parameter)]));

function schemaOf(parameter: Parameter): z.ZodType {
  if (parameter.type === 'number') return z.number().min(parameter.min).max(parameter.max).default(parameter.default);
  if (parameter.type === 'boolean') return z.boolean().default(parameter.default);
  return z
    .array(z.string().trim().min(1).max(300))
    .max(500)
    .default([...parameter.default]);
}

/** A policy as stored or handed over: values left out take their starting value, unknown ones are refused. */
export const policySchema = z.strictObject({
  name: z.string().trim().min(1).max(80),
  version: z.int().min(1),
  ...valueSchemas,
}) as unknown as z.ZodType<Policy>;

export const DEFAULT_POLICY: Policy = policySchema.parse({ name: 'Default', version: 1 });
