import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { assertSignatureSize, type HandOff, handOffCancelled } from '../signing/hand-off.ts';

const INTERVAL_MS = 300;

/**
 * Says what is to be signed and waits until its signature lies beside it. A file that no longer grows and is no signature
 * ends the act with a sentence, and so does an interrupt (Ctrl+C).
 */
export async function waitForSignature(handOff: HandOff): Promise<Uint8Array> {
  const { folder, file, commandsFile, signatureFile, number, total, what } = handOff;
  const path = join(folder, signatureFile);
  process.stderr.write(
    `Signature ${number} of ${total}: ${what}\n  Sign ${join(folder, file)}; ${commandsFile} beside it has the commands.\n  Waiting for ${path}\n`,
  );
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort();
  process.once('SIGINT', stop);
  try {
    let before = -1;
    for (;;) {
      const size = statSync(path, { throwIfNoEntry: false })?.size ?? -1;
      if (size > 0 && size === before) {
        assertSignatureSize(path);
        return handOff.accept(readFileSync(path));
      }
      before = size;
      await pause(INTERVAL_MS, undefined, { signal: interrupt.signal });
    }
  } catch (error) {
    throw interrupt.signal.aborted ? handOffCancelled() : error;
  } finally {
    process.off('SIGINT', stop);
  }
}
