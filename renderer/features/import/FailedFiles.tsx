import { Button } from '../../components/Button.tsx';
import { formatCounted } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Callout } from '../../components/Page.tsx';
import { changeDesk, withoutFailed } from './desk.ts';
import type { FailedDraft } from './drafts.ts';
import styles from './FailedFiles.module.css';

/** One by one up to here; more of them are a list. */
const SHOWN = 4;

/** Files that could not be looked at, each with what is wrong, and notes on what was left out. */
export function FailedFiles({
  caseKey,
  failed,
}: {
  readonly caseKey: string;
  readonly failed: readonly FailedDraft[];
}) {
  const faults = failed.filter((file) => !file.isNotice);
  const notices = failed.filter((file) => file.isNotice);
  return (
    <>
      {faults.length <= SHOWN ? (
        faults.map((file) => (
          <Callout
            key={`${file.token} ${file.fileName}`}
            tone="critical"
            title={<Name>{file.fileName}</Name>}
            actions={<Dismiss caseKey={caseKey} files={[file]} />}
          >
            <bdi>{file.error}</bdi>
          </Callout>
        ))
      ) : (
        <List
          caseKey={caseKey}
          files={faults}
          tone="critical"
          title={`${formatCounted(faults.length, 'file')} cannot be read`}
        />
      )}
      {notices.length > 0 && <List caseKey={caseKey} files={notices} tone="neutral" title="Left out" />}
    </>
  );
}

function List({
  caseKey,
  files,
  tone,
  title,
}: {
  readonly caseKey: string;
  readonly files: readonly FailedDraft[];
  readonly tone: 'critical' | 'neutral';
  readonly title: string;
}) {
  return (
    <Callout tone={tone} title={title} actions={<Dismiss caseKey={caseKey} files={files} />}>
      <ul className={styles.list}>
        {files.map((file) => (
          <li key={`${file.token} ${file.fileName}`}>
            {/* A notice names what it is about. */}
            {!file.isNotice && <Name strong>{file.fileName}</Name>} <bdi>{file.error}</bdi>
          </li>
        ))}
      </ul>
    </Callout>
  );
}

function Dismiss({ caseKey, files }: { readonly caseKey: string; readonly files: readonly FailedDraft[] }) {
  return (
    <Button size="small" onPress={() => changeDesk(caseKey, (current) => withoutFailed(current, files))}>
      Dismiss
    </Button>
  );
}
