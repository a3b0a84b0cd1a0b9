import type Database from 'better-sqlite3';
import { catalogState, overlaysInForce, overridesInForce } from '../db/queries/catalog.ts';
import { lazyCatalog } from './lazy-catalog.ts';
import { assembleCatalog, type CatalogFiles, readCatalogFiles, statedCatalog } from './load.ts';
import { overlaid } from './overlay.ts';
import type { Catalog } from './types.ts';

export interface CaseCatalogs {
  /** The catalog as it is shipped. */
  readonly shipped: () => Catalog;
  /** With the files and tiers of a case laid over it; the last one is kept. */
  readonly of: (db: Database.Database) => Catalog;
}

/**
 * Catalogs put together from the files of a folder and of the case that asks. Throws like `loadCatalog` and `overlaid`; the
 * shipped one throws when it is first asked for more than its version and its digest.
 */
export function createCaseCatalogs(folder: string): CaseCatalogs {
  let files: CatalogFiles | null = null;
  let shipped: Catalog | null = null;
  let last: { readonly state: string; readonly catalog: Catalog } | null = null;
  const read = (): CatalogFiles => (files ??= readCatalogFiles(folder));
  const plain = (): Catalog => (shipped ??= whenAsked());
  function whenAsked(): Catalog {
    const load = (): Catalog => assembleCatalog(read());
    const stated = statedCatalog(folder);
    return stated === null ? load() : lazyCatalog(stated, load);
  }
  return {
    shipped: plain,
    of(db) {
      const state = catalogState(db);
      if (state === '') return plain();
      if (last?.state === state) return last.catalog;
      const catalog = assembleCatalog(overlaid(read(), overlaysInForce(db)), overridesInForce(db));
      last = { state, catalog };
      return catalog;
    },
  };
}
