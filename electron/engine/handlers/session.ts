import type { sessionContract } from '../../../shared/contract/people.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { hasPeople, personById } from '../db/queries/people.ts';
import type { EngineContext } from './context.ts';

/** Who is signed in to the open case. */
export function sessionHandlers(context: EngineContext): Handlers<typeof sessionContract, unknown> {
  return {
    'people.session': () => {
      const { db } = context.open();
      const { person } = context.session;
      return { hasPeople: hasPeople(db), person: person === null ? null : personById(db, person) };
    },
  };
}
