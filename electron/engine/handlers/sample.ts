import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CaseDetails } from '../../../shared/contract/workspace.ts';
import { CASE_ENDING } from '../cases/case-files.ts';
import { type FileOrder, waitingFiles } from '../import/import-job.ts';
import { importerById } from '../importers/index.ts';
import { AppError } from '../lib/errors.ts';
import type { EngineContext } from './context.ts';
import { importWork } from './imports.ts';
import { createCase } from './workspace.ts';

/** Makes a new sample case, opens it, imports its files and waits for the end. */
export async function openSample(context: EngineContext): Promise<void> {
  const manifest = readSampleManifest(context);
  createCase(context, freshSamplePath(context), sampleDetails(manifest), true);
  const folder = join(context.resourcesFolder, 'sample');
  const orders: FileOrder[] = manifest.files.map((file) => {
    const format = SAMPLE_FORMATS.get(file.kind) ?? file.kind;
    return {
      path: join(folder, file.path),
      origin: null,
      format,
      mapping: null,
      system: importerById(format)?.system ?? file.system,
      tenant: file.tenant,
      asOf: file.asOf,
      extractedBy: file.extractedBy,
      method: file.method,
      keepCopy: true,
      completeness: 'whole',
    };
  });
  const work = importWork(context, orders, context.actor());
  const result = await context.jobs.enqueue('sample', waitingFiles(orders), work).done;
  if (result.outcome !== 'done' || result.failures.length > 0)
    throw new AppError(
      'internal',
      `The sample case could not be imported: ${result.failures[0]?.message ?? result.message ?? 'unknown fault'}`,
    );
}

const SAMPLE_FORMATS: ReadonlyMap<string, string> = new Map([
  ['people', 'register.people'],
  ['owners', 'register.owners'],
]);

/** Every opening of the sample starts afresh; earlier ones stay until the folder is cleared. */
function freshSamplePath(context: EngineContext): string {
  const folder = join(context.dataFolder, 'sample');
  for (let number = 1; ; number += 1) {
    const path = join(folder, `Sample case ${number}${CASE_ENDING}`);
    if (!existsSync(path)) return path;
  }
}

type Manifest = z.output<typeof sampleManifest>;
const sampleManifest = z.object({
  case: z.object({
    name: z.string(),
    engagement: z.string(),
    client: z.string(),
    period: z.object({ from: z.iso.date(), to: z.iso.date() }),
  }),
  files: z.array(
    z.object({
      path: z.string(),
      system: z.string(),
      kind: z.string(),
      tenant: z.string(),
      asOf: z.iso.datetime(),
      extractedBy: z.string(),
      method: z.string(),
    }),
  ),
});

/** The sample's manifest: case details and files with what a user would state about each. */
function readSampleManifest(context: EngineContext): Manifest {
  const path = join(context.resourcesFolder, 'sample', 'sample.json');
  if (!existsSync(path)) throw new AppError('not-found', 'The sample case is not part of this installation.');
  return sampleManifest.parse(JSON.parse(readFileSync(path, 'utf8')));
}

function sampleDetails({ case: sample }: Manifest): CaseDetails {
  return {
    name: sample.name,
    client: sample.client,
    engagement: sample.engagement,
    periodFrom: sample.period.from,
    periodTo: sample.period.to,
    reviewer: 'Sample reviewer',
  };
}
