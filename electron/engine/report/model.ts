import type Database from 'better-sqlite3';
import type { BaselineState, CarriedRow, ItemDelta } from '../../../shared/contract/baseline.ts';
import type { EvidenceCheck, LedgerGroup } from '../../../shared/contract/evidence.ts';
import type { Finding, ScopeUsage } from '../../../shared/contract/connectors.ts';
import type { Suppression } from '../../../shared/contract/policy.ts';
import type { ImportSummary } from '../../../shared/contract/jobs.ts';
import { FULL_REPORT, type ReportOptions } from '../../../shared/contract/report.ts';
import type { RemedyAction } from '../../../shared/contract/remediation.ts';
import type { DecisionRecord, ReviewProgress } from '../../../shared/contract/review.ts';
import { itemStatusSchema } from '../../../shared/contract/item-states.ts';
import type { CaseDetails } from '../../../shared/contract/workspace.ts';
import { type ItemProgress, progressOf } from '../../../shared/domain/item-progress.ts';
import {
  gradeSchema,
  type Grade,
  type GrantKind,
  grantKindSchema,
  type Platform,
  platformSchema,
  type Tier,
  tierSchema,
} from '../../../shared/domain/vocabulary.ts';
import { readCurrentItems } from '../baseline/current-items.ts';
import type { ItemFacts } from '../baseline/facts.ts';
import type { Catalog } from '../catalog/types.ts';
import { baselineState, carriedPage, deltaAgainst, heldBaselines } from '../db/queries/baseline.ts';
import { connectorDetail } from '../db/queries/connector.ts';
import { WHOLE_CASE } from '../review/viewer.ts';
import { evidenceChecks } from '../db/queries/coverage.ts';
import { findingsOf, listFindings, ruleTotals, type RuleTotals } from '../db/queries/findings.ts';
import { iso, listImports } from '../db/queries/imports.ts';
import { populationLedger } from '../db/queries/ledger.ts';
import { remedyActions } from '../db/queries/remediation.ts';
import { reviewProgress } from '../db/queries/progress.ts';
import { decisionInForce } from '../db/queries/review.ts';
import { suppressionsByFinding } from '../db/queries/suppressions.ts';
import { prepared } from '../db/prepared.ts';
import { certificateLines, hasNarrowerScopes } from '../db/queries/reduction.ts';
import { itemScopes } from '../db/queries/usage.ts';
import { caseAsOf } from '../derive/as-of.ts';
import { clockReasons } from '../review/clock.ts';
import { journalHead } from '../review/journal.ts';
import { standingFacts } from '../review/quality/standing-facts.ts';
import { type ReviewQuality, reviewQuality } from '../review/quality/statement.ts';
import { type Policy, policyDigest } from '../rules/policy.ts';
import { ruleById, rulePackDigest } from '../rules/index.ts';
import type { Controls } from '../rules/rule.ts';
import { platformsWithoutLog, readWindows, type ReportWindow } from './windows.ts';
import { conclude, type Conclusion } from './conclusion.ts';
import { limitedTo, loweredConclusion } from './options.ts';
import { readReviewRecord, type ReviewRecord } from './review-record.ts';
import { drawAuditSample, type Sample } from './sample.ts';

/** A finding that is set aside until a date, with who said so and why. */
export interface SuppressedFinding {
  readonly finding: Finding;
  readonly suppression: Pick<Suppression, 'name' | 'until' | 'reason' | 'by' | 'at'>;
}

