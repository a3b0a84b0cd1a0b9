import { lazy } from 'react';
import { ChartFigure } from '../../components/ChartFigure.tsx';
import { Panel } from '../../components/Page.tsx';
import type { OverviewData } from './OverviewScreen.tsx';

const TierChart = lazy(async () => ({ default: (await import('./TierChart.tsx')).TierChart }));

/** Review items by the highest tier among their scopes. */
export function TierPanel({ overview }: { readonly overview: OverviewData }) {
  const count = new Map(overview.byTier.map((row) => [row.tier, row.items]));
  const rows = ([4, 3, null, 2, 1, 0] as const).map((tier) => ({
    tier,
    label: tier === null ? 'Unrated' : `Tier ${tier}`,
    items: count.get(tier) ?? 0,
  }));
  return (
    <Panel
      title="Review items by highest tier"
      description="Unrated scopes are not in the catalog; they sort with tier 3."
    >
      <ChartFigure
        height={176}
        alternative={`Review items by highest tier: ${rows.map((row) => `${row.label} ${row.items}`).join(', ')}.`}
      >
        <TierChart rows={rows} />
      </ChartFigure>
    </Panel>
  );
}
