import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { expect, test } from './fixtures.ts';
import { cli } from './helpers/cli.ts';
import { headless, startHeadless } from './helpers/headless.ts';
import { makePopulation } from './helpers/population.ts';

const SAMPLE = resolve(import.meta.dirname, '../../resources/sample');
const PASSPHRASE = 'pässwört 漢字 #1';
const result = z.strictObject({ output: z.string(), error: z.string(), exitCode: z.int() });

test('answers with output, error text and exit code as the command line of the sources does', async ({ folder }) => {
  const odd = join(folder, 'ä "b" \' --version $HOME.csv');
  writeFileSync(odd, 'client_id,scope\n1,2\n');
  const calls: [number, string[]][] = [
    [0, []],
    [0, ['--help']],
    [0, ['--version']],
    [0, ['verify', '--help']],
    [2, ['no such command']],
    [2, ['verify']],
    [2, ['verify', '--proxy-server=x', '--user-data-dir=y', '--version']],
    [2, ['--user-data-dir']],
    [3, ['verify', join(folder, 'nothing here.zip')]],
    [1, ['inspect', odd, '--json']],
    [0, ['collect']],
  ];
  for (const [code, args] of calls) {
    const ran = await headless(args);
    const other = cli(...args);
    const what = args.join(' ');
    expect(ran.code, `${what}: ${ran.stderr}`).toBe(code);
    expect(ran.stdout.toString('utf8'), what).toBe(other.stdout);
    expect(ran.stderr, what).toBe(other.stderr);
    expect(other.code, what).toBe(code);
  }
  expect(readFileSync(odd, 'utf8')).toContain('client_id');
});

test('large output arrives whole, and a reader may close early', async ({ folder }) => {
  const workspace = join(folder, 'large.countersign');
  makePopulation(workspace, folder, 4000);
  const query = ['query', 'grants', '--workspace', workspace, '--json'];
  const ran = await headless(query);
  expect(ran.code, ran.stderr).toBe(0);
  expect(ran.stdout.length).toBeGreaterThan(1 << 20);
  expect(ran.stdout.equals(Buffer.from(cli(...query).stdout))).toBe(true);

  const child = startHeadless(query);
  const ended = new Promise<number | null>((done) => void child.once('exit', done));
  child.stdout?.once('data', () => child.stdout?.destroy());
  expect(await ended).toBe(0);
});

test('the result file holds everything, whole', async ({ folder }) => {
  const file = join(folder, 'result ü.json');
  const ran = await headless(['--result-file', file, 'inspect', join(SAMPLE, 'README.md'), '--json']);
  expect(ran).toMatchObject({ code: 1, stderr: '' });
  expect(ran.stdout.length).toBe(0);
  const read = result.parse(JSON.parse(readFileSync(file, 'utf8')));
  expect(read).toMatchObject({ exitCode: 1, error: '' });
  expect(JSON.parse(read.output)).toHaveLength(1);
  expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);

  const wrong = await headless([`--result-file=${file}`, 'verify']);
  expect(wrong.code).toBe(2);
  expect(result.parse(JSON.parse(readFileSync(file, 'utf8')))).toEqual({
    output: '',
    error: cli('verify').stderr,
    exitCode: 2,
  });
  const nowhere = await headless(['--result-file', join(folder, 'none', 'x.json'), 'collect']);
  expect(nowhere.code).toBe(3);
  expect(nowhere.stderr).toContain('could not be written');
  expect((await headless(['--result-file'])).code).toBe(2);
});

test('a report is printed, signed and verified without a display, with the passphrase on standard input', async ({
  folder,
}) => {
  test.setTimeout(300_000);
  const workspace = join(folder, 'signed.countersign');
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary);
  makePopulation(workspace, folder, 3);
  const env = { TMPDIR: temporary };
  const key = join(folder, 'key.pem');
  const made = await headless(['key', 'new', '--out', key, '--name', 'Rita', '--passphrase-file', '-'], {
    input: `${PASSPHRASE}\n`,
    env,
  });
  expect(made.code, made.stderr).toBe(0);
  const bundle = join(folder, 'bundle.zip');
  const order = ['report', '--workspace', workspace, '--key', key, '--passphrase-file', '/dev/stdin', '--out', bundle];
  const refused = await headless([...order, '--json'], { input: 'another passphrase', env });
  expect(refused.code).toBe(3);
  expect(existsSync(bundle)).toBe(false);
  const ran = await headless([...order, '--json'], { input: PASSPHRASE, env });
  expect(ran.code, ran.stderr).toBe(0);
  expect(JSON.parse(ran.stdout.toString('utf8'))).toMatchObject({ verified: true, signer: 'Rita' });
  expect((await headless(['verify', bundle], { env })).code).toBe(0);
  writeFileSync(bundle, readFileSync(bundle).fill(0, 500, 520));
  expect((await headless(['verify', bundle], { env })).code).toBe(1);
  expect(readdirSync(temporary)).toEqual([]);
});

test('an interrupt ends the command, and the case is as it was', async ({ folder }) => {
  test.setTimeout(300_000);
  const key = join(folder, 'key.pem');
  writeFileSync(join(folder, 'pass'), PASSPHRASE);
  expect(cli('key', 'new', '--out', key, '--name', 'Rita', '--passphrase-file', join(folder, 'pass')).code).toBe(0);
  const workspace = join(folder, 'waiting.countersign');
  makePopulation(workspace, folder, 1);
  const before = cli('query', 'journal', '--workspace', workspace, '--json').stdout;
  const temporary = join(folder, 'temporary');
  mkdirSync(temporary);
  for (const [signal, code, isGroup] of [
    // From a terminal to the whole group, or by another program to the process it started.
    ['SIGINT', 130, true],
    ['SIGINT', 130, false],
    ['SIGTERM', 143, true],
    ['SIGTERM', 143, false],
  ] as const) {
    const out = join(folder, `${signal} ${isGroup}`);
    mkdirSync(out);
    // Waits for a signature that nobody makes.
    const order = ['report', '--workspace', workspace, '--external', out, '--certificate', key];
    const child = startHeadless([...order, '--out', join(folder, 'never.zip')], { TMPDIR: temporary });
    const ended = new Promise<number | null>((done) => void child.once('exit', done));
    await expect.poll(() => readdirSync(out).length, { timeout: 60_000 }).toBe(2);
    process.kill(isGroup ? -(child.pid ?? 0) : (child.pid ?? 0), signal);
    expect(await ended, `${signal} ${isGroup}`).toBe(code);
    expect(readdirSync(temporary)).toEqual([]);
  }
  expect(existsSync(join(folder, 'never.zip'))).toBe(false);
  expect(cli('query', 'journal', '--workspace', workspace, '--json').stdout).toBe(before);
});

test('a running app is not disturbed', async ({ app, page, folder }) => {
  const before = page.url();
  const ran = await headless(['--version'], { env: { COUNTERSIGN_DATA: join(folder, 'data') } });
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout.toString('utf8')).toMatch(/^Countersign \d+\.\d+\.\d+\n$/);
  expect(page.url()).toBe(before);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});
