import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { formatCounted } from '../../components/format.ts';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { KeyAndPassphrase, NO_KEY, useKeyUse } from '../people/KeyAndPassphrase.tsx';
import { usePacketSaving } from './use-packet-saving.ts';
import styles from './exchange.module.css';

const FORM = 'send-back';

/** Writes what the person signed in decided in this campaign. */
export function SendBackDialog({ onClose }: { readonly onClose: () => void }) {
  const me = useEngineQuery('people.session', {}).data?.person;
  const [draft, setDraft] = useState(NO_KEY);
  const sendBack = useEngineMutation('exchange.sendBack');
  const { token, use } = useKeyUse(draft, me === null || me === undefined ? [] : [me.id]);
  const { problem, isSaving, save } = usePacketSaving(
    `Decisions of ${me?.name ?? 'reviewer'}.cspacket`,
    async (saveToken) => {
      if (use === null) return;
      const sent = await sendBack.mutateAsync({ ...use, saveToken });
      showToast({ tone: 'good', text: `${formatCounted(sent.decisions, 'decision')} in ${sent.file}.` });
      onClose();
    },
  );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Send your decisions back"
      isDismissable={!isSaving}
      footer={
        <>
          <Button onPress={onClose} isDisabled={isSaving}>
            Cancel
          </Button>
          <Button
            variant="primary"
            type="submit"
            form={FORM}
            isDisabled={use === null || isSaving}
            isPending={isSaving}
          >
            Sign and save…
          </Button>
        </>
      }
    >
      <KeyAndPassphrase
        id={FORM}
        draft={draft}
        token={token}
        onChange={setDraft}
        onSubmit={() => {
          if (use !== null && !isSaving) void save();
        }}
        problem={problem}
      >
        <p className={styles.lead}>
          The packet holds everything you decided in this campaign, what you took back, and how each decision came
          about. Send another one whenever you like: what is there already stays as it is.
        </p>
      </KeyAndPassphrase>
    </Dialog>
  );
}
