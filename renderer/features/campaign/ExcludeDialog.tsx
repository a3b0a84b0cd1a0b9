import { useState } from 'react';
import { PlatformLabel } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { Name } from '../../components/Name.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { useSettled } from '../policy/use-settled.ts';
import styles from './PlanForm.module.css';

const MOST = 30;

/** Looks for an app and asks why it is left out of the scope. */
export function ExcludeDialog({
  taken,
  onClose,
  onExclude,
}: {
  readonly taken: readonly string[];
  readonly onClose: () => void;
  readonly onExclude: (entry: { connectorId: string; reason: string }) => void;
}) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<{ readonly connectorId: string; readonly name: string } | null>(null);
  const [reason, setReason] = useState('');
  const typed = useSettled(text.trim(), 200);
  const page = useEngineQuery(
    'inventory.page',
    {
      filter: typed === '' ? {} : { text: typed.slice(0, 200) },
      sort: { by: 'name', descending: false },
      offset: 0,
      limit: MOST,
    },
    { keepPrevious: true },
  );
  const rows = (page.data?.rows ?? []).filter(({ connectorId }) => !taken.includes(connectorId));
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={chosen === null ? 'Leave out an app' : `Leave out ${chosen.name}`}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isDisabled={chosen === null || reason.trim() === ''}
            onPress={() => {
              if (chosen !== null) onExclude({ connectorId: chosen.connectorId, reason: reason.trim() });
              onClose();
            }}
          >
            Leave out
          </Button>
        </>
      }
    >
      {chosen === null ? (
        <div className={styles.fields}>
          <SearchField label="Find an app by name or id" value={text} onChange={setText} placeholder="Find an app" />
          <div className={styles.found}>
            {rows.map(({ connectorId, name, nameWarning, platform }) => (
              <button
                key={connectorId}
                type="button"
                className={styles.option}
                onClick={() => setChosen({ connectorId, name })}
              >
                <Name strong warning={nameWarning} staticWarning>
                  {name}
                </Name>
                <PlatformLabel platform={platform} />
              </button>
            ))}
            {page.data !== undefined && rows.length === 0 && <p className={styles.quiet}>No other app matches.</p>}
          </div>
        </div>
      ) : (
        <TextField
          label="Reason"
          value={reason}
          onChange={setReason}
          rows={3}
          maxLength={1000}
          isRequired
          autoFocus
          description="For example: reviewed by the group in its own campaign. It is printed with the population."
        />
      )}
    </Dialog>
  );
}
