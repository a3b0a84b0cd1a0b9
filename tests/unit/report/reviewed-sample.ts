import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDF } from '@libpdf/core';
import { sha256 } from '../../../electron/engine/evidence/bundle-layout.ts';
import { readCanonicalZip } from '../../../electron/engine/evidence/zip-read.ts';
import { sign, type SignOrder } from '../../../electron/engine/handlers/report.ts';
import type { PrintReport } from '../../../electron/engine/lib/print.ts';
import type { CampaignPlan } from '../../../shared/contract/campaign-plan.ts';
import type { ReportOptions } from '../../../shared/contract/report.ts';
import type { ReportDocument } from '../../../shared/contract/report-document.ts';
import type { Decision } from '../../../shared/domain/vocabulary.ts';
import { planOf } from '../campaign/plans.ts';
import { type EngineCase, startEngine } from '../engine/engine-case.ts';
import { keyOnDisk, type KeyOnDisk, PASSPHRASE, register, signIn } from '../people/people-case.ts';

const HOUR = 3_600_000;

interface Signed {
  readonly document: ReportDocument;
  /** The redacted one, where one was asked for. */
  readonly copy: ReportDocument | null;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly bundle: string;
}

/** The sample case, reviewed by two people after a plan, with one item of every decision left as it is at the end. */
export interface ReviewedSample {
  readonly started: EngineCase;
  /** Signs a report; answers the document that was printed and the files of the bundle. */
  readonly sign: (options?: ReportOptions, over?: Partial<SignOrder>) => Promise<Signed>;
  /** Whoever reviewed first and signs, and whoever reviewed second. */
  readonly ann: KeyOnDisk;
  readonly ben: KeyOnDisk;
  readonly dispose: () => Promise<void>;
}

/** Reviews the sample case; the clock stands at fixed times. `baseline`: the bundle of the last review; `plan`: parts of the plan. */
export async function reviewedSample(
  baseline: string | null = null,
  plan: Partial<CampaignPlan> = {},
): Promise<ReviewedSample> {
  let now = baseline === null ? Date.UTC(2026, 9, 2, 8) : Date.UTC(2026, 9, 3, 8);
  let printed: ReportDocument[] = [];
  const print: PrintReport = async (document) => {
    printed.push(document);
    const pdf = PDF.create();
    pdf.addPage({ size: 'a4' });
    return { pdf: await pdf.save(), pages: 1 };
  };
  const started = startEngine(mkdtempSync(join(tmpdir(), 'countersign-body-')), { now: () => now, print });
  const { handlers: call, context } = started.engine;
  await call['workspace.openSample']({}, {});
  const ann = keyOnDisk(started.folder, 'Ann Ashdown', 'ann@audit.example', new Date(now - HOUR));
  const ben = keyOnDisk(started.folder, 'Ben Birkett', 'ben@audit.example', new Date(now - HOUR));
  await register(started, ann, ['preparer', 'reviewer']);
  await register(started, ben, ['reviewer']);
  if (baseline !== null)
    await call['baseline.adopt'](
      {
        token: started.files.register(baseline),
        fingerprints: [],
        bundleSha256: sha256(readFileSync(baseline)),
        reason: 'The review before.',
      },
      {},
    );
  const people = [ann.fingerprint, ben.fingerprint];
  await call['campaign.stage'](
    {
      plan: planOf({
        reviewers: { people: [ann.fingerprint], share: 'even' },
        second: { people, fromTier: 4, samplePercent: 10, nonce: 'thirty grey geese', nonceDigest: '' },
        figuresPerReviewer: true,
        ...plan,
      }),
    },
    {},
  );
  for (const { group, kind, open } of (await call['campaign.staging']({}, {})).groups)
    if (kind !== 'unassigned' && open > 0)
      await call['campaign.except']({ group, keys: null, reason: 'Known and accepted.' }, {});
  await call['campaign.open']({ reason: 'Ready to review.' }, {});
  now += HOUR;
  await decideAll(started, ann, 'first');
  now += HOUR;
  await decideAll(started, ben, 'second');
  await signIn(started, ann);
  now += HOUR;
  return {
    started,
    ann,
    ben,
    sign: async (options, over = {}) => {
      printed = [];
      const target = join(started.folder, `bundle-${String(now)}-${options?.template ?? 'full'}.zip`);
      if (existsSync(target)) throw new Error(`${target} was signed already`);
      await sign(context, {
        keyPath: ann.path,
        passphrase: PASSPHRASE,
        meaning: 'reviewed',
        target,
        ...(options === undefined ? {} : { options }),
        ...over,
      });
      now += HOUR;
      const [document, copy = null] = printed;
      if (document === undefined) throw new Error('nothing was printed');
      return { document, copy, files: readCanonicalZip(readFileSync(target)), bundle: target };
    },
    dispose: started.dispose,
  };
}

const TURN: readonly Decision[] = [
  'revoke',
  'reduce',
  'conditional',
  'escalate',
  'certify',
  'need-info',
  'assign-owner',
];
const REASONS: Readonly<Record<Decision, string>> = {
  certify: 'Needed for the work of its department, as its owner says.',
  reduce: 'What it does not need goes.',
  conditional: 'Stays until the contract is renewed.',
  revoke: 'Nobody can say what it is for.',
  'assign-owner': 'Its department has to name somebody.',
  'need-info': 'Which team uses it?',
  escalate: 'Beyond what reviewers may decide.',
};

/** Decides what somebody has to review, by turns in every way; the last items stay undecided. */
async function decideAll(started: EngineCase, who: KeyOnDisk, round: 'first' | 'second'): Promise<void> {
  const { handlers: call, context } = started.engine;
  await signIn(started, who);
  const { db } = context.open();
  const items = db
    .prepare<[string], string>(
      `SELECT item FROM campaign_item WHERE ${round === 'first' ? 'reviewer' : 'second_reviewer'} = ? ORDER BY ordinal`,
    )
    .pluck()
    .all(who.fingerprint);
  for (const [index, itemId] of items.slice(0, -2).entries()) {
    const item = await call['review.item']({ itemId }, {});
    const wanted = TURN[index % TURN.length] ?? 'revoke';
    const decision =
      wanted === 'certify' && (item.certifyLocked !== null || item.hasGraveFindings) ? 'need-info' : wanted;
    const unseen = item.scopes.filter((scope) => scope.status.startsWith('not-')).map((scope) => scope.scope);
    const isReduce = decision === 'reduce' && unseen.length > 0 && unseen.length < item.scopes.length;
    const final = decision === 'reduce' && !isReduce ? 'revoke' : decision;
    await call['review.decide'](
      {
        itemId,
        decision: final,
        reason: `${REASONS[final]} Item ${index + 1}.`,
        scopes: isReduce ? unseen : [],
        principals: [],
        until: final === 'conditional' ? '2026-10-30' : null,
        owner: final === 'assign-owner' ? 'Yael Umberfield' : null,
        agreed: null,
        round,
        trace: null,
      },
      {},
    );
  }
}
