import { z } from 'zod';
import type { Contract } from './rpc.ts';
import { typedText } from './text.ts';

const isoTime = z.iso.datetime();

export const knownKey = z.object({
  token: z.string(),
  name: z.string(),
  fingerprint: z.string(),
  /** File: a key in a file. Card: one that stays on a smart card or HSM. External: one that signs outside of Countersign. */
  kind: z.enum(['file', 'card', 'external']),
  /** What the key asks for before it signs. */
  secret: z.enum(['passphrase', 'pin', 'none']),
  /** Of a file its name and folder; of a card its label and library; of an external key the folder for what is to be signed. */
  fileName: z.string(),
  location: z.string(),
  notAfter: isoTime,
  isMissing: z.boolean(),
  isExpired: z.boolean(),
  /** Whether a certificate can be asked for and taken back for it: a key file in PEM. */
  isRequestable: z.boolean(),
});
export type KnownKey = z.output<typeof knownKey>;

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

/** A signature that is waited for, as `HandOff` in the engine has it. */
const handOff = z.object({
  /** Of the file with the bytes to be signed. */
  token: z.string(),
  folder: z.string(),
  file: z.string(),
  signatureFile: z.string(),
  commandsFile: z.string(),
  commands: z.array(z.object({ title: z.string(), lines: z.array(z.string()) })),
  number: z.int(),
  total: z.int(),
  what: z.string(),
  name: z.string(),
});

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

/** Signatures that are made outside. */
export const handOffContract = {
  /** The signature that is waited for, or null. */
  'handOff.current': { params: z.object({}), result: handOff.nullable() },
  /** Brings the signature back. When it does not fit, the hand-off goes on waiting. */
  'handOff.give': { params: z.object({ token: z.string() }), result: z.object({}) },
  /** Ends the act that waits; nothing of it is kept. */
  'handOff.cancel': { params: z.object({}), result: z.object({}) },
} satisfies Contract;
