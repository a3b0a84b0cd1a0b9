import { useState } from 'react';
import type { PickedFile } from '../../../shared/contract/shell.ts';
import type { StampTarget } from '../../../shared/contract/timestamps.ts';
import { Button } from '../../components/Button.tsx';
import { RadioGroup } from '../../components/Field.tsx';
import { Callout, Panel } from '../../components/Page.tsx';
import { ErrorState, errorMessage, SkeletonRows } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import { TARGET_LABELS, TARGET_NOTES } from './timestamp-words.ts';
import styles from './TimestampPanel.module.css';

/** Asks an authority for a time stamp of something in a bundle that verified: the request leaves as a file. */
export function StampPanel({
  bundle,
  onRequested,
}: {
  readonly bundle: PickedFile;
  /** Called when the list of requests has changed. */
  readonly onRequested: () => void;
}) {
  const [isOpen, setOpen] = useState(false);
  if (!isOpen)
    return (
      <div className={styles.closed}>
        <Button icon="plus" onPress={() => setOpen(true)}>
          Ask for a time stamp…
        </Button>
      </div>
    );
  return <StampForm bundle={bundle} onRequested={onRequested} onClose={() => setOpen(false)} />;
}

function StampForm({
  bundle,
  onRequested,
  onClose,
}: {
  readonly bundle: PickedFile;
  readonly onRequested: () => void;
  readonly onClose: () => void;
}) {
  const targets = useEngineQuery('timestamps.targets', { token: bundle.token });
  const [target, setTarget] = useState<StampTarget | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const draft = useEngineMutation('timestamps.draft');
  const save = useEngineMutation('timestamps.export');
  const possible = targets.data?.filter(({ refusal }) => refusal === null) ?? [];
  const refused = targets.data?.flatMap(({ refusal }) => refusal ?? []) ?? [];

  async function submit() {
    if (target === null) return;
    setProblem(null);
    try {
      const { id, bundleName } = await draft.mutateAsync({ token: bundle.token, target });
      onRequested();
      const suggestedName = bundleName.replace(/(?:\.zip)?$/i, ` ${target}.tsq`);
      const place = await callShell('shell.pickSave', { purpose: 'timestamp-request', suggestedName });
      if (place !== null) {
        await save.mutateAsync({ id, saveToken: place.token });
        showToast({ tone: 'good', text: `${place.name} saved. Send it to the authority and import its answer.` });
      }
      onRequested();
      onClose();
    } catch (error) {
      setProblem(errorMessage(error));
    }
  }

  return (
    <Panel title="Ask for a time stamp">
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (target !== null && !draft.isPending) void submit();
        }}
      >
        <p>
          A time-stamping authority (RFC 3161) proves when a signature existed, whatever a clock here says. The request
          is a small file without any content of the review. Carry it to a connected machine, send it to the authority,
          and bring the answer back.
        </p>
        {targets.isPending && <SkeletonRows rows={3} height={40} />}
        {targets.isError && (
          <ErrorState
            title="The bundle could not be read"
            error={targets.error}
            onRetry={() => void targets.refetch()}
          />
        )}
        {possible.length > 0 && (
          <RadioGroup
            label="What the authority is to stamp"
            value={target}
            onChange={setTarget}
            options={possible.map((one) => ({
              value: one.target,
              label: TARGET_LABELS[one.target],
              description: TARGET_NOTES[one.target],
            }))}
          />
        )}
        {refused.length > 0 && (
          <ul className={styles.refusals}>
            {refused.map((refusal) => (
              <li key={refusal}>{refusal}</li>
            ))}
          </ul>
        )}
        {problem !== null && (
          <Callout tone="critical" title="Not requested">
            {problem}
          </Callout>
        )}
        <div className={styles.actions}>
          <Button
            type="submit"
            variant="primary"
            isPending={draft.isPending || save.isPending}
            isDisabled={target === null}
          >
            Save the request…
          </Button>
          <Button variant="ghost" onPress={onClose}>
            Not now
          </Button>
        </div>
      </form>
    </Panel>
  );
}
