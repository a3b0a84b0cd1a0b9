import {
  Select as AriaSelect,
  SelectValue,
  Button as AriaButton,
  FieldError,
  ListBox,
  ListBoxItem,
  Popover,
} from 'react-aria-components/Select';
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
