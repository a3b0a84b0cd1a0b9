import { useVirtualizer } from '@tanstack/react-virtual';
import {
  memo,
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { IconButton } from './Button.tsx';
import { cx } from './cx.ts';
import { Icon } from './Icon.tsx';
import styles from './DataGrid.module.css';
import { keptPositions } from './kept-positions.ts';
import { useIsDrawn } from './use-is-drawn.ts';

const ROW_HEIGHT = 36;
/** At least as much of the window lies above a grid: what is expected before that is known. */
const HEAD_OF_PAGE = 96;

export interface GridColumn<Row, SortKey extends string = string> {
  readonly id: string;
  readonly title: string;
  /** A CSS grid track: "120px", "minmax(200px, 2fr)". */
  readonly width: string;
  readonly align?: 'left' | 'right' | undefined;
  /** Makes the header sort by this key. */
  readonly sortKey?: SortKey | undefined;
  /** The first press sorts upwards, as people expect of texts; numbers start with the largest. */
  readonly sortsUpFirst?: boolean | undefined;
  /** Rows are called by this column; otherwise by the first one that has a title. */
  readonly isName?: boolean | undefined;
  readonly cell: (row: Row) => ReactNode;
}

export interface GridSort<SortKey extends string = string> {
  readonly by: SortKey;
  readonly descending: boolean;
}

export interface DataGridProps<Row, SortKey extends string> {
  readonly label: string;
  readonly columns: readonly GridColumn<Row, SortKey>[];
  /** Number of rows in all, loaded or not. */
  readonly total: number;
  /**
   * True until the first answer is there: the head and the places of the rows are drawn meanwhile, out of reach, so that the
   * answer has less to bring.
   */
  readonly isPending?: boolean | undefined;
  /** The row at a position, or undefined while it loads (a skeleton holds its place). */
  readonly row: (index: number) => Row | undefined;
  /** Called when other rows come into view; `last` is inclusive. */
  readonly onRange?: ((first: number, last: number) => void) | undefined;
  readonly sort?: GridSort<SortKey> | undefined;
  readonly onSort?: ((sort: GridSort<SortKey>) => void) | undefined;
  readonly onOpen?: ((row: Row, index: number) => void) | undefined;
  /** The key `x`, or a press on a cell with `data-mark`, marks a row instead of opening it. */
  readonly onMark?: ((row: Row) => void) | undefined;
  /** Rows shown are those of an earlier question; they are dimmed. */
  readonly isStale?: boolean | undefined;
  readonly empty: ReactNode;
  /** Changing it scrolls back to the top. */
  readonly resetKey?: string | undefined;
  /** Name under which the position is kept while the screen is away. */
  readonly stateKey?: string | undefined;
}

/** A virtual grid for any number of rows: arrows, Page Up/Down, Home and End move, Enter opens; headers sort. */
export function DataGrid<Row, SortKey extends string = string>({
  label,
  columns,
  total,
  isPending = false,
  row,
  onRange,
  sort,
  onSort,
  onOpen,
  onMark,
  isStale = false,
  empty,
  resetKey = '',
  stateKey,
}: DataGridProps<Row, SortKey>) {
  const kept = stateKey === undefined ? undefined : keptPositions.get(stateKey);
  const start = kept?.resetKey === resetKey ? kept : { active: 0, offset: 0 };
  const scroller = useRef<HTMLDivElement>(null);
  /** How far down the grid stands, as its events tell: to ask the element would lay out the page once more. */
  const offset = useRef(start.offset);
  const id = useId();
  const [active, setActive] = useState(start.active);
  const [shownKey, setShownKey] = useState(resetKey);
  if (shownKey !== resetKey) {
    setShownKey(resetKey);
    setActive(0);
  }
  // Rows out of sight come after those in sight.
  const isDrawn = useIsDrawn(!isPending);
  const expectedHeight = window.innerHeight - HEAD_OF_PAGE;
  const virtualizer = useVirtualizer({
    // As long as the length is not known, down to where the grid was left.
    count: isPending ? Math.floor((start.offset + expectedHeight) / ROW_HEIGHT) : total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: isDrawn ? 8 : 0,
    useFlushSync: false,
    initialOffset: start.offset,
    // The rows are in the first picture, before the grid has been measured.
    initialRect: { width: 0, height: expectedHeight },
    scrollPaddingStart: ROW_HEIGHT,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (!isPending) onRange?.(first, last);
  }, [first, last, isPending, onRange]);
  useEffect(() => {
    // Only a new question scrolls back.
    if (offset.current === 0 || kept?.resetKey === resetKey) return;
    offset.current = 0;
    if (scroller.current !== null) scroller.current.scrollTop = 0;
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [resetKey]);
  useEffect(() => {
    if (stateKey !== undefined) keptPositions.set(stateKey, { active, offset: offset.current, resetKey });
  });

  function moveTo(index: number) {
    const next = Math.max(0, Math.min(total - 1, index));
    setActive(next);
    virtualizer.scrollToIndex(next);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.target !== scroller.current || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current.clientHeight - ROW_HEIGHT) / ROW_HEIGHT));
    const step: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      j: active + 1,
      ArrowUp: active - 1,
      k: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: total - 1,
    };
    const target = step[event.key];
    if (target !== undefined) {
      event.preventDefault();
      moveTo(target);
    } else if (event.key === 'Enter' && !event.repeat) {
      const chosen = row(active);
      if (chosen !== undefined) onOpen?.(chosen, active);
    } else if (event.key === 'x' && onMark !== undefined) {
      const chosen = row(active);
      event.preventDefault();
      if (chosen !== undefined) onMark(chosen);
    }
  }

  function onClick(event: MouseEvent) {
    const pressed = event.target instanceof Element ? event.target.closest('[data-row]') : null;
    const index = Number(pressed?.getAttribute('data-row') ?? Number.NaN);
    if (Number.isNaN(index)) return;
    setActive(index);
    const data = row(index);
    if (data === undefined) return;
    if (onMark !== undefined && event.target instanceof Element && event.target.closest('[data-mark]') !== null)
      onMark(data);
    else onOpen?.(data, index);
  }

  const template = columns.map((column) => column.width).join(' ');
  const minWidth = leastWidth(columns.map((column) => column.width));
  if (total === 0 && !isPending) return <div className={styles.emptyWrap}>{empty}</div>;
  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        className={cx(styles.grid, isStale && styles.stale, isPending && styles.pending)}
        {...(isPending
          ? { role: 'status', 'aria-label': 'Loading' }
          : {
              role: 'grid',
              'aria-label': label,
              'aria-rowcount': total + 1,
              'aria-colcount': columns.length,
              'aria-busy': isStale,
              'aria-activedescendant': `${id}-row-${active}`,
              tabIndex: 0,
            })}
        onKeyDown={onKeyDown}
        onScroll={({ currentTarget }) => {
          offset.current = currentTarget.scrollTop;
          if (stateKey !== undefined) keptPositions.set(stateKey, { active, offset: offset.current, resetKey });
        }}
      >
        <div role="rowgroup" className={styles.head} style={{ minWidth }} inert={isPending}>
          <div role="row" aria-rowindex={1} className={styles.headRow} style={{ gridTemplateColumns: template }}>
            {columns.map((column) => (
              <HeaderCell
                key={column.id}
                column={column}
                isName={column === nameColumn(columns)}
                sort={sort}
                onSort={onSort}
              />
            ))}
          </div>
        </div>
        <div
          role="rowgroup"
          className={styles.body}
          style={{ height: virtualizer.getTotalSize(), minWidth }}
          inert={isPending}
          onClick={onClick}
        >
          {items.map((item) => (
            <GridRow
              key={item.key}
              id={`${id}-row-${item.index}`}
              index={item.index}
              start={item.start}
              data={row(item.index)}
              columns={columns}
              template={template}
              isActive={item.index === active}
            />
          ))}
        </div>
      </div>
      <FurtherColumns scroller={scroller} minWidth={minWidth} />
    </div>
  );
}

