import type { ReactNode } from 'react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { ListBox, ListBoxItem, ListBoxSection, Header } from 'react-aria-components/ListBox';
import { Modal, ModalOverlay, Dialog as AriaDialog } from 'react-aria-components/Modal';
import { SearchField, Input } from 'react-aria-components/SearchField';
import { Icon, type IconName } from './Icon.tsx';
import { Kbd } from './Kbd.tsx';
import styles from './CommandList.module.css';

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  readonly hint?: string | undefined;
  readonly keys?: string | undefined;
  readonly run: () => void;
}
export interface CommandGroup {
  readonly id: string;
  readonly title: string;
  readonly commands: readonly Command[];
}

/** A dialog with one text field and a list that follows it; arrows move, Enter runs and closes. */
export function CommandList({
  isOpen,
  onClose,
  text,
  onText,
  groups,
  empty,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** Already filtered by the text. */
  readonly groups: readonly CommandGroup[];
  readonly empty: ReactNode;
}) {
  const all = groups.flatMap((group) => group.commands);
  function run(key: string | number) {
    onClose();
    all.find((command) => command.id === key)?.run();
  }
  return (
    <ModalOverlay
      className={styles.overlay ?? ''}
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable
    >
      <Modal className={styles.modal ?? ''}>
        <AriaDialog className={styles.dialog ?? ''} aria-label="Find or do anything">
          <Autocomplete inputValue={text} onInputChange={onText}>
            <SearchField aria-label="Search" className={styles.field ?? ''} autoFocus>
              <Icon name="search" />
              <Input className={styles.input ?? ''} placeholder="Go to a screen, a connector, an action…" />
            </SearchField>
            <ListBox
              className={styles.list ?? ''}
              aria-label="Results"
              selectionMode="none"
              onAction={run}
              renderEmptyState={() => <div className={styles.empty}>{empty}</div>}
            >
              {groups
                .filter((group) => group.commands.length > 0)
                .map((group) => (
                  <ListBoxSection key={group.id} id={group.id}>
                    <Header className={styles.group ?? ''}>{group.title}</Header>
                    {group.commands.map((command) => (
                      <ListBoxItem
                        key={command.id}
                        id={command.id}
                        textValue={command.label}
                        className={styles.item ?? ''}
                      >
                        <Icon name={command.icon} className={styles.icon} />
                        <bdi className={styles.label}>{command.label}</bdi>
                        {command.hint !== undefined && <span className={styles.hint}>{command.hint}</span>}
                        {command.keys !== undefined && <Kbd keys={command.keys} />}
                      </ListBoxItem>
                    ))}
                  </ListBoxSection>
                ))}
            </ListBox>
          </Autocomplete>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
