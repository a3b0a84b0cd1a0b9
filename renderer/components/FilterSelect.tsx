import { useRef, useState, type ReactNode } from 'react';
import { cx } from './cx.ts';
import type { FilterListProps } from './FilterList.tsx';
import { Icon } from './Icon.tsx';
import { useReadLater } from './use-read-later.ts';
import styles from './Select.module.css';

const readList = async () => (await import('./FilterList.tsx')).FilterList;

/** A filter button that opens a list of values of which several can be ticked; none ticked means all. */
export function FilterSelect<Value extends string>(props: Omit<FilterListProps<Value>, 'opener' | 'onClose'>) {
  const { label, values, options } = props;
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const List = useReadLater(readList, isOpen);
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
      {isOpen && List !== null && <List {...props} opener={opener} onClose={() => setIsOpen(false)} />}
    </>
  );
}
