import { useRef, useState, type ReactNode } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import {
  Select as AriaSelect,
  SelectValue,
  Button as AriaButton,
  FieldError,
  ListBox,
  ListBoxItem,
  Popover,
} from 'react-aria-components/Select';
import { cx } from './cx.ts';
import { FieldLabel } from './Field.tsx';
import { Icon } from './Icon.tsx';
import styles from './Select.module.css';

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly description?: string | undefined;
}

/** One value out of a list. `value` null shows the placeholder. */
export function Select<Value extends string>({
  label,
  value,
  onChange,
  options,
  placeholder = 'Choose…',
  error,
  hideLabel = false,
  isDisabled = false,
  isRequired = false,
}: {
  readonly label: string;
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
  readonly options: readonly Option<Value>[];
  readonly placeholder?: string;
  readonly error?: string | null;
  readonly hideLabel?: boolean;
  readonly isDisabled?: boolean;
  readonly isRequired?: boolean;
}) {
  function choose(key: string | number | null) {
    const option = options.find((candidate) => candidate.value === key);
    if (option !== undefined) onChange(option.value);
  }
  return (
    <AriaSelect
      className={styles.field ?? ''}
      value={value}
      onChange={choose}
      placeholder={placeholder}
      isInvalid={error !== undefined && error !== null}
      isDisabled={isDisabled}
      isRequired={isRequired}
      validationBehavior="aria"
    >
      <FieldLabel label={label} isRequired={isRequired} hidden={hideLabel} />
      <AriaButton className={styles.button ?? ''}>
        <SelectValue className={styles.value ?? ''} />
        <Icon name="chevron-down" className={styles.chevron} />
      </AriaButton>
      <FieldError className={styles.error ?? ''}>{error}</FieldError>
      <Popover className={styles.popover ?? ''} offset={4}>
        <ListBox className={styles.list ?? ''} items={options.map((option) => ({ ...option, id: option.value }))}>
          {(option) => (
            <ListBoxItem id={option.value} textValue={option.label} className={styles.item ?? ''}>
              <OptionText label={option.label} description={option.description} />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

/** A filter button that opens a list of values of which several can be ticked; none ticked means all. */
export function FilterSelect<Value extends string>({
  label,
  values,
  onChange,
  options,
  single = false,
}: {
  readonly label: string;
  readonly values: readonly Value[];
  readonly onChange: (values: readonly Value[]) => void;
  readonly options: readonly Option<Value>[];
  /** At most one value. */
  readonly single?: boolean;
}) {
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const chosen = options.filter((option) => values.includes(option.value));
  const shown: ReactNode =
    chosen.length === 0 ? null : chosen.length === 1 ? chosen[0]?.label : `${chosen.length} chosen`;
  return (
    <>
      {/* A plain button, and the list only while it is open: a screen draws many of these before its first row. */}
      <button
        ref={opener}
        type="button"
        className={cx(styles.filter, chosen.length > 0 && styles.filterOn)}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(true)}
      >
        {label}
        {shown !== null && <span className={styles.filterValue}>{shown}</span>}
        <Icon name="chevron-down" className={styles.chevron} />
      </button>
      {isOpen && (
        <Popover
          triggerRef={opener}
          isOpen
          onOpenChange={setIsOpen}
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
      )}
    </>
  );
}

export function OptionText({
  label,
  description,
}: {
  readonly label: string;
  readonly description: string | undefined;
}) {
  return (
    <span className={styles.optionText}>
      <bdi>{label}</bdi>
      {description !== undefined && <span className={styles.optionDescription}>{description}</span>}
    </span>
  );
}
