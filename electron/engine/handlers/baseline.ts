import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { baselineContract, BaselineBundle, BaselineState } from '../../../shared/contract/baseline.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { followChain } from '../baseline/chain.ts';
import { type BaselineReading, type ReadBaseline, readBaseline } from '../baseline/read-bundle.ts';
import {
  baselineState,
  bundleOf,
  carriedPage,
  heldBaselines,
  hereOf,
  itemDelta,
  toChainPart,
} from '../db/queries/baseline.ts';
import { createFinder } from '../derive/baseline.ts';
import { compare } from '../derive/entities.ts';
import { sha256 } from '../evidence/bundle-layout.ts';
import { AppError } from '../lib/errors.ts';
import { requireRole } from '../review/acting.ts';
import { adoptBaseline, removeBaseline } from '../review/baseline-act.ts';
import type { EngineContext } from './context.ts';
import { deriveAfterAct } from './derive-after.ts';
import { shown } from './report.ts';

/** The last signed review a case compares itself with. */
export function baselineHandlers(context: EngineContext): Handlers<typeof baselineContract, unknown> {
  return {
    'baseline.state': () => baselineState(context.open().db),
    'baseline.inspect': ({ token, fingerprints }) => {
      const path = context.files.resolve(token);
      const bytes = readBundle(path);
      const { verification, refusal, baseline } = readBaseline(bytes, fingerprints);
      const held = heldBaselines(context.open().db);
      const isHeld = baseline !== null && held.some(({ bundle }) => bundle === baseline.bundle);
      return {
        verification: shown(verification, path, bytes.length),
        refusal: isHeld ? 'The case holds this bundle already.' : refusal,
        bundle: baseline === null ? null : previewOf(context, baseline),
        becomes: baseline === null ? null : isNewest(context, baseline) ? 'baseline' : 'link',
      };
    },
    'baseline.adopt': ({ token, fingerprints, bundleSha256, reason }) => {
      const path = context.files.resolve(token);
      const bytes = readBundle(path);
      if (sha256(bytes) !== bundleSha256)
        throw new AppError(
          'conflict',
          `${basename(path)} is not the file that was looked at: it has changed since. Nothing was changed.`,
        );
      return adopt(context, { reading: readBaseline(bytes, fingerprints), path, fingerprints, reason });
    },
    'baseline.remove': ({ bundleSha256, reason }) => {
      const { db } = context.open();
      const acting = context.acting();
      requireRole(acting, 'preparer');
      removeBaseline(db, { bundle: bundleSha256, reason }, acting.name, context.now());
      return acted(context);
    },
    'baseline.carried': ({ kind, offset, limit }) => carriedPage(context.open().db, kind, offset, limit),
    'review.delta': ({ itemId }) => itemDelta(context.open().db, itemId),
  };
}

/** The bytes of a bundle. Throws `not-found`. */
export function readBundle(path: string): Uint8Array {
  if (!existsSync(path)) throw new AppError('not-found', `${basename(path)} is no longer there.`);
  return readFileSync(path);
}

interface Adoption {
  readonly reading: BaselineReading;
  readonly path: string;
  readonly fingerprints: readonly string[];
  readonly reason: string;
}

/** Takes a bundle into the open case. Throws `corrupt-input` with the check that failed when it does not hold. */
export function adopt(context: EngineContext, { reading, path, fingerprints, reason }: Adoption): BaselineState {
  const { db } = context.open();
  const acting = context.acting();
  requireRole(acting, 'preparer');
  if (reading.baseline === null)
    throw new AppError('corrupt-input', `${reading.refusal ?? 'The bundle does not hold.'} Nothing was changed.`);
  adoptBaseline(
    db,
    { baseline: reading.baseline, file: basename(path), pinned: fingerprints, reason },
    acting.name,
    context.now(),
  );
  return acted(context);
}

function acted(context: EngineContext): BaselineState {
  deriveAfterAct(context);
  context.changed('workspace', 'inventory', 'review', 'journal', 'report');
  return baselineState(context.open().db);
}

function isNewest(context: EngineContext, baseline: ReadBaseline): boolean {
  return heldBaselines(context.open().db).every((held) => newestFirst(baseline, held) <= 0);
}

type Dated = Pick<ReadBaseline, 'signedAt' | 'bundle'>;

/** The order of the bundles of a case. */
function newestFirst(a: Dated, b: Dated): number {
  return compare(b.signedAt, a.signedAt) || compare(a.bundle, b.bundle);
}

/** What a bundle would be here, were it taken in. */
function previewOf(context: EngineContext, baseline: ReadBaseline): BaselineBundle {
  const { db } = context.open();
  const find = createFinder(db);
  const matched = baseline.items.filter((item) => find(item).item !== null).length;
  const signers = baseline.signers.map(({ name, fingerprint, meaning, signedAt }) => ({
    name,
    fingerprint,
    meaning,
    signedAt,
  }));
  const held = [...heldBaselines(db).filter(({ bundle }) => bundle !== baseline.bundle), { ...baseline, signers }];
  return bundleOf(
    { ...baseline, signers },
    { items: baseline.items.length, matched },
    hereOf(db),
    followChain(held.toSorted(newestFirst).map(toChainPart)),
  );
}
