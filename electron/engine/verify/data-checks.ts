import { z } from 'zod';
import {
  BUNDLE_FILES,
  checksumText,
  COMMITMENTS_FILE,
  ORIGINALS_FOLDER,
  type Statement,
} from '../evidence/bundle-layout.ts';
import { canonicalJson, type JsonValue } from '../evidence/canonical-json.ts';
import { verifyChain, type ChainEntry } from '../evidence/hash-chain.ts';
import { sortedNames } from '../evidence/sorted-names.ts';
import { checkCheckpoints } from './checkpoints.ts';
import type { VerifyCheck } from './report.ts';

type Files = ReadonlyMap<string, Uint8Array>;

/** The files every bundle must have are there. */
export function checkPresence(files: Files, required: readonly string[]): VerifyCheck[] {
  const title = 'All files of a bundle are there';
  const missing = required.filter((name) => !files.has(name));
  if (missing.length === 0) return [{ id: 'presence', title, ok: true, detail: `${files.size} files.` }];
  return missing.map((file) => ({ id: 'presence', title, ok: false, file, detail: `${file} is missing.` }));
}

/** SHA256SUMS lists every other file, once, in order, with its digest. */
export function checkSums(files: Files): VerifyCheck[] {
  const title = 'Checksums';
  const sums = files.get(BUNDLE_FILES.sums);
  if (!sums) return [];
  const fail = (file: string, detail: string): VerifyCheck => ({ id: 'sums', title, ok: false, file, detail });
  const stated = Buffer.from(sums).toString('latin1');
  const actual = checksumText(files);
  if (stated === actual)
    return [{ id: 'sums', title, ok: true, detail: `All ${files.size - 1} files match ${BUNDLE_FILES.sums}.` }];
  const statedLines = stated.split('\n');
  const digests = new Map<string, string>();
  const problems: VerifyCheck[] = [];
  for (const [index, line] of statedLines.entries()) {
    const [, digest, name] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (digest && name) digests.set(name, digest);
    else if (line !== '') problems.push(fail(BUNDLE_FILES.sums, `Line ${index + 1} is not a checksum and a name.`));
  }
  for (const line of actual.split('\n').filter((text) => text !== '')) {
    const [digest = '', name = ''] = line.split('  ');
    const listed = digests.get(name);
    if (listed === undefined) problems.push(fail(name, `${name} is not listed in ${BUNDLE_FILES.sums}.`));
    else if (listed !== digest)
      problems.push(fail(name, `${name} has another SHA-256 than ${BUNDLE_FILES.sums} states.`));
    digests.delete(name);
  }
  for (const name of digests.keys())
    problems.push(fail(name, `${name} is listed in ${BUNDLE_FILES.sums} but missing.`));
  if (problems.length === 0) problems.push(fail(BUNDLE_FILES.sums, 'The list is not in its standard order or form.'));
  return problems;
}

/** Every JSON file but an attached original is its own canonical text (RFC 8785): one content, one spelling. */
export function checkCanonicalJson(files: Files): VerifyCheck[] {
  const title = 'JSON files are in canonical form';
  const names = sortedNames(files).filter((name) => name.endsWith('.json') && !name.startsWith(ORIGINALS_FOLDER));
  const problems = names.flatMap((file): VerifyCheck[] => {
    const detail = canonicalProblem(files.get(file) ?? new Uint8Array());
    return detail === null ? [] : [{ id: 'canonical-json', title, ok: false, file, detail: `${file}: ${detail}` }];
  });
  return problems.length > 0 ? problems : [{ id: 'canonical-json', title, ok: true, detail: `${names.length} files.` }];
}

/** A line of the journal. */
export const chainEntry = z.strictObject({
  v: z.literal(1),
  seq: z.int(),
  prev: z.string(),
  at: z.string(),
  actor: z.string(),
  type: z.string(),
  // Comes out of JSON.parse, so it is JSON; walking it again would only cost time.
  payload: z.custom<JsonValue>(() => true),
  hash: z.string(),
});

