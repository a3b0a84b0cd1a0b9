import { AppError } from '../lib/errors.ts';
import type { StatedCatalog } from './load.ts';
import type { Catalog } from './types.ts';

/**
 * A catalog that knows version and digest from what its files state of themselves, and reads and checks the files when it
 * is asked for anything else. Opening a case that rests on this very digest asks for nothing else. Throws like `load` then,
 * and `corrupt-input` when the files are no longer those that stated the digest.
 */
export function lazyCatalog({ version, digest }: StatedCatalog, load: () => Catalog): Catalog {
  let loaded: Catalog | null = null;
  function whole(): Catalog {
    loaded ??= load();
    if (loaded.digest === digest) return loaded;
    throw new AppError(
      'corrupt-input',
      'The scope catalog was exchanged while Countersign was running. Nothing was assessed with it and your data is untouched. Start Countersign again.',
    );
  }
  return {
    version,
    digest,
    get asOf() {
      return whole().asOf;
    },
    get platforms() {
      return whole().platforms;
    },
    platform: (name) => whole().platform(name),
    matchGraph: (method, requestUri) => whole().matchGraph(method, requestUri),
    matchGoogle: (apiName, methodName) => whole().matchGoogle(apiName, methodName),
    matchGitHub: (method, route) => whole().matchGitHub(method, route),
    matchOkta: (method, requestUri) => whole().matchOkta(method, requestUri),
    matchSalesforce: (name) => whole().matchSalesforce(name),
    matchEvent: (source, name) => whole().matchEvent(source, name),
  };
}
