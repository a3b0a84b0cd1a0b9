import type { ActiveTime, Agreement, FigureRow, QualityStatement, Share } from '../../../../shared/contract/quality.ts';
import { counted, number } from '../../report/words.ts';

/**
 * The figures in words, for screen and print alike: what was measured, what came out, and on what it rests. `hasBaseline`:
 * whether there is an earlier review whose changes could be looked at.
 */
export function figureRows(
  { figures: f, agreement, sample, canaries }: QualityStatement,
  hasBaseline: boolean,
): FigureRow[] {
  const high = 'decisions on tier 3, 4 and unrated items with a trace';
  const rows: readonly (readonly [label: string, value: string, basis: string])[] = [
    ['Items decided or answered', number(f.items), counted(f.decisions, 'decision')],
    ['Median active time, tier 3, 4 and unrated', timeOf(f.time.high.medianMs), traced(f.time.high)],
    ['Fastest tenth, tier 3, 4 and unrated', timeOf(f.time.high.p10Ms), traced(f.time.high)],
    ['Median active time, tier 0 to 2', timeOf(f.time.low.medianMs), traced(f.time.low)],
    ['Fastest tenth, tier 0 to 2', timeOf(f.time.low.p10Ms), traced(f.time.low)],
    [`Decided in less than ${f.hasty.seconds} active seconds`, shareText(f.hasty), `${number(f.hasty.of)} ${high}`],
    ['Use of the scopes was opened', shareText(f.usageOpened), `${number(f.usageOpened.of)} ${high}`],
    [
      'Changes since the baseline were opened',
      hasBaseline ? shareText(f.changeOpened) : 'No baseline',
      `${number(f.changeOpened.of)} ${high}`,
    ],
    [
      'Changed once the recommendation was shown',
      shareText(f.changedAfterReveal),
      counted(f.changedAfterReveal.of, 'choice made without it', 'choices made without it'),
    ],
    [
      'Recommendation followed',
      shareText(f.followed),
      counted(f.followed.of, 'decision with one', 'decisions with one'),
    ],
    ['Access left as it is', shareText(f.approved), counted(f.approved.of, 'decision')],
    [
      'Same or nearly the same justification',
      shareText(f.repeatedTexts),
      counted(f.repeatedTexts.of, 'justification in own words', 'justifications in own words'),
    ],
    [
      'Longest row of equal decisions under 5 seconds',
      f.untraced.count === f.untraced.of ? 'Not known' : number(f.longestStreak),
      counted(f.untraced.of - f.untraced.count, 'decision with a trace', 'decisions with a trace'),
    ],
    ['Of the items decided, the next of the queue taken next', shareText(f.inOrder), counted(f.inOrder.of, 'step')],
    [
      `Days with more than ${f.overloadedDays.hint} items of tier 3, 4 or unrated`,
      f.overloadedDays.of === 0 ? 'Not known' : `${shareText(f.overloadedDays)}; most: ${f.overloadedDays.most}`,
      counted(f.overloadedDays.of, 'working day of one person', 'working days of one person'),
    ],
    ['Taken back', number(f.undone), counted(f.undone + f.decisions, 'decision')],
    [
      'Without a trace',
      shareText(f.untraced),
      counted(f.untraced.of, 'decision outside of batches', 'decisions outside of batches'),
    ],
    ['Brought from another machine', number(f.merged), counted(f.decisions, 'decision')],
    ['Decided in batches', number(f.batched), counted(f.decisions, 'decision')],
    ['Second review came to the same decision', shareText(equalOf(agreement)), pairsText(agreement)],
    ['Cohen’s kappa', kappaText(agreement), pairsText(agreement)],
    ['The same, of the items drawn at random', shareText(equalOf(sample)), pairsText(sample)],
    ...(canaries === null
      ? []
      : [
          [
            'Made-up bad items recognized',
            shareText({ count: canaries.detected, of: canaries.answered }),
            `${number(canaries.answered)} answered of ${number(canaries.planted)}`,
          ] as const,
        ]),
  ];
  return rows.map(([label, value, basis]) => ({ label, value, basis }));
}

function traced({ traced: n }: ActiveTime): string {
  return counted(n, 'decision with a trace', 'decisions with a trace');
}

/** Milliseconds as seconds, from a minute on as minutes and seconds. */
function timeOf(ms: number | null): string {
  if (ms === null) return 'Not known';
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${(ms / 1000).toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function shareText({ count, of }: Share): string {
  return of === 0 ? 'Not known' : `${number(count)} of ${number(of)} (${Math.round((count / of) * 100)} %)`;
}

function equalOf({ equal, pairs }: Agreement): Share {
  return { count: equal, of: pairs };
}

function kappaText({ kappa, kappaMissing }: Agreement): string {
  return kappa === null ? `Not defined. ${kappaMissing ?? ''}` : String(kappa);
}

function pairsText({ pairs }: Agreement): string {
  return counted(pairs, 'item decided for good in both reviews', 'items decided for good in both reviews');
}
