import type { z } from 'zod';
import { AppError } from '../lib/errors.ts';
import type { CatalogFiles } from './load.ts';
import { contentDigest, scopeFile, type ScopeFile } from './schema.ts';
import type { CatalogPlatform } from './types.ts';
import { applyPatch, catalogPatch } from './vendor/patch.ts';

/** A file laid over the shipped catalog, as the case keeps it. */
export interface StoredOverlay {
  readonly kind: string;
  readonly platform: string;
  readonly part: string;
  readonly file_name: string;
  readonly sha256: string;
  readonly version: string;
  readonly as_of: string;
  /** JSON: a part of the catalog, or a patch of one. */
  readonly content: string;
}

/**
 * The shipped files with those of the case laid over them: imported parts replace shipped ones, the newest import of a part
 * counts; then vendor files in the order in which they were added. Throws `workspace-damaged` for content that is no longer
 * what was checked when it was imported.
 */
export function overlaid(shipped: CatalogFiles, overlays: readonly StoredOverlay[]): CatalogFiles {
  if (overlays.length === 0) return shipped;
  const platforms = new Map<CatalogPlatform, readonly ScopeFile[]>(shipped.platforms);
  const change = (overlay: StoredOverlay, replace: (file: ScopeFile) => ScopeFile): void => {
    for (const [platform, files] of platforms) {
      if (platform !== overlay.platform) continue;
      platforms.set(
        platform,
        files.map((file) => (file.part === overlay.part ? replace(file) : file)),
      );
    }
  };
  for (const overlay of overlays.filter(({ kind }) => kind === 'catalog')) {
    const file = stored(overlay, scopeFile);
    change(overlay, () => ({
      ...file,
      sources: file.sources.map((source) => ({ ...source, sha256: overlay.sha256 })),
    }));
  }
  for (const overlay of overlays.filter(({ kind }) => kind !== 'catalog')) {
    const patch = stored(overlay, catalogPatch);
    change(overlay, (file) => {
      const patched: ScopeFile = {
        ...applyPatch(file, patch, overlay.sha256),
        sources: [
          ...file.sources,
          {
            name: overlay.file_name,
            version: overlay.version,
            date: overlay.as_of === '' ? 'date not stated' : overlay.as_of,
            license: 'brought in by the reviewer, licence not stated',
            sha256: overlay.sha256,
          },
        ],
      };
      return { ...patched, digest: contentDigest({ ...patched, digest: file.digest }) };
    });
  }
  return { ...shipped, platforms };
}

function stored<S extends z.ZodType>(overlay: StoredOverlay, schema: S): z.output<S> {
  const result = schema.safeParse(JSON.parse(overlay.content));
  if (result.success) return result.data;
  throw new AppError(
    'workspace-damaged',
    `The catalog file ${overlay.file_name} in this case is not what was imported. Nothing was changed. Open an earlier copy of the case.`,
  );
}
