import {
  type Grade,
  GRADE_LABELS,
  GRADES,
  USAGE_STATUSES,
  type UsageStatus,
} from '../../../../shared/domain/vocabulary.ts';
import type { ReportBlock } from '../../../../shared/contract/report-document.ts';
import { column, heading, table, text } from '../blocks.ts';
import type { ReportModel } from '../model.ts';
import { evidenceChecks } from '../parts/evidence-checks.ts';
import { defineSection } from '../section.ts';
import { dayRanges, daysBetween, dayText } from '../words.ts';

export default defineSection({
  id: 'coverage',
  number: '4',
  order: 40,
  title: 'Evidence coverage',
  hasSignOff: true,
  build: (model) => [
    heading('Log windows'),
    windows(model),
    gaps(model),
    text(
      'A day counts as covered when the log holds at least one record of it, of any connector. A day without a record may be a quiet day or a gap: the files do not tell which.',
      'muted',
    ),
    ...calendar(model),
    heading('What is said about use, and when'),
    statuses(model),
    heading('Grades of evidence'),
    grades(model),
    ...evidenceChecks(model),
  ],
});

function windows(model: ReportModel): ReportBlock {
  return table(
    'log-windows',
    'What each log covers, in UTC days',
    [
      column('Log', 'text', '50mm'),
      column('Tenant', 'text', '44mm'),
      column('Grade', 'text', '14mm'),
      column('From', 'text', '22mm'),
      column('To', 'text', '22mm'),
      column('Days covered', 'text', '26mm'),
    ],
    model.windows.map((window) => [
      window.label,
      window.tenant,
      window.grade,
      dayText(window.from),
      dayText(window.to),
      `${window.coveredDays} of ${window.totalDays}`,
    ]),
    'No log was supplied. Nothing in this report says anything about use.',
  );
}

function gaps(model: ReportModel): ReportBlock {
  return table(
    'log-gaps',
    'Days without a record inside these windows',
    [column('Log', 'text', '50mm'), column('Tenant', 'text', '44mm'), column('Days', 'text', '84mm')],
    model.windows
      .filter((window) => window.missingDays.length > 0)
      .map((window) => [window.label, window.tenant, dayRanges(window.missingDays)]),
    model.windows.length === 0 ? 'No log was supplied.' : 'None: every log has a record of every day of its window.',
  );
}

/** More days than a page is wide cannot be told apart. */
const MOST_DAYS = 366;

function calendar({ windows: logs }: ReportModel): ReportBlock[] {
  const first = logs.map((log) => log.from).toSorted()[0];
  const last = logs
    .map((log) => log.to)
    .toSorted()
    .at(-1);
  if (first === undefined || last === undefined) return [];
  const all = daysBetween(first, last);
  const days = all.slice(-MOST_DAYS);
  const covered = logs.map((log) => {
    const inside = new Set(daysBetween(log.from, log.to));
    for (const day of log.missingDays) inside.delete(day);
    return inside;
  });
  const isAlone = (log: (typeof logs)[number]): boolean =>
    logs.filter((other) => other.label === log.label).length === 1;
  const words = logs.map((log) => {
    const gaps =
      log.missingDays.length === 0 ? 'no day without a record' : `no record on ${dayRanges(log.missingDays)}`;
    return `${log.label} of ${log.tenant} from ${dayText(log.from)} to ${dayText(log.to)}, ${gaps}`;
  });
  return [
    heading('Calendar of the logs'),
    {
      kind: 'chart',
      id: 'log-calendar',
      reference: null,
      chart: 'calendar',
      title: `Days with at least one record${days.length < all.length ? `, the newest ${MOST_DAYS} days` : ''}`,
      alternative: `Calendar of log coverage. ${words.join('; ')}.`,
      unit: 'crossed: no record, or outside the window of the log',
      series: logs.map((log, index) => ({
        key: `log${index}`,
        label: isAlone(log) ? log.label : `${log.tenant}, ${log.label}`,
        tone: 'accent',
      })),
      points: days.map((day) => ({
        label: day,
        values: Object.fromEntries(covered.map((inside, index) => [`log${index}`, inside.has(day) ? 1 : 0])),
      })),
    },
  ];
}

/** In the order in which the words of the report rely on them. */
const STATUS_MEANINGS: Readonly<Record<UsageStatus, string>> = {
  observed:
    'At least one successful call is allowed by the scope. It is needed, or redundant when other grants of the item allow the same calls.',
  'denied-only': 'Calls were attempted, and none succeeded.',
  'not-seen-full':
    'Every log able to show the scope covers the whole window, and no call was seen. Only this status can lead to the recommendation to remove a scope.',
  'not-seen-partial': 'No call was seen, but days or logs are missing. It proves nothing about the missing part.',
  'not-observable':
    'No imported log can show the scope: no such log exists, it was not supplied, calls cannot be told apart, or no operation is mapped to it. It says nothing about use.',
  persistence: 'Sign-in and offline access: judged by sign-ins, refreshes and token events, never by calls.',
};

function statuses(model: ReportModel): ReportBlock {
  const scopes = model.items.flatMap((item) => item.scopes);
  return table(
    'scope-statuses',
    'The six statuses of a granted scope, and how often each occurs',
    [
      column('Status', 'status', '46mm'),
      column('Meaning', 'text', '102mm'),
      column('Scopes of items', 'number', '30mm'),
    ],
    [
      ...USAGE_STATUSES.map((status) => [
        status,
        STATUS_MEANINGS[status],
        scopes.filter((scope) => scope.status === status).length,
      ]),
      ['All', 'Scopes counted once per review item', scopes.length],
    ],
    '',
  );
}

const GRADE_MEANINGS: Readonly<Record<Grade, string>> = {
  Q1: 'A log of single operations: shows what was called and whether it succeeded.',
  Q2: 'A log of sign-ins or tokens: shows that access was taken up, not what was done with it.',
  Q3: 'A field the platform keeps, such as a date of last use; how it is kept is not documented everywhere, and failed attempts may move it.',
  Q0: 'No imported evidence. Unknown is not zero.',
};

function grades(model: ReportModel): ReportBlock {
  return table(
    'evidence-grades',
    'What a statement about the last use rests on, and how many review items it concerns',
    [
      column('Grade', 'text', '14mm'),
      column('Source', 'text', '36mm'),
      column('Meaning', 'text', '106mm'),
      column('Items', 'number', '22mm'),
    ],
    [
      ...GRADES.map((grade) => [
        grade,
        GRADE_LABELS[grade],
        GRADE_MEANINGS[grade],
        model.items.filter((item) => item.lastUse.grade === grade).length,
      ]),
      ['All', '', '', model.items.length],
    ],
    '',
  );
}
