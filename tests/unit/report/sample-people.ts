import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { PURPOSES } from '../../../shared/domain/purpose.ts';

const RESOURCES = join(import.meta.dirname, '../../../resources');

/** What names somebody in the sample, from the files themselves and not by the code under test. */
export function personalValues(written: readonly string[]): string[] {
  const rows = (file: string): Record<string, string>[] =>
    Papa.parse<Record<string, string>>(readFileSync(join(RESOURCES, 'sample', file), 'utf8').replace(/^\ufeff/, ''), {
      header: true,
      skipEmptyLines: true,
    }).data;
  const people = rows('people.csv').flatMap((row) => [
    row['person_id'],
    row['email'],
    row['display_name'],
    row['manager_email'],
  ]);
  const others = [
    ...rows('owners.csv').flatMap((row) => [row['owner_email'], row['purpose']]),
    ...rows('registers/approvals.csv').flatMap((row) => [row['requested_by'], row['approved_by']]),
    ...rows('registers/prior-decisions.csv').flatMap((row) => [row['decided_by'], row['reason']]),
    ...rows('registers/roles.csv').map((row) => row['person']),
  ];
  return [...new Set([...people, ...others, ...written])].flatMap((value) =>
    value === undefined || value === '' ? [] : [value],
  );
}

/** Which of these values a text holds, whatever their case. */
export function leaksOf(text: string, values: readonly string[]): string[] {
  // A purpose that somebody wrote may begin like the label of a purpose code, which is ours.
  const lower = Object.values(PURPOSES)
    .reduce((rest, { label }) => rest.replaceAll(label, ''), text)
    .toLowerCase();
  return values.filter((value) => lower.includes(value.toLowerCase()));
}
