import { type Basis, BUNDLE_FILES, sha256 } from '../evidence/bundle-layout.ts';
import type { ReportModel } from './model.ts';
import { PROGRAM } from './version.ts';

const DAY = 86_400_000;

/** With what a report was made, for the statement: the program, the manifest of sources, rule pack, policy and catalog. */
export function basisOf({ digests, asOf }: ReportModel, files: ReadonlyMap<string, Uint8Array>): Basis {
  // A catalog that names only its month is as old as that month's first day.
  const age = asOf === null ? NaN : Math.floor((Date.parse(asOf) - Date.parse(digests.catalogAsOf)) / DAY);
  return {
    tool: PROGRAM,
    sources: sha256(files.get(BUNDLE_FILES.sources) ?? ''),
    rulePack: digests.rulePack,
    policy: digests.policy,
    catalog: {
      sha256: digests.catalog,
      version: digests.catalogVersion,
      asOf: digests.catalogAsOf,
      ageDays: Number.isNaN(age) ? null : age,
    },
  };
}
