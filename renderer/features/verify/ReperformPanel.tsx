import type { PickedFile } from '../../../shared/contract/shell.ts';
import { Button } from '../../components/Button.tsx';
import { Callout, Panel } from '../../components/Page.tsx';
import { Progress } from '../../components/Progress.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import styles from './ApprovePanel.module.css';
import { CheckTable } from './VerifyResult.tsx';

/** Computes the findings again from the original exports and compares them with the bundle. */
export function ReperformPanel({ bundle }: { readonly bundle: PickedFile }) {
  const again = useEngineMutation('verify.reperform');

  async function pick(purpose: 'exports' | 'folder') {
    try {
      const originals = await callShell('shell.pickFiles', { purpose });
      if (originals.length > 0)
        again.mutate({ token: bundle.token, originals: originals.map((original) => original.token) });
    } catch (error) {
      showToast({ tone: 'bad', text: errorMessage(error) });
    }
  }

  return (
    <Panel title="Recompute from the original exports" flush={again.isSuccess}>
      {again.isSuccess ? (
        <CheckTable caption="What came out when it was computed again" checks={again.data.checks} />
      ) : (
        <div className={styles.form}>
          <p>
            Reads the original export files again with the settings the bundle states, runs the rules, and compares
            every finding with the report. Files are found by their SHA-256; their names do not matter. An open case is
            left alone.
          </p>
          {again.isPending && <Progress label="Reading the originals and computing again" value={null} total={1} />}
          {again.isError && (
            <Callout tone="critical" title="Not recomputed">
              {errorMessage(again.error)}
            </Callout>
          )}
          <div className={styles.actions}>
            <Button icon="folder" isDisabled={again.isPending} onPress={() => void pick('folder')}>
              Choose the folder of originals…
            </Button>
            <Button variant="ghost" isDisabled={again.isPending} onPress={() => void pick('exports')}>
              Choose files…
            </Button>
          </div>
        </div>
      )}
    </Panel>
  );
}
