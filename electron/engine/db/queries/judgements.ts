import type Database from 'better-sqlite3';
import { z } from 'zod';
import {
  NO_OWNER,
  type FindingGroup,
  type FindingGroupBy,
  type FindingsFilter,
  type findingsContract,
  type Judgement,
  type MissingEvidence,
} from '../../../../shared/contract/findings.ts';
import {
  grantKindSchema,
  outcomeSchema,
  type Outcome,
  PLATFORM_LABELS,
  platformSchema,
  SEVERITIES,
  severitySchema,
} from '../../../../shared/domain/vocabulary.ts';
import { ruleById, rules } from '../../rules/index.ts';
import { controlIds } from '../../rules/rule.ts';
import { NHI_LIMITS, STANDARDS } from '../../rules/standards.ts';
import { evidenceNamed } from '../../rules/missing.ts';
import { coveredAdvice, isAdviceCovered, withoutAdvice } from '../../review/covered-advice.ts';
import type { Viewer } from '../../review/viewer.ts';
import { prepared } from '../prepared.ts';
import { likePattern } from './inventory.ts';
import { suppressionMark } from './suppressions.ts';

type ControlGroups = z.output<(typeof findingsContract)['findings.controls']['result']>;

interface JudgementRow {
  readonly id: number;
  readonly rule: string;
  readonly outcome: string;
  readonly severity: string | null;
  readonly sentence: string;
  readonly missing: string | null;
  readonly evidence: string;
  readonly connector_key: string;
  readonly connector_name: string;
  readonly name_warning: string | null;
  readonly platform: string;
  readonly connector_tenants: string;
  readonly item_key: string | null;
  readonly tenant: string | null;
  readonly kind: string | null;
  readonly suppression: number | null;
}

const FROM = 'FROM finding f JOIN connector c ON c.id = f.connector LEFT JOIN item i ON i.id = f.item';
const BUSINESS = `SELECT 1 FROM owner o JOIN principal p ON p.id = o.principal WHERE o.connector = f.connector AND o.role = 'business'`;
/** Severity from worst to least, then keys that do not depend on the order of imports. */
const ORDER = `CASE f.severity ${SEVERITIES.map((severity, rank) => `WHEN '${severity}' THEN ${rank}`).join(' ')} ELSE 9 END, f.rule, c.key, i.key, f.missing, f.sentence`;

const textList = z.array(z.string());
const spotList = z.array(z.object({ importId: z.int(), line: z.int(), note: z.string() }));

interface Where {
  readonly sql: string;
  readonly params: readonly unknown[];
}

/** The condition of a filter; `aside` names parts that are left out of it. */
function conditions(
  db: Database.Database,
  filter: FindingsFilter,
  aside: readonly (keyof FindingsFilter)[] = [],
): Where {
  const given = <Part extends keyof FindingsFilter>(part: Part): FindingsFilter[Part] | undefined =>
    aside.includes(part) ? undefined : filter[part];
  const parts = ['1'];
  const params: unknown[] = [];
  const add = (sql: string, ...values: readonly unknown[]): void => {
    parts.push(sql);
    params.push(...values);
  };
  const anyOf = (column: string, values: readonly string[] | undefined): void => {
    if (values !== undefined && values.length > 0) add(`${column} IN (${values.map(() => '?').join(', ')})`, ...values);
  };
  if (!aside.includes('outcome')) add('f.outcome = ?', filter.outcome ?? 'finding');
  // What is suppressed counts nowhere, and is shown when it is asked for.
  add(filter.suppressed === true ? 'f.suppression IS NOT NULL' : 'f.suppression IS NULL');
  anyOf('f.severity', given('severities'));
  anyOf('f.rule', given('rules'));
  anyOf('c.platform', given('platforms'));
  const [tenants, owner, control, missing] = [given('tenants'), given('owner'), given('control'), given('missing')];
  if (tenants !== undefined && tenants.length > 0)
    add(
      `iif(f.item IS NULL, EXISTS (SELECT 1 FROM json_each(c.tenants) t WHERE t.value IN (SELECT value FROM json_each(?))), i.tenant IN (SELECT value FROM json_each(?)))`,
      JSON.stringify(tenants),
      JSON.stringify(tenants),
    );
  if (owner === NO_OWNER) add(`NOT EXISTS (${BUSINESS})`);
  else if (owner !== undefined) add(`EXISTS (${BUSINESS} AND p.key = ?)`, owner);
  if (control !== undefined)
    add(
      'f.rule IN (SELECT value FROM json_each(?))',
      JSON.stringify(rules.filter((rule) => controlIds(rule.controls).includes(control)).map((rule) => rule.id)),
    );
  if (missing !== undefined)
    add(
      'f.missing IN (SELECT value FROM json_each(?))',
      JSON.stringify(missingTexts(db).filter((text) => evidenceNamed(text) === missing)),
    );
  const text = given('text')?.trim();
  if (text) {
    const wanted = text.toLowerCase();
    const titled = rules.filter((rule) => `${rule.id} ${rule.title}`.toLowerCase().includes(wanted));
    const pattern = likePattern(text);
    add(
      `(c.name LIKE ? ESCAPE '\\' OR f.sentence LIKE ? ESCAPE '\\' OR f.missing LIKE ? ESCAPE '\\' OR f.rule IN (SELECT value FROM json_each(?)))`,
      pattern,
      pattern,
      pattern,
      JSON.stringify(titled.map((rule) => rule.id)),
    );
  }
  return { sql: parts.join(' AND '), params };
}

