import { dayOrderSchema } from '../../../shared/domain/vocabulary.ts';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import {
  mappingProfile,
  plainMapping,
  zoneSchema,
  type MappingProfile,
  type PlainMapping,
} from '../../../shared/contract/imports.ts';
import type { ImportSummary } from '../../../shared/contract/jobs.ts';
import { derive } from '../derive/derive.ts';
import { identifyFile } from '../import/inspect-file.ts';
import { readProfileFile } from '../import/profiles.ts';
import { type Origin, runImport } from '../import/run-import.ts';
import { importerById } from '../importers/index.ts';
import { AppError } from '../lib/errors.ts';
import { expandSource } from '../reading/containers/expand.ts';
import { createScratch } from '../reading/containers/scratch.ts';
import { isZone } from '../reading/zone.ts';
import { actingWith } from '../review/acting.ts';
import { actAs } from './act-as.ts';
import { type Command, openWorkspace, printJson, required, withEngine } from './command.ts';
import { CASE_OPTIONS, KEY_USAGE } from './key-choice.ts';

const time = z.iso.datetime({ offset: true });

interface ImportResult {
  readonly file: string;
  readonly error?: string;
  readonly [key: string]: unknown;
}

export const importCommand: Command = {
  usage: `import --workspace W [--system S --tenant T --as-of ISO --extracted-by WHO --method HOW] [--format ID | --mapping FILE] [--zone ZONE] [--day-order day-first|month-first] [--subject APP] [--total N] --whole|--part [--no-copy] [${KEY_USAGE}] FILE… [--json]`,
  summary:
    'Imports files, folders and archives into a case (made when it is not there) as one extraction. Exit 1 when a file could not be imported.',
  async run(argv) {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        ...CASE_OPTIONS,
        system: { type: 'string' },
        tenant: { type: 'string' },
        'as-of': { type: 'string' },
        'extracted-by': { type: 'string' },
        method: { type: 'string' },
        format: { type: 'string' },
        mapping: { type: 'string' },
        zone: { type: 'string' },
        'day-order': { type: 'string' },
        subject: { type: 'string' },
        total: { type: 'string' },
        whole: { type: 'boolean' },
        part: { type: 'boolean' },
        'no-copy': { type: 'boolean' },
      },
    });
    const workspace = required(values.workspace, 'workspace');
    if (positionals.length === 0) throw new AppError('invalid-request', 'Name at least one file.');
    if (values['as-of'] !== undefined && !time.safeParse(values['as-of']).success)
      throw new AppError(
        'invalid-request',
        `--as-of must be a time such as 2026-10-01T06:00:00Z, not "${values['as-of']}".`,
      );
    const stated = readAssertions(values);
    const { mapping, profile } =
      values.mapping === undefined ? { mapping: null, profile: null } : readMapping(values.mapping);
    return withEngine(async (engine) => {
      await openWorkspace(engine, workspace, true, values['case-passphrase-file']);
      const { db, evidenceFolder } = engine.context.open();
      const seal = await actAs(engine, values);
      const { person, name: by } = actingWith(engine.context, 'preparer');
      const results: ImportResult[] = [];
      const extraction = randomUUID();
      const scratch = await createScratch(join(engine.context.dataFolder, 'scratch'));
      for (const file of positionals) {
        const found = await filesOf(file, scratch);
        results.push(...found.problems);
        for (const { path, name, origin } of found.files) {
          try {
            const startedAt = performance.now();
            const format = values.format ?? (mapping === null ? await formatOf(path, name) : null);
            const summary = await runImport(
              {
                db,
                catalog: engine.context.catalog(),
                evidenceFolder,
                now: Date.now,
                actor: person === null ? (values['extracted-by'] ?? by) : by,
                extraction,
                signal: new AbortController().signal,
                // Nobody waits for an answer here.
                chunkMilliseconds: 300,
                onProgress: (done, total, note) => progress(name, done, total, note),
              },
              path,
              {
                format,
                mapping,
                profile: profile?.sha256 ?? null,
                system: values.system ?? importerById(format ?? '')?.system ?? profileSystem(profile) ?? 'not stated',
                tenant: values.tenant ?? 'not stated',
                asOf: new Date(values['as-of'] ?? statSync(path).mtime).toISOString(),
                extractedBy: values['extracted-by'] ?? 'not stated',
                method: values.method ?? 'not stated',
                keepCopy: values['no-copy'] !== true,
                ...stated,
                zone: stated.zone ?? profile?.zone ?? null,
                dayOrder: stated.dayOrder ?? profile?.dayOrder ?? null,
              },
              origin,
            );
            const seconds = Math.round(performance.now() - startedAt) / 1000;
            results.push({ ...toResult(name, summary, values['as-of'] === undefined), seconds });
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
            results.push({ file: name, error: error.message });
          }
        }
      }
      derive(db, engine.context.catalog(), engine.context.policy());
      await seal();
      if (values.json) printJson(results);
      else for (const result of results) process.stdout.write(line(result));
      return results.some((result) => result.error !== undefined) ? 1 : 0;
    });
  },
};

