import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox, FieldError, Text } from 'react-aria-components/Checkbox';
import { Radio, RadioGroup as AriaRadioGroup, Label } from 'react-aria-components/RadioGroup';
import { Input, TextField as AriaTextField, TextArea } from 'react-aria-components/TextField';
import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import styles from './Field.module.css';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly description?: ReactNode;
  /** A sentence when the value is not acceptable; null or absent when it is. */
  readonly error?: string | null | undefined;
  readonly placeholder?: string | undefined;
  readonly isRequired?: boolean | undefined;
  readonly isDisabled?: boolean | undefined;
  readonly autoFocus?: boolean | undefined;
  readonly type?: 'text' | 'password' | 'email';
  /** More than one row makes it a text area. */
  readonly rows?: number | undefined;
  readonly maxLength?: number | undefined;
  /** Hides the label visually when the surroundings say it. */
  readonly hideLabel?: boolean | undefined;
  readonly mono?: boolean | undefined;
}

/** One line of text, or several with `rows`. */
export function TextField({
  label,
  value,
  onChange,
  description,
  error,
  placeholder,
  isRequired = false,
  isDisabled = false,
  autoFocus = false,
  type = 'text',
  rows,
  maxLength,
  hideLabel = false,
  mono = false,
}: TextFieldProps) {
  const isInvalid = error !== undefined && error !== null && error !== '';
  const control = {
    className: cx(styles.input, rows !== undefined && styles.area, mono && styles.mono),
    ...(placeholder === undefined ? {} : { placeholder }),
  };
  return (
    <AriaTextField
      className={styles.field ?? ''}
      value={value}
      onChange={onChange}
      isInvalid={isInvalid}
      isRequired={isRequired}
      isDisabled={isDisabled}
      autoFocus={autoFocus}
      type={type}
      autoComplete="off"
      spellCheck="false"
      validationBehavior="aria"
      {...(maxLength === undefined ? {} : { maxLength })}
    >
      <FieldLabel label={label} isRequired={isRequired} hidden={hideLabel} />
      {rows === undefined ? <Input {...control} /> : <TextArea {...control} rows={rows} />}
      {description !== undefined && !isInvalid && (
        <Text slot="description" className={styles.description ?? ''}>
          {description}
        </Text>
      )}
      <FieldError className={styles.error ?? ''}>{error}</FieldError>
    </AriaTextField>
  );
}

/** The label above a control, with the word "required" where it is. Use inside React Aria fields only. */
export function FieldLabel({
  label,
  isRequired = false,
  hidden = false,
}: {
  readonly label: string;
  readonly isRequired?: boolean;
  readonly hidden?: boolean | undefined;
}) {
  return (
    <Label className={hidden ? 'visually-hidden' : (styles.label ?? '')}>
      {label}
      {isRequired && <span className={styles.required}>required</span>}
    </Label>
  );
}

/** A check box with its label. */
export function Checkbox({
  children,
  isSelected,
  onChange,
  isDisabled = false,
  isIndeterminate = false,
  'aria-label': ariaLabel,
}: {
  readonly children?: ReactNode;
  readonly isSelected: boolean;
  readonly onChange: (selected: boolean) => void;
  readonly isDisabled?: boolean;
  readonly isIndeterminate?: boolean;
  readonly 'aria-label'?: string;
}) {
  return (
    <AriaCheckbox
      className={styles.checkbox ?? ''}
      isSelected={isSelected}
      onChange={onChange}
      isDisabled={isDisabled}
      isIndeterminate={isIndeterminate}
      {...(ariaLabel === undefined ? {} : { 'aria-label': ariaLabel })}
    >
      <span className={styles.box} aria-hidden="true">
        {isIndeterminate ? <span className={styles.dash} /> : isSelected && <Icon name="check" />}
      </span>
      {children !== undefined && <span>{children}</span>}
    </AriaCheckbox>
  );
}

/** One choice out of a few, all in view. */
export function RadioGroup<Value extends string>({
  label,
  value,
  onChange,
  options,
  isHorizontal = false,
}: {
  readonly label: string;
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
  readonly options: readonly { readonly value: Value; readonly label: ReactNode; readonly description?: ReactNode }[];
  readonly isHorizontal?: boolean;
}) {
  function choose(next: string) {
    const option = options.find((candidate) => candidate.value === next);
    if (option !== undefined) onChange(option.value);
  }
  return (
    <AriaRadioGroup className={styles.field ?? ''} value={value} onChange={choose}>
      <FieldLabel label={label} />
      <div className={cx(styles.radios, isHorizontal && styles.radiosRow)}>
        {options.map((option) => (
          <Radio key={option.value} value={option.value} className={styles.radio ?? ''}>
            <span className={styles.dot} aria-hidden="true" />
            <span>
              {option.label}
              {option.description !== undefined && <span className={styles.description}>{option.description}</span>}
            </span>
          </Radio>
        ))}
      </div>
    </AriaRadioGroup>
  );
}
