import type Database from 'better-sqlite3';
import { OUT_REASONS, type OutReason } from '../../../../shared/contract/campaign.ts';
import type { CampaignPlan } from '../../../../shared/contract/campaign-plan.ts';
import {
  type GrantKind,
  grantKindSchema,
  type Platform,
  platformSchema,
} from '../../../../shared/domain/vocabulary.ts';

/** What decides whether an item is in the scope of a plan, and who gets it. */
export interface ScopedItem {
  readonly platform: Platform;
  readonly tenant: string;
  readonly kind: GrantKind;
  /** Unrated counts as 3. */
  readonly tier: number;
  readonly isUnrated: boolean;
  readonly isExcluded: boolean;
  /** Whether it has a finding of one of the rules of the plan; true where the plan names none. */
  readonly hasFinding: boolean;
  /** Whom it stays with, by the plan's way of sharing; '' where items are shared in turn. */
  readonly group: string;
}

/** Items that are alike for the plan. */
export interface ScopedLot extends ScopedItem {
  readonly items: number;
}

/** The first reason why an item is out of the scope of a plan, or null when it is in. */
export function outReason({ scope }: Pick<CampaignPlan, 'scope'>, item: ScopedItem): OutReason | null {
  const misses: Readonly<Record<OutReason, boolean>> = {
    platform: scope.platforms.length > 0 && !scope.platforms.includes(item.platform),
    tenant: scope.tenants.length > 0 && !scope.tenants.includes(item.tenant),
    kind: scope.kinds.length > 0 && !scope.kinds.includes(item.kind),
    tier: item.tier < scope.lowestTier,
    finding: !item.hasFinding,
    excluded: item.isExcluded,
  };
  return OUT_REASONS.find((reason) => misses[reason]) ?? null;
}

const EXCLUDED = 'connector.key IN (SELECT value FROM json_each(@excluded))';
const HAS_FINDING = `(json_array_length(@rules) = 0 OR EXISTS (
  SELECT 1 FROM finding
  WHERE finding.item = item.id AND outcome = 'finding' AND suppression IS NULL AND rule IN (SELECT value FROM json_each(@rules)))
  OR EXISTS (
  SELECT 1 FROM finding
  WHERE finding.connector = item.connector AND finding.item IS NULL AND outcome = 'finding' AND suppression IS NULL
    AND rule IN (SELECT value FROM json_each(@rules))))`;

/** SQL for what `ScopedItem` holds of an item; the same for whole lots and for single items. */
export const SCOPE_COLUMNS = `connector.platform, item.tenant, item.kind, item.tier_rank AS tier, item.tier IS NULL AS is_unrated,
  ${EXCLUDED} AS is_excluded, ${HAS_FINDING} AS has_finding,
  CASE @share WHEN 'platform' THEN connector.platform WHEN 'department' THEN item.connector ELSE '' END AS "group"`;

export interface ScopeRow {
  readonly platform: string;
  readonly tenant: string;
  readonly kind: string;
  readonly tier: number;
  readonly is_unrated: number;
  readonly is_excluded: number;
  readonly has_finding: number;
  readonly group: string | number;
}

/** The parameters that `SCOPE_COLUMNS` needs. */
export function scopeParams(plan: CampaignPlan): Record<'excluded' | 'rules' | 'share', string> {
  return {
    excluded: JSON.stringify(plan.scope.excluded.map(({ connectorId }) => connectorId)),
    rules: JSON.stringify(plan.scope.rules),
    share: plan.reviewers.share,
  };
}

/** A row as rules of scope read it; `departments` by connector, where items are shared by department. */
export function toScoped(row: ScopeRow, departments: ReadonlyMap<number, string>): ScopedItem {
  return {
    platform: platformSchema.parse(row.platform),
    tenant: row.tenant,
    kind: grantKindSchema.parse(row.kind),
    tier: row.tier,
    isUnrated: row.is_unrated === 1,
    isExcluded: row.is_excluded === 1,
    hasFinding: row.has_finding === 1,
    group: typeof row.group === 'number' ? (departments.get(row.group) ?? '') : row.group,
  };
}

/** The review items of the case in lots, in an order that follows from what they are. */
export function readLots(db: Database.Database, plan: CampaignPlan): ScopedLot[] {
  const departments = departmentsFor(db, plan);
  return db
    .prepare<[Record<string, string>], ScopeRow & { readonly items: number }>(
      `SELECT ${SCOPE_COLUMNS}, count(*) AS items
       FROM item JOIN connector ON connector.id = item.connector
       GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
       ORDER BY item.tier_rank DESC, connector.platform, item.tenant, item.kind, 5, 6, 7`,
    )
    .all(scopeParams(plan))
    .map((row) => ({ ...toScoped(row, departments), items: row.items }));
}

/**
 * The department of most people who hold a grant of a connector, by the register of people; equal ones by name. Empty where
 * the plan does not share by department.
 */
export function departmentsFor(db: Database.Database, plan: CampaignPlan): ReadonlyMap<number, string> {
  if (plan.reviewers.share !== 'department') return new Map();
  const rows = db
    .prepare<[], { connector: number; department: string }>(
      `SELECT connector, department FROM (
         SELECT consent_grant.connector, trim(principal.department) AS department,
                row_number() OVER (PARTITION BY consent_grant.connector ORDER BY count(DISTINCT principal.id) DESC, trim(principal.department)) AS place
         FROM consent_grant CROSS JOIN principal ON principal.id = consent_grant.principal
         WHERE principal.in_register = 1 AND trim(coalesce(principal.department, '')) <> ''
         GROUP BY 1, 2)
       WHERE place = 1`,
    )
    .all();
  return new Map(rows.map((row) => [row.connector, row.department]));
}
