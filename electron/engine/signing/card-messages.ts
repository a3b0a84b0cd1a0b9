import { z } from 'zod';

const at = { module: z.string() };
const login = {
  ...at,
  serial: z.string(),
  label: z.string(),
  keyId: z.string(),
  /** Null where the PIN is typed at the reader. */
  pin: z.string().nullable(),
};

/** What the process that talks to cards is asked; one order, one answer, then it ends. */
export const cardOrder = z.discriminatedUnion('act', [
  z.object({ act: z.literal('list'), ...at }),
  /** Logs in and looks for the private key, without signing. */
  z.object({ act: z.literal('check'), ...login }),
  z.object({
    act: z.literal('sign'),
    ...login,
    /** CKM_ECDSA over a hash, or CKM_RSA_PKCS over a DigestInfo. */
    mechanism: z.enum(['ecdsa', 'rsa-pkcs']),
    /** Base64. */
    data: z.string(),
  }),
]);
export type CardOrder = z.output<typeof cardOrder>;

const token = z.object({
  serial: z.string(),
  label: z.string(),
  model: z.string(),
  hasPinPad: z.boolean(),
  certificates: z.array(
    z.object({
      id: z.string(),
      label: z.string(),
      /** DER in base64. */
      der: z.string(),
    }),
  ),
});
export type CardToken = z.output<typeof token>;

/** Why a card did not do it, as far as PKCS#11 tells. */
export const cardFault = z.enum([
  'no-ffi',
  'no-module',
  'no-token',
  'no-key',
  'wrong-pin',
  'last-try',
  'pin-locked',
  'pin-unusable',
  'removed',
  'unable',
  'other',
]);
export type CardFault = z.output<typeof cardFault>;

export const cardAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('tokens'), tokens: z.array(token) }),
  z.object({ kind: z.literal('checked') }),
  /** Base64: r and s one after the other, or the RSA signature. */
  z.object({ kind: z.literal('signature'), signature: z.string() }),
  /** `detail`: function and return value, for the log and for whoever helps. */
  z.object({ kind: z.literal('failed'), fault: cardFault, detail: z.string() }),
]);
export type CardAnswer = z.output<typeof cardAnswer>;
