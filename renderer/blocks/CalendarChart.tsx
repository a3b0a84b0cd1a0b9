import type { ReactNode } from 'react';
import type { ReportBlock } from '../../shared/contract/report.ts';
import { CHART_TONES } from './chart-tones.ts';

type Chart = Extract<ReportBlock, { kind: 'chart' }>;

const LABEL_WIDTH = 172;
const ROW = 20;
const TOP = 4;

/**
 * One row per series, one cell per day. A day with records is filled, darker with more of them; a day without any
 * is an outlined, crossed cell: a gap in a log must not look like a quiet day.
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
              {row.label.length > 34 ? `${row.label.slice(0, 33)}…` : row.label}
            </text>
            {points.map((point, index) => (
              <DayCell
                key={point.label}
                x={LABEL_WIDTH + index * step}
                y={top}
                width={Math.max(1, step - 0.8)}
                share={(point.values[row.key] ?? 0) / most}
                fill={CHART_TONES[row.tone]}
              />
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

function DayCell({
  x,
  y,
  width,
  share,
  fill,
}: {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly share: number;
  readonly fill: string;
}): ReactNode {
  const size = ROW - 5;
  if (share === 0) {
    return (
      <g stroke="#c2513f" strokeWidth={0.6} fill="none">
        <rect x={x} y={y} width={width} height={size} />
        <line x1={x} y1={y + size} x2={x + width} y2={y} />
      </g>
    );
  }
  return <rect x={x} y={y} width={width} height={size} fill={fill} fillOpacity={0.35 + 0.65 * Math.sqrt(share)} />;
}
