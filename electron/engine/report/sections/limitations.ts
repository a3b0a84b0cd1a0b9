import { PLATFORM_LABELS, PLATFORMS } from '../../../../shared/domain/vocabulary.ts';
import { column, heading, table } from '../blocks.ts';
import type { ReportModel } from '../model.ts';
import { defineSection } from '../section.ts';
import { counted, number } from '../words.ts';

export default defineSection({
  id: 'limitations',
  number: '14',
  order: 140,
  title: 'Limitations',
  hasSignOff: true,
  build: (model) => [
    heading('What this report cannot tell'),
    table(
      'limitations',
      'Limits of the evidence, of the method, and of the signature',
      [column('No.', 'number', '12mm'), column('Limit', 'text', '166mm')],
      limits(model).map((limit, index) => [index + 1, limit]),
      '',
    ),
  ],
});

function limits(model: ReportModel): string[] {
  const scopes = model.items.flatMap((item) => item.scopes);
  const count = (test: (scope: (typeof scopes)[number]) => boolean): number => scopes.filter(test).length;
  const unrated = count((scope) => scope.tier === null);
  const unobservable = count((scope) => scope.status === 'not-observable');
  const partial = count((scope) => scope.status === 'not-seen-partial');
  const logged = new Set(model.windows.map((window) => window.platform));
  const dark = PLATFORMS.filter((name) => !logged.has(name) && model.items.some((item) => item.platform === name));
  return [
    'The population is what the imported files hold. That a file is the complete and unaltered answer of its platform is stated by the person who took it; its digest allows a comparison with a file taken independently.',
    'A granted scope is a possibility. Scopes that were requested but not granted are not counted, and a scope that was not seen in use may have been used outside the window or in a way the log does not show.',
    ...model.imports
      .filter((source) => source.truncation.length > 0)
      .map((source) => `${source.file} may be cut off: ${source.truncation.join(' ')}`)
      .toSorted(),
    ...(dark.length === 0
      ? []
      : [
          `No log of ${dark.map((name) => PLATFORM_LABELS[name]).join(', ')} was supplied. Nothing is said about use there.`,
        ]),
    ...(unobservable === 0
      ? []
      : [
          `Of ${counted(scopes.length, 'granted scope')}, ${number(unobservable)} cannot be observed in any imported log.`,
        ]),
    ...(partial === 0
      ? []
      : [
          `Of ${counted(scopes.length, 'granted scope')}, ${number(partial)} could only be judged on logs with missing days or parts.`,
        ]),
    ...(unrated === 0
      ? []
      : [
          `Of ${counted(scopes.length, 'granted scope')}, ${number(unrated)} are not in the scope catalog and are handled like tier 3.`,
        ]),
    ...(model.ghosts.length === 0
      ? []
      : [
          `${counted(model.ghosts.length, 'connector')} seen in the logs without a grant in the exports could not be reviewed.`,
        ]),
    'Logs name the application that called. They do not show what happened to the data afterwards, nor who stood behind the application.',
    'Names of connectors and publishers are chosen by third parties. Hidden or misleading characters are pointed out, but a name proves no identity.',
    'Decisions bind to the signer by the journal that the signature covers. The name of the reviewer is the one entered in the case; the program cannot check who sat at the keyboard.',
    'Times of decisions and of the signature come from the clock of the computer. Without a time stamp of a third party they are a statement of the signer.',
    'A certificate that the signer made proves nothing by itself. Compare its fingerprint with one received by another way.',
    'The printed pages are one rendering. The canonical record is report.json, whose digest the signature covers.',
  ];
}
