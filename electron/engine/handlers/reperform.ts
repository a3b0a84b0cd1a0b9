import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { reperformContract } from '../../../shared/contract/reperform.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { AppError } from '../lib/errors.ts';
import { reperform } from '../reperform/reperform.ts';
import { verifyBundle } from '../verify/verify-bundle.ts';
import type { EngineContext } from './context.ts';

/** Recomputing a bundle from its originals, beside whatever case is open. */
export function reperformHandlers(context: EngineContext): Handlers<typeof reperformContract, unknown> {
  return {
    'verify.reperform': async ({ token, originals }) => {
      const path = context.files.resolve(token);
      if (!existsSync(path)) throw new AppError('not-found', `${basename(path)} is no longer there.`);
      const bundle = readFileSync(path);
      if (!verifyBundle(bundle).ok)
        throw new AppError(
          'corrupt-input',
          `${basename(path)} does not verify, so there is nothing sound to compare with. Nothing was recomputed.`,
        );
      const result = await reperform({
        bundle,
        originals: originals.map((original) => context.files.resolve(original)),
        catalogOf: context.catalogOf,
        sqliteBinding: context.sqliteBinding,
        signal: new AbortController().signal,
        onProgress: (done, total, label) => context.emit('inspect.progress', { done, total, label }),
      });
      return { ...result, checks: result.checks.map((check) => ({ ...check, file: check.file ?? null })) };
    },
  };
}
