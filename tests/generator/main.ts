import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeGraphActivity } from './large.ts';
import { writeGamTokens } from './large-google.ts';
import { projected, wholeExport } from './large-layouts.ts';
import { createSampleCase, SAMPLE_SEED } from './sample-case.ts';

const USAGE = `Usage:
  node tests/generator/main.ts --out DIR [--seed S]                                   the sample case
  node tests/generator/main.ts --events N --only graph-activity --out FILE [--seed S]  a Graph activity log of N calls
                                     [--projected]                                   in twenty columns, 340 bytes a row
  node tests/generator/main.ts --grants N --out FILE [--seed S]                        a GAM tokens export of N rows
`;

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    seed: { type: 'string', default: String(SAMPLE_SEED) },
    events: { type: 'string' },
    grants: { type: 'string' },
    only: { type: 'string' },
    projected: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const only = values.only ?? (values.grants === undefined ? undefined : 'gam-tokens');

if (values.out === undefined || !Number.isSafeInteger(seed)) fail();
else if (only === undefined && values.events === undefined) {
  for (const [path, text] of createSampleCase(seed)) {
    const target = join(values.out, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
} else if (only === 'graph-activity' && isCount(values.events))
  writeGraphActivity(values.out, Number(values.events), seed, values.projected ? projected : wholeExport);
else if (only === 'gam-tokens' && isCount(values.grants)) writeGamTokens(values.out, Number(values.grants), seed);
else fail();

function isCount(text: string | undefined): boolean {
  return text !== undefined && /^[1-9]\d*$/.test(text);
}

function fail(): void {
  process.stderr.write(USAGE);
  process.exitCode = 2;
}
