import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { Icon, type IconName } from './Icon.tsx';
import styles from './State.module.css';

/** Nothing here yet, why, and what to do about it. */
export function EmptyState({
  icon = 'info',
  title,
  children,
  actions,
}: {
  readonly icon?: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <div className={styles.state}>
      <span className={styles.icon}>
        <Icon name={icon} />
      </span>
      <h2 className={styles.title}>{title}</h2>
      {children !== undefined && <div className={styles.text}>{children}</div>}
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

/** Something could not be shown: the message of the error and a way to try again. */
export function ErrorState({
  title = 'This could not be loaded',
  error,
  onRetry,
}: {
  readonly title?: string;
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}) {
  return (
    <div className={styles.state} role="alert">
      <span className={styles.icon}>
        <Icon name="warning" />
      </span>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.text}>{errorMessage(error)}</p>
      {onRetry !== undefined && (
        <div className={styles.actions}>
          <Button onPress={onRetry}>Try again</Button>
        </div>
      )}
    </div>
  );
}

/** The sentence for people in whatever was thrown. */
export function errorMessage(error: unknown): string {
  if (error instanceof Error && error.message !== '') return error.message;
  return 'Something went wrong and left no message. Nothing stored in the case was changed.';
}

/** A gray bar in the size of the text that will come. */
export function Skeleton({
  width = '100%',
  height = 12,
}: {
  readonly width?: number | string;
  readonly height?: number | string;
}) {
  return <span className={styles.skeleton} style={{ width, height }} aria-hidden="true" />;
}

/** Rows of skeletons for a panel or table that is loading. */
export function SkeletonRows({ rows = 6, height = 34 }: { readonly rows?: number; readonly height?: number }) {
  return (
    <div role="status" aria-label="Loading" className={styles.rows}>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className={styles.row} style={{ height }}>
          <Skeleton width={`${30 + ((index * 17) % 30)}%`} />
          <Skeleton width="12%" />
          <Skeleton width="18%" />
        </div>
      ))}
    </div>
  );
}

/** A whole screen that is loading: the header's place is kept, so that nothing jumps. */
export function PageSkeleton() {
  return (
    <div className={styles.page}>
      <div className={styles.pageHeader}>
        <Skeleton width={160} height={14} />
      </div>
      <SkeletonRows rows={12} />
    </div>
  );
}
