import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { populationCase } from '../unit/engine/population-case.ts';
import type { Act } from './act.ts';
import { keepBase } from './base.ts';
import { killAtMoments, MOMENTS, runChild, type Trial, withPlace } from './moments.ts';
import { difference, type Dump, dumpOf, filesIn, leftovers, openedAgain } from './opened.ts';

const base = mkdtempSync(join(tmpdir(), 'countersign-kill-base-'));
const sources = mkdtempSync(join(tmpdir(), 'countersign-kill-sources-'));
let acts: readonly Act[] = [];

/** The case, and the copies of sources beside it, after so many of the files. */
interface State {
  readonly digest: string;
  readonly dump: Dump;
  readonly copies: readonly string[];
}
const states: State[] = [];

beforeAll(async () => {
  await keepBase(await populationCase(24), base);
  acts = makeActs();
  for (let done = 0; done <= acts.length; done += 1)
    states.push(
      await withPlace(base, async (folder) => {
        await runChild(folder, acts.slice(0, done), null);
        return openedAgain(folder, (db) => stateOf(db, folder));
      }),
    );
  // Each file brings something, so that whole and not at all can be told apart.
  for (const [index, { dump }] of states.entries())
    expect(Object.keys(difference(dump, states[index - 1]?.dump ?? {})), `${index}`).not.toEqual([]);
});
afterAll(() => {
  for (const folder of [base, sources]) rmSync(folder, { recursive: true, force: true });
});

test('an import is there as a whole or not at all, and what was acknowledged is there', async () => {
  const trials = await killAtMoments(
    { name: 'import', base, variants: [{ acts: () => acts }], judge: judgeImports },
    MOMENTS,
  );
  expect(trials).toHaveLength(MOMENTS);
});

async function judgeImports({ folder, acknowledged, random }: Trial): Promise<void> {
  const found = await openedAgain(folder, (db) => stateOf(db, folder));
  const done = states.findIndex(({ digest }) => digest === found.digest);
  const expected = [acknowledged, Math.min(acknowledged + 1, acts.length)];
  if (!expected.includes(done)) {
    const wanted = expected.map((count) => states[count]);
    expect(wanted.map((state) => difference(found.dump, state?.dump ?? {}))).toEqual([]);
    expect(wanted.map((state) => state?.copies)).toContainEqual(found.copies);
  }
  expect(
    leftovers(
      folder,
      filesIn(join(folder, 'case evidence')).map((name) => join('case evidence', name)),
    ),
  ).toEqual([]);
  // The others can be imported as if nothing had happened.
  if (!random.chance(0.2)) return;
  await runChild(folder, acts.slice(done), null);
  const whole = await openedAgain(folder, (db) => stateOf(db, folder));
  expect(difference(whole.dump, states.at(-1)?.dump ?? {})).toEqual({});
  expect(whole.copies).toEqual(states.at(-1)?.copies);
}

function stateOf(db: Parameters<typeof dumpOf>[0], folder: string): State {
  const dump = dumpOf(db);
  const copies = filesIn(join(folder, 'case evidence'));
  const digest = createHash('sha256')
    .update(JSON.stringify([dump, copies]))
    .digest('hex');
  return { dump, copies, digest };
}

/** A list, a log that is large enough for a thread of its own, an archive, and a file of which no copy is kept. */
function makeActs(): readonly Act[] {
  const write = (name: string, content: string | Uint8Array): string => {
    const path = join(sources, name);
    writeFileSync(path, content);
    return path;
  };
  const importOf = (path: string, format: string, keepCopy = true): Act => ({
    act: 'import',
    path,
    order: {
      format,
      mapping: null,
      system: 'System',
      tenant: 'firm.example',
      asOf: '2026-10-01T06:00:00.000Z',
      extractedBy: 'Erik Extractor',
      method: 'export',
      keepCopy,
      completeness: 'whole',
    },
  });
  const row = (index: number): string =>
    `p${index % 300}@firm.example,${index % 37}-x.apps.googleusercontent.com,App ${index % 37},False,False,,openid scope-${index % 11}`;
  const grants = Array.from({ length: 4000 }, (_, index) => row(index));
  const header = 'user,clientId,displayText,anonymous,nativeApp,userKey,scopes';
  const filler = 'x'.repeat(2500);
  const calls = Array.from(
    { length: 4000 },
    (_, index) =>
      `2026-09-${String(1 + (index % 28)).padStart(2, '0')}T10:00:00Z,0c0c0c0c-0000-4000-8000-${String(index % 23).padStart(12, '0')},user-${index % 50},GET,https://graph.microsoft.com/v1.0/users/x/messages/${index}?$filter=${filler},${index % 7 === 0 ? 403 : 200},${index % 90},192.0.2.${index % 200},call-${index}`,
  );
  const columns =
    'TimeGenerated,AppId,UserId,RequestMethod,RequestUri,ResponseStatusCode,ResponseSizeBytes,IPAddress,RequestId';
  const packed = Array.from({ length: 2000 }, (_, index) => row(index + 100_000).replace('scope-', 'packed-'));
  return [
    importOf(write('grants.csv', `${header}\n${grants.join('\n')}\n`), 'google.gam.tokens'),
    importOf(write('activity.csv', `${columns}\n${calls.join('\n')}\n`), 'm365.graphactivity'),
    importOf(
      write('packed.zip', zipSync({ 'packed.csv': strToU8(`${header}\n${packed.join('\n')}\n`) })),
      'google.gam.tokens',
    ),
    importOf(
      write('uncopied.csv', `${header}\n${row(7).replace('scope-', 'uncopied-')}\n`),
      'google.gam.tokens',
      false,
    ),
  ];
}
