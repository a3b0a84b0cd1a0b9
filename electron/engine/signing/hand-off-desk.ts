import { readFileSync } from 'node:fs';
import { AppError } from '../lib/errors.ts';
import { assertSignatureSize, type Deliver, type HandOff, handOffCancelled } from './hand-off.ts';

/** Where a hand-off waits for the person who brings its signature back; one at a time. */
export interface HandOffDesk {
  readonly deliver: Deliver;
  /** The one that waits, or null. */
  readonly current: () => HandOff | null;
  /** Takes a signature file. Throws with a sentence when it does not fit; the hand-off goes on waiting then. */
  readonly give: (path: string) => void;
  /** Ends the act that waits, if there is one. */
  readonly cancel: () => void;
}

/** `changed` is called when a hand-off begins or ends. */
export function createHandOffDesk(changed: () => void): HandOffDesk {
  let waiting: { readonly handOff: HandOff; readonly settled: PromiseWithResolvers<Uint8Array> } | null = null;
  return {
    current: () => waiting?.handOff ?? null,
    async deliver(handOff) {
      if (waiting !== null)
        throw new AppError('conflict', 'Another signature is still waited for. Bring it back or cancel it first.');
      const settled = Promise.withResolvers<Uint8Array>();
      waiting = { handOff, settled };
      changed();
      try {
        return await settled.promise;
      } finally {
        waiting = null;
        changed();
      }
    },
    give(path) {
      if (waiting === null)
        throw new AppError('not-found', 'No signature is waited for any more. Nothing was signed. Start again.');
      assertSignatureSize(path);
      waiting.settled.resolve(waiting.handOff.accept(readFileSync(path)));
    },
    cancel: () => waiting?.settled.reject(handOffCancelled()),
  };
}
