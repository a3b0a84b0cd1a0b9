import { useState } from 'react';
import type { PickedFile } from '../../../shared/contract/shell.ts';
import { Button } from '../../components/Button.tsx';
import { Panel } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineQuery } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import { HandOutDialog } from './HandOutDialog.tsx';
import { MergeDialog } from './MergeDialog.tsx';
import { OwnersPanel } from './OwnersPanel.tsx';
import { PacketsTable } from './PacketsTable.tsx';
import { SendBackDialog } from './SendBackDialog.tsx';
import styles from './exchange.module.css';

type Open = { readonly dialog: 'hand-out' | 'send-back' } | { readonly dialog: 'merge'; readonly file: PickedFile };

/** Several people without a network: the campaign goes out as a file, decisions come back as files; owners answer in a page. */
export function ExchangeTab() {
  const session = useEngineQuery('people.session', {}).data;
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const roles = session?.person?.roles ?? [];
  async function pick() {
    try {
      const [file] = await callShell('shell.pickFiles', { purpose: 'packet' });
      if (file !== undefined) setOpen({ dialog: 'merge', file });
    } catch (error) {
      showToast({ tone: 'bad', text: errorMessage(error) });
    }
  }
  return (
    <div className={styles.scroll}>
      <Panel
        title="Carry the campaign to other computers"
        description="Every packet is signed by its sender. What arrives is checked before anything of it is used."
      >
        <div className={styles.steps}>
          <section className={styles.step}>
            <h3 className={styles.stepTitle}>Hand out</h3>
            <p className={styles.stepText}>
              {noneYet(session?.hasPeople) ??
                'A preparer writes the case into one file for those who review elsewhere. They open it from their start screen.'}
            </p>
            <Button
              icon="arrow-up"
              isDisabled={!roles.includes('preparer')}
              onPress={() => setOpen({ dialog: 'hand-out' })}
            >
              Hand out…
            </Button>
          </section>
          <section className={styles.step}>
            <h3 className={styles.stepTitle}>Send back</h3>
            <p className={styles.stepText}>
              {noneYet(session?.hasPeople) ??
                'Whoever is signed in writes what they decided into one file, and carries it to the other computer.'}
            </p>
            <Button
              icon="arrow-right"
              isDisabled={!roles.includes('reviewer') && !roles.includes('approver')}
              onPress={() => setOpen({ dialog: 'send-back' })}
            >
              Send back…
            </Button>
          </section>
          <section className={styles.step}>
            <h3 className={styles.stepTitle}>Merge</h3>
            <p className={styles.stepText}>
              Decisions of somebody else come into this case. You see first what is new and where people disagree. Any
              order will do, and the same packet twice does no harm.
            </p>
            <Button icon="arrow-down" onPress={() => void pick()}>
              Merge a packet…
            </Button>
          </section>
        </div>
      </Panel>
      <OwnersPanel />
      <PacketsTable />
      {open?.dialog === 'hand-out' && <HandOutDialog onClose={close} />}
      {open?.dialog === 'send-back' && <SendBackDialog onClose={close} />}
      {open?.dialog === 'merge' && <MergeDialog file={open.file} onClose={close} />}
    </div>
  );
}

function noneYet(hasPeople: boolean | undefined): string | null {
  return hasPeople === false ? 'This case knows nobody by a key yet. Add people first, on the People tab.' : null;
}
