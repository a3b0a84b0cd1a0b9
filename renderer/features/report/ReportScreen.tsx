import { lazy, Suspense, useState } from 'react';
import { FULL_REPORT } from '../../../shared/contract/report.ts';
import { formatTime } from '../../components/format.ts';
import { Callout, Page } from '../../components/Page.tsx';
import { MessageStrip } from '../../components/MessageStrip.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { ReviewProgress } from '../review/ReviewProgress.tsx';
import { ConclusionPanel } from './ConclusionPanel.tsx';
import { ReportChoices } from './ReportChoices.tsx';
import styles from './ReportScreen.module.css';
import { SignPanel } from './SignPanel.tsx';

const ReportPaper = lazy(async () => ({ default: (await import('../../blocks/ReportPaper.tsx')).ReportPaper }));

/** The report as it will be printed, what it concludes and why, and signing it. */
export function ReportScreen() {
  const [options, setOptions] = useState(FULL_REPORT);
  const preview = useEngineQuery('report.preview', { options }, { keepPrevious: true });
  const progress = useEngineQuery('review.progress', {});
  const signed = useEngineQuery('report.lastSigned', {}).data ?? null;
  return (
    <Page
      fill
      title="Report"
      meta={preview.data === undefined ? undefined : `Preview of ${preview.data.reportId}`}
      actions={<ReviewProgress progress={progress.data} />}
      footer={<MessageStrip />}
    >
      <div className={styles.body}>
        <div className={styles.desk} tabIndex={0} role="region" aria-label="Preview of the report">
          {preview.isError ? (
            <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
          ) : preview.isPending ? (
            <div className={styles.sheet}>
              <SkeletonRows rows={16} height={40} />
            </div>
          ) : (
            <Suspense
              fallback={
                <div className={styles.sheet}>
                  <SkeletonRows rows={16} height={40} />
                </div>
              }
            >
              <div className={styles.sheet}>
                <ReportPaper document={preview.data} />
              </div>
            </Suspense>
          )}
        </div>
        {!preview.isError && (
          <aside className={styles.side} aria-label="Conclusion and signature">
            {signed !== null && (
              <Callout title={`${signed.reportId} is signed`}>
                <bdi>{signed.signer}</bdi> signed it on {formatTime(signed.at)}. The preview is a new draft with a
                number of its own: what was recorded since then is in it, that signature included.
              </Callout>
            )}
            <ConclusionPanel report={preview.data} progress={progress.data} />
            <ReportChoices
              options={options}
              computed={preview.data?.conclusion.computed ?? null}
              onChange={setOptions}
            />
            <SignPanel report={preview.data} options={options} />
          </aside>
        )}
      </div>
    </Page>
  );
}
