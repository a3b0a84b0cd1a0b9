import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ATTACKS, OUTSIDE, violationsOfWalk } from '../e2e/helpers/attack-pages.ts';
import { compiledCode } from '../e2e/helpers/compiled-code.ts';
import { tarFile } from './helpers/dist.ts';
import { type RunningApp, startInstalled } from './helpers/installed-app.ts';

const isRoot = process.getuid?.() === 0;
/** Chromium refuses to run its sandbox as root. */
const asRoot = isRoot ? ['--no-sandbox'] : [];

let place = '';
let app = '';
test.beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'countersign-attacks-'));
  app = join(place, 'app');
  mkdirSync(app);
  const { status, stderr } = spawnSync('tar', ['-xzf', tarFile(), '-C', app, '--strip-components=1']);
  if (status !== 0) throw new Error(String(stderr));
});
test.afterAll(() => rmSync(place, { recursive: true, force: true, maxRetries: 5 }));

test.describe.serial('the package and a hostile script in its page', () => {
  let running: RunningApp;
  test.beforeAll(async () => {
    const COUNTERSIGN_DATA = join(place, 'data');
    // The variables by which tests and the development server lead the sources have no effect on a package.
    const ignored = {
      ELECTRON_RENDERER_URL: 'http://127.0.0.1:9/',
      COUNTERSIGN_TEST_DIALOGS: join(place, 'none.json'),
      COUNTERSIGN_SQLITE_BINDING: join(place, 'none.node'),
    };
    const env = { ...definedEnvironment(), ...ignored, COUNTERSIGN_DATA };
    running = await startInstalled({ command: [join(app, 'countersign'), ...asRoot], env });
  });
  test.afterAll(() => running.kill());

  for (const name of ['main', 'engine'] as const)
    test(`${name} is read with the code that V8 made of it in the build`, async () => {
      await expect.poll(() => compiledCode(join(place, 'data'), name)).toMatchObject({ refused: 0 });
      expect(compiledCode(join(place, 'data'), name)?.used).toBeGreaterThan(3);
    });

  for (const { name, run } of ATTACKS) test(name, () => run(running.page));

  test('walks through every screen without violating the content policy', async () => {
    test.setTimeout(240_000);
    expect(await violationsOfWalk(running.page)).toEqual([]);
  });

  // A navigation drops user and password before anybody is asked; the test of the sources asks without one.
  for (const address of OUTSIDE.filter((each) => !each.includes('@')))
    test(`is not served ${address}`, async () => {
      const { page } = running;
      const home = page.url();
      // By the debugger, whom no guard of the page stops.
      const status = await page.goto(address).then(
        (response) => response?.status() ?? 0,
        () => 'refused',
      );
      expect([404, 'refused']).toContain(status);
      // The page of the error may still be on its way.
      await expect(() => page.goto(home)).toPass();
      await expect(page.locator('#root')).not.toBeEmpty();
    });
});

test.describe('from outside', () => {
  /** Code that leaves a file when it runs. */
  function trap(name: string): { readonly file: string; readonly code: string; readonly script: string } {
    const file = join(place, `${name} ran`);
    const code = `require('node:fs').writeFileSync(${JSON.stringify(file)}, '')`;
    const script = join(place, `${name}.cjs`);
    writeFileSync(script, code);
    return { file, code, script };
  }
  /** The version by the package's command line, with more before it; what it said on standard error. */
  function askVersion(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
    const { status, stdout, stderr } = spawnSync(
      join(folder, 'countersign'),
      [...asRoot, ...args, '--headless', '--version'],
      { env: { ...definedEnvironment(), ...env }, encoding: 'utf8', timeout: 60_000 },
    );
    expect(stdout, stderr).toMatch(/^Countersign \d+\.\d+\.\d+\n$/);
    expect(status, stderr).toBe(0);
    return stderr;
  }

  test('it does not run as Node', () => {
    const { file, code, script } = trap('node');
    askVersion(app, ['-e', code], { ELECTRON_RUN_AS_NODE: '1' });
    askVersion(app, [script], { ELECTRON_RUN_AS_NODE: '1' });
    askVersion(app, ['-p', code]);
    expect(existsSync(file)).toBe(false);
  });

  test('it takes no options of Node, from the environment or the command line', () => {
    const { file, script } = trap('options');
    askVersion(app, [], { NODE_OPTIONS: `--require ${JSON.stringify(script)}` });
    askVersion(app, [], { NODE_OPTIONS: `--import ${JSON.stringify(script)}` });
    askVersion(app, ['-r', script]);
    askVersion(app, [`--require=${script}`, `--import=${script}`]);
    expect(existsSync(file)).toBe(false);
  });

  test('nobody can attach a debugger of Node', () => {
    for (const option of ['--inspect=127.0.0.1:0', '--inspect-brk=127.0.0.1:0', '--inspect-brk-node=0'])
      expect(askVersion(app, [option]), option).not.toContain('Debugger listening');
    expect(askVersion(app, [], { NODE_OPTIONS: '--inspect-brk' })).not.toContain('Debugger listening');
  });

  test('it runs its archive, whatever lies beside it', () => {
    const { file, code } = trap('folder');
    const copy = join(place, 'copy');
    cpSync(app, copy, { recursive: true, filter: (path) => !path.endsWith('/countersign') });
    linkSync(join(app, 'countersign'), join(copy, 'countersign'));
    for (const name of ['app', 'default_app']) {
      const folder = join(copy, 'resources', name);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'package.json'), '{"name":"countersign","main":"main.js"}');
      writeFileSync(join(folder, 'main.js'), code);
    }
    askVersion(copy, []);
    askVersion(copy, [join(copy, 'resources', 'app')]);
    askVersion(copy, [`--app=${join(copy, 'resources', 'app')}`]);
    expect(existsSync(file)).toBe(false);
  });
});

function definedEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
