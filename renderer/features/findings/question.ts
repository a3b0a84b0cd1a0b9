import {
  FINDING_GROUPS,
  findingsFilter,
  type FindingGroupBy,
  type FindingsFilter,
} from '../../../shared/contract/findings.ts';

export const FINDING_VIEWS = ['findings', 'controls', 'missing'] as const;
export type FindingView = (typeof FINDING_VIEWS)[number];

/** What the findings screen is asked, as it stands in the address. */
export interface FindingsQuestion {
  readonly view: FindingView;
  readonly by: FindingGroupBy;
  readonly filter: FindingsFilter;
}

/** Names in the address; lists are repeated, because tenants and owners may hold a comma. */
const LISTS = { severities: 'severity', rules: 'rule', platforms: 'platform', tenants: 'tenant' } as const;
const TEXTS = ['outcome', 'owner', 'control', 'missing', 'text'] as const;

/** Reads the question from the address; anything malformed counts as not asked. */
export function readQuestion(params: URLSearchParams): FindingsQuestion {
  const given = [
    ...Object.entries(LISTS).map(([part, name]) => [part, params.getAll(name)] as const),
    ...TEXTS.map((name) => [name, params.get(name)] as const),
    ['suppressed', params.get('suppressed') === 'yes' ? true : null] as const,
  ].filter(([, value]) => value !== null && (value === true || value.length > 0));
  const parsed = findingsFilter.safeParse(Object.fromEntries(given));
  return {
    view: FINDING_VIEWS.find((view) => view === params.get('view')) ?? 'findings',
    by: FINDING_GROUPS.find((by) => by === params.get('by')) ?? 'rule',
    filter: parsed.success ? parsed.data : {},
  };
}

/** The address part of a question; what is at its default is left out. */
export function writeQuestion({ view, by, filter }: FindingsQuestion): URLSearchParams {
  const params = new URLSearchParams();
  if (view !== 'findings') params.set('view', view);
  if (by !== 'rule') params.set('by', by);
  for (const value of filter.severities ?? []) params.append(LISTS.severities, value);
  for (const value of filter.rules ?? []) params.append(LISTS.rules, value);
  for (const value of filter.platforms ?? []) params.append(LISTS.platforms, value);
  for (const value of filter.tenants ?? []) params.append(LISTS.tenants, value);
  if (filter.suppressed === true) params.set('suppressed', 'yes');
  for (const name of TEXTS) {
    const value = filter[name];
    if (value !== undefined && value !== '' && !(name === 'outcome' && value === 'finding')) params.set(name, value);
  }
  return params;
}

/** The address of the findings screen for a filter. */
export function findingsPath(filter: FindingsFilter, view: FindingView = 'findings'): string {
  const params = writeQuestion({ view, by: 'rule', filter }).toString();
  return params === '' ? '/findings' : `/findings?${params}`;
}
