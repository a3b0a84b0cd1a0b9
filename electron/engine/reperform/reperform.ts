import type Database from 'better-sqlite3';
import { join } from 'node:path';
import { z } from 'zod';
import { FULL_REPORT, reportOptions } from '../../../shared/contract/report.ts';
import { caseDetails } from '../../../shared/contract/workspace.ts';
import type { Catalog } from '../catalog/types.ts';
import { writeMeta } from '../db/meta.ts';
import { openDatabase } from '../db/open.ts';
import { activePolicy } from '../db/queries/policy.ts';
import { derive } from '../derive/derive.ts';
import { BUNDLE_FILES, INPUTS_FILE } from '../evidence/bundle-layout.ts';
import { canonicalJson, type JsonValue } from '../evidence/canonical-json.ts';
import { readCanonicalZip } from '../evidence/zip-read.ts';
import { runImport } from '../import/run-import.ts';
import { AppError } from '../lib/errors.ts';
import { expandSource } from '../reading/containers/expand.ts';
import { createScratch, createSystemScratch, removeScratch } from '../reading/containers/scratch.ts';
import { contentDigest } from '../reading/sealed/content-digest.ts';
import { checkActsOfFacts } from '../review/integrity.ts';
import { buildDataFiles } from '../report/data-files.ts';
import { readReportModel } from '../report/model.ts';
import { chainEntry } from '../verify/data-checks.ts';
import type { VerifyCheck } from '../verify/report.ts';
import { type ImportInput, type Inputs, inputsSchema, writeActs } from './inputs.ts';

export interface Reperformance {
  /** Everything was recomputed and is the same. */
  readonly ok: boolean;
  readonly checks: readonly VerifyCheck[];
}

export interface ReperformRequest {
  /** A bundle that was verified. */
  readonly bundle: Uint8Array;
  /** Files, folders and archives with the original exports, or with the copies kept beside the case. */
  readonly originals: readonly string[];
  /** The catalog as a case sees it. */
  readonly catalogOf: (db: Database.Database) => Catalog;
  readonly sqliteBinding: string | undefined;
  readonly signal: AbortSignal;
  /** Called with the number of files read so far, of all, and the one being read. */
  readonly onProgress: (done: number, total: number, file: string) => void;
}

const COMPARED = [BUNDLE_FILES.findings, BUNDLE_FILES.items, BUNDLE_FILES.decisions] as const;

/**
 * Does the analysis again: reads the original exports with the settings the bundle states into an empty case, lays the
 * recorded acts over them, runs the rules, and compares what comes out with the bundle, byte for byte for findings.csv,
 * items.csv and decisions.csv, member for member for report.json. Only the conclusion of report.json is not recomputed: it
 * rests on how the review was done as well. The case it works in is thrown away. Throws an AppError for a bundle without
 * inputs; missing originals are a failed check that names each.
 */
export async function reperform(request: ReperformRequest): Promise<Reperformance> {
  const files = readCanonicalZip(request.bundle);
  const inputs = inputsOf(files);
  const folder = await createSystemScratch();
  try {
    const found = await findOriginals(inputs.imports, request, await createScratch(folder));
    const missing = inputs.imports.filter((source) => !found.has(source.sha256));
    if (missing.length > 0) return missingOriginals(missing, inputs.imports.length);
    const db = openDatabase(join(folder, 'again.countersign'), { create: true, binding: request.sqliteBinding });
    try {
      return await recompute(db, files, inputs, found, request, folder);
    } finally {
      db.close();
    }
  } finally {
    await removeScratch(folder);
  }
}

function inputsOf(files: ReadonlyMap<string, Uint8Array>): Inputs {
  const bytes = files.get(INPUTS_FILE);
  if (bytes === undefined)
    throw new AppError(
      'corrupt-input',
      `This bundle holds no ${INPUTS_FILE}, so it does not say how its files were read: its findings cannot be recomputed from it. Everything else about it can be verified.`,
    );
  const read = inputsSchema.safeParse(parsed(bytes));
  if (read.success) return read.data;
  throw new AppError(
    'corrupt-input',
    `${INPUTS_FILE} of this bundle is not in a form this version reads. Nothing was recomputed. Use the version that made the bundle.`,
  );
}

