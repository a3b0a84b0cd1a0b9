import { z } from 'zod';
import { verifyReport } from './report.ts';
import type { Contract } from './rpc.ts';

/**
 * What a time-stamping authority can stamp in a bundle: the signature of the reviewer or of the approver over all files,
 * the report with all its signatures, the reviewer's signature inside the report.
 */
export const STAMP_TARGETS = ['review', 'approval', 'document', 'signature'] as const;
export type StampTarget = (typeof STAMP_TARGETS)[number];

/** A request is recorded, saved to a file, and answered; `failed` after an answer that was not taken. */
export const REQUEST_STATES = ['draft', 'exported', 'imported', 'failed'] as const;

const pendingRequest = z.object({
  id: z.string(),
  target: z.enum(STAMP_TARGETS),
  state: z.enum(REQUEST_STATES),
  bundleName: z.string(),
  createdAt: z.iso.datetime(),
  /** Name of the saved request; null while it is a draft. */
  fileName: z.string().nullable(),
  /** Why the last answer was not taken. */
  problem: z.string().nullable(),
  result: z
    .object({
      file: z.string(),
      location: z.string(),
      authority: z.string(),
      time: z.iso.datetime(),
      /** null when no certificate was given to judge the authority by. */
      trusted: z.boolean().nullable(),
    })
    .nullable(),
});
export type PendingRequest = z.output<typeof pendingRequest>;

/** Time stamps from an authority that this machine cannot reach: requests out, answers in. None needs an open case. */
export const timestampsContract = {
  'timestamps.list': { params: z.object({}), result: z.array(pendingRequest) },
  /** What can be stamped in a bundle; `refusal` says why something cannot. */
  'timestamps.targets': {
    params: z.object({ token: z.string() }),
    result: z.array(z.object({ target: z.enum(STAMP_TARGETS), refusal: z.string().nullable() })),
  },
  'timestamps.draft': {
    params: z.object({ token: z.string(), target: z.enum(STAMP_TARGETS) }),
    result: pendingRequest,
  },
  'timestamps.export': { params: z.object({ id: z.string(), saveToken: z.string() }), result: pendingRequest },
  /** Checks the answer, and saves a stamped copy of the bundle; the bundle itself stays as it is. */
  'timestamps.import': {
    params: z.object({
      id: z.string(),
      answerToken: z.string(),
      /** The certificate of the authority, or of its issuer; null when the authority is not to be judged. */
      authorityToken: z.string().nullable(),
      /** The reviewer's key, which a time stamp inside their signature needs. */
      key: z.object({ token: z.string(), passphrase: z.string().max(1000) }).nullable(),
      saveToken: z.string(),
    }),
    result: z.object({ request: pendingRequest, verification: verifyReport }),
  },
  'timestamps.remove': { params: z.object({ id: z.string() }), result: z.object({}) },
} satisfies Contract;
