import { z } from 'zod';
import type { Contract } from './rpc.ts';
import { typedText } from './text.ts';

export const TRUSTED_USES = ['signer', 'issuer', 'time-stamps'] as const;
const trustedUse = z.enum(TRUSTED_USES);
export type TrustedUse = z.output<typeof trustedUse>;
export const TRUSTED_LABELS: Readonly<Record<TrustedUse, string>> = {
  signer: 'Signer',
  issuer: 'Issues certificates to signers',
  'time-stamps': 'Gives time stamps',
};

const trustedCertificate = z.object({
  use: trustedUse,
  /** SHA-256: upper case, colons. */
  fingerprint: z.string(),
  name: z.string(),
  /** Null where only the fingerprint is known. */
  notAfter: z.iso.datetime().nullable(),
  isExpired: z.boolean(),
  /** How it was compared. */
  reason: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
});
export type TrustedCertificate = z.output<typeof trustedCertificate>;

const reason = typedText.min(1).max(1000);

/** Certificates that the open case trusts. They say whose a valid signature is; they never make an invalid one valid. */
export const trustedContract = {
  /** Empty when no case is open. */
  'trusted.list': { params: z.object({}), result: z.array(trustedCertificate) },
  /** By a certificate file, or by a fingerprint that was read out or written down (signers only). */
  'trusted.add': {
    params: z.object({
      use: trustedUse,
      of: z.union([
        z.object({ token: z.string() }),
        z.object({ fingerprint: z.string().max(200), name: typedText.min(1).max(200) }),
      ]),
      reason,
    }),
    result: z.array(trustedCertificate),
  },
  'trusted.remove': {
    params: z.object({ use: trustedUse, fingerprint: z.string(), reason }),
    result: z.array(trustedCertificate),
  },
} satisfies Contract;
