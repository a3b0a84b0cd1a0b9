import { OUTCOMES, OWNERSHIP_LABELS, type Outcome } from '../../../shared/domain/terms.ts';
import type { Tone } from '../../components/Badge.tsx';
import { ButtonLink } from '../../components/LinkText.tsx';
import { Panel } from '../../components/Page.tsx';
import { ShareBar } from '../../components/Progress.tsx';
import { findingsPath } from '../findings/question.ts';
import { inventoryPath } from '../inventory/question.ts';
import type { OverviewData } from './OverviewScreen.tsx';

const TONES: Readonly<Record<Outcome, Tone>> = {
  clear: 'good',
  finding: 'high',
  undeterminable: 'neutral',
  'not-applicable': 'low',
};

/** Whether somebody answers for the connectors, as CS-01 judges it. */
export function OwnershipPanel({ overview }: { readonly overview: OverviewData }) {
  const count = new Map(overview.ownership.map((row) => [row.outcome, row.connectors]));
  const order = OUTCOMES.filter((outcome) => outcome !== 'not-applicable' || count.has(outcome));
  return (
    <Panel
      title="Who answers for connectors"
      description="Owned means a business owner who is active in the register of people."
      actions={<ButtonLink to={findingsPath({ rules: ['CS-01'] })}>Findings of CS-01</ButtonLink>}
    >
      <ShareBar
        label="Connectors by ownership"
        shares={order.map((outcome) => ({
          key: outcome,
          label: OWNERSHIP_LABELS[outcome],
          value: count.get(outcome) ?? 0,
          tone: TONES[outcome],
          to: inventoryPath({ ownership: outcome }),
        }))}
      />
    </Panel>
  );
}