function parsed(bytes: Uint8Array): unknown {
  return JSON.parse(Buffer.from(bytes).toString('utf8'));
}

/** Where each file lies, by the digest of the original. A copy without secrets stands for its original. */
async function findOriginals(
  imports: readonly ImportInput[],
  { originals, signal }: ReperformRequest,
  scratch: string,
): Promise<Map<string, string>> {
  const wanted = new Map(
    imports.flatMap((one) => [[one.copySha256 ?? '', one.sha256] as const, [one.sha256, one.sha256]]),
  );
  const found = new Map<string, string>();
  for (const place of originals) {
    const { files } = await expandSource(place, scratch, { signal });
    for (const { path } of files) {
      const original = wanted.get(await contentDigest(path, signal));
      if (original !== undefined) found.set(original, path);
    }
  }
  return found;
}

function missingOriginals(missing: readonly ImportInput[], all: number): Reperformance {
  return {
    ok: false,
    checks: missing.map(({ file, sha256 }) => ({
      id: 'originals',
      title: 'Original exports',
      ok: false,
      file,
      detail: `${file} is not among the files given (looked for by its SHA-256 ${sha256}). All ${all} originals are needed, so nothing was recomputed.`,
    })),
  };
}

async function recompute(
  db: Database.Database,
  files: ReadonlyMap<string, Uint8Array>,
  inputs: Inputs,
  found: ReadonlyMap<string, string>,
  request: ReperformRequest,
  folder: string,
): Promise<Reperformance> {
  const stated = parsed(files.get(BUNDLE_FILES.report) ?? new Uint8Array());
  const report = statedReport.parse(stated);
  layActs(db, files, inputs, report);
  const copies = join(folder, 'copies');
  for (const [index, source] of inputs.imports.entries()) {
    request.onProgress(index, inputs.imports.length, source.file);
    await readAgain(db, source, found.get(source.sha256) ?? '', copies, request);
  }
  const catalog = request.catalogOf(db);
  const policy = activePolicy(db);
  derive(db, catalog, policy);
  const model = readReportModel({
    db,
    catalog,
    policy,
    details: report.case,
    isSample: report.isSample,
    now: 0,
    reportId: '',
    options: { ...FULL_REPORT, template: report.template, about: report.about, sample: report.sample },
  });
  const again = buildDataFiles(model, []);
  const checks: VerifyCheck[] = [
    {
      id: 'originals',
      title: 'Original exports',
      ok: true,
      detail: `All ${inputs.imports.length} files were found by their SHA-256 and read again with the settings the bundle states.`,
    },
    ...checkActsOfFacts(db).map((detail) => ({
      id: 'acts',
      title: 'Recorded acts',
      ok: false,
      file: INPUTS_FILE,
      detail,
    })),
    ...sameVersions(report.digests, model.digests),
    ...COMPARED.map((name) => compareText(name, files.get(name), again.get(name))),
    compareReport(stated, again.get(BUNDLE_FILES.report)),
  ];
  return { ok: checks.every(({ ok }) => ok), checks };
}

/** What a sample was drawn with, without what was drawn. */
const statedSample = z.object({ seed: z.string(), size: z.int(), basis: z.string() }).nullable().default(null);
const statedReport = z.object({
  case: caseDetails,
  isSample: z.boolean(),
  /** Missing in reports of earlier versions, which were all full. */
  template: reportOptions.shape.template,
  about: reportOptions.shape.about,
  sample: statedSample,
  digests: z.record(z.string(), z.string()),
});
/** The journal first, because acts name its entries; then the acts. */
function layActs(
  db: Database.Database,
  files: ReadonlyMap<string, Uint8Array>,
  inputs: Inputs,
  report: z.output<typeof statedReport>,
): void {
  const lines = Buffer.from(files.get(BUNDLE_FILES.journal) ?? [])
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
  db.transaction(() => {
    writeMeta(db, 'details', JSON.stringify(report.case));
    const insert = db.prepare(
      'INSERT INTO journal (seq, at, actor, type, payload, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    for (const line of lines) {
      const { seq, at, actor, type, payload, prev, hash } = chainEntry.parse(JSON.parse(line));
      insert.run(seq, at, actor, type, canonicalJson(payload), prev, hash);
    }
    writeActs(db, inputs.acts);
  }).immediate();
}

