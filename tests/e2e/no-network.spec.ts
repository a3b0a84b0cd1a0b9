import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { projectNode } from '../../electron/runtime/paths.mjs';
import { expect, test } from './fixtures.ts';
import { airGapped, whyNoAirGap } from './helpers/air-gap.ts';

const projectRoot = resolve(import.meta.dirname, '../..');
const reason = whyNoAirGap();

/** The tests that must pass where there is no network at all. */
const SPECS = ['tests/e2e/smoke.spec.ts', 'tests/e2e/walk.spec.ts'];

test('everything works in a network namespace with loopback only', ({ folder }) => {
  test.skip(reason !== null, reason ?? '');
  test.setTimeout(300_000);
  const playwright = resolve(projectRoot, 'node_modules/@playwright/test/cli.js');
  const run = ['test', '-c', 'tests/playwright.config.ts', '--reporter=line', '--output', join(folder, 'results')];
  const { command, args } = airGapped(projectNode(), [playwright, ...run, ...SPECS]);
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: projectRoot, encoding: 'utf8', env: outerless() });
  expect(status, `${stdout}\n${stderr}`).toBe(0);
  expect(stdout).toMatch(/\b[1-9]\d* passed/);
});

test('the namespace of the test above has no way out', () => {
  test.skip(reason !== null, reason ?? '');
  const attempt = `fetch('http://192.0.2.1/').then(() => process.exit(3), (error) => process.stdout.write(error.cause.code))`;
  const { command, args } = airGapped(projectNode(), ['-e', attempt]);
  expect(spawnSync(command, args, { encoding: 'utf8' }).stdout).toBe('ENETUNREACH');
});

/** Without the variables by which the outer test run talks to its workers. */
function outerless(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(TEST_|PW_|PLAYWRIGHT_)/.test(name)));
}
