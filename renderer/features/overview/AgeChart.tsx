import { Bar, BarChart, Cell, LabelList, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { AgeBand } from '../../../shared/domain/vocabulary.ts';

/** Bars of review items per band of days, the youngest at the top. */
export function AgeChart({
  rows,
}: {
  readonly rows: readonly { readonly band: AgeBand; readonly label: string; readonly items: number }[];
}) {
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 500, height: 196 }}>
      <BarChart
        data={[...rows]}
        layout="vertical"
        margin={{ top: 0, right: 40, bottom: 0, left: 0 }}
        barCategoryGap={6}
        accessibilityLayer={false}
      >
        <XAxis type="number" hide />
        <YAxis
          type="category"
          dataKey="label"
          width={124}
          axisLine={false}
          tickLine={false}
          tick={{ fill: 'var(--text-2)', fontSize: 12 }}
        />
        <Bar
          dataKey="items"
          isAnimationActive={false}
          radius={[0, 3, 3, 0]}
          minPointSize={(value) => (Number(value) > 0 ? 2 : 0)}
        >
          {rows.map((row) => (
            <Cell key={row.band} fill={row.band === 'unknown' ? 'var(--chart-neutral)' : 'var(--chart-accent)'} />
          ))}
          <LabelList dataKey="items" position="right" fill="var(--text)" fontSize={12} fontWeight={600} />
        </Bar>
      </BarChart>
    </ResponsiveContainer>
  );
}
