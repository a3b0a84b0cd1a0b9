import { z } from 'zod';
import { knownKey } from './known-key.ts';
import type { Contract } from './rpc.ts';
import { typedText } from './text.ts';

const isoTime = z.iso.datetime();

/** A PKCS#11 library that was confirmed on this computer. */
const cardLibrary = z.object({ token: z.string(), fileName: z.string(), location: z.string(), isMissing: z.boolean() });

/** A certificate on a card; `problem`: why it cannot sign here, or null. */
const cardCertificate = z.object({
  id: z.string(),
  label: z.string(),
  name: z.string(),
  fingerprint: z.string(),
  notAfter: isoTime,
  problem: z.string().nullable(),
});
const cardToken = z.object({
  serial: z.string(),
  label: z.string(),
  model: z.string(),
  certificates: z.array(cardCertificate),
});
export type CardTokenView = z.output<typeof cardToken>;

const passphrase = z.string().max(1000);

export const keysContract = {
  'keys.list': { params: z.object({}), result: z.array(knownKey) },
  'keys.create': {
    params: z.object({
      saveToken: z.string(),
      name: typedText.min(1).max(64),
      organization: typedText.max(64),
      email: typedText.max(200),
      passphrase: z.string().min(12).max(1000),
    }),
    result: knownKey,
  },
  /** Whether a key file shows whose it is only with its passphrase (PKCS#12). */
  'keys.needsPassphrase': { params: z.object({ token: z.string() }), result: z.object({ isNeeded: z.boolean() }) },
  /** Takes a key file made elsewhere into the list; the passphrase is used once, to read the certificate, and not kept. */
  'keys.add': { params: z.object({ token: z.string(), passphrase: passphrase.nullable() }), result: knownKey },
  /**
   * Takes a key out of the list. `deleteFile`: the key file itself is deleted as well, which cannot be undone; a card and what
   * another program holds stay as they are. When the file cannot be deleted, the key stays in the list.
   */
  'keys.forget': { params: z.object({ token: z.string(), deleteFile: z.boolean() }), result: z.object({}) },
  /** PKCS#11 libraries used before. */
  'keys.libraries': { params: z.object({}), result: z.array(cardLibrary) },
  /** The cards a library sees. Only a library that was confirmed in the dialog of the main process is loaded. */
  'keys.cards': { params: z.object({ libraryToken: z.string() }), result: z.array(cardToken) },
  /** Takes a certificate of a card into the list. `chainToken`: a file with the certificates that issued it. */
  'keys.addCard': {
    params: z.object({
      libraryToken: z.string(),
      serial: z.string(),
      label: z.string(),
      fingerprint: z.string(),
      chainToken: z.string().nullable(),
    }),
    result: knownKey,
  },
  /** Takes a certificate into the list whose key signs outside; what is to be signed is put into the folder. */
  'keys.addExternal': {
    params: z.object({ certificateToken: z.string(), folderToken: z.string() }),
    result: knownKey,
  },
  /** Writes a request for a certificate (PKCS#10, PEM), signed by the key. */
  'keys.request': {
    params: z.object({ keyToken: z.string(), passphrase, saveToken: z.string() }),
    result: z.object({ file: z.string(), location: z.string() }),
  },
  /** Puts the certificate that an authority issued, and its chain, into the key file in place of the one in it. */
  'keys.takeCertificate': {
    params: z.object({ keyToken: z.string(), certificateToken: z.string() }),
    result: knownKey,
  },
} satisfies Contract;