interface GridRowProps<Row, SortKey extends string> {
  readonly id: string;
  readonly index: number;
  readonly start: number;
  readonly data: Row | undefined;
  readonly columns: readonly GridColumn<Row, SortKey>[];
  readonly template: string;
  readonly isActive: boolean;
}

/** Scrolling renders only rows that come into view; memo() forgets type parameters, hence the assertion. */
const GridRow = memo(function GridRow<Row, SortKey extends string>({
  id,
  index,
  start,
  data,
  columns,
  template,
  isActive,
}: GridRowProps<Row, SortKey>) {
  const named = nameColumn(columns);
  return (
    <div
      id={id}
      data-row={index}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isActive}
      className={cx(styles.row, isActive && styles.active)}
      style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}
    >
      {columns.map((column) => (
        <div
          key={column.id}
          role={column === named ? 'rowheader' : 'gridcell'}
          className={cx(styles.cell, column === named && styles.name, column.align === 'right' && styles.right)}
        >
          {data === undefined ? (
            <span className={styles.waiting} style={{ width: `${40 + ((index * 7) % 35)}%` }} />
          ) : (
            column.cell(data)
          )}
        </div>
      ))}
    </div>
  );
}) as <Row, SortKey extends string>(props: GridRowProps<Row, SortKey>) => ReactNode;

