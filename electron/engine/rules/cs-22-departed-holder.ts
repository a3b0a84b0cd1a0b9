import type Database from 'better-sqlite3';
import { readItems, type RuleItem } from './items.ts';
import { GONE_STATUSES, type Gone, goneOf, goneText, NO_PEOPLE, readPeople } from './people.ts';
import { defineRule, type RuleContext, type Verdict } from './rule.ts';
import { counted, dateText, listed, timeText } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

const DAY = 86_400_000;
const MOST_SPOTS = 10;

/** Per item of single people: somebody who holds a grant has left or is switched off, longer than the days of grace. */
export default defineRule({
  id: 'CS-22',
  title: 'Grant held by a disabled or departed user',
  controls: {
    owasp: ['NHI1:2025'],
    csf: ['PR.AA-01'],
    cis: ['6.2', '5.3'],
    iso: ['A.5.18', 'A.6.5'],
    nist: ['AC-2(3)', 'PS-4'],
    soc2: ['CC6.2'],
  },
  recommendation: 'revoke',
  recommendedAction: 'Revoke the grants of these people, and end their sessions on the platform.',
  *evaluate(context) {
    const { db } = context;
    const { hasRegister } = context.read(readPeople);
    const holders = Map.groupBy(readHolders(db), (holder) => holder.item);
    const uses = holders.size === 0 ? new Map<string, number>() : readUses(db);
    const unknown = hasRegister ? readUnknown(db) : new Map<number, number>();
    for (const item of context.read(readItems)) {
      if (item.kind !== 'delegated-user') yield notApplicable(item);
      else
        yield judge(context, item, {
          hasRegister,
          holders: holders.get(item.item) ?? [],
          uses,
          unknown: unknown.get(item.item) ?? 0,
        });
    }
  },
});

interface Holder {
  readonly item: number;
  readonly principal: number;
  readonly name: string;
  readonly gone: Gone;
  readonly importId: number;
  readonly line: number;
}

interface Sources {
  readonly hasRegister: boolean;
  readonly holders: readonly Holder[];
  /** Newest use by connector, tenant and person. */
  readonly uses: ReadonlyMap<string, number>;
  /** Holders whose standing nothing states. */
  readonly unknown: number;
}

function judge(
  { asOf, policy }: RuleContext,
  item: RuleItem,
  { hasRegister, holders, uses, unknown }: Sources,
): Verdict {
  const grace = policy.holderGraceDays * DAY;
  const over = holders.filter(({ gone }) => gone.since === null || asOf > gone.since + grace);
  const [first] = over;
  if (first === undefined) {
    if (!hasRegister) return undeterminable(item, NO_PEOPLE);
    if (unknown === 0) return clear(item);
    return undeterminable(
      item,
      item.people === 1
        ? `The standing of the one person who holds a grant of ${item.name}: the register of people does not list them.`
        : `The standing of ${unknown} of the ${counted(item.people, 'person', 'people')} who hold a grant of ${item.name}: the register of people does not list them.`,
    );
  }
  const people = [...new Map(over.map((holder) => [holder.principal, holder])).values()];
  const used = people.flatMap((holder) => {
    const time = uses.get(`${item.connector} ${item.tenant} ${holder.principal}`);
    return time !== undefined && holder.gone.since !== null && time >= holder.gone.since ? [{ holder, time }] : [];
  });
  const last = used.toSorted((a, b) => b.time - a.time || (a.holder.name < b.holder.name ? -1 : 1))[0];
  const after =
    last === undefined
      ? ''
      : `; ${counted(used.length, 'of these grants was', 'of these grants were')} used after that day, the last on ${timeText(last.time)} for ${last.holder.name}`;
  return finding(item, {
    severity: last === undefined ? 'high' : 'critical',
    sentence:
      `${people.length} of ${counted(item.people, 'person who holds', 'people who hold')} a grant of ${item.name} as of ${dateText(asOf)} ` +
      `${people.length === 1 ? 'has' : 'have'} left or ${people.length === 1 ? 'is' : 'are'} switched off: ` +
      `${listed(people.map(({ name, gone }) => `${name} ${goneText(gone)}`))}${after}.`,
    evidence: over.slice(0, MOST_SPOTS).map((holder) => ({
      importId: holder.importId,
      line: holder.line,
      note: `grant of ${holder.name}`,
    })),
  });
}

const GONE_LIST = GONE_STATUSES.map((status) => `'${status}'`).join(', ');

/** Grants of people who are gone. The plus keeps the planner from asking every connector for every one of them. */
function readHolders(db: Database.Database): readonly Holder[] {
  const rows = db
    .prepare<
      [],
      {
        item: number;
        principal: number;
        name: string;
        status: string;
        left_on: string | null;
        import_id: number;
        line: number;
      }
    >(
      `SELECT i.item, g.principal, coalesce(p.email, p.name, p.key) AS name, p.status, p.left_on, g.import_id, g.line
       FROM v_item AS i CROSS JOIN consent_grant AS g ON g.connector = i.connector
         CROSS JOIN principal AS p ON p.id = g.principal
       WHERE i.kind = 'delegated-user' AND g.item = i.item
         AND +g.principal IN (SELECT id FROM principal WHERE lower(trim(status)) IN (${GONE_LIST}))
       ORDER BY i.item, p.key, g.line`,
    )
    .all();
  return rows.flatMap((row) => {
    const gone = goneOf(row.status, row.left_on);
    return gone === null ? [] : [{ ...row, gone, importId: row.import_id }];
  });
}

/** Newest successful call or token of people who are gone. */
function readUses(db: Database.Database): ReadonlyMap<string, number> {
  const rows = db
    .prepare<[], { connector: number; tenant: string; principal: number; last: number }>(
      `WITH gone AS MATERIALIZED (SELECT id FROM principal WHERE lower(trim(status)) IN (${GONE_LIST}))
       SELECT connector, tenant, principal, max(last) AS last
       FROM (SELECT connector, tenant, principal, last_time AS last FROM v_usage WHERE result = 0 AND principal IN (SELECT id FROM gone)
             UNION ALL
             SELECT connector, tenant, principal, time FROM v_lifecycle
             WHERE kind IN ('issue', 'refresh') AND result = 0 AND principal IN (SELECT id FROM gone))
       GROUP BY connector, tenant, principal`,
    )
    .all();
  return new Map(rows.map((row) => [`${row.connector} ${row.tenant} ${row.principal}`, row.last]));
}

/** By item: holders of whom no source states a standing. */
function readUnknown(db: Database.Database): ReadonlyMap<number, number> {
  const rows = db
    .prepare<[], { item: number; people: number }>(
      `SELECT i.item, count(DISTINCT g.principal) AS people
       FROM v_item AS i CROSS JOIN consent_grant AS g ON g.connector = i.connector
       WHERE i.kind = 'delegated-user' AND g.item = i.item
         AND +g.principal IN (SELECT id FROM principal WHERE status IS NULL OR status = '')
       GROUP BY i.item`,
    )
    .all();
  return new Map(rows.map((row) => [row.item, row.people]));
}
