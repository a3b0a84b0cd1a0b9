import { boundedCache } from './bounded-cache.ts';
import { cleanName } from './operation-name.ts';
import type { OperationMatch } from './types.ts';

/** Calls of one area of Salesforce: by the pattern of their address, or by their event type. */
export interface Area {
  readonly kind: 'uri' | 'event';
  readonly pattern: string;
  readonly set: number;
}

const PREFIX = 'salesforce:';
const CACHE_SIZE = 4096;
const WRITES = /\b(?:POST|PUT|PATCH|DELETE|insert|update|upsert|delete|create|merge|undelete)\b/i;
const READS = /\b(?:GET|HEAD|query|queryAll|queryMore|retrieve|search|describe\w*|list\w*|read\w*)\b/i;

/**
 * A matcher for Salesforce calls, told by their event type and, where the log has it, their address: `RestApi GET
 * /services/data/v*\/limits`. Scopes are areas of the product: an address names one, an event type only the kind of API.
 */
export function createAreaMatcher(areas: readonly Area[]): (name: string) => OperationMatch {
  const byType = new Map(
    areas.filter((area) => area.kind === 'event').map((area) => [area.pattern.toLowerCase(), area.set]),
  );
  const paths = areas.filter((area) => area.kind === 'uri').map((area) => [patternOf(area.pattern), area.set] as const);
  const cache = boundedCache<OperationMatch>(CACHE_SIZE);
  return (name) => cache.get(name) ?? cache.set(name, match(byType, paths, name));
}

function match(
  byType: ReadonlyMap<string, number>,
  paths: readonly (readonly [RegExp, number])[],
  name: string,
): OperationMatch {
  const text = cleanName(name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name);
  const [type = '', ...words] = text.split(' ');
  const rest = words.join(' ');
  const key = `${PREFIX}${text}`;
  const verb = WRITES.test(rest) ? 'write' : READS.test(rest) ? 'read' : 'unknown';
  const path = words.find((word) => word.startsWith('/'));
  const byPath = path === undefined ? undefined : paths.find(([pattern]) => pattern.test(fullPath(path)));
  if (byPath) return { key, quality: 'exact', verb, setIndex: byPath[1] };
  const set = byType.get(type.toLowerCase());
  if (set === undefined) return { key, quality: 'none', verb: 'unknown', setIndex: null };
  return { key, quality: 'folded', verb, setIndex: set, isEvent: true };
}

/** The totals of API use give the address without its first part. */
function fullPath(path: string): string {
  return /^\/v(?:\d|\*)/i.test(path) ? `/services/data${path}` : path;
}

/** `v*` is a version, `**` any continuation. */
function patternOf(pattern: string): RegExp {
  const segments = pattern.split('/').map((segment) => {
    if (segment === '**') return '.*';
    if (segment === 'v*') return 'v[\\d.*]+';
    return segment.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${segments.join('/').replace(/\/\.\*$/, '(?:/.*)?')}$`, 'i');
}
