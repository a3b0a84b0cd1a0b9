import { join } from 'node:path';
import { loadCatalog } from '../../../electron/engine/catalog/load.ts';
import type {
  Catalog,
  ObservedOperation,
  ScopeFact,
  EvidenceWindow,
  GrantKind,
  PlatformCatalog,
} from '../../../electron/engine/catalog/types.ts';

export const CATALOG_FOLDER = join(import.meta.dirname, '../../../resources/catalog');

let loaded: Catalog | undefined;

/** The shipped catalog, read once per test file. */
export function catalog(): Catalog {
  return (loaded ??= loadCatalog(CATALOG_FOLDER));
}

export function platform(name: string): PlatformCatalog {
  const found = catalog().platform(name);
  if (!found) throw new Error(`no catalog for ${name}`);
  return found;
}

export function scopes(name: string, kind: GrantKind, ...texts: string[]): ScopeFact[] {
  return texts.map((text) => platform(name).resolveScope(null, kind, text));
}

const DAY = 86_400_000;
export const NEED_FROM = Date.parse('2026-07-03T00:00:00Z');
export const NEED_TO = NEED_FROM + 90 * DAY;

export function fullWindow(log: string): EvidenceWindow {
  return {
    logs: [{ log, from: NEED_FROM, to: NEED_TO, coveredDays: 90, missingDays: [] }],
    needFrom: NEED_FROM,
    needTo: NEED_TO,
  };
}

/** A Graph call ("GET /me") or a Google method ("gmail.users.messages.get"). */
export function call(text: string, counts: Partial<ObservedOperation> = {}): ObservedOperation {
  const [method = '', uri] = text.split(' ');
  const match = uri === undefined ? catalog().matchGoogle('', method) : catalog().matchGraph(method, uri);
  return {
    key: match.key,
    match,
    succeeded: 1,
    denied: 0,
    attempted: 0,
    first: NEED_FROM + DAY,
    last: NEED_FROM + 2 * DAY,
    people: [1],
    ...counts,
  };
}
