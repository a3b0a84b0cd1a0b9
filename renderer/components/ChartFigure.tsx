import { Suspense, type ReactNode } from 'react';
import { Skeleton } from './State.tsx';
import styles from './ChartFigure.module.css';

/**
 * The frame of a chart: a title, a fixed height so that nothing jumps while it loads, and the whole chart in words.
 * Put a lazily loaded recharts component inside.
 */
export function ChartFigure({
  title,
  alternative,
  height,
  children,
}: {
  readonly title?: string;
  /** What the chart shows, in a sentence; read out instead of the picture. */
  readonly alternative: string;
  readonly height: number;
  readonly children: ReactNode;
}) {
  return (
    <figure className={styles.figure}>
      {title !== undefined && <figcaption className={styles.title}>{title}</figcaption>}
      <div role="img" aria-label={alternative} className={styles.chart} style={{ height }}>
        <Suspense fallback={<Skeleton height={height} />}>{children}</Suspense>
      </div>
    </figure>
  );
}
