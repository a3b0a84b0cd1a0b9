import { Bar, BarChart, Legend, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { USAGE_STATUS_LABELS, USAGE_STATUSES, type UsageStatus } from '../../../shared/domain/terms.ts';

const FILLS: Readonly<Record<UsageStatus, string>> = {
  observed: 'var(--chart-good)',
  'denied-only': 'var(--mark-high)',
  'not-seen-full': 'var(--mark-medium)',
  'not-seen-partial': 'var(--mark-faint)',
  'not-observable': 'var(--mark-neutral)',
  persistence: 'var(--mark-low)',
};

/** One stacked bar per platform. */
export function ScopeUseChart({
  rows,
}: {
  readonly rows: readonly { readonly label: string; readonly counts: Readonly<Record<string, number>> }[];
}) {
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 900, height: 200 }}>
      <BarChart
        data={rows.map((row) => ({ label: row.label, ...row.counts }))}
        layout="vertical"
        margin={{ top: 0, right: 4, bottom: 0, left: 0 }}
        barCategoryGap={8}
        accessibilityLayer={false}
      >
        <XAxis type="number" hide />
        <YAxis
          type="category"
          dataKey="label"
          width={132}
          axisLine={false}
          tickLine={false}
          tick={{ fill: 'var(--text-2)', fontSize: 12 }}
        />
        <Legend
          align="left"
          verticalAlign="top"
          iconSize={8}
          itemSorter={null}
          formatter={(name: string) => <span style={{ color: 'var(--text-2)' }}>{name}</span>}
          wrapperStyle={{ fontSize: 12, paddingBottom: 6 }}
        />
        {USAGE_STATUSES.map((status) => (
          <Bar
            key={status}
            dataKey={status}
            name={USAGE_STATUS_LABELS[status]}
            stackId="status"
            fill={FILLS[status]}
            stroke="var(--mark-line)"
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
