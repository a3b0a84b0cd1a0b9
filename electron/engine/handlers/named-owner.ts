import type { namedOwnerContract } from '../../../shared/contract/named-owner.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { registeredPeople } from '../db/queries/registered-people.ts';
import { namedOwner } from '../review/named-owner.ts';
import type { EngineContext } from './context.ts';

/** Whom a reviewer can name as owner, and what the register of people says of them. */
export function namedOwnerHandlers(context: EngineContext): Handlers<typeof namedOwnerContract, unknown> {
  return {
    'review.ownerNames': ({ text, limit }) => {
      const { db } = context.open();
      const rows = registeredPeople(db, text, limit);
      if (text.trim() === '') return { rows, warning: null, mayAnswer: false };
      const { warning, mayAnswer } = namedOwner(db, text);
      return { rows, warning, mayAnswer };
    },
  };
}
