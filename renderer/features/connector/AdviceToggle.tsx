import type { ScopeAdvice, ScopeCertificate } from '../../../shared/contract/reduction.ts';
import { Badge, type Tone } from '../../components/Badge.tsx';
import { Icon } from '../../components/Icon.tsx';
import styles from './AdviceToggle.module.css';

const LABELS: Readonly<Record<ScopeAdvice, string>> = {
  keep: 'Keep',
  remove: 'Remove',
  narrow: 'Narrow',
  ask: 'Ask',
  'keep-unjudged': 'Keep, not judged',
  lifecycle: 'Keep, not by calls',
};
const TONES: Readonly<Record<ScopeAdvice, Tone>> = {
  keep: 'good',
  remove: 'medium',
  narrow: 'medium',
  ask: 'accent',
  'keep-unjudged': 'neutral',
  lifecycle: 'neutral',
};

/** What the certificate advises for one scope; opens and closes its line. */
export function AdviceToggle({
  line,
  isOpen,
  controls,
  onToggle,
}: {
  readonly line: ScopeCertificate;
  readonly isOpen: boolean;
  /** Id of the row it opens. */
  readonly controls: string;
  readonly onToggle: () => void;
}) {
  return (
    <button
      type="button"
      className={styles.toggle}
      aria-expanded={isOpen}
      aria-controls={controls}
      aria-label={`Advice for ${line.scope}: ${LABELS[line.advice]}. ${isOpen ? 'Hide' : 'Show'} the certificate`}
      title={line.statement}
      onClick={onToggle}
    >
      <Badge tone={TONES[line.advice]}>
        {LABELS[line.advice]}
        <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} className={styles.chevron} />
      </Badge>
    </button>
  );
}
