import { cx } from './cx.ts';
import styles from './Icon.module.css';

/* 16 x 16 outlines, 1.5 px strokes. */
const PATHS = {
  home: 'M2.5 7.5 8 3l5.5 4.5M4 6.5V13h8V6.5',
  gauge: 'M2.5 11.5a5.5 5.5 0 1 1 11 0M8 11.5l2.5-3.5',
  inbox: 'M2.5 9.5 4 3.5h8l1.5 6v3h-11zM2.5 9.5h3l1 1.5h3l1-1.5h3',
  grid: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11M6.5 6.5v6',
  flag: 'M4 14V2.5M4 3h8l-1.5 2.5L12 8H4',
  check: 'm3 8.5 3.5 3.5L13 4.5',
  'check-circle': 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM5.5 8.2l1.8 1.8 3.2-3.6',
  queue: 'M2.5 4h7M2.5 8h7M2.5 12h4.5M10.5 11.5l1.5 1.5 2.5-3.5',
  report: 'M4 2.5h5.5L12 5v8.5H4zM9.5 2.5V5H12M6 8h4M6 10.5h4',
  shield: 'M8 2.5 3.5 4v4c0 2.8 1.8 4.7 4.5 5.5 2.7-.8 4.5-2.7 4.5-5.5V4zM6 8l1.5 1.5L10.2 6.5',
  book: 'M8 4c-1.3-1-3.2-1.3-5.5-1v9.5c2.3-.3 4.2 0 5.5 1 1.3-1 3.2-1.3 5.5-1V3C11.2 2.7 9.3 3 8 4zM8 4v9.5',
  journal: 'M4 2.5h8.5v11H4zM4 2.5c-.8 0-1.5.7-1.5 1.5v8c0 .8.7 1.5 1.5 1.5M6.5 5.5H10M6.5 8H10',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.3 10.3l3.2 3.2',
  plus: 'M8 3v10M3 8h10',
  close: 'm4 4 8 8M12 4l-8 8',
  'chevron-down': 'm4 6 4 4 4-4',
  'chevron-right': 'm6 4 4 4-4 4',
  'chevron-left': 'm10 4-4 4 4 4',
  'arrow-up': 'M8 13V3M4 7l4-4 4 4',
  'arrow-down': 'M8 3v10M4 9l4 4 4-4',
  'arrow-right': 'M3 8h10M9 4l4 4-4 4',
  copy: 'M5.5 5.5h7v8h-7zM3.5 10.5v-8h7',
  warning: 'M8 2.5 14 13H2zM8 6.5v3M8 11.2v.1',
  help: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6.2 6.3a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.8.7-.8 1.3M8 11.2v.1',
  expand: 'M9.5 2.5h4v4M13.5 2.5 9 7M6.5 13.5h-4v-4M2.5 13.5 7 9',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.5v3.5M8 5.2v.1',
  file: 'M4 2.5h5.5L12 5v8.5H4zM9.5 2.5V5H12',
  folder: 'M2.5 4h4L8 5.5h5.5v7h-11z',
  upload: 'M8 10.5V3M5 5.5 8 2.5l3 3M3 10.5v3h10v-3',
  person: 'M8 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3.5 13.5c.4-2.4 2-3.8 4.5-3.8s4.1 1.4 4.5 3.8',
  people:
    'M6 7.8a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6zM2 13c.3-2.2 1.7-3.4 4-3.4s3.7 1.2 4 3.4M10.5 3.4a2.2 2.2 0 0 1 0 4.2M11.5 9.8c1.4.4 2.3 1.5 2.5 3.2',
  building: 'M3.5 13.5v-11h6v11M9.5 6.5h3v7M2.5 13.5h11M5.5 5.5h2M5.5 8h2M5.5 10.5h2',
  sun: 'M8 10.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM8 1.5V3M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M3.4 12.6l1.1-1.1M11.5 4.5l1.1-1.1',
  moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3 5.5 5.5 0 1 0 13 9.5z',
  keyboard: 'M1.5 4.5h13v7h-13zM4 7h.1M6.6 7h.1M9.3 7h.1M12 7h.1M5 9.3h6',
  filter: 'M2.5 4h11M4.5 8h7M6.5 12h3',
  undo: 'M3 6.5h6.5a3.5 3.5 0 0 1 0 7H6M3 6.5l3-3M3 6.5l3 3',
  calendar: 'M3 4h10v9.5H3zM3 7h10M5.5 2.5V5M10.5 2.5V5M5.5 9.5h1M9.5 9.5h1',
  wrench: 'M9.5 6.5a3 3 0 0 1 4-3.8l-2 2 .3 1.5 1.5.3 2-2a3 3 0 0 1-3.8 4L5.5 14 3 13.5l-.5-2.5z',
  lock: 'M4 7.5h8v6H4zM5.5 7.5V5.3a2.5 2.5 0 0 1 5 0v2.2',
  key: 'M5 11.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM7.2 8l6.3-4.5M11.5 5l1.2 1.8',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3l2 1.5',
  link: 'M6.5 9.5l3-3M7 4.5l1.2-1.2a2.5 2.5 0 0 1 3.5 3.5L10.5 8M9 11.5l-1.2 1.2a2.5 2.5 0 0 1-3.5-3.5L5.5 8',
  dot: 'M8 9.2a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4z',
  stop: 'M4.5 4.5h7v7h-7z',
  scale: 'M8 3v10.5M5 13.5h6M3 5h10M3 5 1.5 9h3zM13 5l-1.5 4h3z',
  sliders: 'M2.5 4.5h6M12.5 4.5h1M2.5 11.5h1M7.5 11.5h6M10.5 2.5v4M5.5 9.5v4',
  pencil: 'M3 13l.7-3L10.5 3.2l2.3 2.3L6 12.3zM9.3 4.4l2.3 2.3',
} as const;

export type IconName = keyof typeof PATHS;

/** An outline icon in the current text color; decorative, so the text beside it (or the control's label) must say it all. */
export function Icon({ name, className }: { readonly name: IconName; readonly className?: string | undefined }) {
  return (
    <svg className={cx(styles.icon, className)} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
