import { z } from 'zod';
import { INVENTORY_SORTS } from '../domain/inventory-sorts.ts';
import {
  decisionSchema,
  grantKindSchema,
  originSchema,
  outcomeSchema,
  platformSchema,
  severitySchema,
  tierSchema,
  usageStatusSchema,
} from '../domain/vocabulary.ts';
import { lastUse, reach } from './reach.ts';
import type { Contract } from './rpc.ts';

export { INVENTORY_SORTS } from '../domain/inventory-sorts.ts';

export const inventoryRow = z.object({
  connectorId: z.string(),
  name: z.string(),
  /** Set when the name hides something: mixed scripts, bidi or zero-width characters, markup. */
  nameWarning: z.string().nullable(),
  publisher: z.string().nullable(),
  publisherVerified: z.boolean().nullable(),
  platform: platformSchema,
  origin: originSchema,
  /** The platform's own id, shown where another connector has the same name. */
  nativeId: z.string(),
  isNameShared: z.boolean(),
  tenants: z.array(z.string()),
  kinds: z.array(grantKindSchema),
  reach,
  scopes: z.int(),
  unratedScopes: z.int(),
  highestTier: tierSchema,
  lastUse,
  findings: z.object({ critical: z.int(), high: z.int(), medium: z.int(), low: z.int() }),
  items: z.int(),
  decided: z.int(),
  /** The one decision when all items carry the same; null when undecided or mixed. */
  decision: decisionSchema.nullable(),
  inPopulation: z.boolean(),
});
export type InventoryRow = z.output<typeof inventoryRow>;

export const inventoryFilter = z.object({
  text: z.string().max(200).optional(),
  platforms: z.array(platformSchema).optional(),
  kinds: z.array(grantKindSchema).optional(),
  minTier: z.int().min(0).max(4).optional(),
  severities: z.array(severitySchema).optional(),
  rule: z.string().optional(),
  decided: z.enum(['decided', 'undecided']).optional(),
  origins: z.array(originSchema).optional(),
  /** Exactly these highest tiers; null stands for unrated. */
  tiers: z.array(tierSchema).optional(),
  /** At least one granted scope has one of these statuses. */
  statuses: z.array(usageStatusSchema).optional(),
  /** What CS-01 says of who answers for it: `clear` owned, `finding` not, `undeterminable` not known. */
  ownership: outcomeSchema.optional(),
});
export type InventoryFilter = z.output<typeof inventoryFilter>;
export const inventorySort = z.object({ by: z.enum(INVENTORY_SORTS), descending: z.boolean() });
export const inventoryContract = {
  'inventory.page': {
    params: z.object({
      filter: inventoryFilter,
      sort: inventorySort,
      offset: z.int().min(0),
      limit: z.int().min(1).max(500),
    }),
    result: z.object({ total: z.int(), rows: z.array(inventoryRow) }),
  },
} satisfies Contract;
