import type { ParameterValue, ParameterValues, PolicyParameter } from '../../../shared/contract/policy.ts';

/** What stands in the form: numbers and lists as typed, one entry of a list a line. */
export type Draft = Readonly<Record<string, string | boolean>>;

/** A value as the form shows it. */
export function typedValue(value: ParameterValue): string | boolean {
  if (typeof value === 'boolean') return value;
  return typeof value === 'number' ? String(value) : value.join('\n');
}

/** The form filled with values; parameters that are left out take their default. */
export function draftOf(parameters: readonly PolicyParameter[], values: ParameterValues): Draft {
  return Object.fromEntries(
    parameters.map((parameter) => [parameter.name, typedValue(values[parameter.name] ?? parameter.default)]),
  );
}

/** The values in force. */
export function currentValues(parameters: readonly PolicyParameter[]): ParameterValues {
  return Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.current]));
}

interface ReadDraft {
  /** null while something typed cannot be a value. */
  readonly values: ParameterValues | null;
  /** A sentence for each parameter whose text cannot be a value. */
  readonly errors: Readonly<Record<string, string>>;
}

/** The values that the form says. */
export function readDraft(parameters: readonly PolicyParameter[], draft: Draft): ReadDraft {
  const values: Record<string, ParameterValue> = {};
  const errors: Record<string, string> = {};
  for (const parameter of parameters) {
    const typed = draft[parameter.name] ?? '';
    const value = readValue(parameter, typed);
    if (value === null) errors[parameter.name] = `A number from ${parameter.min ?? 0} to ${parameter.max ?? 0}`;
    else values[parameter.name] = value;
  }
  return { values: Object.keys(errors).length === 0 ? values : null, errors };
}

function readValue(parameter: PolicyParameter, typed: string | boolean): ParameterValue | null {
  if (typeof typed === 'boolean') return typed;
  if (parameter.type === 'list')
    return [
      ...new Set(
        typed
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== ''),
      ),
    ];
  const number = typed.trim() === '' ? NaN : Number(typed);
  const isFitting = number >= (parameter.min ?? -Infinity) && number <= (parameter.max ?? Infinity);
  return isFitting ? number : null;
}

/** A value in a sentence or a table. */
export function valueText(value: ParameterValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  return value.length === 0 ? 'none' : value.join(', ');
}

/** The unit as people read it beside a number. */
export function unitText(parameter: PolicyParameter): string {
  return parameter.unit === 'share' || parameter.unit === 'chance' ? `${parameter.unit}, 0 to 1` : parameter.unit;
}

export type ParameterGroups = readonly (readonly [rule: string, parameters: readonly PolicyParameter[]])[];

/** Parameters under the rule that reads them first, in the order in which the engine gives them. */
export function groupsOf(parameters: readonly PolicyParameter[]): ParameterGroups {
  return [...Map.groupBy(parameters, (parameter) => parameter.rules[0] ?? '')].toSorted(([a], [b]) =>
    a.localeCompare(b, 'en'),
  );
}

/** The groups with what was sought: whole where the rule has all its words, else the parameters that have them. */
export function groupsWith(
  groups: ParameterGroups,
  titleOf: (rule: string) => string,
  sought: string,
): ParameterGroups {
  const words = sought
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const has = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word));
  return groups.flatMap(([rule, parameters]) => {
    const group = `${rule} ${titleOf(rule)}`;
    const found = has(group)
      ? parameters
      : parameters.filter((parameter) => has(`${group} ${parameter.label} ${parameter.rules.join(' ')}`));
    return found.length === 0 ? [] : [[rule, found] as const];
  });
}