/** What a row is called by. */
function nameColumn<Row, SortKey extends string>(
  columns: readonly GridColumn<Row, SortKey>[],
): GridColumn<Row, SortKey> | undefined {
  return columns.find(({ isName }) => isName === true) ?? columns.find(({ title }) => title !== '');
}

function HeaderCell<Row, SortKey extends string>({
  column,
  isName,
  sort,
  onSort,
}: {
  readonly column: GridColumn<Row, SortKey>;
  /** Of the column that rows are called by. */
  readonly isName: boolean;
  readonly sort: GridSort<SortKey> | undefined;
  readonly onSort: ((sort: GridSort<SortKey>) => void) | undefined;
}) {
  const { sortKey } = column;
  const isSorted = sortKey !== undefined && sort?.by === sortKey;
  const direction = isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none';
  return (
    <div
      role="columnheader"
      aria-sort={sortKey === undefined ? undefined : direction}
      className={cx(styles.headCell, isName && styles.name, column.align === 'right' && styles.right)}
    >
      {sortKey === undefined || onSort === undefined ? (
        column.title
      ) : (
        <button
          type="button"
          className={cx(styles.sort, isSorted && styles.sorted)}
          onClick={() =>
            onSort({ by: sortKey, descending: isSorted ? !sort.descending : column.sortsUpFirst !== true })
          }
        >
          {column.title}
          {isSorted && <Icon name={sort.descending ? 'arrow-down' : 'arrow-up'} className={styles.sortIcon} />}
        </button>
      )}
    </div>
  );
}

/** Where not all columns fit: the ways to those out of sight, since the bar to scroll by can be out of sight itself. */
function FurtherColumns({
  scroller,
  minWidth,
}: {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly minWidth: number;
}) {
  const [hidden, setHidden] = useState({ left: false, right: false });
  useEffect(() => {
    const grid = scroller.current;
    if (grid === null) return;
    const look = () => {
      const left = grid.scrollLeft > 1;
      const right = grid.scrollLeft + grid.clientWidth < grid.scrollWidth - 1;
      setHidden((before) => (before.left === left && before.right === right ? before : { left, right }));
    };
    // Looks once when it begins, too, after the page is laid out.
    const observer = new ResizeObserver(look);
    observer.observe(grid);
    grid.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      grid.removeEventListener('scroll', look);
    };
  }, [scroller, minWidth]);
  if (!hidden.left && !hidden.right) return null;
  const move = (share: number) => {
    const grid = scroller.current;
    if (grid !== null) grid.scrollLeft += grid.clientWidth * share;
  };
  return (
    <div className={styles.further}>
      <IconButton
        icon="chevron-left"
        label="Columns further left"
        size="small"
        isDisabled={!hidden.left}
        onPress={() => move(-0.6)}
      />
      <IconButton
        icon="chevron-right"
        label="Columns further right"
        size="small"
        isDisabled={!hidden.right}
        onPress={() => move(0.6)}
      />
    </div>
  );
}

/** The smallest length of each track, plus gaps and padding: below it the grid scrolls sideways. */
function leastWidth(tracks: readonly string[]): number {
  const least = tracks.map((track) => Number(/(\d+)px/.exec(track)?.[1] ?? 0));
  return least.reduce((sum, width) => sum + width, 0) + (tracks.length - 1) * 12 + 48;
}
