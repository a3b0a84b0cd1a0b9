import type { ReactNode } from 'react';
import type { Decision, Grade, Platform, Severity, Tier, UsageStatus } from '../../shared/domain/terms.ts';
import {
  DECISION_LABELS,
  GRADE_LABELS,
  GRADE_MEANINGS,
  PLATFORM_LABELS,
  USAGE_STATUS_LABELS,
} from '../../shared/domain/terms.ts';
import { cx } from './cx.ts';
import { Icon, type IconName } from './Icon.tsx';
import styles from './Badge.module.css';

export type Tone = 'neutral' | 'accent' | 'good' | 'low' | 'medium' | 'high' | 'critical';

/** A small label with a meaning; the color only repeats what the text says. */
export function Badge({
  children,
  tone = 'neutral',
  icon,
  title,
}: {
  readonly children: ReactNode;
  readonly tone?: Tone;
  readonly icon?: IconName | undefined;
  readonly title?: string | undefined;
}) {
  return (
    <span className={cx(styles.badge, styles[tone])} title={title}>
      {icon && <Icon name={icon} className={styles.icon} />}
      {children}
    </span>
  );
}

export const SEVERITY_LABELS: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Info',
};
export const SEVERITY_TONES: Readonly<Record<Severity, Tone>> = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  info: 'neutral',
};

/** Severity of a finding, optionally with how many there are. */
export function SeverityBadge({ severity, count }: { readonly severity: Severity; readonly count?: number }) {
  return (
    <span className={cx(styles.badge, styles[SEVERITY_TONES[severity]])}>
      <span className={cx(styles.shape, styles[`shape-${severity}`])} aria-hidden="true" />
      {SEVERITY_LABELS[severity]}
      {count !== undefined && <strong className={styles.count}>{count}</strong>}
    </span>
  );
}

export const TIER_TEXTS: Readonly<Record<'0' | '1' | '2' | '3' | '4' | 'null', string>> = {
  '0': 'Sign-in only',
  '1': 'Limited reading',
  '2': 'Reads or writes some data',
  '3': 'Broad access to data',
  '4': 'Can take over identities or reach all data',
  null: 'Not in the catalog; sorted with tier 3',
};
const TIER_TONES = ['neutral', 'low', 'medium', 'high', 'critical'] as const;

/** Scope risk tier 0-4, or "Unrated". `override`: the organisation set it, and says why; the catalog says `was`. */
export function TierBadge({
  tier,
  override = null,
}: {
  readonly tier: Tier;
  readonly override?: { readonly was: Tier; readonly reason: string } | null;
}) {
  if (override === null) return <PlainTier tier={tier} />;
  const was = override.was === null ? 'unrated' : `T${override.was}`;
  return (
    <span className={styles.overridden} title={`Set by the organisation, ${was} in the catalog: ${override.reason}`}>
      <PlainTier tier={tier} />
      <span className={styles.was}>was {was}</span>
    </span>
  );
}

function PlainTier({ tier }: { readonly tier: Tier }) {
  const text = TIER_TEXTS[`${tier}`];
  if (tier === null) {
    return (
      <span className={cx(styles.badge, styles.unrated)} title={text}>
        Unrated
      </span>
    );
  }
  return (
    <span className={cx(styles.badge, styles[TIER_TONES[tier]])} title={`Tier ${tier}: ${text}`}>
      <span className={cx(styles.bars, styles[`bars-${tier}`])} aria-hidden="true" />
      <span className="visually-hidden">Tier </span>T{tier}
    </span>
  );
}

const GRADE_TONES: Readonly<Record<Grade, Tone>> = { Q1: 'good', Q2: 'low', Q3: 'neutral', Q0: 'medium' };

/** Which kind of source a statement rests on. `compact` shows the code only. */
export function GradeBadge({ grade, compact = false }: { readonly grade: Grade; readonly compact?: boolean }) {
  return (
    <Badge tone={GRADE_TONES[grade]} title={`${grade}: ${GRADE_LABELS[grade]}; ${GRADE_MEANINGS[grade]}`}>
      {compact ? (
        <>
          {grade}
          <span className="visually-hidden">, {GRADE_LABELS[grade]}</span>
        </>
      ) : (
        `${grade} ${GRADE_LABELS[grade]}`
      )}
    </Badge>
  );
}

const STATUS_TONES: Readonly<Record<UsageStatus, Tone>> = {
  observed: 'good',
  'denied-only': 'high',
  'not-seen-full': 'medium',
  'not-seen-partial': 'neutral',
  'not-observable': 'neutral',
  persistence: 'low',
};
const STATUS_ICONS: Readonly<Record<UsageStatus, IconName>> = {
  observed: 'check',
  'denied-only': 'close',
  'not-seen-full': 'search',
  'not-seen-partial': 'clock',
  'not-observable': 'info',
  persistence: 'key',
};

/** What the evidence says about a granted scope. Put the statement with its window next to it. */
export function UsageBadge({ status }: { readonly status: UsageStatus }) {
  return (
    <Badge tone={STATUS_TONES[status]} icon={STATUS_ICONS[status]}>
      {USAGE_STATUS_LABELS[status]}
    </Badge>
  );
}

const DECISION_TONES: Readonly<Record<Decision, Tone>> = {
  certify: 'good',
  reduce: 'medium',
  conditional: 'low',
  revoke: 'critical',
  'assign-owner': 'accent',
  'need-info': 'neutral',
  escalate: 'high',
};

/** The decision on an item; null reads "Undecided". */
export function DecisionBadge({ decision }: { readonly decision: Decision | null }) {
  if (decision === null) return <span className={cx(styles.badge, styles.unrated)}>Undecided</span>;
  return <Badge tone={DECISION_TONES[decision]}>{DECISION_LABELS[decision]}</Badge>;
}

/** Platform name with a small monogram. */
export function PlatformLabel({ platform }: { readonly platform: Platform }) {
  return (
    <span className={styles.platform}>
      <span className={styles.monogram} aria-hidden="true">
        {platform === 'other' ? '··' : platform.slice(0, 2)}
      </span>
      {PLATFORM_LABELS[platform]}
    </span>
  );
}
