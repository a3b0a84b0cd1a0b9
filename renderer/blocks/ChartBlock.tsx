import type { ReactNode } from 'react';
import { Bar, BarChart, CartesianGrid, Legend, Line, LineChart, XAxis, YAxis } from 'recharts';
import type { ReportBlock } from '../../shared/contract/report-document.ts';
import styles from './blocks.module.css';
import { CalendarChart } from './CalendarChart.tsx';
import { CHART_TONES } from './chart-tones.ts';
import { Reference } from './Reference.tsx';
import { printable } from './printable.ts';

type Chart = Extract<ReportBlock, { kind: 'chart' }>;

/**
 * A chart of fixed size and without animation, so that screen and print draw the same picture. The whole chart in
 * words is the alternative text of the picture, on screen and in the tagged PDF.
 */
export function ChartBlock({ block }: { readonly block: Chart }): ReactNode {
  return (
    <div className={styles.figure}>
      <p className={styles.figureTitle}>
        <Reference text={block.reference} name={block.id} />
        {block.title}
        {block.unit !== '' && <span className={styles.muted}> ({block.unit})</span>}
      </p>
      {block.points.length === 0 ? (
        <p className={styles.muted}>No data in this period.</p>
      ) : (
        <div role="img" aria-label={block.alternative}>
          <Picture block={block} />
        </div>
      )}
    </div>
  );
}

const WIDTH = 666;
const HEIGHT = 220;
const MARGIN = { top: 8, right: 8, bottom: 0, left: 0 };
const TICK = { fontSize: 10, fill: '#4b5563' };

function Picture({ block }: { readonly block: Chart }): ReactNode {
  if (block.chart === 'calendar') return <CalendarChart series={block.series} points={block.points} width={WIDTH} />;
  const data = block.points.map((point) => ({ label: printable(point.label), ...point.values }));
  const axes = [
    <CartesianGrid key="grid" stroke="#e5e7eb" vertical={false} />,
    <XAxis key="x" dataKey="label" tick={TICK} tickLine={false} stroke="#9ca3af" interval="equidistantPreserveStart" />,
    <YAxis key="y" tick={TICK} tickLine={false} stroke="#9ca3af" allowDecimals={false} width={44} />,
    ...(block.series.length > 1
      ? [<Legend key="legend" iconSize={9} wrapperStyle={{ fontSize: 10, color: '#1f2937' }} />]
      : []),
  ];
  if (block.chart === 'line') {
    return (
      <LineChart width={WIDTH} height={HEIGHT} data={data} margin={MARGIN} accessibilityLayer={false}>
        {axes}
        {block.series.map((series) => (
          <Line
            key={series.key}
            dataKey={series.key}
            name={series.label}
            stroke={CHART_TONES[series.tone]}
            strokeWidth={1.5}
            dot={false}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    );
  }
  return (
    <BarChart width={WIDTH} height={HEIGHT} data={data} margin={MARGIN} accessibilityLayer={false}>
      {axes}
      {block.series.map((series) => (
        <Bar
          key={series.key}
          dataKey={series.key}
          name={series.label}
          fill={CHART_TONES[series.tone]}
          maxBarSize={36}
          isAnimationActive={false}
          {...(block.chart === 'stacked-bar' ? { stackId: 'all' } : {})}
        />
      ))}
    </BarChart>
  );
}
