import type { ComponentType } from 'react';
import { DetailsPanel } from './DetailsPanel.tsx';
import { ProtectionPanel } from './ProtectionPanel.tsx';

export interface CasePart {
  /** Part of the address: /case/<id>. */
  readonly id: string;
  readonly label: string;
  readonly Content: ComponentType;
}

/** The parts of the screen Case, in the order in which they are shown. */
export const CASE_PARTS: readonly CasePart[] = [
  { id: 'details', label: 'Details', Content: DetailsPanel },
  { id: 'protection', label: 'Protection', Content: ProtectionPanel },
];
