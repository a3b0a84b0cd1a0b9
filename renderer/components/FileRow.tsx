import type { PickedFile } from '../../shared/contract/shell.ts';
import { Button } from './Button.tsx';
import type { IconName } from './Icon.tsx';
import { Name } from './Name.tsx';
import styles from './FileRow.module.css';

/** A file or folder that a dialog asks for: what it is, the button that chooses it, and what was chosen. */
export function FileRow({
  label,
  choose,
  file,
  note,
  icon = 'folder',
  onPick,
}: {
  readonly label: string;
  /** Text of the button; without it, "Choose…" with the label as its name. */
  readonly choose?: string;
  readonly file: PickedFile | null;
  readonly note?: string;
  readonly icon?: IconName;
  readonly onPick: () => void;
}) {
  return (
    <div className={styles.row}>
      <strong>{label}</strong>
      <span className={styles.file}>
        <Button
          size="small"
          icon={icon}
          {...(choose === undefined ? { 'aria-label': `Choose: ${label}` } : {})}
          onPress={onPick}
        >
          {choose ?? 'Choose…'}
        </Button>
        {file === null ? <span className={styles.quiet}>None chosen</span> : <Name mono>{file.name}</Name>}
      </span>
      {note !== undefined && <span className={styles.quiet}>{note}</span>}
    </div>
  );
}
