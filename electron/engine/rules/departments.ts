import type Database from 'better-sqlite3';
import type { RuleContext } from './rule.ts';

/** How the use of a connector, or its holders where no use is recorded, spreads over departments. */
export interface Spread {
  readonly basis: 'calls' | 'holders';
  readonly total: number;
  readonly people: number;
  /** Sums per department; people without one are under ''. */
  readonly byDepartment: ReadonlyMap<string, number>;
}

/**
 * Tells how a connector spreads over the departments of the register of people: by its successful calls for people, else by
 * the people with a grant of their own; null when neither is there. Counted in columns of numbers and not by the database,
 * which would sort millions of rows by department.
 */
export function createSpreads({ db }: RuleContext): (connector: number) => Spread | null {
  const { names, of: departmentOf } = readDepartments(db);
  const calls = db
    .prepare<[number], [number, number]>(
      `SELECT principal, count FROM v_usage WHERE connector = ? AND kind = 0 AND result = 0 AND principal <> 0`,
    )
    .raw();
  const holders = db
    .prepare<[number], number>(`SELECT DISTINCT principal FROM consent_grant WHERE connector = ? AND principal <> 0`)
    .pluck();
  /** By principal: the connector for which it was counted last. */
  const countedFor = new Int32Array(departmentOf.length);
  const spreadOf = (basis: Spread['basis'], connector: number, add: (count: Count) => void): Spread | null => {
    const sums = new Float64Array(names.length);
    let people = 0;
    add((principal, sum) => {
      const department = departmentOf[principal] ?? 0;
      sums[department] = (sums[department] ?? 0) + sum;
      if (countedFor[principal] !== connector) people += 1;
      countedFor[principal] = connector;
    });
    if (people === 0) return null;
    const byDepartment = new Map(names.map((name, index) => [name, sums[index] ?? 0]));
    return { basis, total: sums.reduce((total, sum) => total + sum, 0), people, byDepartment };
  };
  return (connector) =>
    spreadOf('calls', connector, (count) => {
      for (const [principal, sum] of calls.all(connector)) count(principal, sum);
    }) ??
    spreadOf('holders', connector, (count) => {
      for (const principal of holders.all(connector)) count(principal, 1);
    });
}

type Count = (principal: number, sum: number) => void;

/** Departments by number, 0 for none, and the number of each principal's. */
function readDepartments(db: Database.Database): { readonly names: readonly string[]; readonly of: Uint32Array } {
  const last = db.prepare<[], number | null>('SELECT max(id) FROM principal').pluck().get() ?? 0;
  const rows = db
    .prepare<[], [number, string]>(
      `SELECT id, trim(department) FROM principal WHERE in_register = 1 AND department IS NOT NULL`,
    )
    .raw()
    .all();
  const names = [...new Set(['', ...rows.map(([, name]) => name)])];
  const numbers = new Map(names.map((name, index) => [name, index]));
  const of = new Uint32Array(last + 1);
  for (const [id, name] of rows) of[id] = numbers.get(name) ?? 0;
  return { names, of };
}
