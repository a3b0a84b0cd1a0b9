import { boundedCache } from './bounded-cache.ts';
import { cleanName } from './operation-name.ts';
import type { CatalogPlatform, OperationMatch } from './types.ts';

/** An audit event that proves use of one of some scopes. `pattern`: `*` stands for any continuation. */
export interface EventRow {
  readonly log: string;
  readonly pattern: string;
  readonly verb: 'read' | 'write';
  readonly set: number;
}

/** The names under which importers file audit events, with the logs of the catalog that may describe them. */
const SOURCES: Readonly<Record<string, readonly [CatalogPlatform, readonly string[]]>> = {
  exchange: ['entra', ['ual-exchange']],
  sharepoint: ['entra', ['ual-sharepoint']],
  onedrive: ['entra', ['ual-sharepoint']],
  teams: ['entra', ['ual-teams']],
  azureactivedirectory: ['entra', ['entra-audit']],
  m365: ['entra', ['ual-exchange', 'ual-sharepoint', 'ual-teams', 'entra-audit']],
  drive: ['google', ['drive']],
  github: ['github', ['audit']],
  okta: ['okta', ['syslog']],
  slack: ['slack', ['audit']],
};

const CACHE_SIZE = 4096;

/** Whether importers file audit events of the platform under this name. */
export function isEventSource(platform: string, source: string): boolean {
  return Object.hasOwn(SOURCES, source) && SOURCES[source]?.[0] === platform;
}

/**
 * A matcher for audit events: `source` as importers name it, and the event's own name. The key of a result is
 * `source:name` and matches again to the same row. An event proves that one of the scopes was used, not which.
 */
export function createEventMatcher(
  rows: ReadonlyMap<CatalogPlatform, readonly EventRow[]>,
): (source: string, name: string) => OperationMatch {
  const tables = new Map(
    Object.entries(SOURCES).map(([source, [platform, logs]]) => [
      source,
      tableOf((rows.get(platform) ?? []).filter((row) => logs.includes(row.log))),
    ]),
  );
  const cache = boundedCache<OperationMatch>(CACHE_SIZE);
  return (source, name) => {
    const written = `${source}\n${name}`;
    return cache.get(written) ?? cache.set(written, match(tables, source, name));
  };
}

interface EventTable {
  readonly exact: ReadonlyMap<string, EventRow>;
  /** The longest first. */
  readonly patterns: readonly (readonly [RegExp, EventRow])[];
}

function tableOf(rows: readonly EventRow[]): EventTable {
  const isPattern = (row: EventRow) => row.pattern.includes('*');
  return {
    exact: new Map(rows.filter((row) => !isPattern(row)).map((row) => [row.pattern.toLowerCase(), row])),
    patterns: rows
      .filter(isPattern)
      .toSorted((a, b) => b.pattern.length - a.pattern.length || (a.pattern < b.pattern ? -1 : 1))
      .map((row) => [patternOf(row.pattern), row]),
  };
}

function patternOf(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i');
}

function match(tables: ReadonlyMap<string, EventTable>, source: string, name: string): OperationMatch {
  // Directory activities end in a full stop in some exports.
  const clean = cleanName(name).replace(/\.+$/, '');
  const plain = /^[a-z0-9]{1,40}$/.test(source) ? source : 'm365';
  const key = `${plain}:${clean}`;
  const table = tables.get(plain);
  const exact = table?.exact.get(clean.toLowerCase());
  const row = exact ?? table?.patterns.find(([pattern]) => pattern.test(clean))?.[1];
  if (row === undefined) return { key, quality: 'none', verb: 'unknown', setIndex: null, isEvent: true };
  return { key, quality: exact ? 'exact' : 'folded', verb: row.verb, setIndex: row.set, isEvent: true };
}
