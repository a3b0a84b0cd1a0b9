import { graphAliases } from './graph-alias.ts';
import { foldGuids, foldTokens } from './graph-fold.ts';
import { normalizeGraphPath, withoutQuery } from './graph-normalize.ts';
import type { GraphPath } from './graph-normalize.ts';
import type { PathTrie, TemplateHit } from './path-trie.ts';
import { guessedVerb, routeMethod } from './route-method.ts';
import { type BoundedCache, boundedCache } from './bounded-cache.ts';
import type { OperationMatch } from './types.ts';

/** Says whether the calls of a permission set read or write, given the method that led to it. */
export type SetVerb = (method: string, set: number) => 'read' | 'write';

const CACHE_SIZE = 16_384;
const LONGEST_KEY = 16;

/**
 * A matcher for Microsoft Graph calls. Results are cached by method and address without query and ids, in a cache of
 * fixed size. The key of a result holds no ids and no query, and matching a key again gives the same key.
 */
export function createGraphMatcher(trie: PathTrie, setVerb: SetVerb): (method: string, uri: string) => OperationMatch {
  const remember = createMemory(setVerb);
  const caches = new Map<string, { readonly verb: string; readonly results: BoundedCache<OperationMatch> }>();
  const cacheOf = (verb: string) => {
    let cache = caches.get(verb);
    if (!cache) caches.set(verb, (cache = { verb, results: boundedCache<OperationMatch>(CACHE_SIZE) }));
    return cache;
  };
  return (method, uri) => {
    const cache = caches.get(method) ?? cacheOf(routeMethod(method));
    const address = foldGuids(withoutQuery(uri));
    const known = cache.results.get(address);
    if (known) return known;
    // Rare: the look-up above finds every address without a long token that was met before.
    const folded = foldTokens(address, trie.vocabulary);
    return (
      (folded === address ? undefined : cache.results.get(folded)) ??
      cache.results.set(folded, matchUncached(trie, setVerb, remember, cache.verb, folded))
    );
  };
}

type Remember = (hit: TemplateHit, path: GraphPath, quality: 'exact' | 'folded') => OperationMatch;

function matchUncached(
  trie: PathTrie,
  setVerb: SetVerb,
  remember: Remember,
  method: string,
  address: string,
): OperationMatch {
  const path = normalizeGraphPath(address);
  const exact = trie.find(method, path.segments);
  if (exact) return remember(exact, path, 'exact');
  for (const alias of graphAliases(path.segments)) {
    const hit = trie.find(method, alias);
    if (hit) return remember(hit, path, 'folded');
  }
  const parent = findParent(trie, method, path.segments);
  const key = `${method} /${withSelf(unlistedPath(trie, path.segments), path).join('/')}`;
  if (parent) return { key, quality: 'parent', verb: setVerb(method, parent.set), setIndex: parent.set };
  return { key, quality: 'none', verb: guessedVerb(method), setIndex: null };
}

/** Results of listed paths, one object each however many calls lead to it. */
function createMemory(setVerb: SetVerb): Remember {
  const results = new Map<TemplateHit, Partial<Record<string, OperationMatch>>>();
  return (hit, path, quality) => {
    const name = path.isSelf ? `${quality} self` : quality;
    let known = results.get(hit);
    if (!known) results.set(hit, (known = {}));
    return (known[name] ??= {
      key: `${hit.method} /${withSelf(hit.path.split('/').filter(Boolean), path).join('/')}`,
      quality,
      verb: setVerb(hit.method, hit.set),
      setIndex: hit.set,
    });
  };
}

/** Keeps "me" in the key: a call for oneself needs less than the same call for someone else. */
function withSelf(segments: readonly string[], path: GraphPath): readonly string[] {
  return path.isSelf && segments[0] === 'users' ? ['me', ...segments.slice(2)] : segments;
}

/**
 * The nearest listed path above: up to two levels for reads, one for writes, and never a bare collection or object
 * (`/users`, `/users/{}`), which says nothing about what lies below it.
 */
function findParent(trie: PathTrie, method: string, segments: readonly string[]): TemplateHit | null {
  const levels = method === 'GET' ? 2 : 1;
  for (const variant of [segments, ...graphAliases(segments)]) {
    for (let level = 1; level <= levels; level++) {
      const above = variant.slice(0, -level);
      if (above.length < 2) break;
      const hit = trie.find(method, above);
      if (hit && !/^\/[^/]+(\/\{\})?$/.test(hit.path)) return hit;
    }
  }
  return null;
}

/**
 * The template of a path that is not listed. What follows its longest listed beginning keeps only words of the
 * catalog; one further word is kept where an id cannot stand (first of all, or right after an id).
 */
function unlistedPath(trie: PathTrie, segments: readonly string[]): readonly string[] {
  const prefix = trie.longestPrefix(segments);
  const rest = segments.slice(prefix.length).map((segment, position) => {
    if (trie.vocabulary.has(segment) || KEPT.test(segment)) return segment;
    const before = prefix.at(-1);
    const isWordPosition = position === 0 && (before === undefined || before === '{}');
    return isWordPosition && WORD.test(segment) ? segment : '{}';
  });
  const all = [...prefix, ...rest];
  return all.length > LONGEST_KEY ? [...all.slice(0, LONGEST_KEY), '…'] : all;
}

const KEPT = /^(?:\$batch|\{\}:|root:|…)$/;
const WORD = /^[a-z]{2,32}(?:\(\))?$/;
