import { z } from 'zod';
import { newPassphrase, typedPassphrase } from './protection.ts';
import type { Contract } from './rpc.ts';
import { typedText } from './text.ts';

const isoTime = z.iso.datetime();

export const caseDetails = z.object({
  name: typedText.min(1).max(120),
  client: typedText.max(120),
  engagement: typedText.max(120),
  periodFrom: z.iso.date().nullable(),
  periodTo: z.iso.date().nullable(),
  reviewer: typedText.max(120),
});
export type CaseDetails = z.output<typeof caseDetails>;

export const workspaceStatus = z.object({
  details: caseDetails,
  fileName: z.string(),
  location: z.string(),
  createdAt: isoTime,
  isSample: z.boolean(),
  /** Sentences about what happened to this file before it was opened, for example an interrupted import. */
  notices: z.array(z.string()),
  counts: z.object({
    imports: z.int(),
    connectors: z.int(),
    grants: z.int(),
    items: z.int(),
    events: z.int(),
    findings: z.int(),
    /** Items to decide: the campaign's population when there is one, else all. */
    toDecide: z.int(),
    /** Of these. */
    decided: z.int(),
  }),
  /** Newest as-of time of any import, UTC. */
  asOf: isoTime.nullable(),
  /** `unsealed`: entries since the last signed checkpoint. */
  journal: z.object({ head: z.string(), count: z.int(), unsealed: z.int() }),
});
export type WorkspaceStatus = z.output<typeof workspaceStatus>;

export const recentCase = z.object({
  token: z.string(),
  name: z.string(),
  location: z.string(),
  openedAt: isoTime,
  isMissing: z.boolean(),
  /** The last day the case has to be kept; null when nothing was stated. */
  retainUntil: z.iso.date().nullable(),
  isPastDue: z.boolean(),
  /** It opens with its passphrase only. */
  isProtected: z.boolean(),
});

export const workspaceContract = {
  'workspace.recent': { params: z.object({}), result: z.array(recentCase) },
  'workspace.forget': { params: z.object({ token: z.string() }), result: z.object({}) },
  /** With a passphrase the case is protected from its first byte. */
  'workspace.create': {
    params: z.object({ saveToken: z.string(), details: caseDetails, passphrase: newPassphrase.optional() }),
    result: workspaceStatus,
  },
  'workspace.open': {
    params: z.object({ token: z.string(), passphrase: typedPassphrase.optional() }),
    result: workspaceStatus,
  },
  /** Copies the sample exports into a fresh case in the user's data folder, imports them and opens it. */
  'workspace.openSample': { params: z.object({}), result: workspaceStatus },
  'workspace.close': { params: z.object({}), result: z.object({}) },
  'workspace.status': { params: z.object({}), result: workspaceStatus.nullable() },
  'workspace.update': { params: z.object({ details: caseDetails }), result: workspaceStatus },
} satisfies Contract;
