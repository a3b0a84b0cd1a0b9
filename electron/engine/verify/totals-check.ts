import { z } from 'zod';
import { FINAL_DECISIONS } from '../../../shared/domain/vocabulary.ts';
import { BUNDLE_FILES } from '../evidence/bundle-layout.ts';
import { readCsv } from '../lib/text.ts';
import type { VerifyCheck } from './report.ts';

const counts = z.object({
  read: z.int(),
  accepted: z.int(),
  rejected: z.int(),
  duplicate: z.int(),
  notRelevant: z.int(),
  grants: z.int(),
  events: z.int(),
});
const sources = z.object({ files: z.array(z.object({ name: z.string(), counts })) });
const report = z.object({
  totals: z.object({ items: z.int(), grants: z.int(), undecided: z.int() }),
  items: z.array(
    z.object({
      itemId: z.string(),
      grants: z.int(),
      /** Missing in reports made before it was stated, when an escalation counted as decided. */
      progress: z.string().optional(),
      decision: z.object({ decision: z.string() }).nullable(),
    }),
  ),
  findings: z.array(z.unknown()),
  suppressed: z.array(z.unknown()),
});

/**
 * The figures of a bundle add up: the ledger of every source file closes, and report.json, items.csv, decisions.csv and
 * findings.csv speak of the same items, decisions and findings, as many as the totals say.
 */
export function checkTotals(files: ReadonlyMap<string, Uint8Array>): VerifyCheck[] {
  const stated = {
    sources: read(files, BUNDLE_FILES.sources, sources),
    report: read(files, BUNDLE_FILES.report, report),
  };
  return [
    ...(stated.sources === null ? [] : [ledgerCheck(stated.sources, BUNDLE_FILES.sources)]),
    ...(stated.report === null ? [] : [figureCheck(files, stated.report)]),
  ];
}

/** Null for a file that is missing or does not hold what it should: other checks say so. */
function read<S extends z.ZodType>(
  files: ReadonlyMap<string, Uint8Array>,
  name: string,
  schema: S,
): z.output<S> | null {
  try {
    return schema.parse(JSON.parse(Buffer.from(files.get(name) ?? []).toString('utf8')));
  } catch {
    return null;
  }
}

function ledgerCheck(stated: z.output<typeof sources>, file: string): VerifyCheck {
  const open = stated.files.filter(({ counts: c }) => c.read !== c.accepted + c.rejected + c.duplicate + c.notRelevant);
  const total = (name: 'read' | 'accepted' | 'rejected' | 'duplicate' | 'notRelevant'): number =>
    stated.files.reduce((sum, source) => sum + source.counts[name], 0);
  return {
    id: 'ledger',
    title: 'Totals of the source files',
    file,
    ok: open.length === 0,
    detail:
      open.length === 0
        ? `${stated.files.length} files: ${total('read')} records read = ${total('accepted')} accepted + ${total('rejected')} rejected + ${total('duplicate')} duplicate + ${total('notRelevant')} not relevant.`
        : `The records of ${open.map(({ name }) => name).join(', ')} do not add up: read is not accepted + rejected + duplicate + not relevant.`,
  };
}

function figureCheck(files: ReadonlyMap<string, Uint8Array>, stated: z.output<typeof report>): VerifyCheck {
  const { totals, items } = stated;
  const final: readonly string[] = [...FINAL_DECISIONS, 'escalate'];
  const undecided = items.filter(({ progress, decision }) =>
    progress === undefined ? decision === null || !final.includes(decision.decision) : progress !== 'decided',
  ).length;
  const ids = items.map(({ itemId }) => itemId).toSorted();
  const decisions = (row: Record<string, string>): string => `${row['item'] ?? ''} ${row['decision'] ?? ''}`;
  const saidDecisions = items.map(({ itemId, decision }) => `${itemId} ${decision?.decision ?? ''}`).toSorted();
  const problems = [
    unequal('items', totals.items, items.length),
    unequal('undecided items', totals.undecided, undecided),
    unequal('different items', items.length, new Set(ids).size),
    unequal(
      'grants',
      totals.grants,
      items.reduce((sum, item) => sum + item.grants, 0),
    ),
    unequal('findings', stated.findings.length + stated.suppressed.length, rows(files, BUNDLE_FILES.findings).length),
    ...[BUNDLE_FILES.items, BUNDLE_FILES.decisions].map((name) =>
      same(rows(files, name).map(decisions), saidDecisions)
        ? null
        : `${name} does not list the items and decisions of ${BUNDLE_FILES.report}`,
    ),
  ].filter((problem) => problem !== null);
  return {
    id: 'totals',
    title: 'Totals of the report',
    file: BUNDLE_FILES.report,
    ok: problems.length === 0,
    detail:
      problems.length === 0
        ? `${items.length} items, ${items.length - undecided} of them decided, ${totals.grants} grants and ${stated.findings.length} findings, counted again in the data files.`
        : `${problems.join('; ')}.`,
  };
}

function unequal(what: string, stated: number, counted: number): string | null {
  return stated === counted ? null : `${stated} ${what} are stated and ${counted} counted`;
}

function same(rowsOfFile: readonly string[], stated: readonly string[]): boolean {
  return rowsOfFile.toSorted().join('\n') === stated.join('\n');
}

function rows(files: ReadonlyMap<string, Uint8Array>, name: string): Record<string, string>[] {
  const [header = [], ...lines] = readCsv(Buffer.from(files.get(name) ?? []).toString('utf8'));
  return lines.map((line) => Object.fromEntries(header.map((column, index) => [column, line[index] ?? ''])));
}
