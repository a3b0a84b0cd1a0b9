import { useState } from 'react';
import { ROLE_LABELS } from '../../../shared/domain/roles.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { KeyAndPassphrase, NO_KEY, useKeyUse } from '../people/KeyAndPassphrase.tsx';
import { usePacketSaving } from './use-packet-saving.ts';
import styles from './exchange.module.css';

const FORM = 'hand-out';

/** Writes the case for others: for whom, signed with the key of who is signed in. */
export function HandOutDialog({ onClose }: { readonly onClose: () => void }) {
  const session = useEngineQuery('people.session', {}).data;
  const people = useEngineQuery('people.list', {}).data ?? [];
  const caseName = useEngineQuery('workspace.status', {}).data?.details.name ?? 'Case';
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [draft, setDraft] = useState(NO_KEY);
  const handOut = useEngineMutation('exchange.handOut');
  const me = session?.person?.id;
  const { token, use } = useKeyUse(draft, me === undefined ? [] : [me]);
  const others = people.filter(({ id, roles }) => roles.length > 0 && id !== me);
  const { problem, isSaving, save } = usePacketSaving(`${caseName}.cspacket`, async (saveToken) => {
    if (use === null) return;
    const sent = await handOut.mutateAsync({ personIds: [...chosen], ...use, saveToken });
    showToast({ tone: 'good', text: `The campaign is in ${sent.file}.` });
    onClose();
  });
  const isReady = use !== null && chosen.length > 0 && !isSaving;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Hand out the campaign"
      isDismissable={!isSaving}
      footer={
        <>
          <Button onPress={onClose} isDisabled={isSaving}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form={FORM} isDisabled={!isReady} isPending={isSaving}>
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
          if (isReady) void save();
        }}
        problem={problem}
      >
        <p className={styles.lead}>
          The packet holds the whole case as it stands now: grants, logs, findings, decisions and journal. The original
          evidence files are not in it, so single records cannot be looked up elsewhere.
        </p>
        <fieldset className={styles.group}>
          <legend className={styles.legend}>For whom</legend>
          {others.length === 0 && <p className={styles.lead}>Nobody else takes part yet. Add people first.</p>}
          {others.map(({ id, name, roles }) => (
            <Checkbox
              key={id}
              isSelected={chosen.includes(id)}
              onChange={(isChosen) => setChosen(isChosen ? [...chosen, id] : chosen.filter((one) => one !== id))}
            >
              <bdi>{name}</bdi>{' '}
              <span className={styles.quiet}>{roles.map((role) => ROLE_LABELS[role].toLowerCase()).join(', ')}</span>
            </Checkbox>
          ))}
        </fieldset>
      </KeyAndPassphrase>
    </Dialog>
  );
}
