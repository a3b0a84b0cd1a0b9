import type Database from 'better-sqlite3';
import { statSync } from 'node:fs';
import type { ImportPlan, MappingProfile, TrialResult } from '../../../shared/contract/imports.ts';
import type { Catalog } from '../catalog/types.ts';
import { findImportByDigest } from '../db/queries/imports.ts';
import type { Importer } from '../importers/importer.ts';
import { type Candidate, recognize, recognizeRefusal } from '../importers/index.ts';
import { AppError } from '../lib/errors.ts';
import { isSecretKey, redactSecrets } from '../lib/redact.ts';
import { shownFileName } from '../reading/containers/shown-name.ts';
import { storeEvidence } from '../reading/evidence-copy.ts';
import { foundTotal } from '../reading/found-total.ts';
import { withFirstRow } from '../reading/first-row.ts';
import { inspectSource } from '../reading/inspect.ts';
import { sourceSize } from '../reading/sealed/source.ts';
import type { CsvHead, JsonHead } from '../reading/types.ts';
import { capSentences } from './caps.ts';
import { mappingImporter } from './plain-mapping.ts';
import { countRecords, previewOf } from './preview.ts';
import { profileFor } from './profiles.ts';
import type { Origin } from './run-import.ts';
import { guessColumns, suggestMapping } from './suggest-mapping.ts';
import { type Trial, tryImport } from './trial.ts';

/** Above this confidence, and clear of the second best, a format is taken without asking. */
const SURE = 0.6;
const CLEAR_OF_SECOND = 0.05;

export interface FileIdentity {
  readonly head: CsvHead | JsonHead;
  /** Best first. */
  readonly candidates: readonly Candidate[];
  /** The format that is taken without asking, or null when none is certain; `reason` says why. */
  readonly format: Importer | null;
  /** The kept profile by which the file is read when it has exactly its columns; then `format` is null. */
  readonly profile: MappingProfile | null;
  readonly verdict: ImportPlan['verdict'];
  readonly reason: string;
}

/**
 * What format a file has, told by its first records alone: a profile that was kept for exactly these columns, a refused
 * layout, or an importer. Throws an `AppError` for a file that holds nothing to read.
 */
export async function identifyFile(path: string, profiles: readonly MappingProfile[] = []): Promise<FileIdentity> {
  const head = await inspectSource(path);
  if (head.kind === 'nothing') throw new AppError('corrupt-input', head.sentence);
  const profile = profileFor(head, profiles);
  if (profile !== null)
    return {
      head,
      candidates: recognize(head),
      format: null,
      profile,
      verdict: 'recognized',
      reason: `Recognized: the columns are those of your profile “${profile.name}”, version ${profile.version}`,
    };
  return { profile: null, ...identifyByFormat(head) };
}

function identifyByFormat(head: CsvHead | JsonHead): Omit<FileIdentity, 'profile'> {
  const candidates = recognize(head);
  const [best, second] = candidates;
  const refused = recognizeRefusal(head, best?.score ?? 0);
  if (refused !== null)
    return {
      head,
      candidates,
      format: null,
      verdict: 'unusable',
      reason: `No usable records: ${refused.refusal.sentence} (Recognized: ${refused.reason}.)`,
    };
  if (best === undefined) {
    const reason =
      'No known format fits the columns of this file. Map its columns, or check that it is the right export.';
    return { head, candidates, format: null, verdict: 'unknown', reason };
  }
  if (best.score >= SURE && best.score - (second?.score ?? 0) >= CLEAR_OF_SECOND)
    return {
      head,
      candidates,
      format: best.importer,
      verdict: 'recognized',
      reason: `Recognized: ${best.reason}`,
    };
  const names = candidates.slice(0, 2).map((candidate) => `${candidate.importer.label} (${candidate.reason})`);
  return { head, candidates, format: null, verdict: 'uncertain', reason: `Not certain: ${names.join(' or ')}` };
}

/**
 * What a file is, how it would be read, what reading its first records gives, and what only the user can say about it.
 * Throws an `AppError` with a sentence for a file that holds nothing to read.
 */
