import type { ReactNode } from 'react';
import type { ReportBlock } from '../../shared/contract/report-document.ts';
import { CHART_TONES } from './chart-tones.ts';
import { printable } from './printable.ts';

type Chart = Extract<ReportBlock, { kind: 'chart' }>;

const LABEL_WIDTH = 172;
const ROW = 20;
const SIZE = ROW - 5;
const TOP = 4;

/**
 * One row per series, one cell per day. A day with records is filled, darker with more of them; days without any
 * are an outlined, crossed cell: a gap in a log must not look like a quiet day.
 */
export function CalendarChart({
  series,
  points,
  width,
}: {
  readonly series: Chart['series'];
  readonly points: Chart['points'];
  readonly width: number;
}): ReactNode {
  const step = (width - LABEL_WIDTH) / Math.max(1, points.length);
  const height = TOP + series.length * ROW + 16;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} fontSize={10} fill="#1f2937">
      {series.map((row, rowIndex) => {
        const top = TOP + rowIndex * ROW;
        const most = Math.max(1, ...points.map((point) => point.values[row.key] ?? 0));
        return (
          <g key={row.key}>
            <text x={0} y={top + 12}>
              {labelOf(row.label)}
            </text>
            {points.map((point, index) => {
              const count = point.values[row.key] ?? 0;
              return count === 0 ? null : (
                <rect
                  key={point.label}
                  x={LABEL_WIDTH + index * step}
                  y={top}
                  width={Math.max(1, step - 0.8)}
                  height={SIZE}
                  fill={CHART_TONES[row.tone]}
                  fillOpacity={0.35 + 0.65 * Math.sqrt(count / most)}
                />
              );
            })}
            {gapsOf(points.map((point) => (point.values[row.key] ?? 0) === 0)).map(({ from, days }) => (
              <Gap key={from} x={LABEL_WIDTH + from * step} y={top} width={Math.max(1, days * step - 0.8)} />
            ))}
          </g>
        );
      })}
      {points.map((point, index) =>
        index === 0 || point.label.endsWith('-01') ? (
          <text key={point.label} x={LABEL_WIDTH + index * step} y={height - 3} fill="#4b5563">
            {point.label}
          </text>
        ) : null,
      )}
    </svg>
  );
}

/** Longer labels would run into the days; the whole one stands in the table of windows. */
function labelOf(text: string): string {
  const shown = printable(text);
  return shown.length > 34 ? `${shown.slice(0, 33)}…` : shown;
}

/** Stretches of days without a record. */
function gapsOf(isEmpty: readonly boolean[]): { from: number; days: number }[] {
  const gaps: { from: number; days: number }[] = [];
  for (const [index, empty] of isEmpty.entries()) {
    const last = gaps.at(-1);
    if (!empty) continue;
    if (last !== undefined && last.from + last.days === index) last.days += 1;
    else gaps.push({ from: index, days: 1 });
  }
  return gaps;
}

/** One frame for all days of a stretch: crossing every day of a long one would make a solid block. */
function Gap({ x, y, width }: { readonly x: number; readonly y: number; readonly width: number }): ReactNode {
  return (
    <g stroke="#c2513f" strokeWidth={0.6} fill="none">
      <rect x={x} y={y} width={width} height={SIZE} />
      <line x1={x} y1={y + SIZE} x2={x + width} y2={y} />
    </g>
  );
}