export interface ReportItem {
  readonly itemId: string;
  readonly connectorId: string;
  readonly name: string;
  readonly nameWarning: string | null;
  readonly publisher: string | null;
  readonly publisherVerified: boolean | null;
  readonly platform: Platform;
  readonly tenant: string;
  readonly kind: GrantKind;
  readonly grants: number;
  readonly people: number;
  readonly tier: Tier;
  readonly lastUse: { readonly at: string | null; readonly grade: Grade };
  readonly purpose: string | null;
  readonly purposeCode: string | null;
  readonly owners: readonly string[];
  readonly scopes: readonly ScopeUsage[];
  /** The minimal scope set with the line that proves each part; sign-in and persistence scopes are left out. */
  /** Whether the evidence supports a narrower set of scopes. */
  readonly hasNarrower: boolean;
  readonly certificate: readonly { readonly scope: string; readonly statement: string }[];
  /** Without those that are suppressed. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly undeterminable: readonly { readonly rule: string; readonly missing: string }[];
  /** How far its review is; what stays open may have a decision in force. */
  readonly progress: ItemProgress;
  readonly decision: DecisionRecord | null;
  /** What the next review needs to compare itself with this one: see `ItemFacts`. */
  readonly ids: ItemFacts['ids'];
  readonly businessOwners: ItemFacts['owners'];
  readonly calls: ItemFacts['calls'];
  /** What changed since the baseline; null without one. */
  readonly since: Pick<ItemDelta, 'kind' | 'since' | 'lines'> | null;
}

/** The last signed review this one is compared with. */
export interface ReportBaseline {
  readonly state: BaselineState & { readonly current: NonNullable<BaselineState['current']> };
  /** One row for each of its items. */
  readonly carried: readonly CarriedRow[];
}

/** A rule with its outcomes and the controls it touches. */
export type ReportRule = RuleTotals & { readonly controls: Controls };

/** Everything the report may say: one read of the case into plain data. Sections and the bundle's files only read this. */
export interface ReportModel {
  readonly details: CaseDetails;
  readonly reportId: string;
  readonly createdAt: string;
  readonly asOf: string | null;
  readonly isSample: boolean;
  readonly imports: readonly ImportSummary[];
  /** From records to the population, per platform and tenant. */
  readonly ledger: readonly LedgerGroup[];
  /** What the evidence checks say. */
  readonly checks: readonly EvidenceCheck[];
  readonly totals: {
    readonly connectors: number;
    readonly items: number;
    readonly grants: number;
    readonly events: number;
    readonly people: number;
  };
  readonly ghosts: readonly {
    readonly name: string;
    readonly nativeId: string;
    readonly platform: Platform;
    readonly lastUse: string | null;
  }[];
  readonly windows: readonly ReportWindow[];
  readonly items: readonly ReportItem[];
  /** Every finding that counts, once, also those about a connector as a whole. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Decisions that need work, those on items that are gone included; overdue by the as-of time of the case. */
  readonly remedies: readonly RemedyAction[];
  readonly rules: readonly ReportRule[];
  readonly policy: Policy;
  readonly digests: {
    /** Of the values of the policy. */
    readonly policy: string;
    readonly catalog: string;
    readonly catalogVersion: string;
    readonly catalogAsOf: string;
    readonly rulePack: string;
  };
  readonly journal: { readonly head: string; readonly count: number };
  /** Null: nothing is compared with an earlier review. */
  readonly baseline: ReportBaseline | null;
  readonly undecided: number;
  /** Of the undecided ones, those with an answer on record. */
  readonly answered: number;
  /** The campaign's population when there is one, else all items. */
  readonly review: Pick<ReviewProgress, 'total' | 'decided'>;
  /** How the review was done. */
  readonly quality: ReviewQuality;
  readonly conclusion: Conclusion;
  /** Who reviewed, by which plan, and what the case recorded of it. */
  readonly record: ReviewRecord;
  /** What whoever makes the report chose. */
  readonly options: ReportOptions;
  /** Null where nobody asked for one. */
  readonly sample: Sample | null;
  /** Digest of the data files; present while the report is being signed. */
  readonly contentDigest?: string;
  /** Present while the report is being signed; a draft has none. */
  readonly signature?: {
    readonly name: string;
    readonly fingerprint: string;
    readonly meaning: string;
    readonly kind: 'prepared' | 'reviewed' | 'approved';
    readonly at: string;
  };
}

