import { openCard } from './card.ts';
import { type Deliver, externalSigner, type Parts } from './hand-off.ts';
import { readKeyBytes } from './key-owner.ts';
import { readReference } from './key-reference.ts';
import { openKeyBytes } from './open-key.ts';
import type { Signer } from './signer.ts';

/** Where keys are looked for, and how what is signed outside gets there. */
export interface KeyPlaces {
  readonly dataFolder: string;
  readonly deliver: Deliver;
}

/**
 * Opens whatever key a path stands for, for one act: a key file, a card, or a certificate whose key is elsewhere. `secret`:
 * the passphrase, the PIN, or nothing. `parts`: what will be signed, in that order, for whoever signs outside. Throws
 * `wrong-passphrase`, `corrupt-input`, `not-found` or `io` with a sentence.
 */
export async function openAnyKey(places: KeyPlaces, path: string, secret: string, parts: Parts): Promise<Signer> {
  const reference = readReference(places.dataFolder, path);
  if (reference === null) return openKeyBytes(readKeyBytes(path), secret);
  return reference.kind === 'card' ? openCard(reference, secret) : externalSigner(reference, parts, places.deliver);
}
