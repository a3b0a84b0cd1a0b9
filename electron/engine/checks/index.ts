import type { Check } from './check.ts';

const files = import.meta.glob<Check>('./ev-*.ts', { eager: true, import: 'default' });

/** Every evidence check, in the order of their numbers. */
export const checks: readonly Check[] = Object.values(files).toSorted((a, b) => (a.id < b.id ? -1 : 1));
