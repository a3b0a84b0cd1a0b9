import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCatalog } from '../../../electron/engine/catalog/load.ts';
import { derive } from '../../../electron/engine/derive/derive.ts';
import { compileEventLog } from '../../../electron/engine/import/event-log.ts';
import { createFieldReader } from '../../../electron/engine/import/field-reader.ts';
import { fileTime } from '../../../electron/engine/import/file-time.ts';
import { runImport } from '../../../electron/engine/import/run-import.ts';
import type {
  ClientReference,
  Fact,
  Importer,
  MapContext,
  Mapped,
} from '../../../electron/engine/importers/importer.ts';
import { importers, recognize, recognizeRefusal } from '../../../electron/engine/importers/index.ts';
import { writeCsv } from '../../../electron/engine/lib/text.ts';
import { inspectSource } from '../../../electron/engine/reading/inspect.ts';
import { readCsvRecords, readJsonRecords } from '../../../electron/engine/reading/records.ts';
import type { CsvHead, JsonHead, JsonValue } from '../../../electron/engine/reading/types.ts';
import { randomFrom } from '../reading/files.ts';
import { type EngineCase, newCase, RESOURCES } from './engine-case.ts';
import { HEAVY, NASTY, type Path, pathsOf, withValue } from './nasty-values.ts';
import { fixtureSeeds, pick, type Seed } from './random-files.ts';

const PAIRS = 300;
const FROM = Date.UTC(1971, 0);
const TO = Date.UTC(2100, 0);

const catalog = loadCatalog(join(RESOURCES, 'catalog'));
const seeds = fixtureSeeds();
const prototypeBefore = Object.getOwnPropertyNames(Object.prototype).toSorted();

type Row = JsonValue | readonly string[];

interface Source {
  readonly seed: Seed;
  readonly head: CsvHead | JsonHead;
  readonly records: readonly Row[];
}

async function sourcesOf(importer: Importer): Promise<Source[]> {
  const own = seeds.filter((seed) => seed.format === importer.id);
  return Promise.all(
    own.map(async (seed) => {
      const head = await inspectSource(seed.path);
      if (head.kind === 'nothing') throw new Error(`${seed.name}: ${head.sentence}`);
      const records: Row[] = [];
      const batches: AsyncGenerator<{ readonly records: readonly Row[] }> =
        head.kind === 'csv' ? readCsvRecords(seed.path, head) : readJsonRecords(seed.path, head);
      for await (const batch of batches) records.push(...batch.records);
      return { seed, head, records };
    }),
  );
}

/** Reads a record as the importer would; of a declared log only whether it is taken. */
function mapperOf(importer: Importer, head: CsvHead | JsonHead): (row: Row) => Mapped {
  const time = fileTime(head, importer, { zone: null, dayOrder: null }).parse;
  const context: MapContext = { tenant: 'tenant', asOf: Date.UTC(2026, 9), head, time, subject: 'subject-app' };
  if ('event' in importer) {
    let wrote: string[] = [];
    const note = (text: string): number => wrote.push(text);
    const read = compileEventLog(
      importer,
      head,
      {
        dictionary: {
          text: () => 1,
          principal: () => 1,
          client: (_, { id }) => note(id),
          operation: (_, key) => note(key),
          scopeSet: () => 1,
          flush: () => undefined,
        },
        writeEvent: (_line, at) => {
          expect(at).toSatisfy(isTime);
          return true;
        },
      },
      catalog,
      time,
    );
    return (row) => {
      wrote = [];
      const reason = read(row, 1);
      if (reason === null) for (const text of wrote) expect(text.trim()).not.toBe('');
      return reason === null ? { facts: [] } : { rejected: reason };
    };
  }
  const reader = createFieldReader(importer.fields, head);
  return (row) => {
    reader.point(row);
    return reader.missing() === null ? importer.map(reader, context) : { rejected: 'incomplete' };
  };
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= FROM && value < TO;
}

/** What is wrong with the answer for a record of so many characters; null when nothing is. */
function faultOf(mapped: Mapped, length: number): string | null {
  if ('rejected' in mapped) return reasonFault(mapped.rejected);
  if ('notRelevant' in mapped)
    return mapped.at !== undefined && !isTime(mapped.at) ? `time ${mapped.at}` : reasonFault(mapped.notRelevant);
  if (mapped.facts.length > 2000 + length) return `${mapped.facts.length} facts`;
  const size = JSON.stringify(mapped.facts).length;
  if (size > 20_000 + 40 * length) return `${size} characters of facts out of ${length}`;
  for (const fact of mapped.facts) {
    const fault = factFault(fact);
    if (fault !== null) return `${fact.fact}: ${fault}`;
  }
  return null;
}

function reasonFault(reason: string): string | null {
  return reason.trim() === '' || reason.length > 400 ? `a reason of ${reason.length} characters` : null;
}

const SPACES = ['app', 'sp', 'installation', 'service', 'name', 'project'];

function clientFault(client: ClientReference): string | null {
  if (typeof client.id !== 'string' || client.id.trim() === '') return `client id ${JSON.stringify(client.id)}`;
  if (client.name !== undefined && typeof client.name !== 'string') return 'a name that is no text';
  return SPACES.includes(client.space) ? null : `space ${client.space}`;
}

