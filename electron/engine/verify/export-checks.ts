import type { z } from 'zod';
import {
  BUNDLE_FILES,
  COMMITMENTS_FILE,
  EXPORT_FILES,
  ORIGINALS_FOLDER,
  QUALITY_FILE,
  REDACTION_FILE,
  SCHEMA_FOLDER,
  sha256,
  type Statement,
} from '../evidence/bundle-layout.ts';
import { canonicalJson } from '../evidence/canonical-json.ts';
import { FILE_SCHEMAS, reportFile, sourcesFile } from '../evidence/file-schemas.ts';
import { sortedNames } from '../evidence/sorted-names.ts';
import { oscalForm, sarifForm } from './export-forms.ts';
import type { VerifyCheck } from './report.ts';
import { firstColumns } from './workbook.ts';

type Files = ReadonlyMap<string, Uint8Array>;
type Report = z.output<typeof reportFile>;
type Sources = z.output<typeof sourcesFile>;

/**
 * Whether the files that show the same facts in another form say what report.json says, whether attached originals are
 * those of sources.json, and whether what the statement says it was made with is what stands there. Bundles of earlier
 * versions have none of it; what is not there is not asked for here, since every statement names the files it was made over.
 */
export function checkExports(files: Files, statements: readonly Statement[]): VerifyCheck[] {
  const forms = formChecks(files);
  const report = parsed(files, BUNDLE_FILES.report, reportFile);
  const sources = parsed(files, BUNDLE_FILES.sources, sourcesFile);
  if (report === null || sources === null) return forms;
  return [
    ...forms,
    ...statements.flatMap(({ predicate: { basis } }) =>
      basis === undefined
        ? []
        : [
            compared(
              'basis',
              'What the report was made with',
              BUNDLE_FILES.report,
              [basis.policy, basis.rulePack, basis.catalog.sha256, basis.catalog.version, basis.sources],
              [
                report.digests.policy,
                report.digests.rulePack,
                report.digests.catalog,
                report.digests.catalogVersion,
                sha256(files.get(BUNDLE_FILES.sources) ?? ''),
              ],
              `${basis.tool.name} ${basis.tool.version}; policy, rule pack, catalog and sources are those of the statement.`,
            ),
          ],
    ),
    ...ifThere(files, EXPORT_FILES.schedules, (bytes) => checkSchedules(bytes, report)),
    ...ifThere(files, EXPORT_FILES.sarif, (bytes) => checkSarif(bytes, report, sources)),
    ...ifThere(files, EXPORT_FILES.oscal, (bytes) => checkOscal(bytes, report)),
    ...checkOriginals(files, sources),
  ];
}

/** A bundle that carries schemas follows them. */
function formChecks(files: Files): VerifyCheck[] {
  if (!sortedNames(files).some((name) => name.startsWith(SCHEMA_FOLDER))) return [];
  const title = 'Files have the form of their schemas';
  const names = [BUNDLE_FILES.report, BUNDLE_FILES.sources, QUALITY_FILE, REDACTION_FILE, COMMITMENTS_FILE] as const;
  const present = names.filter((name) => files.has(name));
  const problems = present.flatMap((file): VerifyCheck[] => {
    const result = FILE_SCHEMAS[file].safeParse(jsonOf(files, file));
    if (result.success) return [];
    const where = result.error.issues[0]?.path.join('.') ?? '';
    const detail = `${file} is not in the form of its schema (at ${where === '' ? 'its top' : where}).`;
    return [{ id: 'form', title, ok: false, file, detail }];
  });
  return problems.length > 0 ? problems : [{ id: 'form', title, ok: true, detail: `${present.length} files.` }];
}

function ifThere(files: Files, file: string, check: (bytes: Uint8Array) => VerifyCheck): VerifyCheck[] {
  const bytes = files.get(file);
  if (bytes === undefined) return [];
  try {
    return [check(bytes)];
  } catch (error) {
    const detail = `${file} cannot be read: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}.`;
    return [{ id: 'exports', title: 'Schedules and exports', ok: false, file, detail }];
  }
}

