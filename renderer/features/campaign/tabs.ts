import type { ComponentType } from 'react';
import { BaselineTab } from '../baseline/BaselineTab.tsx';
import { ExchangeTab } from '../exchange/ExchangeTab.tsx';
import { PeopleTab } from '../people/PeopleTab.tsx';
import { PlanTab } from './PlanTab.tsx';
import { StagingTab } from './StagingTab.tsx';
import { SubmitTab } from '../quality/SubmitTab.tsx';

export interface CampaignTab {
  /** Part of the address: /campaign/<id>. */
  readonly id: string;
  readonly label: string;
  readonly Content: ComponentType;
}

/** The views of the campaign screen, in the order of the work. */
export const CAMPAIGN_TABS: readonly CampaignTab[] = [
  { id: 'plan', label: 'Plan', Content: PlanTab },
  { id: 'staging', label: 'Staging check', Content: StagingTab },
  { id: 'baseline', label: 'Baseline', Content: BaselineTab },
  { id: 'people', label: 'People', Content: PeopleTab },
  { id: 'quality', label: 'Submit', Content: SubmitTab },
  { id: 'exchange', label: 'Exchange', Content: ExchangeTab },
];
