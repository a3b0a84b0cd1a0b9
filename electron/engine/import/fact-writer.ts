import type Database from 'better-sqlite3';
import type { EventResult } from '../../../shared/domain/vocabulary.ts';
import type { Catalog } from '../catalog/types.ts';
import { bulkInsert } from '../db/bulk-insert.ts';
import type { ClientReference, EventFact, Fact, GrantFact } from '../importers/importer.ts';
import type { UnattributedFact, UsageFact } from '../importers/importer.ts';
import { createDictionary, normalizeScopes } from './dictionary.ts';
import { redactSecrets } from '../lib/redact.ts';
import { createFactTables } from './fact-tables.ts';
import { type KeyHash, keyHasher } from './key-set.ts';
import { loadKeys } from './known-keys.ts';
import { resolveOperation } from './resolve-operation.ts';
import { createStatementWriter, shortText } from './statement-writer.ts';
import { TraitRollup, traitsOf } from './trait-rollup.ts';
import { UsageRollup } from './usage-rollup.ts';
import type { FactWriter, HotSink, ImportTarget } from './writer-contract.ts';

const DAY = 86_400_000;
/** One terabyte. */
const MOST_BYTES = 1e12;
const RESULT_CODES: Readonly<Record<EventResult, number>> = { success: 0, denied: 1, attempted: 2 };
const BULK_KINDS: ReadonlyMap<EventFact['kind'], number> = new Map([
  ['use', 0],
  ['issue', 1],
  ['refresh', 2],
]);

/** The facts a record is mainly about. */
const LEADING: ReadonlySet<Fact['fact']> = new Set(['grant', 'event', 'unattributed', 'usage']);

