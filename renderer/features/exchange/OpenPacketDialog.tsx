import { useState } from 'react';
import type { PickedFile } from '../../../shared/contract/shell.ts';
import type { WorkspaceStatus } from '../../../shared/contract/workspace.ts';
import { Button } from '../../components/Button.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Callout, Facts } from '../../components/Page.tsx';
import { errorMessage, SkeletonRows } from '../../components/State.tsx';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import styles from './exchange.module.css';

/** Shows whose campaign a packet holds, and makes a case of it at a place of one's choice. */
export function OpenPacketDialog({
  file,
  onClose,
  onOpened,
}: {
  readonly file: PickedFile;
  readonly onClose: () => void;
  readonly onOpened: (status: WorkspaceStatus) => void;
}) {
  const view = useEngineQuery('exchange.inspect', { token: file.token });
  const receive = useEngineMutation('exchange.receive');
  const [problem, setProblem] = useState<string | null>(null);
  const packet = view.data;
  async function open() {
    if (packet === undefined) return;
    setProblem(null);
    try {
      const place = await callShell('shell.pickSave', {
        purpose: 'case',
        suggestedName: `${packet.caseName}.countersign`,
      });
      if (place === null) return;
      const status = await receive.mutateAsync({ token: file.token, saveToken: place.token });
      onClose();
      onOpened(status);
    } catch (error) {
      setProblem(errorMessage(error));
    }
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Open a packet"
      isDismissable={!receive.isPending}
      footer={
        <>
          <Button onPress={onClose} isDisabled={receive.isPending}>
            Cancel
          </Button>
          {packet?.kind === 'case' && (
            <Button variant="primary" isPending={receive.isPending} onPress={() => void open()}>
              Choose place and open…
            </Button>
          )}
        </>
      }
    >
      <div className={styles.form}>
        {view.isPending && <SkeletonRows rows={3} />}
        {view.isError && (
          <Callout tone="critical" title="This packet cannot be opened">
            {errorMessage(view.error)}
          </Callout>
        )}
        {packet?.kind === 'decisions' && (
          <Callout tone="medium" title="This packet holds decisions">
            Merge it in the case it belongs to, on the Exchange tab of the Campaign screen.
          </Callout>
        )}
        {packet?.kind === 'case' && (
          <>
            <Facts
              rows={[
                { label: 'Case', value: <Name strong>{packet.caseName}</Name> },
                {
                  label: 'From',
                  value: (
                    <span className={styles.who}>
                      <Name>{packet.by}</Name>
                      <CopyText text={packet.fingerprint} length={23} label={`fingerprint of ${packet.by}`} />
                    </span>
                  ),
                },
                { label: 'Written', value: formatTime(packet.at) },
                { label: 'For', value: <bdi>{packet.for.join(', ')}</bdi> },
              ]}
            />
            <p className={styles.lead}>
              The file is as it was signed. That the key belongs to <bdi>{packet.by}</bdi> only they can tell you:
              compare the fingerprint by another way than this file. The original evidence files are not in it.
            </p>
          </>
        )}
        {problem !== null && <Callout tone="critical">{problem}</Callout>}
      </div>
    </Dialog>
  );
}
