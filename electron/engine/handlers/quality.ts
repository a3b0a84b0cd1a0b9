import type { OwnQuality, qualityContract } from '../../../shared/contract/quality.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { heldBaselines } from '../db/queries/baseline.ts';
import { hasPeople, personById } from '../db/queries/people.ts';
import { AppError } from '../lib/errors.ts';
import { actingWith } from '../review/acting.ts';
import { measuredOn, QUALITY_LIMITS } from '../review/quality/limits.ts';
import { nudgeFor } from '../review/quality/nudge.ts';
import { decidedOf, openItems } from '../review/quality/open-items.ts';
import { figureRows } from '../review/quality/rows.ts';
import { ownStatement, reviewQuality } from '../review/quality/statement.ts';
import { attestationOf, decisionsToSubmit, submissionsOf, submit } from '../review/quality/submit.ts';
import { openAnyKey } from '../signing/open-any-key.ts';
import type { EngineContext } from './context.ts';
import { assertOwnKey, JOURNAL } from './people.ts';

/** How the review was done: hints while deciding, figures afterwards, and signing for what one decided. */
export function qualityHandlers(context: EngineContext): Handlers<typeof qualityContract, unknown> {
  return {
    'quality.nudge': ({ itemId, reason }) => {
      const { db } = context.open();
      const { person } = context.session;
      // Nobody is signed in: there is nobody whose decisions could be looked at.
      if (person === null && hasPeople(db)) return { similar: null, streak: null };
      return nudgeFor(db, person, itemId, reason);
    },
    'quality.own': () => {
      const { person } = context.session;
      return person === null && hasPeople(context.open().db) ? null : ownQuality(context, person);
    },
    'quality.whole': () => {
      const { db } = context.open();
      const { person } = context.session;
      const roles = person === null ? [] : (personById(db, person)?.roles ?? []);
      if (!roles.includes('preparer') && !roles.includes('approver')) return null;
      const quality = reviewQuality(db);
      const hasBaseline = heldBaselines(db).length > 0;
      return {
        statement: quality.whole,
        rows: figureRows(quality.whole, hasBaseline),
        measuredOn: measuredOn(quality.plan, quality.whole.figures),
        limits: [...QUALITY_LIMITS],
        people: quality.plan.figuresPerReviewer
          ? quality.people.map(({ name, statement }) => ({ name, statement, rows: figureRows(statement, hasBaseline) }))
          : null,
      };
    },
    'review.submit': async ({ keyToken, passphrase }) => {
      const { db } = context.open();
      const { person, name } = actingWith(context, 'reviewer');
      if (person === null)
        throw new AppError(
          'invalid-request',
          'This case has one reviewer, whose decisions are covered by the signature under the report. Sign the report instead. Nothing was signed.',
        );
      const signer = await openAnyKey(context, context.files.resolve(keyToken), passphrase, JOURNAL);
      assertOwnKey(context, person, signer);
      const { figures } = ownStatement(reviewQuality(db, false), person);
      const { first } = openItems(db, person);
      const done = await submit(db, { person, name, signer, figures, undecided: first, now: context.now() });
      context.changed('workspace', 'review', 'journal', 'report');
      return done;
    },
  };
}

function ownQuality(context: EngineContext, person: string | null): OwnQuality {
  const { db } = context.open();
  const submissions = person === null ? [] : submissionsOf(db, person);
  // Which items were made up is told with the submission; without people, with the report.
  const quality = reviewQuality(db, submissions.length > 0);
  const statement = ownStatement(quality, person);
  const open = openItems(db, person);
  const toSubmit = person === null ? 0 : decisionsToSubmit(db, person).length;
  return {
    name: context.actor(),
    hasPeople: person !== null,
    statement,
    rows: figureRows(statement, heldBaselines(db).length > 0),
    measuredOn: measuredOn(quality.plan, statement.figures),
    limits: [...QUALITY_LIMITS],
    inReport: quality.plan.figuresPerReviewer,
    open,
    soFar: decidedOf(db, person),
    toSubmit,
    submissions,
    attestation: attestationOf(toSubmit, open.first),
  };
}
