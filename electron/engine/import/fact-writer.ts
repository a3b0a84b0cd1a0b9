import type Database from 'better-sqlite3';
import type { EventResult, Platform } from '../../../shared/domain/vocabulary.ts';
import type { Catalog } from '../catalog/types.ts';
import { bulkInsert } from '../db/bulk-insert.ts';
import type {
  ClientReference,
  ConnectorFact,
  EventFact,
  Fact,
  GrantFact,
  OwnerFact,
  PrincipalFact,
} from '../importers/importer.ts';
import { createDictionary, type Dictionary, normalizeScopes } from './dictionary.ts';
import { createFactTables } from './fact-tables.ts';
import { type KeyHash, keyHasher } from './key-set.ts';
import { loadKeys } from './known-keys.ts';
import { resolveOperation } from './resolve-operation.ts';
import { UsageRollup } from './usage-rollup.ts';

const DAY = 86_400_000;
/** One terabyte. */
const MOST_BYTES = 1e12;
const LONGEST_NAME = 500;
const RESULT_CODES: Readonly<Record<EventResult, number>> = { success: 0, denied: 1, attempted: 2 };
const BULK_KINDS: ReadonlyMap<EventFact['kind'], number> = new Map([
  ['use', 0],
  ['issue', 1],
  ['refresh', 2],
]);

export interface ImportTarget {
  readonly importId: number;
  readonly platform: Platform;
  /** Prefix of event keys: the same event exported twice, in whatever format, has one key. */
  readonly keyFamily: string;
  /** Belongs to the case; see `keyHasher`. */
  readonly seed: number;
  readonly asOf: number;
  readonly firstEvent: number;
  readonly firstLifecycle: number;
  readonly firstGrant: number;
}

/** Writes the facts of one import and keeps what is needed to recognize repeats. The caller owns the transaction. */
export interface FactWriter {
  readonly dictionary: Dictionary;
  /** False when every fact of the record was known already: the record is a duplicate. */
  write(facts: readonly Fact[], line: number): boolean;
  /** The hot path of event logs: all ids resolved; `key` and `keyTail` are unique in the log's family. False when it was known already. */
  writeEvent(
    line: number,
    time: number,
    client: number,
    principal: number,
    operation: number,
    result: number,
    bytes: number,
    ip: number | null,
    key: string,
    keyTail: number,
  ): boolean;
  /** Notes that the log holds a record of that day, though it says nothing about grants. */
  coverDay(time: number): void;
  /** Writes what is still in memory at the end of a chunk. */
  flush(): void;
  /** Writes the roll-ups and day counts; call once, at the end. */
  finish(): ImportCounts;
}

export interface ImportCounts {
  readonly connectors: number;
  readonly grants: number;
  readonly events: number;
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  /** Events later than the stated as-of time. */
  readonly late: number;
}

