import type { RemedyFilter, RemedyState } from '../../../shared/contract/remediation.ts';
import { REMEDY_STATES } from '../../../shared/contract/remediation.ts';
import { PLATFORMS } from '../../../shared/domain/terms.ts';
import type { Tone } from '../../components/Badge.tsx';
import type { IconName } from '../../components/Icon.tsx';

export const STATE_TONES: Readonly<Record<RemedyState, Tone>> = {
  regressed: 'critical',
  'still-there': 'high',
  decided: 'neutral',
  exported: 'low',
  claimed: 'medium',
  waiting: 'neutral',
  verified: 'good',
};

export const STATE_ICONS: Readonly<Record<RemedyState, IconName>> = {
  regressed: 'undo',
  'still-there': 'warning',
  decided: 'dot',
  exported: 'upload',
  claimed: 'person',
  waiting: 'clock',
  verified: 'check-circle',
};

export const GROUPS = ['state', 'owner'] as const;
export type BoardGroup = (typeof GROUPS)[number];

/** What the board is asked, as it stands in the address. */
export interface BoardQuestion {
  readonly by: BoardGroup;
  readonly filter: RemedyFilter;
}

/** Reads the question from the address; anything malformed counts as not asked. */
export function readBoard(params: URLSearchParams): BoardQuestion {
  const states = REMEDY_STATES.filter((state) => params.getAll('state').includes(state));
  const platforms = PLATFORMS.filter((platform) => params.getAll('platform').includes(platform));
  const owner = params.get('owner');
  const text = (params.get('text') ?? '').slice(0, 200);
  return {
    by: params.get('by') === 'owner' ? 'owner' : 'state',
    filter: {
      ...(states.length === 0 ? {} : { states }),
      ...(platforms.length === 0 ? {} : { platforms }),
      ...(params.get('overdue') === 'yes' ? { overdue: true } : {}),
      ...(owner === null ? {} : { owner }),
      ...(text === '' ? {} : { text }),
    },
  };
}

/** The address part of a question; what is at its default is left out. */
export function writeBoard({ by, filter }: BoardQuestion): URLSearchParams {
  const params = new URLSearchParams();
  if (by !== 'state') params.set('by', by);
  for (const state of filter.states ?? []) params.append('state', state);
  for (const platform of filter.platforms ?? []) params.append('platform', platform);
  if (filter.overdue === true) params.set('overdue', 'yes');
  if (filter.owner !== undefined) params.set('owner', filter.owner);
  if (filter.text !== undefined && filter.text !== '') params.set('text', filter.text);
  return params;
}