/** What the user asserts about the files as a whole. */
function readAssertions(values: {
  readonly zone?: string | undefined;
  readonly 'day-order'?: string | undefined;
  readonly subject?: string | undefined;
  readonly total?: string | undefined;
  readonly whole?: boolean | undefined;
  readonly part?: boolean | undefined;
}) {
  const zone = zoneSchema.optional().safeParse(values.zone);
  if (!zone.success || (zone.data !== undefined && !isZone(zone.data)))
    throw new AppError(
      'invalid-request',
      `--zone must be a zone such as Europe/Berlin or +02:00, not "${values.zone ?? ''}".`,
    );
  const dayOrder = dayOrderSchema.optional().safeParse(values['day-order']);
  if (!dayOrder.success) throw new AppError('invalid-request', '--day-order must be day-first or month-first.');
  if (values.total !== undefined && !/^\d{1,12}$/.test(values.total))
    throw new AppError('invalid-request', `--total must be a number of records, not "${values.total}".`);
  if ((values.whole === true) === (values.part === true))
    throw new AppError(
      'invalid-request',
      'Say --whole when the files give everything of what they list, or --part when not or when it is not known.',
    );
  return {
    zone: zone.data ?? null,
    dayOrder: dayOrder.data ?? null,
    subject: values.subject ?? '',
    statedTotal: values.total === undefined ? null : Number(values.total),
    completeness: values.whole === true ? ('whole' as const) : ('part' as const),
  };
}

interface FoundFiles {
  readonly files: readonly { readonly path: string; readonly name: string; readonly origin: Origin | null }[];
  readonly problems: readonly ImportResult[];
}

/** The file itself, or everything in a folder or archive. */
async function filesOf(file: string, scratch: string): Promise<FoundFiles> {
  const path = resolve(file);
  if (!existsSync(path)) return { files: [], problems: [{ file, error: `${file} is not there.` }] };
  try {
    const { files, problems } = await expandSource(path, scratch);
    return {
      files: files.map((found) =>
        found.path === path
          ? { path, name: file, origin: null }
          : { path: found.path, name: found.name, origin: { name: found.name, container: found.container } },
      ),
      problems: problems.map((problem) =>
        problem.isNotice
          ? { file: problem.name, notice: problem.sentence }
          : { file: problem.name, error: problem.sentence },
      ),
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { files: [], problems: [{ file, error: error.message }] };
  }
}

interface StatedMapping {
  readonly mapping: PlainMapping;
  readonly profile: MappingProfile | null;
}

/** A plain mapping, or a profile as the app exports it; one that was changed since is refused. */
function readMapping(file: string): StatedMapping {
  const value = readJson(file);
  if (
    mappingProfile.partial().safeParse(value).success &&
    typeof value === 'object' &&
    value !== null &&
    'sha256' in value
  ) {
    const profile = readProfileFile(file);
    if (profile === null)
      throw new AppError(
        'corrupt-input',
        `${file} is a mapping profile that was changed after it was saved: its digest does not fit. Nothing was imported.`,
      );
    return { mapping: profile.mapping, profile };
  }
  const parsed = plainMapping.safeParse(value);
  if (!parsed.success)
    throw new AppError('invalid-request', `${file} is not a mapping: ${z.prettifyError(parsed.error)}`);
  return { mapping: parsed.data, profile: null };
}

function profileSystem(profile: MappingProfile | null): string | null {
  return profile === null || profile.system === '' ? null : profile.system;
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

async function formatOf(path: string, name: string): Promise<string> {
  const { format, reason } = await identifyFile(path);
  if (format === null)
    throw new AppError(
      'corrupt-input',
      `${basename(name)}: ${reason} Name the format with --format, or a mapping with --mapping.`,
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
    unattributed: summary.unattributed,
    statedTotal: summary.statedTotal,
    foundTotal: summary.foundTotal,
    truncation: summary.truncation,
    secrets: summary.secrets,
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
  if (typeof result['notice'] === 'string') return `${result.file}: ${result['notice']}\n`;
  return `${result.file}: ${String(result['read'])} read = ${String(result['accepted'])} accepted + ${String(result['rejected'])} rejected + ${String(result['duplicate'])} duplicate + ${String(result['notRelevant'])} not relevant\n`;
}

let lastShown = 0;
function progress(file: string, done: number, total: number, note: string): void {
  if (!process.stderr.isTTY || performance.now() - lastShown < 500) return;
  lastShown = performance.now();
  process.stderr.write(`\r${basename(file)} ${Math.floor((100 * done) / Math.max(total, 1))} % ${note}   `);
}
