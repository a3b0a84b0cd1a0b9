import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { GrantKind, Origin, Platform, Tier, UsageStatus } from '../../../shared/domain/vocabulary.ts';
import type { RuleContext } from './rule.ts';
import { tierRank } from '../../../shared/domain/vocabulary.ts';

const textList = z.array(z.string());

/** A granted scope of an item and what the evidence says about it. */
export interface RuleScope {
  readonly scope: string;
  readonly tier: Tier;
  readonly isPassive: boolean;
  readonly status: UsageStatus;
  /** False: the catalog has no row for it. */
  readonly isKnown: boolean;
  /** Why the catalog rates it as it does, in the catalog's tokens (`escalation`, `imap`…). */
  readonly basis: readonly string[];
}

/** A review item with the facts of its connector that rules look at. Times are UTC milliseconds. */
export interface RuleItem {
  readonly item: number;
  readonly connector: number;
  readonly name: string;
  readonly platform: Platform;
  readonly tenant: string;
  readonly kind: GrantKind;
  readonly people: number;
  /** Unrated counts as 3. */
  readonly tierRank: number;
  readonly firstGranted: number | null;
  readonly createdAt: number | null;
  readonly firstSeen: number | null;
  readonly lastUse: number | null;
  readonly lastUseGrade: string;
  readonly publisher: string | null;
  readonly publisherVerified: boolean | null;
  readonly isInternal: boolean | null;
  /** Tenant that owns the app registration, where the platform says it. */
  readonly ownerTenant: string | null;
  readonly origin: Origin | null;
  /** Platform id of the connector. */
  readonly nativeId: string;
  readonly enabled: boolean | null;
  /** As-of time of the newest file that shows a grant of it. */
  readonly asOf: number;
  readonly scopes: readonly RuleScope[];
}

interface ItemRow {
  readonly item: number;
  readonly connector: number;
  readonly name: string;
  readonly platform: Platform;
  readonly tenant: string;
  readonly kind: GrantKind;
  readonly people: number;
  readonly tier_rank: number;
  readonly first_granted: number | null;
  readonly created_at: number | null;
  readonly first_seen: number | null;
  readonly last_use: number | null;
  readonly last_use_grade: string;
  readonly publisher: string | null;
  readonly publisher_verified: number | null;
  readonly is_internal: number | null;
  readonly owner_tenant: string | null;
  readonly origin: Origin | null;
  readonly native_id: string;
  readonly enabled: number | null;
  readonly as_of: number;
}

interface ScopeRow {
  readonly item: number;
  readonly scope: string;
  readonly tier: Tier;
  readonly is_passive: number;
  readonly status: UsageStatus;
  readonly is_known: number;
  readonly basis: string;
}

/** Every item of the population, in id order, with its scopes. */
export function readItems({ db }: RuleContext): readonly RuleItem[] {
  const scopes = readScopes(db);
  return db
    .prepare<[], ItemRow>(
      `SELECT v_item.item, v_item.connector, v_item.name, v_item.platform, v_item.tenant, v_item.kind, v_item.people,
              v_item.tier_rank, v_item.first_granted, v_item.created_at, v_item.first_seen, v_item.last_use,
              v_item.last_use_grade, v_item.publisher, v_item.publisher_verified, v_item.is_internal, connector.owner_tenant,
              connector.origin, connector.native_id, connector.enabled, v_item.as_of
       FROM v_item JOIN connector ON connector.id = v_item.connector
       ORDER BY v_item.item`,
    )
    .all()
    .map((row) => ({
      item: row.item,
      connector: row.connector,
      name: row.name,
      platform: row.platform,
      tenant: row.tenant,
      kind: row.kind,
      people: row.people,
      tierRank: row.tier_rank,
      firstGranted: row.first_granted,
      createdAt: row.created_at,
      firstSeen: row.first_seen,
      lastUse: row.last_use,
      lastUseGrade: row.last_use_grade,
      publisher: row.publisher,
      publisherVerified: truth(row.publisher_verified),
      isInternal: truth(row.is_internal),
      ownerTenant: row.owner_tenant,
      origin: row.origin,
      nativeId: row.native_id,
      enabled: truth(row.enabled),
      asOf: row.as_of,
      scopes: scopes.get(row.item) ?? [],
    }));
}

function readScopes(db: Database.Database): ReadonlyMap<number, readonly RuleScope[]> {
  const byItem = new Map<number, RuleScope[]>();
  // There are few distinct ones.
  const bases = new Map<string, readonly string[]>();
  const rows = db.prepare<[], ScopeRow>(
    `SELECT item, scope, tier, is_passive, status, is_known, basis
     FROM v_item_scope
     ORDER BY item, scope`,
  );
  for (const row of rows.iterate()) {
    let basis = bases.get(row.basis);
    if (basis === undefined) bases.set(row.basis, (basis = textList.parse(JSON.parse(row.basis))));
    const scope = {
      scope: row.scope,
      tier: row.tier,
      isPassive: row.is_passive === 1,
      status: row.status,
      isKnown: row.is_known === 1,
      basis,
    };
    const known = byItem.get(row.item);
    if (known === undefined) byItem.set(row.item, [scope]);
    else known.push(scope);
  }
  return byItem;
}

function truth(value: number | null): boolean | null {
  return value === null ? null : value === 1;
}

/** Whether the consent reaches everybody: application permissions and consents for the whole tenant. */
export function isTenantWide(item: RuleItem): boolean {
  return item.kind !== 'delegated-user';
}

/** Sign-in and persistence scopes only: judged by tokens, not by calls. */
export function isSignInOnly(item: RuleItem): boolean {
  return item.scopes.length > 0 && item.scopes.every((scope) => scope.isPassive);
}

/** Scopes of which a complete log of calls still could not say that they were not seen. */
export function unjudgedScopes(item: RuleItem): readonly RuleScope[] {
  return item.scopes.filter(
    (scope) => !scope.isPassive && (scope.status === 'not-observable' || scope.status === 'not-seen-partial'),
  );
}

/** On which repositories a GitHub installation works is listed with its permissions and is none. */
const EXTENTS = new Set(['repositories:all', 'repositories:selected']);

/** Scopes of which the catalog cannot say what they allow and that the organization has not rated either. */
export function unknownScopes(item: RuleItem): readonly RuleScope[] {
  return item.scopes.filter((scope) => !scope.isKnown && scope.tier === null && !EXTENTS.has(scope.scope));
}

/** The kind under which the catalog keeps the scopes of an item. */
export function catalogKind(item: RuleItem): 'application' | 'delegated' {
  return item.kind === 'application' ? 'application' : 'delegated';
}

/** Names of scopes, the widest first. */
export function scopeNames(scopes: readonly RuleScope[]): readonly string[] {
  return scopes
    .toSorted((a, b) => tierRank(b.tier) - tierRank(a.tier) || (a.scope < b.scope ? -1 : 1))
    .map((scope) => scope.scope);
}

/** The items of each connector together, for rules that judge connectors. */
export function itemsByConnector(items: readonly RuleItem[]): readonly (readonly [RuleItem, ...RuleItem[]])[] {
  return [...Map.groupBy(items, (item) => item.connector).values()].flatMap(([first, ...rest]) =>
    first === undefined ? [] : [[first, ...rest] as const],
  );
}

/** Items whose export names no scope cannot be rated. */
export const NO_SCOPES = 'The scopes of the grants: the export of the grants names none.';
