import { useState, type DragEvent } from 'react';
import { Button } from './Button.tsx';
import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import styles from './FileDrop.module.css';

/** A place to drop files on, with a button that does the same by a file dialog. */
export function FileDrop({
  title,
  description,
  buttonLabel,
  onDropFiles,
  onPick,
  onPickFolder,
  isCompact = false,
  isBusy = false,
}: {
  readonly title: string;
  readonly description: string;
  readonly buttonLabel: string;
  readonly onDropFiles: (files: readonly File[]) => void;
  readonly onPick: () => void;
  /** Adds a second button that asks for a folder. */
  readonly onPickFolder?: () => void;
  /** One line high and without its button, for screens that have one elsewhere. */
  readonly isCompact?: boolean;
  readonly isBusy?: boolean;
}) {
  const [isOver, setIsOver] = useState(false);
  function drop(event: DragEvent) {
    event.preventDefault();
    setIsOver(false);
    const files = [...event.dataTransfer.files];
    if (files.length > 0 && !isBusy) onDropFiles(files);
  }
  return (
    <div
      className={cx(styles.drop, isCompact && styles.compact, isOver && styles.over)}
      onDragOver={(event) => {
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
        setIsOver(true);
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) {
          setIsOver(false);
        }
      }}
      onDrop={drop}
    >
      <span className={styles.icon}>
        <Icon name="upload" />
      </span>
      <div className={styles.texts}>
        <p className={styles.title}>{isOver ? 'Let go to add the files' : title}</p>
        <p className={styles.description}>{description}</p>
      </div>
      {!isCompact && (
        <span className={styles.buttons}>
          {onPickFolder !== undefined && (
            <Button icon="folder" onPress={onPickFolder} isPending={isBusy}>
              Choose a folder…
            </Button>
          )}
          <Button variant="primary" icon="plus" onPress={onPick} isPending={isBusy}>
            {buttonLabel}
          </Button>
        </span>
      )}
    </div>
  );
}
