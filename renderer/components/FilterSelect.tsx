import { useEffect, useRef, useState, type ReactNode } from 'react';
import { cx } from './cx.ts';
import type { FilterList, FilterListProps } from './FilterList.tsx';
import { Icon } from './Icon.tsx';
import styles from './Select.module.css';

/** What the list needs is read a little after the first screen, or when a filter is opened before that. */
const READ_AFTER_MS = 1500;
let known: { readonly List: typeof FilterList } | null = null;
const read = async () => (known ??= { List: (await import('./FilterList.tsx')).FilterList });

/** A filter button that opens a list of values of which several can be ticked; none ticked means all. */
export function FilterSelect<Value extends string>(props: Omit<FilterListProps<Value>, 'opener' | 'onClose'>) {
  const { label, values, options } = props;
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const [loaded, setLoaded] = useState(known);
  const [failure, setFailure] = useState<{ readonly error: unknown } | null>(null);
  useEffect(() => {
    if (loaded !== null) return;
    if (isOpen) return void read().then(setLoaded, (error: unknown) => setFailure({ error }));
    const timer = setTimeout(() => void read().catch(() => undefined), READ_AFTER_MS);
    return () => clearTimeout(timer);
  }, [loaded, isOpen]);
  // For the error boundary of the screen.
  if (failure !== null) throw failure.error;
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
      {isOpen && loaded !== null && <loaded.List {...props} opener={opener} onClose={() => setIsOpen(false)} />}
    </>
  );
}
