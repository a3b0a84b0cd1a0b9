import { isEventSource } from '../../catalog/event-matcher.ts';
import type { Platform } from '../../../../shared/domain/vocabulary.ts';
import type { EventFact, FieldReader, FieldSource } from '../importer.ts';

/** Connector id of the row that states the sums of all others. */
export const TOTALS_ROW = '#total';

type RollupField =
  | 'platform'
  | 'tenant'
  | 'connectorId'
  | 'connectorName'
  | 'principal'
  | 'operation'
  | 'day'
  | 'successes'
  | 'denials'
  | 'attempts'
  | 'first'
  | 'last'
  | 'kind';

export const ROLLUP_FIELDS: Readonly<Record<RollupField, FieldSource>> = {
  platform: { from: ['platform'] },
  tenant: { from: ['tenant'] },
  connectorId: { from: ['connector_id'] },
  connectorName: { from: ['connector_name'] },
  principal: { from: ['principal'] },
  operation: { from: ['operation'] },
  day: { from: ['day'] },
  successes: { from: ['successes'] },
  denials: { from: ['denials'] },
  attempts: { from: ['attempts'] },
  first: { from: ['first'] },
  last: { from: ['last'] },
  kind: { from: ['kind'] },
};

type Operation = NonNullable<EventFact['operation']>;

/** The operation of a row by the rules of its platform; undefined when the row names none. */
export function rollupOperation(platform: Platform, text: string): Operation | undefined {
  if (text === '') return undefined;
  if (platform === 'entra') {
    const call = /^([A-Za-z]{3,10})\s+(\S.*)$/s.exec(text);
    if (call !== null) return { matcher: 'graph', method: call[1] ?? '', uri: call[2] ?? '' };
  }
  if (platform === 'google' && !text.startsWith('drive:')) {
    const dot = text.indexOf('.');
    return dot < 0
      ? { matcher: 'google', api: text, method: '' }
      : { matcher: 'google', api: text.slice(0, dot), method: text.slice(dot + 1) };
  }
  return platform === 'other' ? { matcher: 'plain', name: text } : otherOperation(platform, text);
}

/** Calls and events of platforms whose logs name them in several ways, as this product writes them itself. */
function otherOperation(platform: Exclude<Platform, 'other'>, text: string): Operation {
  const [, source = '', name = ''] = /^([a-z0-9]+):(.*)$/s.exec(text) ?? [];
  if (isEventSource(platform, source)) return { matcher: 'event', source, name };
  if (platform === 'salesforce') return { matcher: 'salesforce', name: text, withPath: text };
  const [, method = '', path = ''] = /^(?:([A-Za-z]{3,10})\s+)?(\/.*)$/s.exec(text) ?? [];
  if (platform === 'github' && method !== '') return { matcher: 'github', method, route: path };
  if (platform === 'okta') return { matcher: 'okta', method, uri: path, event: path === '' ? text : '' };
  if (platform === 'github' || platform === 'slack') return { matcher: 'event', source: platform, name: text };
  return { matcher: 'plain', name: text };
}

export interface RollupCounts {
  readonly successes: number;
  readonly denials: number;
  readonly attempts: number;
}

type CountReader = FieldReader<'connectorId' | keyof RollupCounts>;

/** The counts of a row, a blank being 0; null when one is no whole number. */
export function rollupCounts(record: CountReader): RollupCounts | null {
  const read = (field: keyof RollupCounts): number => {
    const text = record.text(field);
    // Some tools write whole numbers as 12.0.
    return text === '' ? 0 : /^\d{1,12}(?:\.0+)?$/.test(text) ? Number(text) : NaN;
  };
  const counts = { successes: read('successes'), denials: read('denials'), attempts: read('attempts') };
  return Object.values(counts).some(Number.isNaN) ? null : counts;
}

export const NO_ROLLUP_COUNTS: RollupCounts = { successes: 0, denials: 0, attempts: 0 };

/** What a totals row states; null for any other row and for a totals row that cannot be read. */
export function rollupTotals(record: CountReader): RollupCounts | null {
  return record.text('connectorId') === TOTALS_ROW ? rollupCounts(record) : null;
}

/** Sums so far and one more row, accepted or not: the totals speak of every row of the query. Totals rows add nothing. */
export function addRollupRow(sums: RollupCounts, record: CountReader): RollupCounts {
  const counts = record.text('connectorId') === TOTALS_ROW ? null : rollupCounts(record);
  return counts === null ? sums : addRollupCounts(sums, counts);
}

/** Two sums together: files that were put one after the other have several totals rows. */
export function addRollupCounts(a: RollupCounts, b: RollupCounts): RollupCounts {
  return {
    successes: a.successes + b.successes,
    denials: a.denials + b.denials,
    attempts: a.attempts + b.attempts,
  };
}

/** Where the rows do not add up to what the totals row states, as a sentence; null when they do. */
export function rollupContradiction(stated: RollupCounts, counted: RollupCounts): string | null {
  const differences = (['successes', 'denials', 'attempts'] as const)
    .filter((name) => stated[name] !== counted[name])
    .map((name) => `${counted[name].toLocaleString('en-US')} ${name} of ${stated[name].toLocaleString('en-US')}`);
  return differences.length === 0
    ? null
    : `The rows do not add up to the totals row of the file: they hold ${differences.join(', ')}. Rows are missing or were changed; export the roll-up again.`;
}
