import { count, defineCheck, type CheckResult } from './check.ts';

interface Row {
  readonly id: number;
  readonly file_name: string;
  readonly platform: string;
  readonly tenant: string;
  readonly format: string;
  readonly extraction: string;
  readonly as_of: number;
  readonly read: number;
  readonly stated_total: number | null;
  readonly found_total: number | null;
  readonly contradiction: string | null;
}

/** Read against what the source says it has: typed in by the user, or found in the file. Pages of one query count together. */
export default defineCheck({
  id: 'EV-1',
  title: 'Population reconciles',
  effect: 'A difference that is not explained limits the scope of the conclusion.',
  run: (db) => {
    const rows = db
      .prepare<[], Row>(
        `SELECT id, file_name, platform, tenant, format, extraction, as_of, read, stated_total, found_total, contradiction
         FROM import WHERE status = 'complete' ORDER BY platform, tenant, format, as_of, file_name, sha256`,
      )
      .all();
    const pages = Map.groupBy(
      rows.filter((row) => row.found_total !== null),
      (row) => [row.platform, row.tenant, row.format, row.found_total, row.extraction || row.id].join('\n'),
    );
    const together = new Map<number, readonly Row[]>();
    for (const group of pages.values()) for (const row of group) together.set(row.id, group);
    return rows.flatMap((row): CheckResult[] => {
      const subject = { platform: row.platform, tenant: row.tenant, importId: row.id };
      if (row.contradiction !== null)
        return [{ ...subject, outcome: 'finding', sentence: `${row.file_name}: ${row.contradiction}` }];
      if (row.stated_total !== null) {
        const agrees = row.stated_total === row.read;
        return [
          {
            ...subject,
            outcome: agrees ? 'clear' : 'finding',
            sentence: agrees
              ? `${row.file_name}: ${records(row.read)} read, as stated.`
              : `${row.file_name}: ${records(row.read)} ${row.read === 1 ? 'was' : 'were'} read, but the source was stated to have ${count(row.stated_total)}: ${difference(row.read, row.stated_total)}.`,
          },
        ];
      }
      if (row.found_total !== null) {
        const group = together.get(row.id) ?? [row];
        // Said once, at the first page.
        if (group[0] !== row) return [];
        const read = group.reduce((sum, page) => sum + page.read, 0);
        const where =
          group.length === 1 ? row.file_name : `${row.file_name} and ${count(group.length - 1)} more file(s)`;
        const agrees = read === row.found_total;
        return [
          {
            ...subject,
            outcome: agrees ? 'clear' : 'finding',
            sentence: agrees
              ? `${where}: ${records(read)} read, as the file itself says.`
              : `${where}: ${records(read)} ${read === 1 ? 'was' : 'were'} read, but the file itself says the source has ${count(row.found_total)}: ${difference(read, row.found_total)}.`,
          },
        ];
      }
      return [
        {
          ...subject,
          outcome: 'undeterminable',
          sentence: `${row.file_name}: ${records(row.read)} ${row.read === 1 ? 'was' : 'were'} read, and no total of the source is known to compare them with. State the total that the system shows.`,
        },
      ];
    });
  },
});

function records(number: number): string {
  return number === 1 ? '1 record' : `${count(number)} records`;
}

function difference(read: number, total: number): string {
  const difference = Math.abs(total - read);
  return `${count(difference)} ${difference === 1 ? 'is' : 'are'} ${read < total ? 'missing' : 'too many'}`;
}
