import { lazy } from 'react';
import { AGE_BAND_LABELS } from '../../../shared/domain/vocabulary.ts';
import { ChartFigure } from '../../components/ChartFigure.tsx';
import { LinkText } from '../../components/LinkText.tsx';
import { Panel } from '../../components/Page.tsx';
import { queuePath } from '../review/queue-question.ts';
import type { OverviewData } from './OverviewScreen.tsx';
import styles from './OverviewScreen.module.css';

const AgeChart = lazy(async () => ({ default: (await import('./AgeChart.tsx')).AgeChart }));

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

/** Review items by bands of days, with those of unknown age as a band of their own. */
export function AgePanel({
  overview,
  figure,
}: {
  readonly overview: OverviewData;
  readonly figure: keyof typeof TEXTS;
}) {
  const { title, description, unknown } = TEXTS[figure];
  const rows = overview[figure].map((row) => ({ ...row, label: AGE_BAND_LABELS[row.band] }));
  return (
    <Panel title={title} description={description}>
      <ChartFigure
        height={196}
        alternative={`${title}, review items: ${rows.map((row) => `${row.label} ${row.items}`).join(', ')}.`}
      >
        <AgeChart rows={rows} />
      </ChartFigure>
      <ul className={styles.bands} aria-label={`${title}: items of each band`}>
        {rows
          .filter((row) => row.items > 0)
          .map((row) => (
            <li key={row.band}>
              <LinkText to={queuePath({ [figure]: row.band })}>
                {row.label}: {row.items}
              </LinkText>
            </li>
          ))}
      </ul>
      <p className={styles.note}>{unknown}</p>
    </Panel>
  );
}