export async function inspectFile(
  context: {
    readonly session: { readonly current: { readonly db: Database.Database } | null };
    readonly catalog: () => Catalog;
    /** Mappings the user keeps; none on the command line. */
    readonly profiles?: () => readonly MappingProfile[];
  },
  path: string,
  token: string,
  origin: Origin | null = null,
): Promise<ImportPlan> {
  const fileName = origin?.name ?? shownFileName(path);
  const identity = await identifyFile(path, context.profiles?.() ?? []);
  const { candidates, format, profile } = identity;
  const head = withFirstRow(identity.head, profile?.mapping.firstRow);
  const reader = profile === null ? format : mappingImporter(profile.mapping);
  const [best] = candidates;
  const modified = statSync(path).mtime;
  const { sha256 } = await storeEvidence(path, null);
  const { columns, rows } = previewOf(head);
  const earlier = context.session.current === null ? null : findImportByDigest(context.session.current.db, sha256);
  const counted = await countRecords(path, head);
  const trial =
    reader === null
      ? null
      : await tryImport(path, head, reader, context.catalog(), {
          tenant: '',
          asOf: modified.getTime(),
          subject: '',
          zone: profile?.zone ?? null,
          dayOrder: profile?.dayOrder ?? null,
        });
  const { verdict, reason } = judge(identity, trial);
  const isUnknown = format === null && profile === null && verdict !== 'unusable';
  const guesses = isUnknown ? guessColumns(columns, rows) : [];
  const total = head.kind === 'json' ? foundTotal(head.envelope) : null;
  return {
    token,
    fileName,
    container: origin?.container ?? null,
    sha256,
    bytes: sourceSize(path),
    encoding: head.encoding,
    shape:
      head.kind === 'csv'
        ? `CSV, ${DELIMITERS.get(head.delimiter) ?? 'separated'}`
        : `JSON, ${SHAPES[head.shape]}${head.wrapperKey === null ? '' : ` "${head.wrapperKey}"`}${documentsOf(head)}`,
    format: format?.id ?? null,
    formatLabel: format?.label ?? (profile === null ? null : `Your mapping “${profile.name}”`),
    platform: reader?.platform ?? null,
    verdict,
    confidence: rounded(best?.score ?? 0),
    reason,
    alternatives: candidates.slice(0, 5).map((candidate) => ({
      format: candidate.importer.id,
      label: candidate.importer.label,
      confidence: rounded(candidate.score),
      reason: candidate.reason,
    })),
    records: counted.records,
    recordsExact: counted.isExact,
    columns,
    preview: rows.map((row) => row.map((cell, index) => shownCell(columns[index] ?? '', cell))),
    suggestedMapping: profile?.mapping ?? (isUnknown ? suggestMapping(guesses, rows) : null),
    guesses,
    profile,
    trial: trial === null ? null : withoutRows(trial),
    foundTotal: total,
    questions: {
      zone: trial?.questions.zone ?? false,
      dayOrder: trial?.questions.dayOrder ?? false,
      subject: format?.asksSubject ?? null,
    },
    alreadyImported: earlier === null ? null : { importId: earlier.importId, at: earlier.importedAt },
    warnings: [...head.warnings],
    truncation: [...head.truncation, ...capSentences(format, counted)],
    suggested: {
      tenant: null,
      asOf: modified.toISOString(),
      asOfBasis: 'time the file was last written',
      system: profile?.system ?? best?.importer.system ?? null,
    },
  };
}

/** A plan is kept for every file on the desk: it has the counts of a trial, not its records. */
function withoutRows({ rows: _rows, ...counts }: Trial): TrialResult {
  return counts;
}

/** A recognized file of which no record can be used is called so, with the reason most of its records have. */
function judge(identity: FileIdentity, trial: Trial | null): Pick<ImportPlan, 'verdict' | 'reason'> {
  const { verdict, reason } = identity;
  if (trial === null || trial.accepted > 0 || !trial.isWhole) return { verdict, reason };
  // Without the app that the user is going to name, its records cannot be read yet.
  if (identity.format?.asksSubject !== undefined) return { verdict, reason };
  if (trial.checked === 0)
    return {
      verdict: 'unusable',
      reason: `No usable records: the file holds none. That is not the same as “no grants”. ${reason}.`,
    };
  const why = trial.reasons.slice(0, 3).map((one) => `${one.reason} (${one.count})`);
  return {
    verdict: trial.notRelevant > 0 ? 'recognized' : 'unusable',
    reason: `No usable records: ${why.join('; ')}. ${reason}.`,
  };
}

/** Pages that an exporter wrote one after the other. Lines are counted as records. */
function documentsOf({ documents = 1, shape }: JsonHead): string {
  return documents < 2 || shape === 'ndjson'
    ? ''
    : `, ${documents.toLocaleString('en-US')} documents one after the other`;
}

const DELIMITERS: ReadonlyMap<string, string> = new Map([
  [',', 'comma separated'],
  [';', 'semicolon separated'],
  ['\t', 'tab separated'],
  ['|', 'bar separated'],
]);
const SHAPES = {
  array: 'list',
  wrapper: 'list under',
  ndjson: 'one record a line',
  documents: 'several lists or records',
  object: 'one record',
} as const;

/** Sums of weights, without the last digits that adding leaves. */
function rounded(score: number): number {
  return Math.round(score * 1000) / 1000;
}

/** A cell as it may be shown: whole columns of secrets are not, and neither are secrets inside other text. */
function shownCell(column: string, cell: string): string {
  if (cell !== '' && isSecretKey(column.split('.').at(-1) ?? column)) return '[secret]';
  return redactSecrets(cell).text.slice(0, 200);
}