interface ItemRow {
  readonly id: number;
  readonly key: string;
  readonly connector: number;
  readonly connector_key: string;
  readonly tenant: string;
  readonly kind: string;
  readonly platform: string;
  readonly grants: number;
  readonly people: number;
  readonly tier: number | null;
  readonly last_use: number | null;
  readonly last_use_grade: string;
  readonly status: string;
}

export interface ModelInput {
  readonly db: Database.Database;
  readonly catalog: Catalog;
  readonly policy: Policy;
  readonly details: CaseDetails;
  readonly isSample: boolean;
  readonly now: number;
  readonly reportId: string;
  readonly options?: ReportOptions;
}

/** Reads the case in one snapshot. Throws `invalid-request` for options that the case does not allow. */
export function readReportModel(input: ModelInput): ReportModel {
  const { options = FULL_REPORT } = input;
  const whole = readWhole(input);
  const model = limitedTo(
    { ...whole, options, sample: null, conclusion: loweredConclusion(whole.conclusion, options.lowered) },
    options,
  );
  const undecided = model.items.filter((item) => item.progress !== 'decided').length;
  const answered = model.items.filter((item) => item.progress === 'answered').length;
  const sample = options.sample === null ? null : drawAuditSample(model.items, options.sample);
  return { ...model, undecided, answered, sample };
}

type WholeModel = Omit<ReportModel, 'options' | 'sample'>;

function readWhole({ db, catalog, policy, details, isSample, now, reportId }: ModelInput): WholeModel {
  return db.transaction((): WholeModel => {
    const suppressions = suppressionsByFinding(db);
    const compared = new Map(readCurrentItems(db).map((item) => [item.key, item]));
    const [held] = heldBaselines(db);
    const sinceOf = (row: ItemRow): ReportItem['since'] => {
      if (held === undefined) return null;
      const { kind, since, lines } = deltaAgainst(db, held, row.id, row.key);
      return { kind, since, lines };
    };
    const items = db
      .prepare<[], ItemRow>(
        `SELECT item.*, connector.key AS connector_key, connector.platform, s.status
         FROM item JOIN connector ON connector.id = item.connector JOIN review_state AS s ON s.item = item.id
         ORDER BY item.risk DESC, item.key`,
      )
      .all()
      .map((row) => toItem(db, row, suppressions, compared.get(row.key), sinceOf(row)));
    const count = (sql: string): number => db.prepare<[], { n: number }>(sql).get()?.n ?? 0;
    const imports = listImports(db);
    const windows = readWindows(db);
    const checks = evidenceChecks(db);
    const undecided = items.filter((item) => item.progress !== 'decided').length;
    const answered = items.filter((item) => item.progress === 'answered').length;
    const asOf = caseAsOf(db);
    const quality = reviewQuality(db);
    const ghosts = db
      .prepare<[], { name: string; native_id: string; platform: string; last_use: number | null }>(
        'SELECT name, native_id, platform, last_use FROM connector WHERE in_population = 0 AND is_resource_only = 0 ORDER BY key',
      )
      .all()
      .map((row) => ({
        name: row.name,
        nativeId: row.native_id,
        platform: platformSchema.parse(row.platform),
        lastUse: iso(row.last_use),
      }));
    const rules = ruleTotals(db).map((totals) => ({
      ...totals,
      controls: ruleById(totals.rule)?.controls ?? NO_CONTROLS,
    }));
    return {
      details,
      reportId,
      createdAt: iso(now),
      asOf: asOf === 0 ? null : iso(asOf),
      isSample,
      imports,
      ledger: populationLedger(db),
      checks,
      totals: {
        connectors: count('SELECT count(*) AS n FROM connector WHERE in_population = 1'),
        items: items.length,
        grants: count('SELECT count(*) AS n FROM consent_grant'),
        events: count(`SELECT coalesce(sum(events), 0) AS n FROM import WHERE status = 'complete'`),
        people: count('SELECT count(DISTINCT principal) AS n FROM consent_grant WHERE principal <> 0'),
      },
      ghosts,
      windows,
      items,
      ...split(listFindings(db), suppressions),
      remedies: remedyActions(db, policy, asOf),
      rules,
      policy,
      digests: {
        catalog: catalog.digest,
        catalogVersion: catalog.version,
        catalogAsOf: catalog.asOf,
        policy: policyDigest(policy),
        rulePack: rulePackDigest(policy),
      },
      journal: journalHead(db),
      baseline: readReportBaseline(db),
      undecided,
      answered,
      review: reviewProgress(db),
      quality,
      record: readReviewRecord(db, quality.acts),
      conclusion: conclude({
        imports,
        items: items.length,
        undecided,
        answered,
        ghosts: ghosts.length,
        windows,
        withoutLog: platformsWithoutLog(items, windows),
        rules,
        checks,
        clock: clockReasons(db),
        review: { ...standingFacts(db), quality: quality.whole.verdict },
      }),
    };
  })();
}

