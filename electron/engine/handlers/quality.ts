import type { qualityContract } from '../../../shared/contract/quality.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { hasPeople } from '../db/queries/people.ts';
import { nudgeFor } from '../review/quality/nudge.ts';
import type { EngineContext } from './context.ts';

/** How the review was done: hints while deciding, figures afterwards. */
export function qualityHandlers(context: EngineContext): Handlers<typeof qualityContract, unknown> {
  return {
    'quality.nudge': ({ itemId, reason }) => {
      const { db } = context.open();
      const { person } = context.session;
      // Nobody is signed in: there is nobody whose decisions could be looked at.
      if (person === null && hasPeople(db)) return { similar: null, streak: null };
      return nudgeFor(db, person, itemId, reason);
    },
  };
}
