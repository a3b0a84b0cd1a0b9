import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineCase } from '../unit/engine/engine-case.ts';

/** Closes the case of a test and keeps it, with its copies of sources, in a folder from which trials are copied. */
export async function keepBase(started: EngineCase, base: string): Promise<void> {
  const { path, evidenceFolder } = started.engine.context.open();
  await started.engine.close();
  cpSync(path, join(base, 'case.countersign'));
  if (existsSync(evidenceFolder)) cpSync(evidenceFolder, join(base, 'case evidence'), { recursive: true });
  await started.dispose();
}
