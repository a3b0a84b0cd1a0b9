import type { ComponentType } from 'react';
import { PeopleTab } from '../people/PeopleTab.tsx';

export interface CampaignTab {
  /** Part of the address: /campaign/<id>. */
  readonly id: string;
  readonly label: string;
  readonly Content: ComponentType;
}

/** The views of the campaign screen, in the order of the work. */
export const CAMPAIGN_TABS: readonly CampaignTab[] = [{ id: 'people', label: 'People', Content: PeopleTab }];
