import { lazy } from 'react';
import { ChartFigure } from '../../components/ChartFigure.tsx';
import { Panel } from '../../components/Page.tsx';
import { ErrorState, Skeleton } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { activityText, everyDay } from './activity.ts';

const ActivityChart = lazy(async () => ({ default: (await import('./ActivityChart.tsx')).ActivityChart }));

/** Activity over time with the same numbers in words below it. */
export function ActivityPanel({ connectorId }: { readonly connectorId: string }) {
  const activity = useEngineQuery('connectors.activity', { connectorId });
  if (activity.isError) return <ErrorState error={activity.error} onRetry={() => void activity.refetch()} />;
  const days = activity.data === undefined ? [] : everyDay(activity.data);
  return (
    <Panel title="Activity over time" description={days.length === 0 ? undefined : activityText(days)}>
      {activity.isPending ? (
        <Skeleton height={240} />
      ) : days.length === 0 ? (
        <p>No imported log holds an event of this connector.</p>
      ) : (
        <ChartFigure alternative={activityText(days)} height={240}>
          <ActivityChart days={days} />
        </ChartFigure>
      )}
    </Panel>
  );
}
