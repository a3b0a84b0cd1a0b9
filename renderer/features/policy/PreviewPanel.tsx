import { useState } from 'react';
import type { PolicyPreview, PreviewExample, RulePreview } from '../../../shared/contract/policy.ts';
import { Badge, SeverityBadge } from '../../components/Badge.tsx';
import { cx } from '../../components/cx.ts';
import { formatCount, formatCounted } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { LinkText } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { errorMessage, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { RuleFigures } from './ParameterGroup.tsx';
import styles from './PreviewPanel.module.css';

/** What the values in the form would find: sums, the rules that change, and examples of one of them. */
export function PreviewPanel({
  preview,
  isWaiting,
  isBlocked,
}: {
  readonly preview: { readonly data: PolicyPreview | undefined; readonly isPending: boolean; readonly error: unknown };
  readonly isWaiting: boolean;
  /** A value cannot be read, so what is shown is not what the form says. */
  readonly isBlocked: boolean;
}) {
  const [open, setOpen] = useState<string | null>(null);
  const suppressed = useEngineQuery('findings.page', { filter: { suppressed: true }, offset: 0, limit: 1 }).data?.total;
  const { data } = preview;
  const moving = data?.rules.filter(moves) ?? [];
  const shown = moving.find((rule) => rule.rule === open) ?? moving[0];
  return (
    <aside className={styles.panel} aria-label="What these values would find" aria-live="polite">
      <h2 className={styles.title}>What these values would find</h2>
      {isBlocked && <p className={styles.quiet}>Correct the marked value to see what it would find.</p>}
      {preview.error !== null && preview.error !== undefined && (
        <p className={styles.quiet}>{errorMessage(preview.error)}</p>
      )}
      {preview.isPending && !isBlocked && <SkeletonRows rows={4} />}
      {data !== undefined && (
        <div className={cx(styles.body, (isWaiting || isBlocked) && styles.stale)}>
          <p className={styles.sum}>
            <strong>
              {data.before === data.after
                ? formatCount(data.after)
                : `${formatCount(data.before)} → ${formatCount(data.after)}`}
            </strong>{' '}
            findings
          </p>
          <p className={styles.quiet}>{sumText(data)}</p>
          {suppressed !== undefined && suppressed > 0 && (
            <p className={styles.quiet}>
              Counted with {formatCounted(suppressed, 'finding that is suppressed', 'findings that are suppressed')}: a
              suppression is no part of the policy.
            </p>
          )}
          <ul className={styles.rules}>
            {moving.map((rule) => (
              <li key={rule.rule}>
                <button
                  type="button"
                  className={styles.rule}
                  aria-expanded={rule === shown}
                  onClick={() => setOpen(rule.rule)}
                >
                  <Icon name={rule === shown ? 'chevron-down' : 'chevron-right'} />
                  <span className={styles.id}>{rule.rule}</span>
                  <RuleFigures figures={rule} isStale={false} />
                </button>
                {rule === shown && <Examples rule={rule} />}
              </li>
            ))}
          </ul>
        </div>
      )}
    </aside>
  );
}

function moves(rule: RulePreview): boolean {
  return rule.added + rule.removed + rule.changed > 0 || rule.undeterminableBefore !== rule.undeterminableAfter;
}

function sumText({ added, removed, changed }: PolicyPreview): string {
  if (added + removed + changed === 0) return 'The same as with the policy in force.';
  return `${formatCount(added)} new, ${formatCount(removed)} no longer found, ${formatCount(changed)} in other words or severity.`;
}

const LABELS: Readonly<Record<PreviewExample['change'], string>> = {
  added: 'New',
  removed: 'No longer found',
  changed: 'Reworded',
};

function Examples({ rule }: { readonly rule: RulePreview }) {
  const all = rule.added + rule.removed + rule.changed;
  return (
    <ul className={styles.examples}>
      {rule.undeterminableBefore !== rule.undeterminableAfter && (
        <li className={styles.quiet}>
          Could not be judged: {formatCount(rule.undeterminableBefore)} → {formatCount(rule.undeterminableAfter)}
        </li>
      )}
      {rule.examples.map((example, index) => (
        <li key={index} className={styles.example}>
          <p className={styles.head}>
            <Badge tone={example.change === 'added' ? 'high' : example.change === 'removed' ? 'good' : 'neutral'}>
              {LABELS[example.change]}
            </Badge>
            <LinkText to={`/connectors/${encodeURIComponent(example.connectorId)}`} quiet>
              <Name strong warning={example.nameWarning} staticWarning>
                {example.connector}
              </Name>
            </LinkText>
          </p>
          <p className={styles.head}>
            {example.before !== null && example.before !== example.after && <SeverityBadge severity={example.before} />}
            {example.before !== null && example.after !== null && example.before !== example.after && <span>→</span>}
            {example.after !== null && <SeverityBadge severity={example.after} />}
          </p>
          <p className={styles.sentence}>
            <bdi>{example.sentence}</bdi>
          </p>
        </li>
      ))}
      {all > rule.examples.length && (
        <li className={styles.quiet}>and {formatCounted(all - rule.examples.length, 'more finding')}</li>
      )}
    </ul>
  );
}
