import type Database from 'better-sqlite3';
import { importers } from '../importers/index.ts';
import { ruleById } from '../rules/index.ts';

/** Tables whose rows are counted, with what they are called in a diagnostic file. */
const COUNTED = [
  ['connectors', 'connector'],
  ['review-items', 'item'],
  ['grants', 'consent_grant'],
  ['people', 'principal'],
  ['decisions', 'decision'],
  ['journal-entries', 'journal'],
  ['campaign-versions', 'campaign_version'],
  ['packets', 'packet'],
  ['baselines', 'baseline_bundle'],
] as const;

interface Counted {
  readonly name: string;
  readonly count: number;
}

/** How much a case holds: numbers beside names that are the program's own, and none that came with a file. */
export function caseCounts(db: Database.Database): [string, number][] {
  const known = new Set(importers.map(({ id }) => id));
  const formats = db
    .prepare<[], Counted>(
      "SELECT format AS name, count(*) AS count FROM import WHERE status = 'complete' GROUP BY format",
    )
    .all();
  const rules = db
    .prepare<[], Counted>("SELECT rule AS name, count(*) AS count FROM finding WHERE outcome = 'finding' GROUP BY rule")
    .all();
  const own = formats.filter(({ name }) => !known.has(name));
  const totals = db
    .prepare<[], Record<string, number>>(
      'SELECT coalesce(sum(read), 0) AS read, coalesce(sum(accepted), 0) AS accepted, coalesce(sum(rejected), 0) AS rejected FROM import',
    )
    .get();
  return [
    ['schema', Number(db.pragma('user_version', { simple: true }))],
    [
      'size-bytes',
      Number(db.pragma('page_size', { simple: true })) * Number(db.pragma('page_count', { simple: true })),
    ],
    ...COUNTED.map(([name, table]): [string, number] => [
      name,
      Number(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()),
    ]),
    ...Object.entries(totals ?? {}).map(([name, count]): [string, number] => [`records-${name}`, count]),
    ...formats
      .filter(({ name }) => known.has(name))
      .map(({ name, count }): [string, number] => [`imports-${name}`, count]),
    ['imports-by-own-mapping', own.reduce((sum, { count }) => sum + count, 0)],
    ...rules
      .filter(({ name }) => ruleById(name) !== undefined)
      .map(({ name, count }): [string, number] => [`findings-${name}`, count]),
  ];
}
