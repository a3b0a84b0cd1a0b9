import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { formatCounted } from '../../components/format.ts';
import { Panel } from '../../components/Page.tsx';
import { useEngineQuery, useRunningJob } from '../../engine/hooks.ts';
import { changeDesk, withDetails, without, type Desk } from './desk.ts';
import { DraftRow } from './DraftRow.tsx';
import { draftProblems, shared, suggestionBasis } from './drafts.ts';
import { SourceFields } from './SourceFields.tsx';
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
          <Button
            variant="primary"
            onPress={onImport}
            isPending={isStarting}
            isDisabled={included.length === 0 || job !== null}
          >
            Import {formatCounted(included.length, 'file')}
          </Button>
        </>
      }
      flush
    >
      <div className={styles.common}>
        <h3 className={styles.commonTitle}>
          {desk.drafts.length === 1 ? 'Where it comes from' : 'Where they come from'}
          {desk.drafts.length > 1 && (
            <span>What you enter here applies to all files. Open a file to state something else for it.</span>
          )}
        </h3>
        <SourceFields
          details={{
            system: shared(desk.drafts, (draft) => draft.details.system),
            tenant: shared(desk.drafts, (draft) => draft.details.tenant),
            asOf: shared(desk.drafts, (draft) => draft.details.asOf ?? ''),
            extractedBy: shared(desk.drafts, (draft) => draft.details.extractedBy),
            method: shared(desk.drafts, (draft) => draft.details.method),
          }}
          problems={desk.isChecked ? sharedProblems(missing) : {}}
          onChange={(part) => changeDesk(caseKey, (current) => withDetails(current, part, null))}
          asOfBasis={shared(desk.drafts, suggestionBasis)}
        />
      </div>
      <ul>
        {desk.drafts.map((draft) => (
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
        ))}
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
};

function hint(missing: ReadonlySet<string>): string {
  return [...missing].map((field) => FIELD_NAMES[field] ?? field).join(', ');
}

function sharedProblems(missing: ReadonlySet<string>) {
  const text = 'Still missing for at least one file.';
  return Object.fromEntries([...missing].filter((field) => field !== 'format').map((field) => [field, text]));
}
