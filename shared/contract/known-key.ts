import { z } from 'zod';

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
