import type Database from 'better-sqlite3';
import { catalogState, overlaysInForce, overridesInForce } from '../db/queries/catalog.ts';
import { assembleCatalog, type CatalogFiles, readCatalogFiles } from './load.ts';
import { overlaid } from './overlay.ts';
import type { Catalog } from './types.ts';

export interface CaseCatalogs {
  /** The catalog as it is shipped. */
  readonly shipped: () => Catalog;
  /** With the files and tiers of a case laid over it; the last one is kept. */
  readonly of: (db: Database.Database) => Catalog;
}

/** Catalogs put together from the files of a folder and of the case that asks. Throws like `loadCatalog` and `overlaid`. */
export function createCaseCatalogs(folder: string): CaseCatalogs {
  let files: CatalogFiles | null = null;
  let shipped: Catalog | null = null;
  let last: { readonly state: string; readonly catalog: Catalog } | null = null;
  const read = (): CatalogFiles => (files ??= readCatalogFiles(folder));
  const plain = (): Catalog => (shipped ??= assembleCatalog(read()));
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
