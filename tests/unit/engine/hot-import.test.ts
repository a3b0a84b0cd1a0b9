import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { Scanner } from '../../../electron/engine/reading/scanner/scanner.ts';
import { writeGraphActivity } from '../../generator/large.ts';
import { writeUnifiedAudit } from '../../generator/large-audit.ts';
import { writeGamTokens, writeTokenActivity } from '../../generator/large-google.ts';
import { diagnosticRecords, oneDocument } from '../../generator/large-json.ts';
import { wholeExport } from '../../generator/large-layouts.ts';
import { randomFrom } from '../reading/files.ts';
import { importFiles, newCase, waitForJob } from './engine-case.ts';

const folder = mkdtempSync(join(tmpdir(), 'countersign-hot-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What an import stored, ids resolved to what they stand for: numbers are given out in the order of meeting. */
const DUMPS = [
  `SELECT e.id, line, time, kind, c.space, c.value, p.value, o.matcher, o.key, o.quality, result, bytes, t.value
   FROM event e JOIN reference c ON c.id = client LEFT JOIN reference p ON p.id = principal LEFT JOIN operation o ON o.id = operation
   LEFT JOIN text t ON t.id = ip ORDER BY e.id`,
  `SELECT l.id, line, time, kind, c.value, p.value, a.value, result, t.value, s.value, is_tenant_wide, detail
   FROM lifecycle_fact l JOIN reference c ON c.id = client LEFT JOIN reference p ON p.id = principal LEFT JOIN reference a ON a.id = actor
   LEFT JOIN text t ON t.id = ip LEFT JOIN scope_set s ON s.id = scope_set ORDER BY l.id`,
  `SELECT g.id, line, c.space, c.value, kind, p.value, r.value, s.value, scope_ids, granted_at, last_used_at, expires_at, from_event
   FROM grant_fact g JOIN reference c ON c.id = client LEFT JOIN reference p ON p.id = principal LEFT JOIN reference r ON r.id = resource
   JOIN scope_set s ON s.id = scope_set ORDER BY g.id`,
  `SELECT c.value, p.value, o.key, day, class, count, bytes, first_time, last_time, first_event, last_event
   FROM usage JOIN reference c ON c.id = client LEFT JOIN reference p ON p.id = principal LEFT JOIN operation o ON o.id = operation ORDER BY 1, 2, 3, 4, 5`,
  `SELECT c.space, c.value, kind, t.value, is_app, count, first_time, last_time, first_line, last_line
   FROM trait JOIN reference c ON c.id = client JOIN text t ON t.id = trait.value ORDER BY 1, 2, 3, 4, 5`,
  'SELECT line, time, kind, result, reason FROM unattributed_fact ORDER BY rowid',
  'SELECT line, c.value, name, publisher, publisher_verified FROM connector_fact JOIN reference c ON c.id = client ORDER BY 1, 2, 3',
  'SELECT c.value, name FROM name_fact JOIN reference c ON c.id = client ORDER BY 1, 2',
  'SELECT a.value, b.value FROM alias_fact JOIN reference a ON a.id = a JOIN reference b ON b.id = b ORDER BY 1, 2',
  'SELECT space, value FROM reference ORDER BY 1, 2',
  'SELECT day, events FROM log_day ORDER BY 1',
  'SELECT outcome, reason, count FROM import_reason ORDER BY 1, 2',
  'SELECT outcome, line, reason, excerpt FROM import_row ORDER BY 1, 2, 3',
  `SELECT read, accepted, rejected, duplicate, not_relevant, connectors, grants, events, grant_records, event_records, other_records, unattributed, first_time, last_time, warnings, truncation
   FROM import ORDER BY id`,
  'SELECT i.tenant, c.key, i.kind, i.grants, i.people, p.key, s.value, g.sources, g.line FROM consent_grant g JOIN item i ON i.id = g.item JOIN connector c ON c.id = g.connector LEFT JOIN principal p ON p.id = g.principal JOIN scope_set s ON s.id = g.scope_set ORDER BY g.connector, g.principal, g.item, g.resource',
];

async function imported(path: string, format: string, isHot: boolean): Promise<{ dumps: unknown[]; scanned: number }> {
  const open = vi.spyOn(Scanner, 'open');
  if (!isHot) open.mockReturnValue(null);
  const started = await newCase();
  try {
    const result = await importFiles(started, [{ path, format }]);
    expect(result.failures).toEqual([]);
    const { db } = started.engine.context.open();
    return { dumps: DUMPS.map((sql) => db.prepare(sql).raw().all()), scanned: open.mock.calls.length };
  } finally {
    open.mockRestore();
    await started.dispose();
  }
}

/** Both ways give the same facts, ledger, reasons, lines and warnings. Returns how many records were accepted. */
async function expectSame(path: string, format: string): Promise<number> {
  const hot = await imported(path, format, true);
  const thorough = await imported(path, format, false);
  expect(hot.scanned).toBeGreaterThan(0);
  for (const [index, dump] of thorough.dumps.entries()) {
    // Compared as text first: the difference of large lists takes long to write down.
    if (JSON.stringify(hot.dumps[index]) !== JSON.stringify(dump)) expect(hot.dumps[index]).toEqual(dump);
  }
  return (hot.dumps[0] as unknown[]).length + (hot.dumps[2] as unknown[]).length; // rows of events and grants
}

/** Lines changed, left out, repeated and moved; bytes changed within lines. */
function spoil(path: string, seed: number): void {
  // A quote that is missing in JSON may cost all that follows.
  const rate = path.endsWith('.csv') ? 40 : 500;
  const next = randomFrom(seed);
  const [header = '', ...lines] = readFileSync(path, 'utf8').split('\n');
  const bits = [
    '"',
    ',',
    '""',
    ' ',
    'é',
    '\ufeff',
    '\\',
    '{',
    '}',
    ':',
    '0',
    '-',
    '\u00a0',
    'token',
    'x'.repeat(300),
    '[',
    ']',
  ];
  const spoiled = lines.flatMap((line) => {
    const at = next(line.length + 1);
    switch (next(rate)) {
      case 0:
        return [line.slice(0, at) + (bits[next(bits.length)] ?? '') + line.slice(at)];
      case 1:
        return [line.slice(0, at) + line.slice(at + 1 + next(9))];
      case 2:
        return [line, line];
      case 3:
        return [lines[next(lines.length)] ?? line, line];
      case 4:
        return [header, '', line];
      case 5:
        return [line.replace(/[a-z]/, (letter) => letter.toUpperCase())];
      case 6:
        return [line.replaceAll(/\d{4}-\d\d-\d\dT/g, () => `${2019 + next(10)}-02-29T`)];
      case 7:
        return [line.replaceAll(/,[^,"]*/g, (cell) => (next(3) === 0 ? ',' : cell))];
      default:
        return [line];
    }
  });
  writeFileSync(path, [header, ...spoiled].join('\n'));
}

describe('the fast way gives what the thorough one gives', () => {
  const shapes = [
    ['google.reports.token', 'token.csv', writeTokenActivity],
    ['google.gam.tokens', 'gam.csv', (path: string, count: number, seed: number) => writeGamTokens(path, count, seed)],
    ['m365.ual', 'ual.csv', writeUnifiedAudit],
    [
      'm365.graphactivity',
      'graph.csv',
      (path: string, count: number, seed: number) => writeGraphActivity(path, count, seed, wholeExport),
    ],
    [
      'm365.graphactivity',
      'graph.ndjson',
      (path: string, count: number, seed: number) => writeGraphActivity(path, count, seed, diagnosticRecords),
    ],
    [
      'm365.graphactivity',
      'graph.json',
      (path: string, count: number, seed: number) => writeGraphActivity(path, count, seed, oneDocument),
    ],
  ] as const;

  test.each(shapes)(
    '%s, %s: spoiled files',
    async (format, name, write) => {
      const path = join(folder, name);
      for (const seed of [1, 2]) {
        write(path, 1500, seed);
        spoil(path, seed);
        expect(await expectSame(path, format)).toBeGreaterThan(path.endsWith('.csv') ? 500 : 5);
      }
    },
    240_000,
  );

  test('google.reports.token: networks, countries and device clients', async () => {
    const path = join(folder, 'networks.csv');
    writeTokenActivity(path, 3000, 4);
    const ends = [',64500,NL', ',64501,NL', ',,', ',"64500 64502",Nowhere', ',0,'];
    const [header = '', ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
    const longer = lines.map(
      (line, index) =>
        (index % 3 === 0 ? line.replace(/,(?:WEB|NATIVE_\w+)(?=,)/, ',CONNECTED_DEVICE') : line) +
        (ends[index % ends.length] ?? ''),
    );
    expect(longer.filter((line) => line.includes(',CONNECTED_DEVICE,')).length).toBeGreaterThan(500);
    writeFileSync(path, [`${header},networkInfo.ipAsn,networkInfo.regionCode`, ...longer, ''].join('\n'));
    expect(await expectSame(path, 'google.reports.token')).toBeGreaterThan(2000);
  });

  test.each([shapes[0], shapes[1], shapes[4]])(
    '%s, %s: 50,000 records',
    async (format, name, write) => {
      const path = join(folder, name);
      write(path, 50_000, 3);
      expect(await expectSame(path, format)).toBeGreaterThan(49_000);
    },
    240_000,
  );
});

test('a large import that is cancelled while it is copied leaves nothing behind', async () => {
  const path = join(folder, 'cancelled.csv');
  writeGamTokens(path, 200_000, 5);
  const started = await newCase();
  try {
    const order = {
      format: 'google.gam.tokens',
      mapping: null,
      system: 'S',
      tenant: 't',
      extractedBy: 'E',
      method: 'm',
    };
    const token = started.files.register(path);
    const { jobId } = await started.engine.handlers['imports.run'](
      { orders: [{ ...order, token, asOf: '2026-10-01T06:00:00Z', keepCopy: true, completeness: 'whole' }] },
      {},
    );
    const { db, evidenceFolder } = started.engine.context.open();
    // The first rows are staged while the copy still grows.
    while (db.prepare('SELECT 1 FROM grant_fact LIMIT 1').get() === undefined)
      await new Promise((resolve) => setTimeout(resolve, 1));
    await started.engine.handlers['jobs.cancel']({ jobId }, {});
    expect((await waitForJob(started, jobId)).outcome).toBe('cancelled');
    for (const table of ['import', 'grant_fact', 'reference', 'import_row'])
      expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    expect(readdirSync(evidenceFolder).filter((name) => name.startsWith('.incoming'))).toEqual([]);
  } finally {
    await started.dispose();
  }
}, 120_000);
