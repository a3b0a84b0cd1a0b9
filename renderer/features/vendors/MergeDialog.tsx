import { useState } from 'react';
import type { InventoryRow } from '../../../shared/contract/inventory.ts';
import { PLATFORM_LABELS } from '../../../shared/domain/terms.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox, TextField } from '../../components/Field.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { formatCounted } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import styles from './MergeDialog.module.css';

const SHOWN = 30;

/** Puts any apps of the case under one vendor, with a reason. */
export function MergeDialog({ onClose }: { readonly onClose: () => void }) {
  const [vendor, setVendor] = useState('');
  const [reason, setReason] = useState('');
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<readonly InventoryRow[]>([]);
  const merge = useEngineMutation('vendors.merge');
  const found = useEngineQuery(
    'inventory.page',
    { filter: { text }, sort: { by: 'name', descending: false }, offset: 0, limit: SHOWN },
    { keepPrevious: true },
  );
  const ids = new Set(chosen.map((row) => row.connectorId));
  const others = (found.data?.rows ?? []).filter((row) => !ids.has(row.connectorId));
  const isReady = vendor.trim() !== '' && reason.trim() !== '' && chosen.length > 0;
  function confirm() {
    merge.mutate(
      { vendor, reason, connectorIds: [...ids] },
      {
        onSuccess: () => {
          showToast({ tone: 'good', text: `${formatCounted(ids.size, 'app')} put under ${vendor}.` });
          onClose();
        },
        onError: (error) => showToast({ tone: 'bad', text: errorMessage(error) }),
      },
    );
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Put apps under one vendor"
      size="large"
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isDisabled={!isReady} isPending={merge.isPending} onPress={confirm}>
            Put {formatCounted(chosen.length, 'app')} under it
          </Button>
        </>
      }
    >
      <div className={styles.fields}>
        <TextField label="Vendor" value={vendor} onChange={setVendor} maxLength={120} isRequired autoFocus />
        <TextField label="Reason" value={reason} onChange={setReason} maxLength={1000} isRequired />
      </div>
      <SearchField label="Find apps" value={text} onChange={setText} placeholder="Name, publisher or id" />
      <ul className={styles.list}>
        {[...chosen, ...others].map((row) => (
          <li key={row.connectorId}>
            <Checkbox
              isSelected={ids.has(row.connectorId)}
              onChange={(isOn) =>
                setChosen((current) =>
                  isOn ? [...current, row] : current.filter((one) => one.connectorId !== row.connectorId),
                )
              }
            >
              <Name warning={row.nameWarning} staticWarning>
                {row.name}
              </Name>
            </Checkbox>
            <span className={styles.platform}>{PLATFORM_LABELS[row.platform]}</span>
          </li>
        ))}
      </ul>
      {found.data !== undefined && found.data.total > SHOWN && (
        <p className={styles.more}>
          {formatCounted(found.data.total - SHOWN, 'further app')}: type to narrow the list.
        </p>
      )}
    </Dialog>
  );
}
