import type { ReactNode } from 'react';
import type { ReportBlock } from '../../shared/contract/report-document.ts';
import {
  DECISION_LABELS,
  decisionSchema,
  USAGE_STATUS_LABELS,
  usageStatusSchema,
} from '../../shared/domain/vocabulary.ts';
import styles from './blocks.module.css';
import { SafeText } from './SafeText.tsx';

type CellStyle = Extract<ReportBlock, { kind: 'table' }>['columns'][number]['style'];

/** One table cell: plain text, mono, or a labelled badge whose words carry the meaning that its color repeats. */
export function CellValue({
  value,
  style,
}: {
  readonly value: string | number | null;
  readonly style: CellStyle;
}): ReactNode {
  switch (style) {
    case 'text':
      return <SafeText text={plain(value)} />;
    case 'mono':
      return (
        <span className={styles.mono}>
          <SafeText text={plain(value)} />
        </span>
      );
    case 'tier':
      return tierBadge(value);
    case 'severity':
      return value === null ? '' : severityBadge(String(value));
    case 'status':
      return statusBadge(value);
    case 'decision':
      return decisionBadge(value);
  }
}

const NUMBERS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

function plain(value: string | number | null): string {
  if (value === null) return '–';
  return typeof value === 'number' ? NUMBERS.format(value) : value;
}

function badge(tone: string, text: string): ReactNode {
  return (
    <span className={`${styles.badge} ${styles[tone] ?? ''}`}>
      <SafeText text={text} />
    </span>
  );
}

const TIER_TONES = ['toneNeutral', 'toneNeutral', 'toneWarning', 'toneDanger', 'toneCritical'];

function tierBadge(value: string | number | null): ReactNode {
  if (value === null) return badge('toneWarning', 'Unrated');
  if (typeof value === 'string' && !/\d/u.test(value)) return <SafeText text={value} />;
  const tier = Number(typeof value === 'number' ? value : value.replaceAll(/\D/gu, ''));
  return badge(TIER_TONES[tier] ?? 'toneNeutral', typeof value === 'number' ? `Tier ${value}` : value);
}

const SEVERITY_TONES: Readonly<Record<string, string>> = {
  critical: 'toneCritical',
  high: 'toneDanger',
  medium: 'toneWarning',
};

function severityBadge(value: string): ReactNode {
  return badge(SEVERITY_TONES[value.toLowerCase()] ?? 'toneNeutral', value.charAt(0).toUpperCase() + value.slice(1));
}

function statusBadge(value: string | number | null): ReactNode {
  if (value === null) return '–';
  const status = usageStatusSchema.safeParse(value);
  // The row of the sum is no status.
  if (!status.success) return <SafeText text={plain(value)} />;
  const tone = status.data === 'observed' ? 'toneGood' : status.data === 'denied-only' ? 'toneWarning' : 'toneNeutral';
  return badge(tone, USAGE_STATUS_LABELS[status.data]);
}

const DECISION_TONES: Readonly<Record<string, string>> = {
  certify: 'toneGood',
  revoke: 'toneDanger',
  escalate: 'toneDanger',
  reduce: 'toneWarning',
  conditional: 'toneWarning',
};

function decisionBadge(value: string | number | null): ReactNode {
  if (value === null) return badge('toneNeutral', 'No decision');
  const decision = decisionSchema.safeParse(value);
  // The row of the sum is no decision.
  if (!decision.success) return <SafeText text={plain(value)} />;
  return badge(DECISION_TONES[decision.data] ?? 'toneNeutral', DECISION_LABELS[decision.data]);
}
