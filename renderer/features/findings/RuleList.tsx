import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import { cx } from '../../components/cx.ts';
import { formatCount } from '../../components/format.ts';
import styles from './RuleList.module.css';

type RuleCount = Result<EngineContract, 'findings.list'>['byRule'][number];

/** The rules with their four outcomes; pressing one shows only its findings. */
export function RuleList({
  rules,
  selected,
  onSelect,
}: {
  readonly rules: readonly RuleCount[];
  readonly selected: string | null;
  readonly onSelect: (rule: string | null) => void;
}) {
  const total = rules.reduce((sum, rule) => sum + rule.findings, 0);
  return (
    <nav className={styles.rules} aria-label="Rules">
      <button
        type="button"
        className={cx(styles.rule, selected === null && styles.selected)}
        aria-pressed={selected === null}
        onClick={() => onSelect(null)}
      >
        <span className={styles.title}>All rules</span>
        <span className={styles.found}>{formatCount(total)}</span>
      </button>
      {rules.map((rule) => (
        <button
          key={rule.rule}
          type="button"
          className={cx(styles.rule, selected === rule.rule && styles.selected)}
          aria-pressed={selected === rule.rule}
          onClick={() => onSelect(selected === rule.rule ? null : rule.rule)}
        >
          <span className={styles.id}>{rule.rule}</span>
          <span className={styles.title}>{rule.title}</span>
          <span className={cx(styles.found, rule.findings === 0 && styles.none)}>{formatCount(rule.findings)}</span>
          <span className={styles.outcomes}>
            <Outcome label="clear" value={rule.clear} />
            <Outcome label="undeterminable" value={rule.undeterminable} isWarning />
            <Outcome label="not applicable" value={rule.notApplicable} />
          </span>
          {rule.undeterminable > 0 && rule.missing.length > 0 && (
            <span className={styles.missing}>Missing: {rule.missing.join(' ')}</span>
          )}
        </button>
      ))}
    </nav>
  );
}

function Outcome({
  label,
  value,
  isWarning = false,
}: {
  readonly label: string;
  readonly value: number;
  readonly isWarning?: boolean;
}) {
  if (value === 0) return null;
  return (
    <span className={cx(isWarning && styles.warning)}>
      {formatCount(value)} {label}
    </span>
  );
}
