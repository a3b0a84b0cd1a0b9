import type Database from 'better-sqlite3';
import type { Platform } from '../../../shared/domain/vocabulary.ts';
import type { ClientReference } from '../importers/importer.ts';
import type { MatchQuality } from '../catalog/types.ts';
import { bulkInsert } from '../db/bulk-insert.ts';
import { detach } from '../lib/text.ts';

/** Turns texts that repeat into small integers, remembering them for the length of one import. */
export interface Dictionary {
  text(value: string): number;
  /** 0 for none. */
  principal(value: string | null): number;
  client(platform: Platform, reference: ClientReference): number;
  operation(matcher: string, key: string, quality: MatchQuality): number;
  scopeSet(scopes: readonly string[]): number;
  /** Writes new references that are still in memory; their numbers are given out before. */
  flush(): void;
}

/** E-mail addresses and GUIDs differ in case between exports of one tenant; other ids are kept as written. */
export function normalizePrincipal(value: string): string {
  const trimmed = value.trim();
  return /@|^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(trimmed) ? trimmed.toLowerCase() : trimmed;
}

/** GUIDs are case-insensitive; every other id is compared as written. */
export function normalizeClientId(value: string): string {
  const trimmed = value.trim();
  return /^\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?$/i.test(trimmed)
    ? trimmed.replace(/[{}]/g, '').toLowerCase()
    : trimmed;
}

/**
 * Sorted, without repeats and blanks: exports pad scope lists with spaces and repeat entries. Half a surrogate pair, which
 * JSON within JSON can bring past the reader, is replaced here: in the store two such scopes would turn out the same.
 */
export function normalizeScopes(scopes: readonly string[]): string[] {
  return [...new Set(scopes.map((scope) => scope.toWellFormed().trim()).filter((scope) => scope !== ''))].toSorted();
}

/** The space of a client reference in the `reference` table. */
export function clientSpace(platform: Platform, reference: ClientReference): string {
  return `${reference.platform ?? platform}/${reference.space}`;
}

/** Texts of one kind that are kept in memory. */
const MOST_REMEMBERED = 150_000;

export function createDictionary(db: Database.Database): Dictionary {
  const texts = new Map<string, number>();
  const principals = new Map<string, number>();
  const clients = new Map<string, Map<string, number>>();
  // By matcher and quality, then by key: a text built from all three would be hashed anew for every event.
  const operations = new Map<string, Map<string, Map<string, number>>>();
  const scopeSets = new Map<string, number>();

  const selectText = db.prepare<[string], { id: number }>('SELECT id FROM text WHERE value = ?');
  const insertText = db.prepare('INSERT INTO text (value) VALUES (?)');
  const selectReference = db.prepare<[string, string], { id: number }>(
    'SELECT id FROM reference WHERE space = ? AND value = ?',
  );
  const insertReference = bulkInsert(db, 'reference', ['id', 'space', 'value']);
  let nextReference = db.prepare<[], number>('SELECT coalesce(max(id), 0) + 1 FROM reference').pluck().get() ?? 1;
  const selectOperation = db.prepare<[string, string, string], { id: number }>(
    'SELECT id FROM operation WHERE matcher = ? AND key = ? AND quality = ?',
  );
  const insertOperation = db.prepare('INSERT INTO operation (matcher, key, quality) VALUES (?, ?, ?)');
  const selectScopes = db.prepare<[string], { id: number }>('SELECT id FROM scope_set WHERE value = ?');
  const insertScopes = db.prepare('INSERT INTO scope_set (value) VALUES (?)');

  /** Spaces that were empty when the import began: what it did not meet itself is not there. */
  const fresh = new Map<string, boolean>();
  const isFresh = (space: string): boolean => {
    let answer = fresh.get(space);
    if (answer === undefined)
      fresh.set(
        space,
        (answer = db.prepare('SELECT 1 FROM reference WHERE space = ? LIMIT 1').get(space) === undefined),
      );
    return answer;
  };
  /** `known` holds every reference of the space that this import met, in its normal spelling too. */
  const reference = (space: string, value: string, known: Map<string, number>): number => {
    let id = known.get(value) ?? (isFresh(space) ? undefined : selectReference.get(space, value)?.id);
    if (id === undefined) {
      id = nextReference;
      nextReference += 1;
      insertReference.add(id, space, value);
    }
    remember(known, value, id);
    return id;
  };
  /** What a full map forgets is found in the store again. */
  const remember = (known: Map<string, number>, value: string, id: number): void => {
    if (known.size >= MOST_REMEMBERED) {
      insertReference.flush();
      fresh.clear();
      known.clear();
    }
    known.set(detach(value), id);
  };

  return {
    text(value) {
      let id = texts.get(value);
      if (id === undefined) {
        id = selectText.get(value)?.id ?? Number(insertText.run(value).lastInsertRowid);
        remember(texts, value, id);
      }
      return id;
    },
    principal(value) {
      if (value === null || value === '') return 0;
      let id = principals.get(value);
      if (id === undefined) {
        const normal = normalizePrincipal(value);
        id = normal === '' ? 0 : reference('principal', normal, principals);
        if (normal !== value) remember(principals, value, id);
      }
      return id;
    },
    client(platform, client) {
      const space = clientSpace(platform, client);
      const known = mapIn(clients, space);
      let id = known.get(client.id);
      if (id === undefined) {
        const normal = normalizeClientId(client.id);
        id = reference(space, normal, known);
        if (normal !== client.id) remember(known, client.id, id);
      }
      return id;
    },
    operation(matcher, key, quality) {
      const known = mapIn(mapIn(operations, matcher), quality);
      let id = known.get(key);
      if (id === undefined) {
        id =
          selectOperation.get(matcher, key, quality)?.id ??
          Number(insertOperation.run(matcher, key, quality).lastInsertRowid);
        known.set(key, id);
      }
      return id;
    },
    scopeSet(scopes) {
      const value = JSON.stringify(normalizeScopes(scopes));
      let id = scopeSets.get(value);
      if (id === undefined) {
        id = selectScopes.get(value)?.id ?? Number(insertScopes.run(value).lastInsertRowid);
        scopeSets.set(value, id);
      }
      return id;
    },
    flush() {
      insertReference.flush();
    },
  };
}

/** The map under a key, made when it is not there. */
function mapIn<V>(maps: Map<string, Map<string, V>>, key: string): Map<string, V> {
  let inner = maps.get(key);
  if (inner === undefined) maps.set(key, (inner = new Map()));
  return inner;
}