const NO_CONTROLS: Controls = { owasp: [], csf: [], cis: [], iso: [] };

/** Findings that count, and those that are set aside. */
function split(
  findings: readonly Finding[],
  suppressions: ReadonlyMap<number, Suppression>,
): Pick<ReportModel, 'findings' | 'suppressed'> {
  return {
    findings: findings.filter((finding) => !suppressions.has(finding.id)),
    suppressed: findings.flatMap((finding) => {
      const suppression = suppressions.get(finding.id);
      return suppression === undefined ? [] : [{ finding, suppression }];
    }),
  };
}

function toItem(
  db: Database.Database,
  row: ItemRow,
  suppressions: ReadonlyMap<number, Suppression>,
  compared: ItemFacts | undefined,
  since: ReportItem['since'],
): ReportItem {
  const detail = connectorDetail(db, row.connector_key, WHOLE_CASE);
  const missing = prepared<[number, number], { rule: string; missing: string }>(
    db,
    `SELECT DISTINCT rule, coalesce(missing, 'evidence is missing') AS missing FROM finding WHERE connector = ? AND (item IS NULL OR item = ?) AND outcome = 'undeterminable' ORDER BY rule`,
  );
  const code = prepared<[number], { value: string }>(
    db,
    `SELECT value FROM app_attribute WHERE connector = ? AND field = 'purpose-code'`,
  );
  return {
    itemId: row.key,
    connectorId: row.connector_key,
    name: detail.name,
    nameWarning: detail.nameWarning,
    publisher: detail.publisher,
    publisherVerified: detail.publisherVerified,
    platform: detail.platform,
    tenant: row.tenant,
    kind: grantKindSchema.parse(row.kind),
    grants: row.grants,
    people: row.people,
    tier: tierSchema.parse(row.tier),
    lastUse: { at: iso(row.last_use), grade: gradeSchema.parse(row.last_use_grade) },
    purpose: detail.purpose,
    purposeCode: code.get(row.connector)?.value ?? null,
    owners: detail.owners
      .filter((owner) => owner.role === 'business')
      .map((owner) => `${owner.name} (${owner.status})`),
    scopes: itemScopes(db, row.id),
    hasNarrower: hasNarrowerScopes(db, row.id),
    certificate: certificateLines(db, row.id),
    ...split(findingsOf(db, row.connector, row.id), suppressions),
    undeterminable: missing.all(row.connector, row.id),
    progress: progressOf(itemStatusSchema.parse(row.status)),
    decision: decisionInForce(db, row.id),
    ids: compared?.ids ?? [],
    businessOwners: compared?.owners ?? null,
    calls: compared?.calls ?? null,
    since,
  };
}

const MOST_CARRIED = 1_000_000;

function readReportBaseline(db: Database.Database): ReportBaseline | null {
  const state = baselineState(db);
  const { current } = state;
  if (current === null) return null;
  return { state: { ...state, current }, carried: carriedPage(db, null, 0, MOST_CARRIED).rows };
}
