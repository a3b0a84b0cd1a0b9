import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { inspectFile } from '../handlers/imports.ts';
import { AppError } from '../lib/errors.ts';
import { type Command, printJson } from './command.ts';

export const inspectCommand: Command = {
  usage: 'inspect FILE… [--json]',
  summary: 'Says what each file is and why, without importing it. Exit 1 when a file is not recognized.',
  async run(argv) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { json: { type: 'boolean' } },
    });
    if (positionals.length === 0) throw new AppError('invalid-request', 'Name at least one file.');
    const results = [];
    for (const file of positionals) {
      try {
        const plan = await inspectFile({ session: { current: null, isImporting: false } }, resolve(file), '');
        results.push({
          file,
          sha256: plan.sha256,
          bytes: plan.bytes,
          encoding: plan.encoding,
          shape: plan.shape,
          format: plan.format,
          confidence: plan.confidence,
          reason: plan.reason,
          records: plan.records,
          recordsExact: plan.recordsExact,
          warnings: plan.warnings,
        });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        results.push({
          file,
          sha256: null,
          bytes: null,
          encoding: null,
          shape: null,
          format: null,
          confidence: 0,
          reason: error.message,
          records: 0,
          recordsExact: true,
          warnings: [],
        });
      }
    }
    if (values.json) printJson(results);
    else
      for (const result of results)
        process.stdout.write(
          `${result.file}\n  ${result.format ?? 'not recognized'}: ${result.reason}\n  ${result.records} record(s)${result.warnings.map((warning) => `\n  warning: ${warning}`).join('')}\n`,
        );
    return results.every((result) => result.format !== null) ? 0 : 1;
  },
};
