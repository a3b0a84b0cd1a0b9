import type { RefObject } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { ListBox, ListBoxItem, Popover } from 'react-aria-components/Select';
import { Icon } from './Icon.tsx';
import { OptionText, type Option } from './Select.tsx';
import styles from './Select.module.css';

export interface FilterListProps<Value extends string> {
  readonly label: string;
  readonly values: readonly Value[];
  readonly onChange: (values: readonly Value[]) => void;
  readonly options: readonly Option<Value>[];
  /** At most one value. */
  readonly single?: boolean;
  /** The button that opened the list: it lies below it, and gets the focus back. */
  readonly opener: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
}

/** The open list of a filter. */
export function FilterList<Value extends string>({
  label,
  values,
  onChange,
  options,
  single = false,
  opener,
  onClose,
}: FilterListProps<Value>) {
  return (
    <Popover
      triggerRef={opener}
      isOpen
      onOpenChange={onClose}
      className={styles.popover ?? ''}
      placement="bottom start"
      offset={4}
    >
      <Dialog className={styles.filterDialog ?? ''} aria-label={`Filter by ${label.toLowerCase()}`}>
        <ListBox
          className={styles.list ?? ''}
          aria-label={label}
          autoFocus
          // Escape closes the list and keeps what was ticked.
          escapeKeyBehavior="none"
          selectionMode={single ? 'single' : 'multiple'}
          selectedKeys={[...values]}
          onSelectionChange={(keys) =>
            onChange(options.map((option) => option.value).filter((value) => keys === 'all' || keys.has(value)))
          }
          items={options.map((option) => ({ ...option, id: option.value }))}
        >
          {(option) => (
            <ListBoxItem id={option.value} textValue={option.label} className={styles.item ?? ''}>
              {({ isSelected }) => (
                <>
                  <span className={styles.tick}>{isSelected && <Icon name="check" />}</span>
                  <OptionText label={option.label} description={option.description} />
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Dialog>
    </Popover>
  );
}