function checkSchedules(bytes: Uint8Array, report: Report): VerifyCheck {
  const sheets = firstColumns(bytes);
  const items = report.items.map(({ itemId }) => itemId);
  const rules = [...report.findings, ...report.suppressed.map(({ finding }) => finding)].map(({ rule }) => rule);
  return compared(
    'schedules',
    'Schedules',
    EXPORT_FILES.schedules,
    ['Items', 'Decisions', 'Scopes', 'Findings'].map((name) => sheets.get(name) ?? null),
    [items, items, report.items.flatMap(({ itemId, scopes }) => scopes.map(() => itemId)), rules],
    `${items.length} items and ${rules.length} findings, in the order of ${BUNDLE_FILES.report}.`,
  );
}

function checkSarif(bytes: Uint8Array, report: Report, sources: Sources): VerifyCheck {
  const { artifacts, results } = sarifForm.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))).runs[0];
  const stated = results
    .filter(({ kind }) => kind === 'fail')
    .map(({ ruleId, message, suppressions }) => [ruleId, message.text, suppressions?.length ?? 0]);
  const expected = [
    ...report.findings.map(({ rule, sentence }) => [rule, sentence, 0]),
    ...report.suppressed.map(({ finding: { rule, sentence } }) => [rule, sentence, 1]),
  ];
  return compared(
    'sarif',
    'Findings in SARIF',
    EXPORT_FILES.sarif,
    [stated, artifacts.map(({ hashes }) => hashes['sha-256'])],
    [expected, sources.files.map((file) => file.sha256)],
    `${expected.length} findings on ${artifacts.length} files.`,
  );
}

function checkOscal(bytes: Uint8Array, report: Report): VerifyCheck {
  const whole = oscalForm.parse(JSON.parse(Buffer.from(bytes).toString('utf8')))['assessment-results'];
  const [{ observations = [], risks = [], findings = [], ...result }] = whole.results;
  const known = new Set([
    ...result['local-definitions'].components.map(({ uuid }) => uuid),
    ...[...observations, ...risks, ...whole['back-matter'].resources].map(({ uuid }) => uuid),
  ]);
  const named = [
    whole['import-ap'].href.slice(1),
    ...observations.flatMap(({ subjects }) => subjects.map((subject) => subject['subject-uuid'])),
    ...[...risks, ...findings].flatMap((one) => one['related-observations'].map((other) => other['observation-uuid'])),
    ...findings.flatMap((one) => one['related-risks'].map((other) => other['risk-uuid'])),
  ];
  return compared(
    'oscal',
    'Findings in OSCAL',
    EXPORT_FILES.oscal,
    [observations.length, risks.length, named.filter((uuid) => !known.has(uuid))],
    [report.findings.length, report.findings.length, []],
    `${observations.length} observations; every reference leads to its end.`,
  );
}

/** Every attached file is named by its digest, has it, and is one that was imported. */
function checkOriginals(files: Files, sources: Sources): VerifyCheck[] {
  const title = 'Attached originals';
  const attached = sortedNames(files).filter((name) => name.startsWith(ORIGINALS_FOLDER));
  if (attached.length === 0) return [];
  const known = new Set(sources.files.flatMap((file) => [file.sha256, file.copySha256 ?? file.sha256]));
  const problems = attached.flatMap((file): VerifyCheck[] => {
    const digest = sha256(files.get(file) ?? '');
    const isNamed = file.startsWith(`${ORIGINALS_FOLDER}${digest}-`);
    if (isNamed && known.has(digest)) return [];
    const detail = isNamed
      ? `${file} is no file that ${BUNDLE_FILES.sources} lists.`
      : `${file} does not have the digest in its name.`;
    return [{ id: 'originals', title, ok: false, file, detail }];
  });
  if (problems.length > 0) return problems;
  const detail = `${attached.length} of ${sources.files.length} imported files, each with the digest that ${BUNDLE_FILES.sources} states.`;
  return [{ id: 'originals', title, ok: true, detail }];
}

function compared(
  id: string,
  title: string,
  file: string,
  stated: unknown,
  expected: unknown,
  detail: string,
): VerifyCheck {
  const ok = canonicalJson(stated) === canonicalJson(expected);
  return { id, title, ok, file, detail: ok ? detail : `${file} does not say what the other files of the bundle say.` };
}

function parsed<Schema extends z.ZodType>(files: Files, file: string, schema: Schema): z.output<Schema> | null {
  const result = schema.safeParse(jsonOf(files, file));
  return result.success ? result.data : null;
}

function jsonOf(files: Files, file: string): unknown {
  try {
    return JSON.parse(Buffer.from(files.get(file) ?? []).toString('utf8'));
  } catch {
    return undefined;
  }
}