function factFault(fact: Fact): string | null {
  const times: unknown[] = [];
  const clients: ClientReference[] = [];
  const people: unknown[] = [];
  switch (fact.fact) {
    case 'connector':
      clients.push(fact.client, ...(fact.sameAs ?? []));
      times.push(
        fact.createdAt,
        fact.lastUsedAt,
        ...(fact.credentials ?? []).flatMap(({ start, end }) => [start ?? undefined, end ?? undefined]),
      );
      if (fact.statedUsers !== undefined && !(Number.isSafeInteger(fact.statedUsers) && fact.statedUsers >= 0))
        return `users ${fact.statedUsers}`;
      if ((fact.permissions ?? []).some(({ id, value }) => id === '' || value === '')) return 'a permission without id';
      break;
    case 'grant':
      clients.push(fact.client, ...(fact.resource === undefined ? [] : [fact.resource]));
      times.push(fact.grantedAt, fact.lastUsedAt, fact.expiresAt);
      people.push(fact.principal);
      break;
    case 'event':
      clients.push(fact.client);
      times.push(fact.time);
      people.push(fact.principal, fact.actor ?? null);
      if (fact.bytes !== undefined && !Number.isFinite(fact.bytes)) return `bytes ${fact.bytes}`;
      break;
    case 'unattributed':
      times.push(fact.time);
      people.push(fact.principal);
      if (fact.reason.trim() === '') return 'no reason';
      break;
    case 'usage':
      clients.push(fact.client);
      times.push(fact.first, fact.last, fact.window.from, fact.window.to);
      people.push(fact.principal);
      if (!Number.isSafeInteger(fact.count) || fact.count < 0) return `count ${fact.count}`;
      break;
    case 'principal':
      people.push(...fact.ids);
      if (fact.ids.length === 0) return 'no ids';
      break;
    case 'owner':
      clients.push(fact.client);
      people.push(fact.owner);
      break;
    case 'register':
      if (fact.client !== undefined) clients.push(fact.client);
      if (fact.key.trim() === '') return 'no key';
      if (Object.values(fact.values).some((value) => typeof value !== 'string')) return 'a value that is no text';
      break;
  }
  const scopes = (fact.fact === 'grant' || fact.fact === 'event' ? fact.scopes : undefined) ?? [];
  if (scopes.some((scope) => typeof scope !== 'string')) return 'a scope that is no text';
  const time = times.find((value) => value !== undefined && !isTime(value));
  if (time !== undefined) return `time ${JSON.stringify(time)}`;
  if (people.some((who) => who !== null && (typeof who !== 'string' || who.trim() === '')))
    return `person ${JSON.stringify(people)}`;
  return clients.map(clientFault).find((fault) => fault !== null) ?? null;
}

interface Variant {
  readonly row: Row;
  readonly what: string;
}

