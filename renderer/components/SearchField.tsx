import { SearchField as AriaSearchField, Input, Button as AriaButton } from 'react-aria-components/SearchField';
import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import { Kbd } from './Kbd.tsx';
import styles from './Field.module.css';

/** Filter text with a clear button; `/` moves the focus here on every screen that has one. */
export function SearchField({
  label,
  value,
  onChange,
  onSubmit,
  placeholder,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Enter was pressed. */
  readonly onSubmit?: () => void;
  readonly placeholder?: string;
}) {
  return (
    <AriaSearchField
      className={styles.search ?? ''}
      aria-label={label}
      value={value}
      onChange={onChange}
      {...(onSubmit === undefined ? {} : { onSubmit })}
    >
      <Icon name="search" className={styles.searchIcon} />
      <Input
        className={cx(styles.input, styles.searchInput)}
        data-filter-field=""
        spellCheck="false"
        {...(placeholder === undefined ? {} : { placeholder })}
      />
      {value === '' ? (
        <span className={styles.searchHint}>
          <Kbd keys="/" />
        </span>
      ) : (
        <AriaButton className={styles.clear ?? ''} aria-label="Clear filter">
          <Icon name="close" />
        </AriaButton>
      )}
    </AriaSearchField>
  );
}
