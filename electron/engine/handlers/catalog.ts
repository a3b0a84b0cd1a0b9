import type Database from 'better-sqlite3';
import { basename } from 'node:path';
import { catalogFile, type catalogContract, tierOverride } from '../../../shared/contract/catalog.ts';
import type { CatalogFileInfo, CatalogList, CatalogScope, TierOverrideInfo } from '../../../shared/contract/catalog.ts';
import type { Handlers, Params } from '../../../shared/contract/rpc.ts';
import { platformSchema, tierSchema } from '../../../shared/domain/vocabulary.ts';
import { readCatalogFile } from '../catalog/read-file.ts';
import type { Catalog, PlatformCatalog, ScopeFact } from '../catalog/types.ts';
import { listOverlays, listOverrides, type OverlayRow, type OverrideRow } from '../db/queries/catalog.ts';
import { caseAsOf } from '../derive/as-of.ts';
import { derive } from '../derive/derive.ts';
import { AppError } from '../lib/errors.ts';
import { inspectName } from '../lib/text.ts';
import { actingWith } from '../review/acting.ts';
import { addCatalogFile, overrideTier, removeCatalogFile, revokeOverride } from '../review/catalog-act.ts';
import type { EngineContext } from './context.ts';

const DAY = 86_400_000;
const KINDS = ['delegated', 'application'] as const;

/** What the case knows about scopes: versions and sources, searching, files brought over the gap, own tiers. */
export function catalogHandlers(context: EngineContext): Handlers<typeof catalogContract, unknown> {
  const acts = catalogActs(context);
  const by = () => actingWith(context, 'preparer').name;
  return {
    'catalog.list': () => acts.list(),
    'catalog.search': ({ text, platform, overridden, offset, limit }) => {
      const found = search(context.catalog(), text, platform, overridden);
      const files = new Map(listOverlays(context.open().db).map((row) => [row.sha256, row.file_name]));
      return {
        total: found.length,
        rows: found.slice(offset, offset + limit).map((entry) => toScope(entry, files)),
      };
    },
    'catalog.import': ({ token, reason }) => acts.bring(context.files.resolve(token), reason, by()),
    'catalog.remove': ({ fileId, reason }) => acts.remove(fileId, reason, by()),
    'catalog.override': (order) => acts.override(order, by()),
    'catalog.revoke': ({ overrideId, reason }) => acts.revoke(overrideId, reason, by()),
  };
}

export interface CatalogActs {
  readonly list: () => CatalogList;
  readonly bring: (path: string, reason: string, by: string) => CatalogList;
  readonly remove: (fileId: number, reason: string, by: string) => CatalogList;
  readonly override: (order: Params<typeof catalogContract, 'catalog.override'>, by: string) => CatalogList;
  readonly revoke: (overrideId: number, reason: string, by: string) => CatalogList;
}

/** The acts on the catalog of the open case, for the screens and the command line. */
export function catalogActs(context: EngineContext): CatalogActs {
  /** Journal, rows and everything derived from the catalog change together or not at all. */
  function act(work: (db: Database.Database) => void): CatalogList {
    const { db } = context.open();
    if (context.session.isImporting) {
      throw new AppError(
        'conflict',
        'An import is running in this case. Wait for it or cancel it first. Nothing was changed.',
      );
    }
    db.transaction(() => {
      work(db);
      derive(db, context.catalog(), context.policy());
    }).immediate();
    context.changed('workspace', 'inventory', 'review', 'journal', 'report');
    return catalogListOf(context);
  }
  const who = (reason: string, by: string) => ({ by, at: context.now(), reason });
  return {
    list: () => catalogListOf(context),
    bring(path, reason, by) {
      const name = inspectName(basename(path)).display;
      const file = readCatalogFile(path, name);
      return act((db) => addCatalogFile(db, file, name, context.catalog().platform(file.platform), who(reason, by)));
    },
    remove: (fileId, reason, by) => act((db) => removeCatalogFile(db, fileId, who(reason, by))),
    override: ({ platform, kind, scope, tier, reason }, by) =>
      act((db) => {
        const fact = knownScope(db, context.catalog().platform(platform), kind, scope);
        const parsed = tierSchema.parse(tier);
        if (parsed !== null) overrideTier(db, { platform, fact, tier: parsed }, who(reason, by));
      }),
    revoke: (overrideId, reason, by) => act((db) => revokeOverride(db, overrideId, who(reason, by))),
  };
}

