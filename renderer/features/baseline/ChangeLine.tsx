import type { ItemDelta } from '../../../shared/contract/baseline.ts';
import { Badge } from '../../components/Badge.tsx';
import { formatCount } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import { errorMessage, Skeleton } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import styles from './ChangeLine.module.css';

/** Shown at once; the rest on demand. */
const MOST = 4;

/**
 * "Since certified 2026-03-31 by A. Ro: +2 scopes, owner left": what changed about an item since the last signed review,
 * the most important first; opened, it says each in a whole sentence. The region can take the focus.
 */
export function ChangeLine({ itemId }: { readonly itemId: string }) {
  const delta = useEngineQuery('review.delta', { itemId });
  return (
    <section id="item-changes" className={styles.line} aria-label="Changes since the last review" tabIndex={-1}>
      {delta.isPending && <Skeleton width="40%" />}
      {delta.isError && <p className={styles.text}>{errorMessage(delta.error)}</p>}
      {delta.data !== undefined && <Told delta={delta.data} />}
    </section>
  );
}

function Told({ delta }: { readonly delta: ItemDelta }) {
  if (delta.baseline === null)
    return (
      <p className={styles.text}>
        No signed <LinkText to="/campaign/baseline">baseline</LinkText>: changes are not shown. Earlier decisions that a
        register states are named in the findings.
      </p>
    );
  if (delta.lines.length === 0)
    return (
      <p className={styles.text}>
        <Short delta={delta} baseline={delta.baseline} />
      </p>
    );
  return (
    <details>
      <summary className={styles.summary}>
        <Short delta={delta} baseline={delta.baseline} />
      </summary>
      <ul className={styles.all}>
        {delta.lines.map((line) => (
          <li key={line.kind}>
            <bdi>{line.text}</bdi>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Short({
  delta: { kind, since, lines },
  baseline,
}: {
  readonly delta: ItemDelta;
  readonly baseline: NonNullable<ItemDelta['baseline']>;
}) {
  const changes = lines.filter((line) => line.isChange);
  const rest = changes.length - MOST;
  const notes = lines.filter((line) => !line.isChange);
  const last = baseline.signedAt.slice(0, 10);
  return (
    <>
      <span className={styles.since}>
        <bdi>{since === null ? `Against the report of ${last}` : `Since ${since}`}</bdi>:{' '}
      </span>
      {kind === null && 'not compared yet'}
      {kind === 'same' && 'no change found'}
      {changes.slice(0, MOST).map((line, index) => (
        <span key={line.kind}>
          {index > 0 && ', '}
          <strong className={styles.change}>{line.short}</strong>
        </span>
      ))}
      {rest > 0 && ` and ${formatCount(rest)} more`}
      {notes.map((line) => (
        <Badge key={line.kind} icon="info" title={line.text}>
          {line.short}
        </Badge>
      ))}
    </>
  );
}
