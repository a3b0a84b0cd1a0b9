import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isProtectedFile } from '../../../electron/engine/db/open.ts';
import { projectRoot } from '../../../electron/runtime/paths.mjs';
import { bundleEngine } from '../../engine-bundle.ts';
import { createRandom } from '../../generator/random.ts';
import { importFiles, RESOURCES, startEngine } from '../engine/engine-case.ts';

const PASSPHRASE = 'killed at any moment';
const KILLS = 8;
const SEED = 20_261_126;
/** Where installed packages are found from. */
const BUILT_IN = join(projectRoot, 'node_modules', '.cache');

let built: string;
let folder: string;
beforeAll(async () => {
  mkdirSync(BUILT_IN, { recursive: true });
  built = mkdtempSync(join(BUILT_IN, 'kill-'));
  folder = mkdtempSync(join(built, 'cases-'));
  await bundleEngine(join(built, 'engine'), {
    engine: 'electron/engine/engine.ts',
    'lib/files': 'electron/engine/lib/files.ts',
    log: 'electron/common/log.ts',
  });
  writeFileSync(join(built, 'act.mjs'), ACT);
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

/** An engine of its own that does one act on a case and says when it begins and when it is done. */
const ACT = `
import { join } from 'node:path';
import { createEngine } from './engine/engine.js';
import { createFileRegistry } from './engine/lib/files.js';
import { silentLog } from './engine/log.js';
const [folder, resources, act, passphrase] = process.argv.slice(2);
const files = createFileRegistry();
const engine = createEngine({ dataFolder: join(folder, 'data'), resourcesFolder: resources, files, log: silentLog(), now: Date.now, print: null, emit() {} });
const token = files.register(join(folder, 'case.countersign'));
const call = engine.handlers;
await call['workspace.open'](act === 'add' ? { token } : { token, passphrase }, {});
process.stdout.write('begin\\n');
if (act === 'add') await call['protection.add']({ passphrase }, {});
else await call['protection.remove']({ passphrase, reason: 'To be killed.' }, {});
process.stdout.write('done\\n');
setInterval(() => {}, 1000);
`;

async function killDuring(place: string, act: 'add' | 'remove', share: number, whole: number): Promise<number> {
  const child = spawn(process.execPath, [join(built, 'act.mjs'), place, RESOURCES, act, PASSPHRASE], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  await once(child.stdout, 'data');
  const begun = performance.now();
  if (whole === 0) await once(child.stdout, 'data');
  else await sleep(whole * share);
  child.kill('SIGKILL');
  await exited;
  return performance.now() - begun;
}

test('killed at any moment while it is protected or put in clear, the case opens one way or the other, with its copies', async () => {
  const random = createRandom(SEED, 'kill');
  const first = startEngine(mkdtempSync(join(folder, 'made-')));
  const path = join(first.folder, 'case.countersign');
  const details = { name: 'K', client: '', engagement: '', periodFrom: null, periodTo: null, reviewer: 'R' };
  await first.engine.handlers['workspace.create']({ saveToken: first.files.register(path), details }, {});
  const sources = [
    { path: join(RESOURCES, 'sample', 'people.csv'), format: 'register.people' },
    { path: join(RESOURCES, 'sample', 'owners.csv'), format: 'register.owners' },
  ];
  expect((await importFiles(first, sources)).failures).toEqual([]);
  await first.engine.handlers['workspace.close']({}, {});
  const outcomes: boolean[] = [];
  let wasProtected = false;
  const whole = { add: 0, remove: 0 };
  for (let kill = 0; kill < KILLS; kill += 1) {
    const act = wasProtected ? 'remove' : 'add';
    const took = await killDuring(first.folder, act, random.below(1000) / 1000, whole[act]);
    // The first time of each it is killed when it is done, which says how long it takes.
    if (whole[act] === 0) whole[act] = took;
    const isProtected = isProtectedFile(path);
    const token = first.files.register(path);
    await first.engine.handlers['workspace.open'](isProtected ? { token, passphrase: PASSPHRASE } : { token }, {});
    for (const { importId, file } of await first.engine.handlers['imports.list']({}, {})) {
      const record = await first.engine.handlers['evidence.record']({ importId, line: 2 }, {});
      expect(record.text, `kill ${kill}: ${file}`).not.toBeNull();
    }
    const copies = readdirSync(join(first.folder, 'case evidence'), { recursive: true, encoding: 'utf8' });
    expect(copies.filter((name) => /[0-9a-f]{64}$/.test(name))).toHaveLength(sources.length);
    expect(readdirSync(first.folder).filter((name) => name.includes('rewritten'))).toEqual([]);
    await first.engine.handlers['workspace.close']({}, {});
    outcomes.push(isProtected !== wasProtected);
    wasProtected = isProtected;
  }
  expect(outcomes).toContain(true);
  await first.dispose();
}, 300_000);
