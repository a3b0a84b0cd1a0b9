import type Database from 'better-sqlite3';
import type { CoverageLog, evidenceContract } from '../../../../shared/contract/evidence.ts';
import { gradeSchema, outcomeSchema, platformSchema } from '../../../../shared/domain/vocabulary.ts';
import { checks } from '../../checks/index.ts';
import { isoDay } from '../../derive/usage.ts';
import type { z } from 'zod';

/** Three years, day by day, is as much as a calendar shows. */
const MOST_DAYS = 1100;

interface WindowRow {
  readonly platform: string;
  readonly tenant: string;
  readonly log: string;
  readonly label: string;
  readonly grade: string;
  readonly from_day: number;
  readonly to_day: number;
  readonly covered_days: number;
}

/** Each log of each tenant with the number of records of every day of its span. */
export function coverageCalendar(db: Database.Database): CoverageLog[] {
  const days = db.prepare<[string, string], { day: number; events: number }>(
    `SELECT day, sum(log_day.events) AS events FROM log_day JOIN import ON import.id = import_id
     WHERE status = 'complete' AND tenant = ? AND log = ? GROUP BY day`,
  );
  const said = db.prepare<
    [string, string],
    { retention: string | null; latency: number | null; is_lower_bound: number | null }
  >(
    `SELECT max(log_retention) AS retention, max(log_latency_hours) AS latency, max(log_is_lower_bound) AS is_lower_bound
     FROM import WHERE status = 'complete' AND tenant = ? AND log = ?`,
  );
  return db
    .prepare<[], WindowRow>('SELECT * FROM log_window ORDER BY platform, tenant, log')
    .all()
    .map((row) => {
      const counts = new Map(days.all(row.tenant, row.log).map(({ day, events }) => [day, events]));
      const first = Math.max(row.from_day, row.to_day - MOST_DAYS + 1);
      const known = said.get(row.tenant, row.log);
      return {
        platform: platformSchema.parse(row.platform),
        tenant: row.tenant,
        log: row.log,
        label: row.label,
        grade: gradeSchema.parse(row.grade),
        from: isoDay(row.from_day),
        to: isoDay(row.to_day),
        coveredDays: row.covered_days,
        missingDays: row.to_day - row.from_day + 1 - row.covered_days,
        retention: known?.retention ?? null,
        latencyHours: known?.latency ?? null,
        isLowerBound: known?.is_lower_bound === 1,
        days: Array.from({ length: row.to_day - first + 1 }, (_, index) => counts.get(first + index) ?? 0),
        firstDay: isoDay(first),
      };
    });
}

type CheckRow = z.output<(typeof evidenceContract)['evidence.checks']['result']>[number];

const ORDER = ['finding', 'undeterminable', 'clear', 'not-applicable'];

/** What the evidence checks say: findings first, each in the order of the checks. */
export function evidenceChecks(db: Database.Database): CheckRow[] {
  const titles = new Map(checks.map((check) => [check.id, check.title]));
  return db
    .prepare<
      [],
      {
        check: string;
        outcome: string;
        platform: string | null;
        tenant: string | null;
        import_id: number | null;
        file_name: string | null;
        connector_key: string | null;
        sentence: string;
        effect: string;
      }
    >(
      `SELECT c."check" AS "check", c.outcome, c.platform, c.tenant, c.import_id, import.file_name, connector.key AS connector_key, c.sentence, c.effect
       FROM evidence_check c LEFT JOIN import ON import.id = c.import_id LEFT JOIN connector ON connector.id = c.connector ORDER BY c."check", c.id`,
    )
    .all()
    .map((row) => ({
      check: row.check,
      title: titles.get(row.check) ?? row.check,
      outcome: outcomeSchema.parse(row.outcome),
      platform: row.platform === null ? null : platformSchema.parse(row.platform),
      tenant: row.tenant,
      importId: row.import_id,
      file: row.file_name,
      connectorId: row.connector_key,
      sentence: row.sentence,
      effect: row.effect,
    }))
    .toSorted((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
}

interface RegisterDeclaration {
  readonly id: string;
  readonly label: string;
  readonly disables: string;
  readonly columns: string;
}

/** The registers a review rests on, and what cannot be said without each. */
const REGISTERS: readonly RegisterDeclaration[] = [
  {
    id: 'people',
    label: 'People',
    disables:
      'Whether owners and holders of grants still work here, are disabled or have left; independence of reviewers.',
    columns: 'email, name, department, status, manager, left on',
  },
  {
    id: 'owners',
    label: 'Owners',
    disables: 'Who answers for an app: certifying needs a business owner.',
    columns: 'app id, owner, role (business or technical), since, purpose',
  },
  {
    id: 'vendors',
    label: 'Vendors',
    disables: 'Which apps belong to a vendor under contract, and who to ask when it is breached.',
    columns: 'vendor, apps, contact, contract until, assessed on, tier',
  },
  {
    id: 'environments',
    label: 'Environments and tenants',
    disables: 'Whether a grant reaches across test and production.',
    columns: 'tenant id, name, environment, domain',
  },
  {
    id: 'approvals',
    label: 'Approvals',
    disables: 'Whether a grant was approved before it was given, by whom, for which scopes and until when.',
    columns: 'app id, scopes, approver, approved on, until, ticket',
  },
  {
    id: 'prior-decisions',
    label: 'Decisions of earlier reviews',
    disables: 'What changed since the last certification; whether what was revoked is gone.',
    columns: 'app id, decision, decided by, decided on, scopes, reason',
  },
  {
    id: 'roles',
    label: 'Roles',
    disables: 'Whether whoever approved a grant was allowed to, and whether an account for emergencies was used.',
    columns: 'person, role, since, until, approver (yes or no), break glass (yes or no)',
  },
  {
    id: 'egress',
    label: 'Known egress addresses',
    disables: 'Whether calls come from the networks of the firm and its vendors or from elsewhere.',
    columns: 'address or range, name',
  },
  {
    id: 'token-policies',
    label: 'Token policies',
    disables: 'Whether a connector may renew its tokens for longer than the firm allows.',
    columns: 'tenant, platform, bounds (refresh token, session or access token), max days, policy',
  },
];

/** Which registers the case has. */
export function registerStates(db: Database.Database): z.output<(typeof evidenceContract)['registers.list']['result']> {
  return REGISTERS.map((register) => {
    const rows =
      register.id === 'people'
        ? 'SELECT import_id FROM principal_fact WHERE is_register = 1'
        : register.id === 'owners'
          ? 'SELECT import_id FROM owner_fact'
          : 'SELECT import_id FROM register_fact WHERE register = @register';
    const files = db
      .prepare<[{ register: string }], { file_name: string; entries: number }>(
        `SELECT file_name, count(*) AS entries FROM (${rows}) JOIN import ON import.id = import_id
         WHERE status = 'complete' GROUP BY import.id ORDER BY file_name, sha256`,
      )
      .all({ register: register.id });
    return {
      ...register,
      entries: files.reduce((sum, file) => sum + file.entries, 0),
      files: files.length,
      names: files.slice(0, NAMED_FILES).map((file) => file.file_name),
    };
  });
}

/** Files of a register that are named; more are only counted. */
const NAMED_FILES = 3;
