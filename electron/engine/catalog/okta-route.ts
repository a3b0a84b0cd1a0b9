import { boundedCache } from './bounded-cache.ts';
import type { SetVerb } from './graph-path.ts';
import type { PathTrie, TemplateHit } from './path-trie.ts';
import { guessedVerb, routeMethod } from './route-method.ts';
import type { OperationMatch } from './types.ts';

const CACHE_SIZE = 8192;
const LONGEST_KEY = 12;
/** The System Log records changes only, so a request of unknown method was one of these. */
const CHANGING = ['POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * A matcher for Okta calls by method and address. The System Log gives the address alone (method ''): then the call
 * matches where all changing methods of that address need the same. A key matches again to the same row.
 */
export function createOktaMatcher(trie: PathTrie, setVerb: SetVerb): (method: string, uri: string) => OperationMatch {
  const cache = boundedCache<OperationMatch>(CACHE_SIZE);
  return (method, uri) => {
    const written = `${method} ${uri.replace(/[?#].*$/s, '')}`;
    return cache.get(written) ?? cache.set(written, match(trie, setVerb, method, uri));
  };
}

function match(trie: PathTrie, setVerb: SetVerb, written: string, uri: string): OperationMatch {
  const segments = uri
    .trim()
    .slice(0, 2000)
    .replace(/^https?:\/\/[^/]+/i, '')
    .replace(/[?#].*$/s, '')
    .split('/')
    .filter((segment) => segment !== '');
  const isStated = written.trim() !== '';
  const method = isStated ? routeMethod(written) : '';
  const hit = isStated ? trie.find(method, segments) : changeAt(trie, segments);
  const prefix = isStated ? `${method} ` : '';
  if (hit === null) {
    const path = segments.slice(0, LONGEST_KEY).map((segment) => (trie.vocabulary.has(segment) ? segment : '{}'));
    return { key: `${prefix}/${path.join('/')}`, quality: 'none', verb: guessedVerb(method), setIndex: null };
  }
  return {
    key: `${prefix}${hit.path}`,
    quality: isStated ? 'exact' : 'folded',
    verb: isStated ? setVerb(method, hit.set) : 'write',
    setIndex: hit.set,
  };
}

/** The one permission set of all changing methods of an address; null when they differ. */
function changeAt(trie: PathTrie, segments: readonly string[]): TemplateHit | null {
  const hits = CHANGING.flatMap((method) => trie.find(method, segments) ?? []);
  const [first] = hits;
  if (first === undefined) return null;
  return hits.every((hit) => hit.set === first.set && hit.path === first.path) ? first : null;
}