/** A scope of the catalog, or one that a grant of the case holds. Throws `not-found` for any other text. */
function knownScope(
  db: Database.Database,
  platform: PlatformCatalog | undefined,
  kind: ScopeFact['kind'],
  scope: string,
): ScopeFact {
  const listed = platform?.scope(kind, scope);
  if (listed !== undefined) return listed;
  const held = db.prepare<[string], object>('SELECT 1 FROM item_scope WHERE scope = ? LIMIT 1').get(scope);
  const slash = scope.lastIndexOf('/');
  const resource = platform?.platform === 'entra' && slash > 0 ? scope.slice(0, slash) : null;
  const fact = platform?.resolveScope(resource, kind, resource === null ? scope : scope.slice(slash + 1));
  if (held === undefined || fact === undefined || fact.id !== scope) {
    throw new AppError(
      'not-found',
      'Neither the catalog nor a grant of this case has that scope. Nothing was changed.',
    );
  }
  return fact;
}

function catalogListOf(context: EngineContext): CatalogList {
  const { db } = context.open();
  const catalog = context.catalog();
  const asOf = caseAsOf(db);
  return {
    version: catalog.version,
    digest: catalog.digest,
    asOf: catalog.asOf,
    platforms: catalog.platforms.map((platform) => ({
      platform: platform.platform,
      asOf: platform.asOf,
      ageDays: asOf === 0 ? null : Math.max(0, Math.floor((asOf - Date.parse(platform.asOf)) / DAY)),
      digest: platform.digest,
      scopes: new Set(KINDS.flatMap((kind) => platform.scopeIds(kind))).size,
      operations: platform.operationCount,
      sources: platform.sources.map((source) => ({ ...source, sha256: source.sha256 ?? null })),
    })),
    files: listOverlays(db).map(toFile),
    overrides: listOverrides(db).map(toOverride),
  };
}

function toFile(row: OverlayRow): CatalogFileInfo {
  return {
    fileId: row.id,
    kind: catalogFile.shape.kind.parse(row.kind),
    platform: platformSchema.parse(row.platform),
    part: row.part,
    fileName: row.file_name,
    sha256: row.sha256,
    bytes: row.bytes,
    version: row.version,
    asOf: row.as_of,
    reason: row.reason,
    addedBy: row.added_by,
    addedAt: row.added_at,
    inForce: row.removed_seq === null,
  };
}

function toOverride(row: OverrideRow): TierOverrideInfo {
  return {
    overrideId: row.id,
    platform: platformSchema.parse(row.platform),
    kind: tierOverride.shape.kind.parse(row.kind),
    scope: row.scope,
    tier: tierSchema.parse(row.tier),
    was: tierSchema.parse(row.was),
    reason: row.reason,
    by: row.decided_by,
    at: row.decided_at,
    inForce: row.revoked_seq === null,
  };
}

interface Found {
  readonly platform: PlatformCatalog;
  readonly fact: ScopeFact;
}

function search(catalog: Catalog, text: string, only: string | null, overridden: boolean): Found[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return catalog.platforms
    .filter((platform) => only === null || platform.platform === only)
    .flatMap((platform) =>
      KINDS.flatMap((kind) => platform.scopeIds(kind).flatMap((id) => platform.scope(kind, id) ?? [])).map((fact) => ({
        platform,
        fact,
      })),
    )
    .filter(({ fact }) => !overridden || fact.override !== undefined)
    .filter(({ fact }) => {
      const haystack = `${fact.id} ${fact.label} ${fact.basis.join(' ')}`.toLowerCase();
      return words.every((word) => haystack.includes(word));
    })
    .toSorted((a, b) => (a.fact.id < b.fact.id ? -1 : a.fact.id > b.fact.id ? 1 : 0));
}

function toScope({ platform, fact }: Found, files: ReadonlyMap<string, string>): CatalogScope {
  return {
    platform: platform.platform,
    kind: fact.kind,
    scope: fact.id,
    label: fact.label,
    tier: fact.tier,
    override: fact.override ?? null,
    verb: fact.verb,
    breadth: fact.breadth,
    limit: fact.limit ?? null,
    nativeLevel: nativeLevelOf(fact),
    basis: [...fact.basis],
    includes: [...platform.includedBy(fact.id)],
    source: fact.source === undefined ? null : (files.get(fact.source) ?? fact.source),
  };
}

function nativeLevelOf(fact: ScopeFact): string | null {
  if (fact.nativeLevel !== undefined) return `Microsoft privilege level ${fact.nativeLevel}`;
  if (fact.platformClass === undefined) return null;
  return `Google: ${fact.platformClass}${fact.classVerified === true ? '' : ' (assumed, not verified)'}`;
}
