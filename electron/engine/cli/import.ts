import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { plainMapping, type ImportSummary } from '../../../shared/contract/imports.ts';
import { derive } from '../derive/derive.ts';
import { identifyFile } from '../handlers/imports.ts';
import { runImport } from '../import/run-import.ts';
import { importerById } from '../importers/index.ts';
import { AppError } from '../lib/errors.ts';
import { type Command, openWorkspace, printJson, required, withEngine } from './command.ts';

const time = z.iso.datetime({ offset: true });

interface ImportResult {
  readonly file: string;
  readonly error?: string;
  readonly [key: string]: unknown;
}

export const importCommand: Command = {
  usage:
    'import --workspace W [--system S --tenant T --as-of ISO --extracted-by WHO --method HOW] [--format ID | --mapping FILE] [--no-copy] FILE… [--json]',
  summary: 'Imports files into a case (made when it is not there). Exit 1 when a file could not be imported.',
  async run(argv) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        workspace: { type: 'string' },
        system: { type: 'string' },
        tenant: { type: 'string' },
        'as-of': { type: 'string' },
        'extracted-by': { type: 'string' },
        method: { type: 'string' },
        format: { type: 'string' },
        mapping: { type: 'string' },
        'no-copy': { type: 'boolean' },
        json: { type: 'boolean' },
      },
    });
    const workspace = required(values.workspace, 'workspace');
    if (positionals.length === 0) throw new AppError('invalid-request', 'Name at least one file.');
    if (values['as-of'] !== undefined && !time.safeParse(values['as-of']).success)
      throw new AppError(
        'invalid-request',
        `--as-of must be a time such as 2026-10-01T06:00:00Z, not "${values['as-of']}".`,
      );
    const mapping = values.mapping === undefined ? null : readMapping(values.mapping);
    return withEngine(async (engine) => {
      await openWorkspace(engine, workspace, true);
      const { db, evidenceFolder } = engine.context.open();
      const results: ImportResult[] = [];
      for (const file of positionals) {
        const path = resolve(file);
        try {
          if (!existsSync(path)) throw new AppError('not-found', `${file} is not there.`);
          const format = values.format ?? (mapping === null ? await formatOf(path) : null);
          const summary = await runImport(
            {
              db,
              catalog: engine.context.catalog(),
              evidenceFolder,
              now: Date.now,
              actor: values['extracted-by'] ?? engine.context.actor(),
              signal: new AbortController().signal,
              onProgress: (done, total, note) => progress(file, done, total, note),
            },
            path,
            {
              format,
              mapping,
              system: values.system ?? importerById(format ?? '')?.system ?? 'not stated',
              tenant: values.tenant ?? 'not stated',
              asOf: new Date(values['as-of'] ?? statSync(path).mtime).toISOString(),
              extractedBy: values['extracted-by'] ?? 'not stated',
              method: values.method ?? 'not stated',
              keepCopy: values['no-copy'] !== true,
            },
          );
          results.push(toResult(file, summary, values['as-of'] === undefined));
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          results.push({ file, error: error.message });
        }
      }
      derive(db, engine.context.catalog(), engine.context.policy);
      if (values.json) printJson(results);
      else for (const result of results) process.stdout.write(line(result));
      return results.some((result) => result.error !== undefined) ? 1 : 0;
    });
  },
};

function readMapping(file: string): z.output<typeof plainMapping> {
  const parsed = plainMapping.safeParse(readJson(file));
  if (!parsed.success)
    throw new AppError('invalid-request', `${file} is not a mapping: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('invalid-request', `The mapping ${file} cannot be read: ${why}. Nothing was imported.`, {
      cause,
    });
  }
}

async function formatOf(path: string): Promise<string> {
  const { format, reason } = await identifyFile(path);
  if (format === null)
    throw new AppError(
      'corrupt-input',
      `${basename(path)}: ${reason} Name the format with --format, or a mapping with --mapping.`,
    );
  return format.id;
}

function toResult(file: string, summary: ImportSummary, isAsOfGuessed: boolean): ImportResult {
  return {
    file,
    sha256: summary.sha256,
    format: summary.format,
    read: summary.read,
    accepted: summary.accepted,
    rejected: summary.rejected,
    duplicate: summary.duplicate,
    notRelevant: summary.notRelevant,
    reasons: summary.reasons,
    connectors: summary.connectors,
    grants: summary.grants,
    events: summary.events,
    firstEvent: summary.firstEvent,
    lastEvent: summary.lastEvent,
    warnings: [
      ...summary.warnings,
      ...(isAsOfGuessed ? ['No --as-of was given: the time the file was last written was taken.'] : []),
    ],
  };
}

function line(result: ImportResult): string {
  if (result.error !== undefined) return `${result.file}: ${result.error}\n`;
  return `${result.file}: ${String(result['read'])} read = ${String(result['accepted'])} accepted + ${String(result['rejected'])} rejected + ${String(result['duplicate'])} duplicate + ${String(result['notRelevant'])} not relevant\n`;
}

let lastShown = 0;
function progress(file: string, done: number, total: number, note: string): void {
  if (!process.stderr.isTTY || performance.now() - lastShown < 500) return;
  lastShown = performance.now();
  process.stderr.write(`\r${basename(file)} ${Math.floor((100 * done) / Math.max(total, 1))} % ${note}   `);
}
