import { Bar, BarChart, Cell, LabelList, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { Tier } from '../../../shared/domain/vocabulary.ts';

const FILLS: Readonly<Record<'0' | '1' | '2' | '3' | '4' | 'null', string>> = {
  '0': 'var(--chart-neutral)',
  '1': 'var(--chart-low)',
  '2': 'var(--chart-medium)',
  '3': 'var(--chart-high)',
  '4': 'var(--chart-critical)',
  null: 'var(--chart-neutral)',
};

/** Bars of review items by tier, worst at the top. */
export function TierChart({
  rows,
}: {
  readonly rows: readonly { readonly tier: Tier; readonly label: string; readonly items: number }[];
}) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        data={[...rows]}
        layout="vertical"
        margin={{ top: 0, right: 40, bottom: 0, left: 0 }}
        barCategoryGap={6}
      >
        <XAxis type="number" hide />
        <YAxis
          type="category"
          dataKey="label"
          width={64}
          axisLine={false}
          tickLine={false}
          tick={{ fill: 'var(--text-2)', fontSize: 12 }}
        />
        <Bar dataKey="items" isAnimationActive={false} radius={[0, 3, 3, 0]} minPointSize={2}>
          {rows.map((row) => (
            <Cell key={row.label} fill={FILLS[`${row.tier}`]} />
          ))}
          <LabelList dataKey="items" position="right" fill="var(--text)" fontSize={12} fontWeight={600} />
        </Bar>
      </BarChart>
    </ResponsiveContainer>
  );
}
