import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analysisOf } from '../../../electron/engine/cli/analyse.ts';
import { canonicalJson } from '../../../electron/engine/evidence/canonical-json.ts';
import { caseFacts } from './case-facts.ts';
import { type EngineCase, type FileToImport, importFiles, newCase, RESOURCES } from './engine-case.ts';

const SAMPLE = join(RESOURCES, 'sample');
const FILES: readonly FileToImport[] = [
  { path: join(SAMPLE, 'people.csv'), format: 'register.people' },
  { path: join(SAMPLE, 'owners.csv'), format: 'register.owners' },
  { path: join(SAMPLE, 'entra/service-principals.json'), format: 'entra.sp.graph' },
  { path: join(SAMPLE, 'entra/oauth2-permission-grants.json'), format: 'entra.grants.graph' },
  { path: join(SAMPLE, 'entra/app-role-assignments.json'), format: 'entra.approles' },
  { path: join(SAMPLE, 'entra/directory-audit.json'), format: 'entra.audit' },
  { path: join(SAMPLE, 'entra/graph-activity.csv'), format: 'm365.graphactivity' },
  { path: join(SAMPLE, 'google/gam-tokens.csv'), format: 'google.gam.tokens' },
  { path: join(SAMPLE, 'google/tokens-list.json'), format: 'google.directory.tokens' },
  { path: join(SAMPLE, 'google/token-activity.json'), format: 'google.reports.token' },
  { path: join(SAMPLE, 'google/token-activity-2.ndjson'), format: 'google.reports.token' },
];

async function withCase<T>(work: (test: EngineCase) => Promise<T>): Promise<T> {
  const started = await newCase();
  try {
    return await work(started);
  } finally {
    await started.dispose();
  }
}

describe('whatever the order of files', () => {
  test('the facts and findings of the sample are the same', async () => {
    const facts = async (files: readonly FileToImport[]) =>
      withCase(async (started) => {
        expect((await importFiles(started, files)).failures).toEqual([]);
        return caseFacts(started.engine.context.open().db);
      });
    const forward = await facts(FILES);
    expect(await facts(FILES.toReversed())).toEqual(forward);
    const shuffled = [7, 3, 10, 0, 6, 2, 9, 1, 8, 5, 4].flatMap((index) => FILES[index] ?? []);
    expect(await facts(shuffled)).toEqual(forward);
  });

  test('the analysis is the same byte for byte, and its digest is that of its findings', async () => {
    const orders = [
      FILES,
      FILES.toReversed(),
      [4, 9, 1, 7, 0, 10, 5, 2, 8, 3, 6].flatMap((index) => FILES[index] ?? []),
    ];
    const texts: string[] = [];
    for (const files of orders)
      await withCase(async (started) => {
        // One file at a time, so that the case is derived in between.
        for (const file of files) expect((await importFiles(started, [file])).failures).toEqual([]);
        const analysis = analysisOf(started.engine);
        expect(analysis.findings.length).toBeGreaterThan(100);
        expect(analysis.digest).toBe(createHash('sha256').update(canonicalJson(analysis.findings)).digest('hex'));
        texts.push(JSON.stringify(analysis));
      });
    expect(new Set(texts).size).toBe(1);
  });

  test('and however often they come: a second time changes nothing and says so', async () => {
    await withCase(async (started) => {
      const grants = FILES.slice(7, 8);
      await importFiles(started, grants);
      const before = caseFacts(started.engine.context.open().db);
      const journal = started.engine.context.open().db.prepare('SELECT count(*) FROM journal').pluck().get();
      const [again] = (await importFiles(started, grants)).imports;
      expect(again).toMatchObject({ accepted: 0, rejected: 0, closes: true });
      expect(again?.duplicate).toBe(again?.read);
      expect(again?.warnings[0]).toContain('already in the case');
      expect(caseFacts(started.engine.context.open().db)).toEqual(before);
      expect(started.engine.context.open().db.prepare('SELECT count(*) FROM journal').pluck().get()).toBe(journal);
    });
  });
});
