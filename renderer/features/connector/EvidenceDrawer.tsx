import { CopyText } from '../../components/CopyText.tsx';
import { Drawer } from '../../components/Dialog.tsx';
import { Name } from '../../components/Name.tsx';
import { Callout, Facts } from '../../components/Page.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import styles from './evidence.module.css';
import { indentJson } from './indent-json.ts';

/** One record of an imported file. */
export interface EvidenceReference {
  readonly importId: number;
  readonly file: string;
  readonly line: number;
}

/** Shows one record of a source file as it stands there, secrets redacted. Closed while `reference` is null. */
export function EvidenceDrawer({
  reference,
  onClose,
}: {
  readonly reference: EvidenceReference | null;
  readonly onClose: () => void;
}) {
  return (
    <Drawer isOpen={reference !== null} onClose={onClose} title="Source record" size="large">
      {reference !== null && <SourceRecord reference={reference} />}
    </Drawer>
  );
}

/** The same record with one value a line, where it is JSON on a single line; the record itself stays as it stands. */
function Indented({ text }: { readonly text: string }) {
  const indented = indentJson(text);
  if (indented === null) return null;
  return (
    <details>
      <summary>Show it indented</summary>
      <pre className={styles.text} tabIndex={0} aria-label="Record indented">
        <bdi>{indented}</bdi>
      </pre>
    </details>
  );
}

function SourceRecord({ reference }: { readonly reference: EvidenceReference }) {
  const record = useEngineQuery('evidence.record', { importId: reference.importId, line: reference.line });
  if (record.isError) return <ErrorState error={record.error} onRetry={() => void record.refetch()} />;
  return (
    <div className={styles.record}>
      <Facts
        rows={[
          {
            label: 'File',
            value: (
              <Name mono wrap>
                {reference.file}
              </Name>
            ),
          },
          { label: 'Line', value: String(reference.line) },
          { label: 'Import', value: `No. ${reference.importId}` },
        ]}
      />
      {record.isPending ? (
        <SkeletonRows rows={8} height={20} />
      ) : (
        <>
          {record.data.note !== null && <Callout tone="neutral">{record.data.note}</Callout>}
          {record.data.text !== null && (
            <>
              <pre className={styles.text} tabIndex={0} aria-label="Record text">
                <bdi>{record.data.text}</bdi>
              </pre>
              <Indented text={record.data.text} />
              <CopyText text={`${reference.file}:${reference.line}`} label="Reference" />
            </>
          )}
        </>
      )}
    </div>
  );
}
