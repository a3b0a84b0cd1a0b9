import { useState } from 'react';
import type { CaseKeeping } from '../../../shared/contract/case-life.ts';
import { Button } from '../../components/Button.tsx';
import { DateField } from '../../components/DateField.tsx';
import { formatDate, formatTime } from '../../components/format.ts';
import { Callout, Facts, Panel } from '../../components/Page.tsx';
import { errorMessage, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { ReasonForm } from '../catalog/ReasonForm.tsx';
import { CaseWork } from './CaseWork.tsx';
import { DeleteDialog } from './DeleteDialog.tsx';
import { stemOf, useChosenFile } from './use-chosen-file.ts';

/** How long the case is kept, whether it is still worked on, and its end. */
export function RetentionPanel() {
  const keeping = useEngineQuery('case.keeping', {});
  if (keeping.isError) return <ErrorState error={keeping.error} onRetry={() => void keeping.refetch()} />;
  if (keeping.isPending) return <SkeletonRows rows={8} />;
  return (
    <>
      <Retention keeping={keeping.data} />
      <Archive keeping={keeping.data} />
      <Deletion />
    </>
  );
}

function Retention({ keeping }: { readonly keeping: CaseKeeping }) {
  const { retention, archived } = keeping;
  const [isAsking, setIsAsking] = useState(false);
  const [until, setUntil] = useState<string | null>(retention?.until ?? null);
  const retain = useEngineMutation('case.retain', { onSuccess: () => setIsAsking(false) });
  return (
    <Panel
      title="How long it is kept"
      description="The last day on which the case has to be there, as the law or the firm says. When it is past, Start says so; nothing is deleted by itself."
      actions={
        <Button isDisabled={archived !== null} onPress={() => setIsAsking(true)}>
          State a date…
        </Button>
      }
    >
      {retention === null ? (
        <p>Nothing is stated.</p>
      ) : (
        <Facts
          rows={[
            {
              label: 'Kept until',
              value: `${formatDate(retention.until)}${retention.isPast ? ', which is past' : ''}`,
            },
            { label: 'Why', value: <bdi>{retention.reason}</bdi> },
            { label: 'Stated by', value: <bdi>{retention.by}</bdi> },
          ]}
        />
      )}
      {isAsking && (
        <ReasonForm
          title="How long the case is kept"
          confirm="State it"
          description="For example the rule that asks for it. It stands in the journal."
          error={retain.error === null ? null : errorMessage(retain.error)}
          isPending={retain.isPending}
          onClose={() => setIsAsking(false)}
          onConfirm={(reason) => retain.mutate({ until, reason })}
        >
          <DateField
            label="Kept until"
            value={until}
            onChange={setUntil}
            description="Empty: no date is stated any more."
          />
        </ReasonForm>
      )}
    </Panel>
  );
}

function Archive({ keeping }: { readonly keeping: CaseKeeping }) {
  const { archived, fileName } = keeping;
  const [isAsking, setIsAsking] = useState(false);
  const archive = useEngineMutation('case.archive', {
    onSuccess: ({ fileName: file }) => {
      setIsAsking(false);
      showToast({
        tone: 'good',
        text: `Archived as ${file}. It was read back and is whole. The case is read-only now.`,
      });
    },
  });
  const reopen = useEngineMutation('case.reopen', { onSuccess: () => setIsAsking(false) });
  const { problem, save } = useChosenFile(archive.error ?? reopen.error);
  function confirm(reason: string) {
    if (archived !== null) reopen.mutate({ reason });
    else save('backup', `${stemOf(fileName)} archive`, (saveToken) => archive.mutate({ saveToken, reason }));
  }
  return (
    <Panel
      title="Archive"
      description="An archive is one file with the whole case, as a backup is. The case becomes read-only, here and wherever the archive is restored, until it is taken out of it."
      actions={
        <Button onPress={() => setIsAsking(true)}>{archived === null ? 'Archive…' : 'Take out of the archive…'}</Button>
      }
    >
      {archived === null ? (
        <p>The case is in work.</p>
      ) : (
        <Callout title={`Archived ${formatTime(archived.at)} by ${archived.by}`}>
          <bdi>{archived.reason}</bdi>
        </Callout>
      )}
      {isAsking && (
        <ReasonForm
          title={archived === null ? 'Archive the case' : 'Take the case out of the archive'}
          confirm={archived === null ? 'Choose place and archive…' : 'Take it out'}
          description="It stands in the journal."
          error={problem}
          isPending={archive.isPending || reopen.isPending}
          onClose={() => setIsAsking(false)}
          onConfirm={confirm}
        >
          <CaseWork />
        </ReasonForm>
      )}
    </Panel>
  );
}

function Deletion() {
  const [isAsking, setIsAsking] = useState(false);
  return (
    <Panel
      title="Deletion"
      description="Removes the case and what belongs to it from this disk, and leaves a record that says what was removed, by whom and why."
      actions={
        <Button variant="danger" onPress={() => setIsAsking(true)}>
          Delete this case…
        </Button>
      }
    >
      <p>Backups, archives, signed bundles and exports that lie elsewhere are not removed.</p>
      {isAsking && <DeleteDialog onClose={() => setIsAsking(false)} />}
    </Panel>
  );
}
