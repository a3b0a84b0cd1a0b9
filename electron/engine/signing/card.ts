import { createHash, verify, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { integer, nullValue, objectIdentifier, octetString, sequence } from '../lib/der.ts';
import { AppError } from '../lib/errors.ts';
import { type HashName, OID } from '../lib/object-identifiers.ts';
import { askCardProcess } from './card-host.ts';
import type { CardAnswer, CardFault, CardOrder, CardToken } from './card-messages.ts';
import { type CardReference, certificatesOfReference } from './key-reference.ts';
import { signerOf, unusableKey } from './signer-of.ts';
import type { Signer } from './signer.ts';

/** The tokens that a PKCS#11 library sees, with the certificates that can be read without a PIN. Throws an AppError. */
export async function listTokens(module: string): Promise<readonly CardToken[]> {
  const answer = await askCard({ act: 'list', module });
  if (answer.kind !== 'tokens') throw new Error(`a list was asked for, ${answer.kind} came`);
  return answer.tokens;
}

/**
 * A signer whose key stays on its card. The PIN is tried once, now: `wrong-passphrase` when it is wrong. Every signature is
 * checked against the certificate before it counts.
 */
export async function openCard(reference: CardReference, pin: string): Promise<Signer> {
  const [certificate, ...others] = certificatesOfReference(reference);
  if (certificate === undefined) throw unusableKey('Nothing is known of its certificate. Add the card again.');
  const { module, serial, label, keyId, hasPinPad } = reference;
  const login = { module, serial, label, keyId, pin: hasPinPad ? null : pin };
  if (!hasPinPad && pin === '')
    throw new AppError('wrong-passphrase', 'The PIN of the card is missing. Nothing was signed. Enter it.');
  const { publicKey } = new X509Certificate(certificate);
  const signer = signerOf(certificate, others, async (toBeSigned, hash) => {
    const digest = createHash(hash).update(toBeSigned).digest();
    const order = signer.kind === 'ec' ? ecOrder(digest) : rsaOrder(digest, hash);
    const answer = await askCard({ act: 'sign', ...login, ...order });
    if (answer.kind !== 'signature') throw new Error(`a signature was asked for, ${answer.kind} came`);
    const raw = Buffer.from(answer.signature, 'base64');
    const signature = signer.kind === 'ec' ? ecdsaDer(raw) : raw;
    if (!verify(hash, toBeSigned, publicKey, signature))
      throw unusableKey('The card signed with another key than the one of this certificate.');
    return signature;
  });
  await askCard({ act: 'check', ...login });
  return signer;
}

/** r and s one after the other, as PKCS#11 gives them, in the form X.509 and CMS use (RFC 3279 2.2.3). */
export function ecdsaDer(raw: Uint8Array): Uint8Array {
  const half = raw.length / 2;
  return sequence(integer(raw.subarray(0, half)), integer(raw.subarray(half)));
}

function ecOrder(digest: Buffer) {
  return { mechanism: 'ecdsa', data: digest.toString('base64') } as const;
}

/** Cards sign the DigestInfo of PKCS#1 v1.5 as it is (RFC 8017 9.2). */
function rsaOrder(digest: Buffer, hash: HashName) {
  const info = sequence(sequence(objectIdentifier(OID[hash]), nullValue()), octetString(digest));
  return { mechanism: 'rsa-pkcs', data: Buffer.from(info).toString('base64') } as const;
}

/** One order in a process of its own. A library that crashes or hangs ends there, with a sentence here. */
async function askCard(order: CardOrder): Promise<CardAnswer> {
  const name = basename(order.module);
  if (!existsSync(order.module)) throw new AppError('not-found', sentenceOf('no-module', name));
  const answer = await askCardProcess(order);
  if (answer === null)
    throw new AppError(
      'io',
      `The card library ${name} stopped working. Nothing was signed. Take the card out, put it in again and try once more; if it happens again, ask the maker of the card for a newer library.`,
    );
  if (answer.kind !== 'failed') return answer;
  throw new AppError(codeOf(answer.fault), sentenceOf(answer.fault, name, answer.detail), { cause: answer.detail });
}

function codeOf(fault: CardFault): 'wrong-passphrase' | 'not-found' | 'io' {
  if (fault === 'wrong-pin' || fault === 'last-try' || fault === 'pin-locked') return 'wrong-passphrase';
  return fault === 'no-token' || fault === 'no-module' || fault === 'no-key' ? 'not-found' : 'io';
}

function sentenceOf(fault: CardFault, library: string, detail = ''): string {
  switch (fault) {
    case 'no-ffi':
      return 'This installation cannot talk to cards: the package koffi is missing. Nothing was signed. Use a key file, or sign outside.';
    case 'no-module':
      return `${library} is no PKCS#11 library that can be loaded here. Nothing was signed. Choose the library that came with the card or its reader.`;
    case 'no-token':
      return 'The card is not in the reader. Nothing was signed. Put it in and try again.';
    case 'no-key':
      return 'The card holds the certificate but not its private key. Nothing was signed. Choose another certificate of the card.';
    case 'wrong-pin':
      return 'The PIN is wrong. Nothing was signed. Cards lock themselves after a few wrong PINs, so be sure before you try again.';
    case 'last-try':
      return 'The PIN is wrong, and the card has one try left. Nothing was signed. Another wrong PIN locks the card.';
    case 'pin-locked':
      return 'The card is locked after too many wrong PINs. Nothing was signed. Whoever issued the card can unlock it.';
    case 'pin-unusable':
      return 'The card wants its PIN to be set or changed first. Nothing was signed. Use the program that came with the card.';
    case 'removed':
      return 'The card was taken out or does not answer. Nothing was signed. Put it in again and try once more.';
    case 'unable':
      return `The card cannot make this kind of signature (${detail}). Nothing was signed. Choose another certificate of the card.`;
    case 'other':
      return `The card did not sign (${detail}). Nothing was signed. Take it out, put it in again and try once more.`;
  }
}
