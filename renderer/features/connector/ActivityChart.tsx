import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatCount, formatShortDay } from '../../components/format.ts';
import styles from './ActivityChart.module.css';
import { type ActivityDay, SERIES } from './activity.ts';

/** Calls and token events per UTC day, stacked by result. Days without records are drawn as empty days. */
export function ActivityChart({ days }: { readonly days: readonly ActivityDay[] }) {
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 900, height: 240 }}>
      <BarChart
        data={[...days]}
        margin={{ top: 4, right: 4, bottom: 0, left: 0 }}
        barCategoryGap={1}
        accessibilityLayer={false}
      >
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="day"
          tickFormatter={formatShortDay}
          tick={{ fontSize: 11, fill: 'var(--text-3)' }}
          tickLine={false}
          stroke="var(--line-2)"
          minTickGap={32}
        />
        <YAxis
          tickFormatter={formatCount}
          tick={{ fontSize: 11, fill: 'var(--text-3)' }}
          tickLine={false}
          axisLine={false}
          width={52}
          allowDecimals={false}
        />
        <Tooltip cursor={{ fill: 'var(--surface-3)' }} isAnimationActive={false} content={DayTooltip} />
        <Legend
          align="right"
          verticalAlign="top"
          iconSize={8}
          itemSorter={null}
          wrapperStyle={{ fontSize: 12, paddingBottom: 6 }}
        />
        {SERIES.map((series) => (
          <Bar
            key={series.key}
            dataKey={series.key}
            name={series.label}
            stackId="day"
            fill={series.color}
            stroke="var(--mark-line)"
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}

function DayTooltip({
  active,
  payload,
  label,
}: {
  readonly active?: boolean;
  readonly payload?: readonly { readonly name?: unknown; readonly value?: unknown; readonly color?: string }[];
  readonly label?: unknown;
}) {
  if (active !== true || payload === undefined) return null;
  return (
    <div className={styles.tooltip}>
      <p className={styles.day}>{String(label)}</p>
      {payload.map((entry) => (
        <p key={String(entry.name)} className={styles.entry}>
          <span className={styles.swatch} style={{ background: entry.color }} />
          {String(entry.name)}
          <strong>{formatCount(Number(entry.value))}</strong>
        </p>
      ))}
    </div>
  );
}