/** The journal is a chain, its head and length are those that were signed, and the checkpoints in it hold. */
export function checkJournal(files: Files, statements: readonly Statement[]): VerifyCheck[] {
  const bytes = files.get(BUNDLE_FILES.journal);
  if (!bytes) return [];
  const entries: ChainEntry[] = [];
  const chain = checkChain(bytes, statements, entries);
  // The journal of a redacted copy holds no statements: its checkpoints are those of the full bundle.
  return files.has(COMMITMENTS_FILE) ? chain : [...chain, ...checkpointChecks(entries)];
}

/** Reads the journal into `entries`, as far as it can be read, and checks it as a chain. */
function checkChain(bytes: Uint8Array, statements: readonly Statement[], entries: ChainEntry[]): VerifyCheck[] {
  const title = 'Journal';
  const file = BUNDLE_FILES.journal;
  const fail = (detail: string): VerifyCheck[] => [{ id: 'journal', title, ok: false, file, detail }];
  const lines = Buffer.from(bytes).toString('utf8').split('\n');
  if (lines.pop() !== '') return fail('The last line does not end with a line feed.');
  for (const [index, line] of lines.entries()) {
    const problem = canonicalProblem(Buffer.from(line, 'utf8'));
    if (problem !== null) return fail(`Line ${index + 1}: ${problem}`);
    const entry = chainEntry.safeParse(JSON.parse(line));
    if (!entry.success) return fail(`Line ${index + 1} is not a journal entry.`);
    entries.push(entry.data);
  }
  const genesis = statements[0]?.predicate.journal.genesis;
  const chain = verifyChain(entries, genesis);
  if (!chain.ok) return fail(`Line ${chain.at}: ${CHAIN_PROBLEMS[chain.why]}`);
  for (const { predicate } of statements) {
    const { head, count } = predicate.journal;
    const reached = count === 0 ? (genesis ?? '') : entries[count - 1]?.hash;
    if (reached !== head) {
      return fail(
        `The ${predicate.role} signed a journal of ${count} entries ending in ${head.slice(0, 16)}…; this one differs.`,
      );
    }
  }
  const signed = statements.at(-1)?.predicate.journal.count ?? 0;
  if (signed !== entries.length) return fail(`It has ${entries.length} entries, of which ${signed} are signed.`);
  return [
    {
      id: 'journal',
      title,
      ok: true,
      detail: `${chain.count} entries, unbroken, ending in ${chain.head.slice(0, 16)}….`,
    },
  ];
}

/** What the signed checkpoints in a journal prove; nothing where there are none. */
function checkpointChecks(entries: readonly ChainEntry[]): VerifyCheck[] {
  const check = { id: 'checkpoints', title: 'Signed checkpoints in the journal', file: BUNDLE_FILES.journal };
  const { checkpoints } = checkCheckpoints(entries);
  const problems = checkpoints.flatMap(({ seq, problem }) =>
    problem === null ? [] : [{ ...check, ok: false, detail: `Checkpoint in entry ${seq}: ${problem}` }],
  );
  if (problems.length > 0 || checkpoints.length === 0) return problems;
  const names = [...new Set(checkpoints.map(({ name }) => name))].join(', ');
  const last = checkpoints.at(-1)?.seq ?? 0;
  const detail = `${checkpoints.length} by ${names}, the last in entry ${last} of ${entries.length}; head and number of entries agree with each.`;
  return [{ ...check, ok: true, detail }];
}

const CHAIN_PROBLEMS = {
  sequence: 'the numbering has a gap or a repetition here.',
  prev: 'it does not follow the entry before it.',
  hash: 'its content is not what its hash says.',
} as const;

/** Null when the bytes are canonical JSON, else what is wrong and at which byte. */
function canonicalProblem(bytes: Uint8Array): string | null {
  let canonical: Buffer;
  try {
    canonical = Buffer.from(
      canonicalJson(JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))),
    );
  } catch (error) {
    return `it is not JSON that can be read (${error instanceof Error ? error.message : String(error)}).`;
  }
  if (canonical.equals(bytes)) return null;
  let offset = 0;
  while (canonical[offset] === bytes[offset]) offset++;
  return `it is not in canonical form, from byte ${offset} on.`;
}
