import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type EngineCase, startEngine } from '../engine/engine-case.ts';

/** Opens the sample case as often as a test asks; it is imported once for all tests of the file. */
export function samples(): () => Promise<EngineCase> {
  let folder: string;
  const opened: EngineCase[] = [];
  beforeAll(async () => {
    const first = startEngine();
    await first.engine.handlers['workspace.openSample']({}, {});
    const { path } = first.engine.context.open();
    await first.engine.handlers['workspace.close']({}, {});
    folder = mkdtempSync(join(tmpdir(), 'countersign-quality-'));
    copyFileSync(path, join(folder, 'untouched'));
    await first.dispose();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.dispose();
  });
  return async () => {
    const started = startEngine();
    opened.push(started);
    const path = join(started.folder, 'sample.countersign');
    copyFileSync(join(folder, 'untouched'), path);
    await started.engine.handlers['workspace.open']({ token: started.files.register(path) }, {});
    return started;
  };
}