function missingTexts(db: Database.Database): string[] {
  return prepared<[], { missing: string }>(
    db,
    `SELECT DISTINCT missing FROM finding WHERE outcome = 'undeterminable' AND missing IS NOT NULL`,
  )
    .all()
    .map((row) => row.missing);
}

/**
 * One page of judgements, worst first, with the number of all that match. What a rule recommends is left out where the
 * viewer has still to judge for themselves.
 */
export function judgementPage(
  db: Database.Database,
  filter: FindingsFilter,
  viewer: Viewer,
  offset: number,
  limit: number,
): { total: number; rows: Judgement[] } {
  const where = conditions(db, filter);
  const total =
    db.prepare<unknown[], { n: number }>(`SELECT count(*) AS n ${FROM} WHERE ${where.sql}`).get(...where.params)?.n ??
    0;
  // Only the ids are sorted: the rows themselves carry long texts.
  const rows = db
    .prepare<unknown[], JudgementRow>(
      `SELECT f.id, f.rule, f.outcome, f.severity, f.sentence, f.missing, f.evidence, f.suppression, c.key AS connector_key, c.name AS connector_name,
            c.name_warning, c.platform, c.tenants AS connector_tenants, i.key AS item_key, i.tenant, i.kind
     FROM (SELECT f.id, row_number() OVER (ORDER BY ${ORDER}) AS position ${FROM} WHERE ${where.sql} ORDER BY position LIMIT ? OFFSET ?) page
     JOIN finding f ON f.id = page.id JOIN connector c ON c.id = f.connector LEFT JOIN item i ON i.id = f.item ORDER BY page.position`,
    )
    .all(...where.params, limit, offset);
  const fileName = prepared<[number], { file_name: string }>(db, 'SELECT file_name FROM import WHERE id = ?');
  const covered = coveredAdvice(db, viewer, new Set(rows.map((row) => row.connector_key)));
  return {
    total,
    rows: rows.map((row) => {
      const rule = ruleById(row.rule);
      const about = { connectorId: row.connector_key, itemId: row.item_key };
      return withoutAdvice(covered, {
        id: row.id,
        rule: row.rule,
        title: rule?.title ?? row.rule,
        outcome: outcomeSchema.parse(row.outcome),
        severity: severitySchema.nullable().parse(row.severity),
        sentence: row.sentence,
        missing: row.missing,
        ...about,
        connectorName: row.connector_name,
        nameWarning: row.name_warning,
        platform: platformSchema.parse(row.platform),
        tenants: row.tenant === null ? textList.parse(JSON.parse(row.connector_tenants)) : [row.tenant],
        kind: grantKindSchema.nullable().parse(row.kind),
        recommendation: rule?.recommendation ?? null,
        recommendedAction: rule?.recommendedAction ?? '',
        controls: rule === undefined ? [] : controlIds(rule.controls),
        evidence: spotList
          .parse(JSON.parse(row.evidence))
          .map((spot) => ({ ...spot, file: fileName.get(spot.importId)?.file_name ?? '' })),
        suppressed: suppressionMark(db, row.suppression),
        isAdviceCovered: isAdviceCovered(covered, about),
      });
    }),
  };
}

interface CountRow {
  readonly key: string | null;
  readonly label: string | null;
  readonly outcome: string;
  readonly n: number;
}

interface Dimension {
  readonly part: keyof FindingsFilter;
  readonly join: string;
  readonly key: string;
  readonly label: string;
}

/** A closed map: no identifier comes from the wire. */
const DIMENSIONS: Readonly<Record<FindingGroupBy, Dimension>> = {
  severity: { part: 'severities', join: '', key: 'f.severity', label: 'NULL' },
  rule: { part: 'rules', join: '', key: 'f.rule', label: 'NULL' },
  platform: { part: 'platforms', join: '', key: 'c.platform', label: 'NULL' },
  tenant: {
    part: 'tenants',
    join: 'JOIN json_each(iif(f.item IS NULL, c.tenants, json_array(i.tenant))) t',
    key: 't.value',
    label: 'NULL',
  },
  owner: {
    part: 'owner',
    join: `LEFT JOIN owner o ON o.connector = f.connector AND o.role = 'business' LEFT JOIN principal p ON p.id = o.principal`,
    key: `coalesce(p.key, '${NO_OWNER}')`,
    label: 'coalesce(p.name, p.email, p.key)',
  },
};

