import type { ImportSummary } from '../../../shared/contract/imports.ts';
import type { RuleTotals } from '../db/queries/findings.ts';

export interface Conclusion {
  readonly class: 'unqualified' | 'qualified' | 'scope-limitation' | 'none';
  readonly label: string;
  readonly reasons: readonly string[];
}

export interface ConclusionInput {
  readonly imports: readonly Pick<ImportSummary, 'file' | 'closes' | 'rejected' | 'warnings'>[];
  readonly items: number;
  readonly undecided: number;
  readonly ghosts: number;
  readonly windows: readonly { readonly label: string; readonly coveredDays: number; readonly totalDays: number }[];
  readonly rules: readonly Pick<RuleTotals, 'rule' | 'undeterminable'>[];
}

const LABELS: Readonly<Record<Conclusion['class'], string>> = {
  unqualified: 'Unqualified: every item was decided on complete evidence',
  qualified: 'Qualified: see the reasons',
  'scope-limitation': 'Scope limitation: the population or its evidence is not proven complete',
  none: 'No conclusion',
};

/** The conclusion follows from the evidence; nobody types it. Its reasons are printed with it. */
export function conclude(input: ConclusionInput): Conclusion {
  const { imports, items, undecided, ghosts, windows, rules } = input;
  if (items === 0)
    return result('none', [
      'The case holds no grants: nothing was reviewed. That is not the same as "no grants exist".',
    ]);
  if (undecided === items) return result('none', [`None of the ${items} review items has been decided.`]);
  const limits: string[] = [];
  const qualifications: string[] = [];
  for (const file of imports) {
    if (!file.closes) limits.push(`The ledger of ${file.file} does not close.`);
    if (file.warnings.some((warning) => /incomplete|truncated|next page/i.test(warning)))
      limits.push(`${file.file} is not a complete export.`);
    if (file.rejected > 0)
      qualifications.push(`${file.rejected.toLocaleString('en-US')} record(s) of ${file.file} could not be read.`);
  }
  if (undecided > 0) qualifications.push(`${undecided} of ${items} review items are not decided.`);
  if (ghosts > 0) qualifications.push(`${ghosts} connector(s) act in the logs but have no grant in the exports.`);
  for (const window of windows) {
    if (window.coveredDays < window.totalDays)
      qualifications.push(
        `${window.label}: ${window.totalDays - window.coveredDays} of ${window.totalDays} days hold no record.`,
      );
  }
  if (windows.length === 0) qualifications.push('No log was supplied: nothing can be said about use.');
  const open = rules.filter((rule) => rule.undeterminable > 0);
  if (open.length > 0)
    qualifications.push(
      `Rules that lacked evidence for at least one item: ${open.map((rule) => `${rule.rule} (${rule.undeterminable})`).join(', ')}.`,
    );
  if (limits.length > 0) return result('scope-limitation', [...limits, ...qualifications]);
  return qualifications.length > 0
    ? result('qualified', qualifications)
    : result('unqualified', ['The ledgers close, the logs cover their windows, and every item was decided.']);
}

function result(kind: Conclusion['class'], reasons: readonly string[]): Conclusion {
  return { class: kind, label: LABELS[kind], reasons };
}
