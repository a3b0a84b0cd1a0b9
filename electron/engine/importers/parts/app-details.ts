import type { JsonValue } from '../../reading/types.ts';
import type { ConnectorFact, DetailKind } from '../importer.ts';
import { cellText } from './json-cells.ts';
import { isPlaceholder } from './placeholders.ts';

/** More values of one kind than any app has. */
const MOST = 300;

/** One kind of detail: a list, or one value. Blanks, repeats and what the export lost are left out. */
export function detailsOf(kind: DetailKind, value: JsonValue | undefined): NonNullable<ConnectorFact['details']> {
  const entries: readonly (JsonValue | undefined)[] = Array.isArray(value) ? value.slice(0, MOST) : [value];
  const texts = entries.map(cellText).filter((text) => !isPlaceholder(text) && !/^(?:@?\{|\[|System\.)/.test(text));
  return [...new Set(texts)].map((text) => ({ kind, value: text }));
}

/** `{ details }`, or nothing when there are none. */
export function detailed(details: NonNullable<ConnectorFact['details']>): Pick<ConnectorFact, 'details'> {
  return details.length === 0 ? {} : { details };
}
