import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ImportPlan } from '../../../shared/contract/imports.ts';
import { loadCatalog } from '../catalog/load.ts';
import { inspectFile } from '../import/inspect-file.ts';
import { AppError } from '../lib/errors.ts';
import { expandSource } from '../reading/containers/expand.ts';
import { createSystemScratch, removeScratch } from '../reading/containers/scratch.ts';
import { type Command, printJson, projectRoot } from './command.ts';

type Inspection = ReturnType<typeof described> | ReturnType<typeof unreadable>;

export const inspectCommand: Command = {
  usage: 'inspect FILE… [--json]',
  summary:
    'Says what each file (folders and archives are opened) is and why, without importing it. Exit 1 when one is not recognized.',
  async run(argv) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { json: { type: 'boolean' } },
    });
    if (positionals.length === 0) throw new AppError('invalid-request', 'Name at least one file.');
    const catalog = loadCatalog(join(projectRoot(), 'resources', 'catalog'));
    const scratch = await createSystemScratch();
    const results: Inspection[] = [];
    try {
      const context = { session: { current: null }, catalog: () => catalog };
      for (const file of positionals) {
        const path = resolve(file);
        try {
          const { files, problems } = await expandSource(path, scratch, {});
          results.push(
            ...problems.map(({ name, sentence, isNotice }) =>
              unreadable(name, sentence, isNotice ? 'notice' : 'unusable'),
            ),
          );
          for (const found of files) {
            const isItself = found.path === path;
            const name = isItself ? file : found.name;
            try {
              const origin = isItself ? null : { name: found.name, container: found.container };
              results.push(described(name, await inspectFile(context, found.path, '', origin)));
            } catch (error) {
              if (!(error instanceof AppError)) throw error;
              results.push(unreadable(name, error.message));
            }
          }
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          results.push(unreadable(file, error.message));
        }
      }
    } finally {
      await removeScratch(scratch);
    }
    if (values.json) printJson(results);
    else for (const result of results) process.stdout.write(inWords(result));
    return results.every(({ verdict }) => verdict === 'recognized' || verdict === 'notice') ? 0 : 1;
  },
};

function described(file: string, plan: ImportPlan) {
  return {
    file,
    container: plan.container,
    sha256: plan.sha256,
    bytes: plan.bytes,
    encoding: plan.encoding,
    shape: plan.shape,
    format: plan.format,
    verdict: plan.verdict,
    confidence: plan.confidence,
    reason: plan.reason,
    records: plan.records,
    recordsExact: plan.recordsExact,
    foundTotal: plan.foundTotal,
    trial: plan.trial,
    questions: plan.questions,
    truncation: plan.truncation,
    warnings: plan.warnings,
  };
}

/** `notice`: nothing is wrong, it holds no export. */
function unreadable(file: string, sentence: string, verdict: 'unusable' | 'notice' = 'unusable') {
  return {
    file,
    container: null,
    sha256: null,
    bytes: null,
    encoding: null,
    shape: null,
    format: null,
    verdict,
    confidence: 0,
    reason: sentence,
    records: 0,
    recordsExact: true,
    foundTotal: null,
    trial: null,
    questions: { zone: false, dayOrder: false, subject: null },
    truncation: [],
    warnings: [],
  };
}

function inWords(result: Inspection): string {
  if (result.verdict === 'notice') return `${result.file}\n  ${result.reason}\n`;
  const { trial } = result;
  const tried =
    trial === null
      ? ''
      : `; of the first ${trial.checked}: ${trial.accepted} usable, ${trial.rejected} rejected, ${trial.notRelevant} not relevant`;
  const warnings = [...new Set([...result.truncation, ...result.warnings])];
  const questions = [
    ...(result.questions.zone ? ['In which time zone are its times? State --zone.'] : []),
    ...(result.questions.dayOrder ? ['Does the day or the month come first in its dates? State --day-order.'] : []),
    ...(result.questions.subject === null ? [] : [`${result.questions.subject} State --subject.`]),
  ].map((question) => `\n  to answer: ${question}`);
  return `${result.file}\n  ${result.format ?? 'not recognized'}: ${result.reason}\n  ${result.records} record(s)${tried}${questions.join('')}${warnings.map((warning) => `\n  warning: ${warning}`).join('')}\n`;
}
