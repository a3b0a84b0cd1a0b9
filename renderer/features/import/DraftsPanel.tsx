import { useRef, useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { formatCounted } from '../../components/format.ts';
import { Panel } from '../../components/Page.tsx';
import { useEngineQuery, useRunningJob } from '../../engine/hooks.ts';
import { CommonFields } from './CommonFields.tsx';
import { changeDesk, without, type Desk } from './desk.ts';
import { DraftGroupRow } from './DraftGroupRow.tsx';
import { DraftRow } from './DraftRow.tsx';
import { draftProblems, groupDrafts, type Draft } from './drafts.ts';
import styles from './DraftsPanel.module.css';

/** The files added and not yet imported, the details they share, and the button that imports them. */
export function DraftsPanel({
  caseKey,
  desk,
  onImport,
  isStarting,
}: {
  readonly caseKey: string;
  readonly desk: Desk;
  readonly onImport: () => void;
  readonly isStarting: boolean;
}) {
  const formats = useEngineQuery('imports.formats', {}).data ?? [];
  const job = useRunningJob();
  const [open, setOpen] = useState<string | null>(null);
  const included = desk.drafts.filter((draft) => draft.isIncluded);
  const incomplete = included.filter((draft) => Object.keys(draftProblems(draft)).length > 0);
  const missing = new Set(incomplete.flatMap((draft) => Object.keys(draftProblems(draft))));
  const row = (draft: Draft) => (
    <DraftRow
      key={draft.token}
      caseKey={caseKey}
      draft={draft}
      formats={formats}
      isChecked={desk.isChecked}
      isOnly={desk.drafts.length === 1}
      isOpen={open === draft.token}
      onToggle={() => setOpen(open === draft.token ? null : draft.token)}
    />
  );
  const list = useRef<HTMLUListElement>(null);
  const start = () => {
    onImport();
    const [first] = incomplete;
    if (first === undefined) return;
    setOpen(first.token);
    list.current?.querySelector('[data-incomplete]')?.scrollIntoView({ block: 'center' });
  };
  return (
    <Panel
      title={`${formatCounted(desk.drafts.length, 'file')} to import`}
      description="Check how each file was read, and state where it comes from. The report will say so."
      actions={
        <>
          <span className={styles.hint} role="status">
            {incomplete.length > 0
              ? `${formatCounted(incomplete.length, 'file')} ${incomplete.length === 1 ? 'needs' : 'need'} ${hint(missing)}`
              : included.length === 0
                ? 'No file is ticked'
                : 'Ready'}
          </span>
          <Button
            onPress={() =>
              changeDesk(caseKey, (current) =>
                without(
                  current,
                  current.drafts.map((draft) => draft.token),
                ),
              )
            }
          >
            Clear
          </Button>
          <Button variant="primary" onPress={start} isPending={isStarting} isDisabled={included.length === 0}>
            {job === null ? 'Import' : 'Queue'} {formatCounted(included.length, 'file')}
          </Button>
        </>
      }
      flush
    >
      <CommonFields caseKey={caseKey} drafts={desk.drafts} isChecked={desk.isChecked} />
      <ul ref={list}>
        {groupDrafts(desk.drafts).map((group) =>
          group.drafts.length > 1 ? (
            <DraftGroupRow key={group.key} caseKey={caseKey} group={group} formats={formats} isChecked={desk.isChecked}>
              {(draft) => row(draft)}
            </DraftGroupRow>
          ) : (
            group.drafts.map((draft) => row(draft))
          ),
        )}
      </ul>
    </Panel>
  );
}

const FIELD_NAMES: Readonly<Record<string, string>> = {
  format: 'a format',
  system: 'a system',
  tenant: 'a tenant',
  asOf: 'a time',
  extractedBy: 'who extracted it',
  method: 'a method',
  zone: 'a time zone',
  dayOrder: 'an order of day and month',
  subject: 'the app it is about',
  statedTotal: 'a number as total',
  completeness: 'what it covers',
};

function hint(missing: ReadonlySet<string>): string {
  return [...missing].map((field) => FIELD_NAMES[field] ?? field).join(', ');
}