async function readAgain(
  db: Database.Database,
  source: ImportInput,
  path: string,
  copies: string,
  { catalogOf, signal }: ReperformRequest,
): Promise<void> {
  await runImport(
    {
      db,
      catalog: catalogOf(db),
      evidenceFolder: copies,
      now: () => 0,
      actor: source.extractedBy,
      extraction: source.extraction,
      signal,
      onProgress: () => {},
    },
    path,
    {
      format: source.mapping === null ? source.format : null,
      mapping: source.mapping,
      profile: source.profile,
      system: source.system,
      tenant: source.tenant,
      asOf: source.asOf,
      extractedBy: source.extractedBy,
      method: source.method,
      keepCopy: false,
      zone: source.zone,
      dayOrder: source.dayOrder,
      subject: source.subject,
      statedTotal: source.statedTotal,
      completeness: source.completeness,
    },
    { name: source.file, container: source.container },
  );
}

const VERSIONS = { rulePack: 'Rules', catalog: 'Scope catalog', policy: 'Policy' } as const;

/** Another rule pack or catalog gives other findings: that is said before the differences it makes. */
function sameVersions(stated: Readonly<Record<string, string>>, here: Readonly<Record<string, string>>): VerifyCheck[] {
  return Object.entries(VERSIONS).map(([name, words]) => {
    const ok = stated[name] === here[name];
    return {
      id: `same-${name}`,
      title: `${words} of the report`,
      ok,
      detail: ok
        ? `The same here and in the report, by the digest ${here[name] ?? ''}.`
        : `The report was made with digest ${stated[name] ?? 'unknown'}, recomputed with ${here[name] ?? ''}. Differences below may come from that: use the version that made the bundle.`,
    };
  });
}

function compareText(file: string, stated: Uint8Array | undefined, again: Uint8Array | undefined): VerifyCheck {
  const title = 'Recomputed from the originals';
  const same = stated !== undefined && again !== undefined && Buffer.compare(stated, again) === 0;
  const lines = Buffer.from(again ?? [])
    .toString('utf8')
    .split('\r\n');
  if (same)
    return {
      id: 'recomputed',
      title,
      ok: true,
      file,
      detail: `${file} comes out the same, byte for byte (${again.length} bytes).`,
    };
  const before = Buffer.from(stated ?? [])
    .toString('utf8')
    .split('\r\n');
  const at = before.findIndex((line, index) => line !== lines[index]);
  const line = at === -1 ? before.length : at;
  return {
    id: 'recomputed',
    title,
    ok: false,
    file,
    detail: `${file} comes out differently, first in line ${line + 1}: the bundle has “${shortened(before[line])}”, recomputed is “${shortened(lines[line])}”.`,
  };
}

function shortened(text: string | undefined): string {
  if (text === undefined) return 'nothing';
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}

const members = z.record(
  z.string(),
  z.custom<JsonValue>(() => true),
);

function compareReport(stated: unknown, again: Uint8Array | undefined): VerifyCheck {
  const file = BUNDLE_FILES.report;
  const before = members.parse(stated);
  const after = members.parse(parsed(again ?? new Uint8Array()));
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  const different = names.filter(
    (name) => name !== 'conclusion' && canonicalJson(before[name] ?? null) !== canonicalJson(after[name] ?? null),
  );
  const ok = different.length === 0;
  return {
    id: 'recomputed',
    title: 'Recomputed from the originals',
    ok,
    file,
    detail: ok
      ? `Every part of ${file} comes out the same. The conclusion was not recomputed: it rests on how the review was done, too.`
      : `These parts of ${file} come out differently: ${different.join(', ')}.`,
  };
}
