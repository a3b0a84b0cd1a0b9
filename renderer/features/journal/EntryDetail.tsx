import { CopyText } from '../../components/CopyText.tsx';
import { formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Facts } from '../../components/Page.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { indentJson } from '../connector/indent-json.ts';
import styles from './JournalScreen.module.css';

/** One entry in words, with the text that the hash covers. */
export function EntryDetail({ seq }: { readonly seq: number }) {
  const entry = useEngineQuery('journal.entry', { seq });
  if (entry.isError) return <ErrorState error={entry.error} onRetry={() => void entry.refetch()} />;
  if (entry.data === undefined) return <SkeletonRows rows={8} />;
  const { at, actor, label, summary, facts, payload, hash, prev } = entry.data;
  return (
    <div className={styles.detail}>
      <Facts
        rows={[
          { label: 'Time', value: formatTime(at) },
          { label: 'By', value: <Name>{actor}</Name> },
          { label: 'Type', value: label },
          { label: 'Summary', value: <bdi>{summary}</bdi> },
        ]}
      />
      {facts.length > 0 && (
        <>
          <h3 className={styles.heading}>What was recorded</h3>
          <Facts
            rows={facts.map((fact) => ({ label: fact.label, value: <bdi className={styles.value}>{fact.value}</bdi> }))}
          />
        </>
      )}
      <h3 className={styles.heading}>Chain</h3>
      <Facts
        rows={[
          { label: 'Hash', value: <CopyText text={hash} label="hash" wrap /> },
          { label: 'Hash before', value: <CopyText text={prev} label="hash of the entry before" wrap /> },
        ]}
      />
      {payload !== '' && (
        <details>
          <summary className={styles.heading}>The text the hash covers</summary>
          <pre className={styles.payload} tabIndex={0} aria-label="Payload">
            <bdi>{indentJson(payload) ?? payload}</bdi>
          </pre>
        </details>
      )}
    </div>
  );
}
