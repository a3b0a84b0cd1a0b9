import { formatCounted } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import { Panel } from '../../components/Page.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { findingsPath } from '../findings/question.ts';
import { inventoryPath } from '../inventory/question.ts';
import type { OverviewData } from './OverviewScreen.tsx';
import styles from './OverviewScreen.module.css';

/** What besides deciding brings the case forward, as far as there is any of it. */
export function FurtherSteps({ overview }: { readonly overview: OverviewData }) {
  const checks = useEngineQuery('evidence.checks', {}).data?.filter((check) => check.outcome === 'finding').length ?? 0;
  const registers = useEngineQuery('registers.list', {}).data?.filter((register) => register.entries === 0).length ?? 0;
  const unowned = overview.ownership.find((row) => row.outcome === 'finding')?.connectors ?? 0;
  const steps = [
    {
      count: overview.undeterminable,
      text: `${formatCounted(overview.undeterminable, 'judgement')} lack evidence: see what would help`,
      to: findingsPath({}, 'missing'),
    },
    {
      count: unowned,
      text: `${formatCounted(unowned, 'connector')} without anybody accountable`,
      to: inventoryPath({ ownership: 'finding' }),
    },
    {
      count: checks,
      text: `${formatCounted(checks, 'check')} of the evidence with a result to look at`,
      to: '/evidence?tab=checks',
    },
    {
      count: registers,
      text: `${formatCounted(registers, 'register')} not imported`,
      to: '/evidence?tab=registers',
    },
  ].filter((step) => step.count > 0);
  if (steps.length === 0) return null;
  return (
    <Panel title="What else would help">
      <ul className={styles.steps}>
        {steps.map((step) => (
          <li key={step.to}>
            <LinkText to={step.to}>{step.text}</LinkText>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
