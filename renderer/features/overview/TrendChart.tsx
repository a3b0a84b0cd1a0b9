import { CartesianGrid, Legend, Line, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { formatCount, formatDate } from '../../components/format.ts';
import type { Trend } from './TrendsPanel.tsx';

const LINES = [
  { key: 'grants', name: 'Grants', color: 'var(--chart-accent)', dashes: '' },
  { key: 'connectors', name: 'Connectors', color: 'var(--chart-high)', dashes: '7 3' },
  { key: 'scopes', name: 'Scopes', color: 'var(--chart-good)', dashes: '2 3' },
] as const;

/** Size of one list at each of its exports. */
export function TrendChart({ points }: { readonly points: Trend['points'] }) {
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 900, height: 160 }}>
      <LineChart data={[...points]} margin={{ top: 4, right: 24, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="asOf"
          tickFormatter={formatDate}
          tick={{ fontSize: 11, fill: 'var(--text-3)' }}
          tickLine={false}
          stroke="var(--line-2)"
        />
        <YAxis
          tickFormatter={formatCount}
          tick={{ fontSize: 11, fill: 'var(--text-3)' }}
          tickLine={false}
          axisLine={false}
          width={60}
          allowDecimals={false}
        />
        <Legend
          align="right"
          verticalAlign="top"
          iconSize={8}
          itemSorter={null}
          formatter={(name: string) => <span style={{ color: 'var(--text-2)' }}>{name}</span>}
          wrapperStyle={{ fontSize: 12 }}
        />
        {LINES.map((line) => (
          <Line
            key={line.key}
            type="linear"
            dataKey={line.key}
            name={line.name}
            stroke={line.color}
            strokeWidth={2}
            strokeDasharray={line.dashes}
            dot={{ r: 3, strokeDasharray: '' }}
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
