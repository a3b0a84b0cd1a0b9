import { useRef, type KeyboardEvent } from 'react';
import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import { Kbd } from './Kbd.tsx';
import styles from './Field.module.css';

/** Filter text with a clear button; `/` moves the focus here on every screen that has one, Escape clears it. */
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
  const field = useRef<HTMLInputElement>(null);
  function onKeyDown(event: KeyboardEvent) {
    // Held, or part of what an input method is putting together.
    if (event.repeat || event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && onSubmit !== undefined) {
      event.preventDefault();
      onSubmit();
    }
    if (event.key === 'Escape' && value !== '') {
      event.preventDefault();
      event.stopPropagation();
      onChange('');
    }
  }
  return (
    <div className={styles.search}>
      <Icon name="search" className={styles.searchIcon} />
      <input
        ref={field}
        type="search"
        className={cx(styles.input, styles.searchInput)}
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        data-filter-field=""
        autoComplete="off"
        spellCheck="false"
        placeholder={placeholder}
      />
      {value === '' ? (
        <span className={styles.searchHint}>
          <Kbd keys="/" />
        </span>
      ) : (
        <button
          type="button"
          className={styles.clear}
          aria-label="Clear filter"
          // Escape does the same.
          tabIndex={-1}
          onClick={() => {
            onChange('');
            field.current?.focus();
          }}
        >
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}
