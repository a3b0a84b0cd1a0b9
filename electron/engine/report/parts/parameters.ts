import { PARAMETERS, type ParameterName } from '../../rules/parameters.ts';
import { DEFAULT_POLICY, type Policy } from '../../rules/policy.ts';

/** What a parameter is, with the rules that use it. */
export function parameterLabel(name: ParameterName): string {
  const { label, rules } = PARAMETERS[name];
  return `${label} (${rules.join(', ')})`;
}

export function parameterText(value: Policy[ParameterName]): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  return value.length === 0 ? 'none' : value.join(', ');
}

export function defaultText(name: ParameterName): string {
  return parameterText(DEFAULT_POLICY[name]);
}
