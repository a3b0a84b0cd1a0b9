import { Button } from '../components/Button.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { Callout } from '../components/Page.tsx';
import { Kbd } from '../components/Kbd.tsx';
import { activeHotkeys } from '../components/keyboard.ts';
import { fullScreenKey, MENU_KEYS } from '../../shared/domain/menu-keys.ts';
import { useSettings } from './settings.ts';
import { useHelp } from '../features/help/HelpProvider.tsx';
import styles from './KeysHelp.module.css';

const IN_TABLES = [
  { keys: '↑ ↓', label: 'Previous and next row' },
  { keys: 'PgUp PgDn', label: 'A page up and down' },
  { keys: 'Home End', label: 'First and last row' },
  { keys: 'Enter', label: 'Open the row' },
];

const isMac = navigator.userAgent.includes('Mac OS');

/** What the menu has keys for, as this system writes them. */
const IN_MENUS = [
  ...Object.values(MENU_KEYS).map(({ key, does }) => ({ keys: written(key), label: does })),
  { keys: written(fullScreenKey(isMac)), label: 'Full screen' },
];

function written(accelerator: string): string {
  return accelerator.replace('CmdOrCtrl', isMac ? 'Cmd' : 'Ctrl').replace('Plus', '+');
}

/** All keys that work on the screen at hand. */
export function KeysHelp({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const groups = isOpen ? activeHotkeys() : [];
  const { singleKeys } = useSettings();
  const help = useHelp();
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Keys"
      size="large"
      footer={
        <>
          <Button
            onPress={() => {
              onClose();
              help.open('keyboard');
            }}
          >
            All keys
          </Button>
          <Button
            icon="help"
            shortcut="F1"
            onPress={() => {
              onClose();
              help.openHere('beside');
            }}
          >
            Help for this screen
          </Button>
        </>
      }
    >
      {!singleKeys && (
        <Callout>
          Letters, digits and signs are switched off as shortcuts in the settings. What they do is found with Ctrl+K.
        </Callout>
      )}
      <div className={styles.groups}>
        {groups.map((group) => (
          <KeyList
            key={group.scope}
            title={group.scope}
            rows={[
              ...group.hotkeys,
              ...(group.scope === 'Everywhere' ? [{ keys: 'Ctrl+K', label: 'Find or do anything' }] : []),
            ]}
          />
        ))}
        <KeyList title="In tables" rows={IN_TABLES} />
        <KeyList title="In the menu" rows={IN_MENUS} />
      </div>
    </Dialog>
  );
}

function KeyList({
  title,
  rows,
}: {
  readonly title: string;
  readonly rows: readonly { readonly keys: string; readonly label: string }[];
}) {
  return (
    <section className={styles.group}>
      <h3 className={styles.title}>{title}</h3>
      <dl>
        {rows.map((row) => (
          <div key={row.keys} className={styles.row}>
            <dt>{row.label}</dt>
            <dd>
              <Kbd keys={row.keys} />
              <span className="visually-hidden">{row.keys}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
