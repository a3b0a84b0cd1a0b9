import { AGE_BAND_LABELS } from '../../../shared/domain/terms.ts';
import { cx } from '../../components/cx.ts';
import { formatCount } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import { Panel } from '../../components/Page.tsx';
import { queuePath } from '../review/queue-question.ts';
import type { OverviewData } from './OverviewScreen.tsx';
import styles from './OverviewScreen.module.css';

const TEXTS = {
  grantAge: {
    title: 'Age of grants',
    description: 'Review items by the days since their oldest dated grant.',
    unknown: 'Not known: no export or log dates the grant.',
  },
  lastUse: {
    title: 'Time since last use',
    description: 'Review items by the days since their last use that any source shows, whatever its grade.',
    unknown: 'Not known: no source shows any use. That is not the same as no use.',
  },
} as const;

/** Review items by bands of days, with those of unknown age as a band of their own; each band leads to its items. */
export function AgePanel({
  overview,
  figure,
}: {
  readonly overview: OverviewData;
  readonly figure: keyof typeof TEXTS;
}) {
  const { title, description, unknown } = TEXTS[figure];
  const rows = overview[figure];
  const most = Math.max(1, ...rows.map((row) => row.items));
  return (
    <Panel title={title} description={description}>
      <ul className={styles.bands} aria-label={`${title}: items of each band`}>
        {rows.map(({ band, items }) => {
          const label = AGE_BAND_LABELS[band];
          return (
            <li key={band} className={styles.band}>
              {items === 0 ? (
                label
              ) : (
                <LinkText to={queuePath({ [figure]: band })}>{`${label}: ${formatCount(items)}`}</LinkText>
              )}
              <span
                className={cx(styles.length, band === 'unknown' && styles.unknown)}
                style={{ width: `${(items / most) * 100}%` }}
              />
            </li>
          );
        })}
      </ul>
      <p className={styles.note}>{unknown}</p>
    </Panel>
  );
}
