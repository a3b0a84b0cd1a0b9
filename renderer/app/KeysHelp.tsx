import { Dialog } from '../components/Dialog.tsx';
import { Kbd } from '../components/Kbd.tsx';
import { activeHotkeys } from '../components/keyboard.ts';
import styles from './KeysHelp.module.css';

const IN_TABLES = [
  { keys: '↑ ↓', label: 'Previous and next row' },
  { keys: 'PgUp PgDn', label: 'A page up and down' },
  { keys: 'Home End', label: 'First and last row' },
  { keys: 'Enter', label: 'Open the row' },
];

/** All keys that work on the screen at hand. */
export function KeysHelp({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const groups = isOpen ? activeHotkeys() : [];
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title="Keys" size="large">
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
