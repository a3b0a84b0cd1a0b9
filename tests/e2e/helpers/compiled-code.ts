import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const startLine = z.object({ msg: z.string(), compiled: z.object({ used: z.number(), refused: z.number() }) });

/** From the log of a process that runs: how many files came with their compiled code when it started, and how many V8 refused. */
export function compiledCode(dataFolder: string, name: 'main' | 'engine') {
  const lines = readFileSync(join(dataFolder, 'logs', `${name}.log`), 'utf8')
    .trim()
    .split('\n');
  const [start] = lines.flatMap((line) => startLine.safeParse(JSON.parse(line)).data ?? []);
  return start?.compiled;
}