/** The four outcomes per group of a dimension; see the contract for what is left aside. */
export function judgementGroups(db: Database.Database, by: FindingGroupBy, filter: FindingsFilter): FindingGroup[] {
  const dimension = DIMENSIONS[by];
  const where = conditions(db, filter, [dimension.part, 'outcome']);
  const counts = db
    .prepare<unknown[], CountRow>(
      `SELECT ${dimension.key} AS key, max(${dimension.label}) AS label, f.outcome, count(*) AS n ${FROM} ${dimension.join} WHERE ${where.sql} GROUP BY 1, f.outcome`,
    )
    .all(...where.params);
  const groups = [...Map.groupBy(counts, (row) => row.key)].flatMap(([key, rows]) =>
    key === null ? [] : [{ key, label: labelOf(by, key, rows[0]?.label ?? null), ...outcomesOf(rows) }],
  );
  if (by === 'rule') {
    const found = new Map(groups.map((group) => [group.key, group]));
    return rules.map((rule) => found.get(rule.id) ?? { key: rule.id, label: rule.title, ...outcomesOf([]) });
  }
  if (by === 'severity') return SEVERITIES.flatMap((severity) => groups.filter((group) => group.key === severity));
  return groups.toSorted(
    (a, b) =>
      b.findings - a.findings ||
      b.undeterminable - a.undeterminable ||
      compare(a.label, b.label) ||
      compare(a.key, b.key),
  );
}

function labelOf(by: FindingGroupBy, key: string, label: string | null): string {
  if (by === 'rule') return ruleById(key)?.title ?? key;
  if (by === 'platform') return PLATFORM_LABELS[platformSchema.parse(key)];
  return by === 'owner' && key === NO_OWNER ? 'No business owner on record' : (label ?? key);
}

function outcomesOf(
  rows: readonly { readonly outcome: string; readonly n: number }[],
): Pick<FindingGroup, 'findings' | 'clear' | 'undeterminable' | 'notApplicable'> {
  const of = (outcome: Outcome): number => rows.reduce((sum, row) => (row.outcome === outcome ? sum + row.n : sum), 0);
  return {
    findings: of('finding'),
    clear: of('clear'),
    undeterminable: of('undeterminable'),
    notApplicable: of('not-applicable'),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** Outcomes per control; a judgement counts for every control of its rule. */
export function judgementControls(db: Database.Database): ControlGroups {
  const counts = Map.groupBy(
    prepared<[], { rule: string; outcome: string; n: number }>(
      db,
      'SELECT rule, outcome, count(*) AS n FROM finding WHERE suppression IS NULL GROUP BY rule, outcome',
    ).all(),
    (row) => row.rule,
  );
  return STANDARDS.map(({ key, label, prefix }) => {
    const carried = rules.flatMap((rule) => rule.controls[key] ?? []);
    const ids = [...new Set([...(key === 'owasp' ? NHI_LIMITS.keys() : []), ...carried])].toSorted((a, b) =>
      a.localeCompare(b, 'en', { numeric: true }),
    );
    return {
      standard: label,
      controls: ids.map((id) => {
        const touching = rules.filter((rule) => rule.controls[key]?.includes(id)).map((rule) => rule.id);
        return {
          control: prefix + id,
          id,
          rules: touching,
          ...outcomesOf(touching.flatMap((rule) => counts.get(rule) ?? [])),
          limit: key === 'owasp' ? (NHI_LIMITS.get(id) ?? null) : null,
        };
      }),
    };
  }).filter((standard) => standard.controls.length > 0);
}

const EXAMPLES = 3;

interface MissingRow {
  readonly missing: string;
  readonly rule: string;
  readonly connector: number;
  readonly n: number;
}

/** Which evidence would let how many judgements be made that cannot be made now, most first. */
export function missingEvidence(
  db: Database.Database,
  filter: FindingsFilter,
): { judgements: number; evidence: MissingEvidence[] } {
  const where = conditions(db, { ...filter, outcome: 'undeterminable' }, ['missing', 'severities']);
  const rows = db
    .prepare<unknown[], MissingRow>(
      `SELECT coalesce(f.missing, '') AS missing, f.rule, f.connector, count(*) AS n ${FROM} WHERE ${where.sql} GROUP BY 1, 2, 3`,
    )
    .all(...where.params);
  const sum = (list: readonly MissingRow[]): number => list.reduce((total, row) => total + row.n, 0);
  const evidence = [...Map.groupBy(rows, (row) => evidenceNamed(row.missing))].map(
    ([named, list]): MissingEvidence => ({
      evidence: named,
      judgements: sum(list),
      connectors: new Set(list.map((row) => row.connector)).size,
      rules: [...new Set(list.map((row) => row.rule))].toSorted(),
      examples: [...Map.groupBy(list, (row) => row.missing)]
        .map(([text, of]) => ({ text, judgements: sum(of) }))
        .toSorted((a, b) => b.judgements - a.judgements || compare(a.text, b.text))
        .slice(0, EXAMPLES),
    }),
  );
  return {
    judgements: sum(rows),
    evidence: evidence.toSorted((a, b) => b.judgements - a.judgements || compare(a.evidence, b.evidence)),
  };
}
