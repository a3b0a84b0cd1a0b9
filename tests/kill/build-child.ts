import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../electron/runtime/paths.mjs';
import { bundleEngine } from '../engine-bundle.ts';

/** Names the file of the child to the processes of the tests. */
const CHILD = 'COUNTERSIGN_KILL_CHILD';

/** Where the child lies. */
export function childFile(): string {
  return process.env[CHILD] ?? '';
}

/**
 * Bundles the child that is killed, with the engine of the product in it and its thread beside it: inside the checkout, where
 * its native package is found, in a folder of this run. Answers what to call at the end.
 */
export default async function buildChild(): Promise<() => void> {
  const results = join(projectRoot, 'test-results');
  mkdirSync(results, { recursive: true });
  const folder = mkdtempSync(join(results, 'kill-'));
  await bundleEngine(folder, {
    child: 'tests/kill/child.ts',
    'evidence-worker': 'electron/engine/evidence-worker.ts',
  });
  process.env[CHILD] = join(folder, 'child.js');
  return () => rmSync(folder, { recursive: true, force: true });
}
