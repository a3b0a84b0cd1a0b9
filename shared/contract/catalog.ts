import { z } from 'zod';
import { platformSchema, tierSchema } from '../domain/vocabulary.ts';
import type { Contract } from './rpc.ts';
import { typedText } from './text.ts';

const isoTime = z.iso.datetime();
const reason = typedText.min(1).max(1000);
const scopeKind = z.enum(['delegated', 'application']);
export type ScopeKind = z.output<typeof scopeKind>;

export const catalogSource = z.object({
  name: z.string(),
  version: z.string(),
  date: z.string(),
  license: z.string(),
  /** Of the file, where the reviewer brought it. */
  sha256: z.string().nullable(),
});

export const catalogPlatform = z.object({
  platform: platformSchema,
  asOf: z.string(),
  /** Days from `asOf` to the newest export of the case; null without one. */
  ageDays: z.int().nullable(),
  digest: z.string(),
  scopes: z.int(),
  operations: z.int(),
  sources: z.array(catalogSource),
});
export type CatalogPlatformInfo = z.output<typeof catalogPlatform>;

export const catalogFile = z.object({
  fileId: z.int(),
  kind: z.enum(['catalog', 'entra-service-principal', 'entra-permissions', 'google-discovery', 'okta-openapi']),
  platform: platformSchema,
  part: z.string(),
  fileName: z.string(),
  sha256: z.string(),
  bytes: z.int(),
  version: z.string(),
  asOf: z.string(),
  reason: z.string(),
  addedBy: z.string(),
  addedAt: isoTime,
  inForce: z.boolean(),
});
export type CatalogFileInfo = z.output<typeof catalogFile>;

export const tierOverride = z.object({
  overrideId: z.int(),
  platform: platformSchema,
  kind: scopeKind,
  scope: z.string(),
  tier: tierSchema,
  was: tierSchema,
  reason: z.string(),
  by: z.string(),
  at: isoTime,
  inForce: z.boolean(),
});
export type TierOverrideInfo = z.output<typeof tierOverride>;

export const catalogScope = z.object({
  platform: platformSchema,
  kind: scopeKind,
  scope: z.string(),
  label: z.string(),
  tier: tierSchema,
  override: z.object({ was: tierSchema, reason: z.string(), by: z.string(), at: isoTime }).nullable(),
  verb: z.string(),
  breadth: z.string(),
  limit: z.string().nullable(),
  /** The platform's own level or class, as it names it. */
  nativeLevel: z.string().nullable(),
  basis: z.array(z.string()),
  /** Everything it allows besides itself, by id. */
  includes: z.array(z.string()),
  /** Name of the imported file that the row comes from; null for shipped rows. */
  source: z.string().nullable(),
});
export type CatalogScope = z.output<typeof catalogScope>;

export const catalogList = z.object({
  version: z.string(),
  digest: z.string(),
  asOf: z.string(),
  platforms: z.array(catalogPlatform),
  files: z.array(catalogFile),
  overrides: z.array(tierOverride),
});
export type CatalogList = z.output<typeof catalogList>;

export const catalogContract = {
  'catalog.list': { params: z.object({}), result: catalogList },
  /** Scopes whose id or description holds every word of the text, in the order of their ids. */
  'catalog.search': {
    params: z.object({
      text: z.string().max(200),
      platform: platformSchema.nullable(),
      /** Only scopes with the organisation's own tier. */
      overridden: z.boolean(),
      offset: z.int().min(0),
      limit: z.int().min(1).max(500),
    }),
    result: z.object({ total: z.int(), rows: z.array(catalogScope) }),
  },
  /** Lays a catalog file or a vendor's file over the catalog of the case. A file that is refused changes nothing. */
  'catalog.import': { params: z.object({ token: z.string(), reason }), result: catalogList },
  'catalog.remove': { params: z.object({ fileId: z.int(), reason }), result: catalogList },
  'catalog.override': {
    params: z.object({
      platform: platformSchema,
      kind: scopeKind,
      scope: z.string().min(1).max(500),
      tier: z.int().min(0).max(4),
      reason,
    }),
    result: catalogList,
  },
  'catalog.revoke': { params: z.object({ overrideId: z.int(), reason }), result: catalogList },
} satisfies Contract;
