import { existsSync, readFileSync } from 'node:fs';

/** @typedef {{ passed: number, failed: number, skipped: string[], repeated?: string[] }} Tally `skipped` holds titles with their reasons */

/**
 * Counts the tests of a vitest JSON report.
 * @param {string} file
 * @param {number} exitCode of vitest: a failure that no test accounts for counts as one
 * @returns {Tally}
 */
export function readVitest(file, exitCode) {
  const files = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).testResults : [];
  const tests = files.flatMap((/** @type {any} */ { assertionResults }) => assertionResults);
  const broken = files.filter(
    (/** @type {any} */ { status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((/** @type {any} */ test) => test.status === 'failed'),
  );
  const count = (/** @type {string} */ status) =>
    tests.filter((/** @type {any} */ test) => test.status === status).length;
  return withExitCode(exitCode, {
    passed: count('passed'),
    failed: count('failed') + broken.length,
    skipped: tests
      .filter((/** @type {any} */ test) => !['passed', 'failed'].includes(test.status))
      .map((/** @type {any} */ test) => test.fullName),
  });
}

/**
 * Counts the tests of a Playwright JSON report. A test that passed when it was repeated (only CI repeats) counts as
 * passed and is named in `repeated`.
 * @param {string} file
 * @param {number} exitCode of Playwright
 * @returns {Tally}
 */
export function readPlaywright(file, exitCode) {
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { suites: [] };
  /** @type {Tally} */
  const tally = { passed: 0, failed: 0, skipped: [] };
  for (const spec of report.suites.flatMap(specsOf)) {
    for (const test of spec.tests) {
      if (test.status === 'expected') tally.passed += 1;
      else if (test.status === 'flaky') {
        tally.passed += 1;
        tally.repeated = [...(tally.repeated ?? []), spec.title];
      } else if (test.status === 'skipped') tally.skipped.push(`${spec.title}${reasonOf(test)}`);
      else tally.failed += 1;
    }
  }
  return withExitCode(exitCode, tally);
}

/** @param {any} suite @returns {any[]} */
function specsOf(suite) {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];
}

/** @param {any} test */
function reasonOf(test) {
  const reason = test.annotations?.find((/** @type {any} */ { type }) => type === 'skip' || type === 'fixme');
  return reason?.description ? ` (${reason.description})` : '';
}

/** @param {number} exitCode @param {Tally} tally @returns {Tally} */
function withExitCode(exitCode, tally) {
  const isUnaccounted = (exitCode !== 0 || tally.passed === 0) && tally.failed === 0;
  return isUnaccounted ? { ...tally, failed: 1 } : tally;
}
