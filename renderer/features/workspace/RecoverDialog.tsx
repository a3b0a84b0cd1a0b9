import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Callout } from '../../components/Page.tsx';
import { useEngineMutation } from '../../engine/hooks.ts';
import styles from '../case/CasePanels.module.css';
import { CaseWork } from '../case/CaseWork.tsx';
import { useChosenFile } from '../case/use-chosen-file.ts';

/** Offers to put what can be read of a damaged case into a new one. */
export function RecoverDialog({
  token,
  why,
  passphrase,
  onClose,
  onOpen,
}: {
  readonly token: string;
  readonly why: string;
  /** Of a protected case; the recovered one keeps it. */
  readonly passphrase?: string | undefined;
  readonly onClose: () => void;
  /** The case that was recovered is to be opened. */
  readonly onOpen: (token: string) => void;
}) {
  const recover = useEngineMutation('case.recover');
  const found = recover.data;
  const { problem, save } = useChosenFile(recover.error);
  const start = () => save('case', 'Recovered case', (saveToken) => recover.mutate({ token, saveToken, passphrase }));
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="This case is damaged"
      footer={
        <>
          <Button onPress={onClose}>Close</Button>
          {found === undefined ? (
            <Button variant="primary" onPress={start} isPending={recover.isPending}>
              Recover into a new case…
            </Button>
          ) : (
            <Button
              variant="primary"
              onPress={() => {
                onClose();
                onOpen(found.token);
              }}
            >
              Open the recovered case
            </Button>
          )}
        </>
      }
    >
      <div className={styles.stack}>
        <Callout tone="high">{why}</Callout>
        {found === undefined ? (
          <p>
            A backup from before the damage is better than any recovery. Without one, what can be read goes into a new
            case, with an account of what was lost. The damaged file is left as it is.
          </p>
        ) : (
          <Callout
            tone={found.tables.some(({ gaps, refused }) => gaps > 0 || refused > 0) ? 'medium' : 'good'}
            title={`Recovered as ${found.fileName}`}
          >
            {found.account}
          </Callout>
        )}
        <CaseWork />
        {problem !== null && <Callout tone="critical">{problem}</Callout>}
      </div>
    </Dialog>
  );
}