/** Each place of each record with each value; the heavy ones only in the first record of a file. */
function* variantsOf({ seed, head, records }: Source): Generator<Variant> {
  const seen = new Set<string>();
  for (const [index, record] of records.entries()) {
    for (const path of placesOf(head, record)) {
      const shape = path.map((part) => (typeof part === 'number' && head.kind === 'json' ? '#' : part)).join('.');
      // Records of one kind have the same places.
      const key = `${shape} ${kindOf(record)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      for (const value of index === 0 ? [...NASTY, ...HEAVY] : NASTY)
        yield { row: replaced(record, path, value), what: `${seed.name}: ${shape} = ${shown(value)}` };
    }
  }
}

function placesOf(head: CsvHead | JsonHead, record: Row): Path[] {
  return head.kind === 'csv' ? head.header.map((_, column) => [column]) : pathsOf(record);
}

/** What tells records of a log apart: their event. */
function kindOf(record: Row): string {
  const text = JSON.stringify(record);
  return (
    /"(?:eventType|event_type|action|operation|activityDisplayName|EVENT_TYPE|name)":"([^"]{1,60})"/i.exec(text)?.[1] ??
    ''
  );
}

function replaced(record: Row, path: Path, value: JsonValue): Row {
  if (!isRow(record)) return withValue(record, path, value);
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return record.map((cell, column) => (column === path[0] ? text : cell));
}

function isRow(record: Row): record is readonly string[] {
  return Array.isArray(record) && record.every((cell) => typeof cell === 'string');
}

function shown(value: JsonValue): string {
  return (JSON.stringify(value) ?? '').slice(0, 60);
}

let started: EngineCase;
beforeAll(async () => {
  started = await newCase();
  started.engine.context.open().db.pragma('synchronous = OFF');
});
afterAll(async () => {
  await started.dispose();
});

describe.each(importers.map((importer) => [importer.id, importer] as const))('%s', (id, importer) => {
  test('reads every field with every nasty value, and says something sensible', { timeout: 120_000 }, async () => {
    let count = 0;
    for (const source of await sourcesOf(importer)) {
      const map = mapperOf(importer, source.head);
      const check = ({ row, what }: Variant): void => {
        count += 1;
        let fault: string | null;
        try {
          fault = faultOf(map(row), JSON.stringify(row).length);
        } catch (cause) {
          throw new Error(`${id}: ${what}: ${String(cause)}`, { cause });
        }
        if (fault !== null) throw new Error(`${id}: ${what}: ${fault}`);
      };
      for (const variant of variantsOf(source)) check(variant);
      const next = randomFrom(id.length * 7919 + source.records.length);
      for (let round = 0; round < PAIRS && source.records.length > 0; round += 1) {
        let row = pick(source.records, next);
        const changes: string[] = [];
        for (let change = 0; change < 2 + next(3); change += 1) {
          const places = placesOf(source.head, row);
          if (places.length === 0) break;
          const path = pick(places, next);
          const value = pick(NASTY, next);
          row = replaced(row, path, value);
          changes.push(`${path.join('.')} = ${shown(value)}`);
        }
        check({ row, what: `${source.seed.name}: ${changes.join(', ')}` });
      }
      for (const value of NASTY)
        if (source.head.kind === 'json') check({ row: value, what: `the record ${shown(value)}` });
    }
    expect(count).toBeGreaterThan(100);
    expect(Object.getOwnPropertyNames(Object.prototype).toSorted()).toEqual(prototypeBefore);
  });

  test('is told from the others by heads with nasty values without a fault', async () => {
    for (const { seed, head, records } of await sourcesOf(importer)) {
      const next = randomFrom(records.length + seed.text.length);
      for (let round = 0; round < 40 && records.length > 0; round += 1) {
        const sample = records.slice(0, 20).map((record) => {
          const places = placesOf(head, record);
          return places.length === 0 ? record : replaced(record, pick(places, next), pick(NASTY, next));
        });
        // Rows of a CSV head are rows, records of a JSON head are values.
        const changed = { ...head, sample } as CsvHead | JsonHead;
        for (const candidate of recognize(changed)) {
          expect(candidate.score, candidate.importer.id).toBeLessThanOrEqual(1);
          expect(candidate.reason, candidate.importer.id).not.toBe('');
        }
        recognizeRefusal(changed, 0);
      }
    }
    expect(Object.getOwnPropertyNames(Object.prototype).toSorted()).toEqual(prototypeBefore);
  });

  test('imports a file of such records through the engine, and its account closes', { timeout: 120_000 }, async () => {
    const { context } = started.engine;
    const { db, evidenceFolder } = context.open();
    for (const source of await sourcesOf(importer)) {
      const rows: Row[] = [];
      for (const { row } of variantsOf(source))
        if (JSON.stringify(row).length < 50_000 && rows.length < 4000) rows.push(row);
      const path = join(started.folder, `${id}-${source.seed.name}`);
      writeFileSync(path, fileOf(source, rows));
      const head = await inspectSource(path);
      if (head.kind === 'nothing' || rows.length === 0) continue;
      const summary = await runImport(
        {
          db,
          catalog: context.catalog(),
          evidenceFolder,
          now: () => 0,
          actor: 'a',
          signal: new AbortController().signal,
          onProgress: () => undefined,
        },
        path,
        {
          format: id,
          mapping: null,
          system: 's',
          tenant: `${id} ${source.seed.name}`,
          asOf: '2026-10-01T06:00:00Z',
          extractedBy: 'e',
          method: 'm',
          keepCopy: false,
          completeness: 'whole',
        },
      );
      expect(summary, source.seed.name).toMatchObject({ closes: true });
      expect(summary.read, source.seed.name).toBeGreaterThanOrEqual(Math.floor(rows.length * 0.9));
    }
    expect(db.prepare(`SELECT value FROM reference WHERE trim(value) = '' OR length(value) > 100000`).all()).toEqual(
      [],
    );
    for (const [table, column] of [
      ['event', 'time'],
      ['lifecycle_fact', 'time'],
      ['unattributed_fact', 'time'],
      ['grant_fact', 'granted_at'],
      ['grant_fact', 'expires_at'],
      ['connector_fact', 'created_at'],
    ])
      expect(
        db.prepare(`SELECT ${column} FROM ${table} WHERE ${column} < ${FROM} OR ${column} >= ${TO}`).all(),
        table,
      ).toEqual([]);
  });
});

test(
  'and all of them together make a case that can be derived, with an account that closes',
  { timeout: 240_000 },
  async () => {
    const { context, handlers } = started.engine;
    const { db } = context.open();
    derive(db, context.catalog(), context.policy());
    const groups = await handlers['ledger.get']({}, {});
    expect(groups.length).toBeGreaterThan(20);
    expect(groups.flatMap((group) => group.breaks)).toEqual([]);
    expect(db.prepare('SELECT count(*) > 100 AS many FROM connector').get()).toEqual({ many: 1 });
  },
);

/** The records in the layout of the fixture: lines of a table, or one JSON record a line. */
function fileOf({ head }: Source, rows: readonly Row[]): string {
  if (head.kind === 'json') return `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`;
  return writeCsv([head.header, ...rows.filter(isRow)]);
}
