import type { ReportBlock } from '../../shared/contract/report-document.ts';

type Tone = Extract<ReportBlock, { kind: 'chart' }>['series'][number]['tone'];

/** Colors on white paper; each pair of neighbors differs in lightness too, so a gray print stays readable. */
export const CHART_TONES: Readonly<Record<Tone, string>> = {
  neutral: '#9ca3af',
  accent: '#3557b7',
  good: '#2f7d5b',
  warning: '#d39a2d',
  danger: '#c2513f',
  critical: '#7f1d2d',
};