export function createFactWriter(db: Database.Database, catalog: Catalog, target: ImportTarget): FactWriter {
  const { importId, platform } = target;
  const dictionary = createDictionary(db);
  const rollup = new UsageRollup(db, importId);
  const traits = new TraitRollup(db, importId);
  const seen = loadKeys(db, target.platform);
  const hash: KeyHash = { high: 0, low: 0 };
  const days = new Map<number, number>();
  const connectors = new Set<number>();
  const records = { grant: 0, event: 0, other: 0 };
  const counts = { grants: 0, events: 0, unattributed: 0, firstTime: Infinity, lastTime: -Infinity, late: 0 };
  let nextEvent = target.firstEvent;
  let nextLifecycle = target.firstLifecycle;
  let nextGrant = target.firstGrant;

  const tables = createFactTables(db, importId);
  const { events, lifecycle, grants, names, unattributed, sessions, counted } = tables;

  const hashFact = keyHasher('', target.seed);
  const hashEvent = keyHasher(`${target.keyFamily} `, target.seed);
  const isNew = (key: string): boolean => {
    hashFact.start();
    hashFact.text(key);
    hashFact.end(0, hash);
    return seen.add(hash.high, hash.low);
  };
  const isNewEvent = (key: string, tail: number): boolean => {
    hashEvent.start();
    hashEvent.text(key);
    hashEvent.end(tail, hash);
    return seen.add(hash.high, hash.low);
  };

  const knownNames = new Set<string>();
  const client = (reference: ClientReference): number => {
    const id = dictionary.client(platform, reference);
    const { name = '' } = reference;
    const key = `${id} ${name}`;
    if (name !== '' && !knownNames.has(key)) {
      knownNames.add(key);
      names.add(importId, id, shortText(name));
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
    events.add(id, line, time, kind, clientId, principal, operation, result, size, ip, hash.high, hash.low);
    rollup.add(clientId, principal, operation, kind * 4 + result, time, size, id);
    if (ip !== null && result === 0) traits.add('address', clientId, principal === 0, ip, time, line);
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
    if (fact.session !== undefined && fact.session !== '')
      sessions.add(importId, dictionary.text(fact.session), clientId);
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
      traits.addAll(traitsOf(fact, dictionary), clientId, principal === 0, fact.time, line);
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
      redactSecrets((fact.detail ?? '').slice(0, 2000)).text,
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
      fact.expiresAt ?? null,
      fact.fromEvent === true ? 1 : 0,
    );
    nextGrant += 1;
    counts.grants += 1;
    return true;
  };

  const writeUnattributed = (fact: UnattributedFact, line: number): boolean => {
    const principal = dictionary.principal(fact.principal);
    const operation = fact.operation === undefined ? 0 : resolveOperation(fact.operation, catalog, dictionary);
    const key =
      fact.eventId === undefined
        ? `unattributed ${fact.time} ${fact.kind} ${principal} ${operation} ${fact.result} ${fact.session ?? ''}`
        : `unattributed ${fact.eventId} ${fact.kind} ${operation}`;
    if (!isNewEvent(key, 0)) return false;
    const session = fact.session === undefined || fact.session === '' ? null : dictionary.text(fact.session);
    const code = RESULT_CODES[fact.result];
    const reason = fact.reason.slice(0, 300);
    unattributed.add(
      importId,
      line,
      fact.time,
      fact.kind,
      principal,
      operation,
      code,
      reason,
      session,
      hash.high,
      hash.low,
    );
    counts.unattributed += 1;
    noteTime(fact.time);
    return true;
  };

  const writeUsage = (fact: UsageFact, line: number): boolean => {
    const clientId = client(fact.client);
    const principal = dictionary.principal(fact.principal);
    const operation = fact.operation === undefined ? 0 : resolveOperation(fact.operation, catalog, dictionary);
    const { from, to } = fact.window;
    // What is counted over the same days for the same key is the same count, whichever file it stands in.
    const key = `usage ${clientId} ${principal} ${JSON.stringify(fact.operation ?? null)} ${fact.kind} ${fact.result} ${from} ${to}`;
    if (!isNewEvent(key, 0)) return false;
    counted.add(importId, hash.high, hash.low);
    connectors.add(clientId);
    // A counted row has no event of its own: it is filed under its line, so that evidence leads to the source.
    const eventClass = (BULK_KINDS.get(fact.kind) ?? 0) * 4 + RESULT_CODES[fact.result];
    rollup.addCount(clientId, principal, operation, eventClass, fact.first, fact.last, fact.count, -line);
    counts.events += fact.count;
    if (fact.first < counts.firstTime) counts.firstTime = fact.first;
    if (fact.last > counts.lastTime) counts.lastTime = fact.last;
    if (fact.last > target.asOf) counts.late += 1;
    // Counts of tokens say nothing about calls: in a log of calls they cover no day.
    if (target.logGrade === 'Q1' && fact.kind !== 'use') return true;
    for (let day = Math.floor(from / DAY); day <= Math.floor(to / DAY) && day - Math.floor(from / DAY) < 4000; day += 1)
      days.set(day, (days.get(day) ?? 0) + 1);
    return true;
  };

  const stated = createStatementWriter({ importId, tables, dictionary, client, isNew, connectors });

  const writeFact = (fact: Fact, line: number): boolean => {
    switch (fact.fact) {
      case 'event':
        return writeEvent(fact, line);
      case 'grant':
        return writeGrant(fact, line);
      case 'connector':
        return stated.connector(fact, line);
      case 'principal':
        return stated.principal(fact, line);
      case 'owner':
        return stated.owner(fact, line);
      case 'unattributed':
        return writeUnattributed(fact, line);
      case 'usage':
        return writeUsage(fact, line);
      case 'register':
        return stated.register(fact, line);
    }
  };

  const hot: HotSink = {
    hotGrant(fact) {
      const clientId = client(fact.client);
      const resource = fact.resource === undefined ? 0 : client(fact.resource);
      const scopeSet = dictionary.scopeSet(fact.scopes);
      const before = `grant ${importId} ${clientId} ${fact.kind} `;
      return {
        is: 'grant',
        kind: fact.kind,
        client: clientId,
        resource,
        scopeSet,
        before,
        after: ` ${resource} ${scopeSet}  `,
      };
    },
    hotUse(fact) {
      const kind = BULK_KINDS.get(fact.kind);
      if (kind === undefined) return null;
      const clientId = client(fact.client);
      const operation = fact.operation === undefined ? 0 : resolveOperation(fact.operation, catalog, dictionary);
      const after = ` ${fact.kind} ${clientId} ${operation} `;
      const seenWith = traitsOf(fact, dictionary);
      return { is: 'use', kind, client: clientId, operation, result: RESULT_CODES[fact.result], seenWith, after };
    },
    writeHotGrant(line, grant, principal) {
      hashFact.start();
      hashFact.text(grant.before);
      hashFact.text(String(principal));
      hashFact.text(grant.after);
      hashFact.end(0, hash);
      if (!seen.add(hash.high, hash.low)) return false;
      connectors.add(grant.client);
      tables.plainGrantsOf(grant.kind).add(nextGrant, line, grant.client, principal, grant.resource, grant.scopeSet);
      nextGrant += 1;
      counts.grants += 1;
      records.grant += 1;
      return true;
    },
    writeHotUse(line, time, use, principal, bytes, ip, eventId) {
      hashEvent.start();
      hashEvent.text(eventId);
      hashEvent.text(use.after);
      hashEvent.end(0, hash);
      if (!seen.add(hash.high, hash.low)) return false;
      insertEvent(line, time, use.kind, use.client, principal, use.operation, use.result, bytes, ip);
      traits.addAll(use.seenWith, use.client, principal === 0, time, line);
      records.event += 1;
      return true;
    },
    writeHotEvent(
      line,
      time,
      clientId,
      principal,
      operation,
      result,
      bytes,
      ip,
      agent,
      keyBytes,
      keyFrom,
      keyLength,
      tail,
    ) {
      hashEvent.start();
      hashEvent.ascii(keyBytes, keyFrom, keyLength);
      hashEvent.end(tail, hash);
      if (!seen.add(hash.high, hash.low)) return false;
      insertEvent(line, time, 0, clientId, principal, operation, result, bytes, ip);
      if (agent !== null && result === 0) traits.add('agent', clientId, principal === 0, agent, time, line);
      return true;
    },
  };

  return {
    ...hot,
    dictionary,
    coverDay,
    write(facts, line) {
      // What a record says in the first place decides; a connector's name repeats on every row of a grant list.
      const leading = facts.some((fact) => LEADING.has(fact.fact));
      let isFresh = false;
      for (const fact of facts) {
        const wrote = writeFact(fact, line);
        if (wrote && (!leading || LEADING.has(fact.fact))) isFresh = true;
      }
      if (isFresh) records[!leading ? 'other' : facts.some((fact) => fact.fact === 'grant') ? 'grant' : 'event'] += 1;
      return isFresh;
    },
    writeEvent(line, time, clientId, principal, operation, result, bytes, ip, agent, key, keyTail) {
      if (!isNewEvent(key, keyTail)) return false;
      insertEvent(line, time, 0, clientId, principal, operation, result, bytes, ip);
      if (agent !== null && result === 0) traits.add('agent', clientId, principal === 0, agent, time, line);
      return true;
    },
    flush() {
      dictionary.flush();
      tables.flush();
    },
    finish() {
      dictionary.flush();
      tables.flush();
      rollup.flush();
      traits.flush();
      const logDays = bulkInsert(db, 'log_day', ['import_id', 'day', 'events']);
      for (const [day, count] of days) logDays.add(importId, day, count);
      logDays.flush();
      return {
        connectors: connectors.size,
        grants: counts.grants,
        events: counts.events,
        unattributed: counts.unattributed,
        grantRecords: records.grant,
        eventRecords: records.event,
        otherRecords: records.other,
        firstTime: counts.events === 0 ? null : counts.firstTime,
        lastTime: counts.events === 0 ? null : counts.lastTime,
        late: counts.late,
      };
    },
  };
}