export function createFactWriter(db: Database.Database, catalog: Catalog, target: ImportTarget): FactWriter {
  const { importId, platform } = target;
  const dictionary = createDictionary(db);
  const rollup = new UsageRollup(db, importId);
  const seen = loadKeys(db, target.platform);
  const hash: KeyHash = { high: 0, low: 0 };
  const days = new Map<number, number>();
  const connectors = new Set<number>();
  const counts = { grants: 0, events: 0, firstTime: Infinity, lastTime: -Infinity, late: 0 };
  let nextEvent = target.firstEvent;
  let nextLifecycle = target.firstLifecycle;
  let nextGrant = target.firstGrant;

  const tables = createFactTables(db);
  const { events, lifecycle, grants, connectorRows, names, aliases, credentials, permissions, principals, owners } =
    tables;

  const hashFact = keyHasher('', target.seed);
  const hashEvent = keyHasher(`${target.keyFamily} `, target.seed);
  const isNew = (key: string): boolean => {
    hashFact(key, 0, hash);
    return seen.add(hash.high, hash.low);
  };
  const isNewEvent = (key: string, tail: number): boolean => {
    hashEvent(key, tail, hash);
    return seen.add(hash.high, hash.low);
  };

  const knownNames = new Set<string>();
  const client = (reference: ClientReference): number => {
    const id = dictionary.client(platform, reference);
    if (reference.name !== undefined && reference.name !== '') {
      const key = `${id} ${reference.name}`;
      if (!knownNames.has(key)) {
        knownNames.add(key);
        names.add(importId, id, reference.name.slice(0, LONGEST_NAME));
      }
    }
    return id;
  };

  const coverDay = (time: number): void => {
    const day = Math.floor(time / DAY);
    days.set(day, (days.get(day) ?? 0) + 1);
  };

  const noteTime = (time: number): void => {
    if (time < counts.firstTime) counts.firstTime = time;
    if (time > counts.lastTime) counts.lastTime = time;
    if (time > target.asOf) counts.late += 1;
    coverDay(time);
    counts.events += 1;
  };

  const insertEvent = (
    line: number,
    time: number,
    kind: number,
    clientId: number,
    principal: number,
    operation: number,
    result: number,
    bytes: number,
    ip: number | null,
  ): void => {
    const id = nextEvent;
    nextEvent += 1;
    connectors.add(clientId);
    // Columns of whole numbers refuse fractions, and sums must stay within 64 bits: a size no answer has is none.
    const size = bytes > 0 && bytes <= MOST_BYTES ? Math.trunc(bytes) : 0;
    events.add(id, importId, line, time, kind, clientId, principal, operation, result, size, ip, hash.high, hash.low);
    rollup.add(clientId, principal, operation, kind * 4 + result, time, size, id);
    noteTime(time);
  };

  const writeEvent = (fact: EventFact, line: number): boolean => {
    const clientId = client(fact.client);
    const principal = dictionary.principal(fact.principal);
    const scopeSet = fact.scopes === undefined ? null : dictionary.scopeSet(fact.scopes);
    const operation = fact.operation === undefined ? 0 : resolveOperation(fact.operation, catalog, dictionary);
    // The vendor's id alone would drop a record that has the id of another but says something else.
    const key =
      fact.eventId === undefined
        ? `${fact.time} ${fact.kind} ${clientId} ${principal} ${operation} ${scopeSet ?? ''} ${fact.result} ${fact.ip ?? ''}`
        : `${fact.eventId} ${fact.kind} ${clientId} ${operation} ${scopeSet ?? ''}`;
    if (!isNewEvent(key, 0)) return false;
    const ip = fact.ip === undefined ? null : dictionary.text(fact.ip);
    const bulkKind = BULK_KINDS.get(fact.kind);
    if (bulkKind !== undefined) {
      insertEvent(
        line,
        fact.time,
        bulkKind,
        clientId,
        principal,
        operation,
        RESULT_CODES[fact.result],
        fact.bytes ?? 0,
        ip,
      );
      return true;
    }
    connectors.add(clientId);
    lifecycle.add(
      nextLifecycle,
      importId,
      line,
      fact.time,
      fact.kind,
      clientId,
      principal,
      dictionary.principal(fact.actor ?? null),
      RESULT_CODES[fact.result],
      ip,
      scopeSet,
      fact.previousScopes === undefined ? null : dictionary.scopeSet(fact.previousScopes),
      fact.tenantWide ? 1 : 0,
      (fact.detail ?? '').slice(0, 2000),
      fact.correlation === undefined ? null : dictionary.text(fact.correlation),
      hash.high,
      hash.low,
    );
    nextLifecycle += 1;
    noteTime(fact.time);
    return true;
  };

  const writeGrant = (fact: GrantFact, line: number): boolean => {
    const clientId = client(fact.client);
    const principal = dictionary.principal(fact.principal);
    const resource = fact.resource === undefined ? 0 : client(fact.resource);
    const scopeSet = dictionary.scopeSet(fact.scopes);
    const scopeIds = fact.scopeIds === undefined ? null : JSON.stringify(normalizeScopes(fact.scopeIds));
    if (
      !isNew(
        `grant ${importId} ${clientId} ${fact.kind} ${principal} ${resource} ${scopeSet} ${scopeIds ?? ''} ${fact.nativeId ?? ''}`,
      )
    )
      return false;
    connectors.add(clientId);
    grants.add(
      nextGrant,
      importId,
      line,
      clientId,
      fact.kind,
      principal,
      resource,
      scopeSet,
      scopeIds,
      fact.grantedAt ?? null,
      fact.lastUsedAt ?? null,
    );
    nextGrant += 1;
    counts.grants += 1;
    return true;
  };

  const writeConnector = (fact: ConnectorFact, line: number): boolean => {
    const clientId = client(fact.client);
    if (!isNew(`connector ${importId} ${JSON.stringify(fact)}`)) return false;
    connectors.add(clientId);
    connectorRows.add(
      importId,
      line,
      clientId,
      fact.client.name?.slice(0, LONGEST_NAME) ?? null,
      fact.publisher?.slice(0, LONGEST_NAME) ?? null,
      flag(fact.publisherVerified),
      fact.ownerTenant ?? null,
      flag(fact.enabled),
      fact.createdAt ?? null,
    );
    for (const other of fact.sameAs ?? []) aliases.add(importId, clientId, client(other));
    for (const entry of fact.credentials ?? []) credentials.add(importId, clientId, entry.kind, entry.start, entry.end);
    for (const entry of fact.permissions ?? []) permissions.add(importId, clientId, entry.id, entry.kind, entry.value);
    return true;
  };

  const writePrincipal = (fact: PrincipalFact, line: number): boolean => {
    const [first, ...others] = fact.ids.map((id) => dictionary.principal(id));
    if (first === undefined || !isNew(`principal ${importId} ${JSON.stringify(fact)}`)) return false;
    for (const other of others) if (other !== first) aliases.add(importId, first, other);
    if (fact.name !== undefined || fact.register)
      principals.add(
        importId,
        line,
        first,
        fact.name ?? null,
        fact.department ?? null,
        fact.status ?? null,
        fact.manager ?? null,
        fact.leftOn ?? null,
        fact.register ? 1 : 0,
      );
    return true;
  };

  const writeOwner = (fact: OwnerFact, line: number): boolean => {
    if (!isNew(`owner ${importId} ${JSON.stringify(fact)}`)) return false;
    owners.add(
      importId,
      line,
      client(fact.client),
      dictionary.principal(fact.owner),
      fact.role,
      fact.since ?? null,
      fact.purpose ?? null,
    );
    return true;
  };

  const writeFact = (fact: Fact, line: number): boolean => {
    switch (fact.fact) {
      case 'event':
        return writeEvent(fact, line);
      case 'grant':
        return writeGrant(fact, line);
      case 'connector':
        return writeConnector(fact, line);
      case 'principal':
        return writePrincipal(fact, line);
      case 'owner':
        return writeOwner(fact, line);
    }
  };

  return {
    dictionary,
    coverDay,
    write(facts, line) {
      // What a record says in the first place decides; a connector's name repeats on every row of a grant list.
      const leading = facts.some((fact) => fact.fact === 'grant' || fact.fact === 'event');
      let isFresh = false;
      for (const fact of facts) {
        const wrote = writeFact(fact, line);
        if (wrote && (!leading || fact.fact === 'grant' || fact.fact === 'event')) isFresh = true;
      }
      return isFresh;
    },
    writeEvent(line, time, clientId, principal, operation, result, bytes, ip, key, keyTail) {
      if (!isNewEvent(key, keyTail)) return false;
      insertEvent(line, time, 0, clientId, principal, operation, result, bytes, ip);
      return true;
    },
    flush() {
      tables.flush();
    },
    finish() {
      tables.flush();
      rollup.flush();
      const logDays = bulkInsert(db, 'log_day', ['import_id', 'day', 'events']);
      for (const [day, count] of days) logDays.add(importId, day, count);
      logDays.flush();
      return {
        connectors: connectors.size,
        grants: counts.grants,
        events: counts.events,
        firstTime: counts.events === 0 ? null : counts.firstTime,
        lastTime: counts.events === 0 ? null : counts.lastTime,
        late: counts.late,
      };
    },
  };
}

function flag(value: boolean | null | undefined): number | null {
  return value === undefined || value === null ? null : value ? 1 : 0;
}
