import type { ComponentType } from 'react';
import { CopiesPanel } from './CopiesPanel.tsx';
import { DetailsPanel } from './DetailsPanel.tsx';
import { ProtectionPanel } from './ProtectionPanel.tsx';
import { RetentionPanel } from './RetentionPanel.tsx';

export interface CasePart {
  /** Part of the address: /case/<id>. */
  readonly id: string;
  readonly label: string;
  readonly Content: ComponentType;
}

/** The parts of the screen Case, in the order in which they are shown. */
export const CASE_PARTS: readonly CasePart[] = [
  { id: 'details', label: 'Details', Content: DetailsPanel },
  { id: 'copies', label: 'Copies and backups', Content: CopiesPanel },
  { id: 'protection', label: 'Protection', Content: ProtectionPanel },
  { id: 'retention', label: 'Retention and deletion', Content: RetentionPanel },
];
