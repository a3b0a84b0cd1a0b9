import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readPlaywright, readVitest } from '../../../electron/runtime/test-reports.mjs';

const folder = mkdtempSync(join(tmpdir(), 'countersign-reports-'));
afterAll(() => rmSync(folder, { recursive: true }));

function report(content: object): string {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe('vitest', () => {
  const unit = (...statuses: string[]) => statuses.map((status) => ({ status, fullName: `a ${status} test` }));

  test('counts each kind and names the skipped', () => {
    const file = report({
      testResults: [{ status: 'failed', assertionResults: unit('passed', 'passed', 'failed', 'skipped', 'todo') }],
    });
    expect(readVitest(file, 1)).toEqual({ passed: 2, failed: 1, skipped: ['a skipped test', 'a todo test'] });
  });

  test('a file that could not be loaded is a failure', () => {
    const file = report({
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'passed', assertionResults: unit('passed') },
      ],
    });
    expect(readVitest(file, 1)).toEqual({ passed: 1, failed: 1, skipped: [] });
  });

  test('a bad exit code no test accounts for, a missing report and an empty one are failures', () => {
    const file = report({ testResults: [{ status: 'passed', assertionResults: unit('passed') }] });
    expect(readVitest(file, 1).failed).toBe(1);
    expect(readVitest(join(folder, 'none.json'), 0).failed).toBe(1);
    expect(readVitest(report({ testResults: [] }), 0).failed).toBe(1);
  });
});

describe('Playwright', () => {
  const spec = (title: string, status: string, annotations: object[] = []) => ({
    title,
    tests: [{ status, annotations }],
  });

  test('counts nested suites; a repeated test that passed is named; a skipped one gives its reason', () => {
    const file = report({
      suites: [
        {
          specs: [spec('opens', 'expected')],
          suites: [
            {
              specs: [
                spec('walks', 'flaky'),
                spec('runs', 'unexpected'),
                spec('signs', 'skipped', [{ type: 'skip', description: 'qpdf is missing' }]),
              ],
            },
          ],
        },
      ],
    });
    expect(readPlaywright(file, 1)).toEqual({
      passed: 2,
      failed: 1,
      skipped: ['signs (qpdf is missing)'],
      repeated: ['walks'],
    });
  });

  test('no report is a failure', () => {
    expect(readPlaywright(join(folder, 'none.json'), 1)).toEqual({ passed: 0, failed: 1, skipped: [] });
  });
});
