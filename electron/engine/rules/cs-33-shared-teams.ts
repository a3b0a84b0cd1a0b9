import type Database from 'better-sqlite3';
import { createSpreads, type Spread } from './departments.ts';
import { createGrantSpots } from './evidence.ts';
import { itemsByConnector, readItems, type RuleItem } from './items.ts';
import { readLogs, windowText, type Logs } from './logs.ts';
import { hasOwnerRegister, isActiveStatus } from './ownership.ts';
import { type Owner, readOwners } from './owners.ts';
import { defineRule, type RuleContext, type Verdict } from './rule.ts';
import { readAttributes } from './stated-attributes.ts';
import { counted, dateText, listed, percentText } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

/**
 * Per connector: several departments of the register of people share it, and its business owners are of one of them at
 * most. Successful calls for people are counted; where none is recorded, the people who hold a grant of their own. People
 * without a department stay in the whole from which shares are taken. One credential used by systems of two owners is not
 * judged: no export tells whose system presented it.
 */
export default defineRule({
  id: 'CS-33',
  title: 'Shared across teams',
  controls: {
    owasp: ['NHI9:2025'],
    csf: ['GV.RR-02', 'PR.AA-05'],
    cis: ['5.5'],
    iso: ['A.5.16'],
    nist: ['AC-2', 'AC-5'],
    pci: ['7.2.5'],
    soc2: ['CC6.3'],
  },
  recommendation: 'conditional',
  recommendedAction:
    'Give each team a connector of its own, or name one accountable owner for all of them and set a condition.',
  *evaluate(context) {
    const spreadOf = createSpreads(context);
    const missing = missingRegister(context.db);
    const sources: Sources = {
      logs: context.read(readLogs),
      owners: readActiveOwners(context),
      isService: createServices(context),
      spots: context.read(createGrantSpots),
    };
    for (const items of itemsByConnector(context.read(readItems))) {
      const subject = { connector: items[0].connector, item: null };
      const spread = spreadOf(subject.connector);
      if (spread === null) yield withoutPeople(items);
      else if (missing !== null) yield undeterminable(subject, missing);
      else yield judge(context, sources, items, spread);
    }
  },
});

interface Sources {
  readonly logs: Logs;
  /** Business owners by connector; null when no register of owners was imported. */
  readonly owners: ReadonlyMap<number, readonly Owner[]> | null;
  readonly isService: (connector: number) => boolean;
  readonly spots: (item: RuleItem) => Required<Verdict>['evidence'];
}

/** Application permissions act for nobody; a consent for everybody shows its people only in a log. */
function withoutPeople(items: readonly [RuleItem, ...RuleItem[]]): Verdict {
  const subject = { connector: items[0].connector, item: null };
  const wide = items.find((item) => item.kind === 'delegated-tenant');
  return wide === undefined
    ? notApplicable(subject)
    : undeterminable(
        subject,
        `Who uses ${wide.name}: everybody in tenant ${wide.tenant} may, and no imported log shows a call for a person.`,
      );
}

function judge(
  { asOf, policy }: RuleContext,
  { logs, owners, isService, spots }: Sources,
  items: readonly [RuleItem, ...RuleItem[]],
  spread: Spread,
): Verdict {
  const [connector] = items;
  const subject = { connector: connector.connector, item: null };
  if (isService(subject.connector)) return clear(subject);
  const sharing = [...spread.byDepartment]
    .filter(([department, sum]) => department !== '' && sum >= spread.total * policy.teamShare)
    .toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  if (sharing.length < policy.teamMinimum) {
    const unplaced = spread.byDepartment.get('') ?? 0;
    return unplaced >= spread.total * policy.teamShare
      ? undeterminable(
          subject,
          `The departments of the people of ${connector.name}: the register of people gives none for ${percentText(unplaced / spread.total)} of its ${spread.basis}.`,
        )
      : clear(subject);
  }
  if (owners === null) return undeterminable(subject, 'A register of owners: none was imported.');
  const own = owners.get(subject.connector) ?? [];
  const named = new Set(own.map((owner) => owner.department));
  const covered = sharing.filter(([department]) => named.has(department));
  if (covered.length > 1) return clear(subject);
  const isHigh = Math.max(...items.map((item) => item.tierRank)) >= 3 && own.length <= 1;
  const shares = sharing.map(([department, sum]) => `${department} ${percentText(sum / spread.total)}`);
  return finding(subject, {
    severity: isHigh ? 'high' : 'medium',
    sentence:
      `${connector.name} is shared by ${counted(sharing.length, 'department', 'departments')} (${listed(shares)} of ` +
      `${basisText(spread, logs, connector, dateText(asOf))}), and ${ownerText(
        own,
        covered.map(([department]) => department),
      )}.`,
    evidence: spots(items.find((item) => item.kind === 'delegated-user') ?? connector),
  });
}

function basisText(spread: Spread, logs: Logs, { platform, tenant }: RuleItem, asOf: string): string {
  if (spread.basis === 'holders')
    return `the ${counted(spread.people, 'person', 'people')} who hold a grant on ${asOf}`;
  const log = logs.best(platform, tenant, 'operations');
  const source = log === null ? 'the imported logs' : windowText(log);
  return `${counted(spread.total, 'call', 'calls')} for ${counted(spread.people, 'person', 'people')} in ${source}`;
}

function ownerText(owners: readonly Owner[], covered: readonly string[]): string {
  if (owners.length === 0) return 'the register of owners names no active business owner for it';
  const names = listed(
    owners.map(({ name, department }) => `${name}, ${department === '' ? 'no department stated' : department}`),
    3,
  );
  return `its business ${owners.length === 1 ? 'owner is' : 'owners are'} of ${covered.length === 0 ? 'none' : 'one'} of them (${names})`;
}

function missingRegister(db: Database.Database): string | null {
  const row = db
    .prepare<[], { people: number; placed: number }>(
      `SELECT count(*) AS people, count(nullif(trim(department), '')) AS placed FROM principal WHERE in_register = 1`,
    )
    .get();
  if (row === undefined || row.people === 0)
    return 'A register of people: none was imported, so use cannot be told by department.';
  return row.placed === 0 ? 'A register of people with a column of departments: the imported one names none.' : null;
}

/** Active business owners; null when nothing says who owns what. */
function readActiveOwners(context: RuleContext): ReadonlyMap<number, readonly Owner[]> | null {
  const owners = context.read(readOwners);
  if (owners.size === 0 && !hasOwnerRegister(context.db)) return null;
  return new Map(
    [...owners].map(([connector, own]) => [
      connector,
      own.filter((owner) => owner.inRegister && isActiveStatus(owner.status)),
    ]),
  );
}

/** Tells whether a service of the whole company is one: an active person of the register must answer for it. */
function createServices(context: RuleContext): (connector: number) => boolean {
  const attributeOf = context.read(readAttributes);
  const find = context.db.prepare<[string, string], { status: string | null }>(
    'SELECT status FROM principal WHERE in_register = 1 AND (email = ? OR lower(name) = ?)',
  );
  return (connector) => {
    const name = attributeOf(connector, 'enterprise-service')?.value.trim().toLowerCase() ?? '';
    return name !== '' && find.all(name, name).some((row) => isActiveStatus(row.status));
  };
}
