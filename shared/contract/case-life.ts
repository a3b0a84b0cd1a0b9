import { z } from 'zod';
import type { Contract } from './rpc.ts';
import { typedPassphrase } from './protection.ts';
import { typedText } from './text.ts';
import { caseDetails, workspaceStatus } from './workspace.ts';

const isoTime = z.iso.datetime();
const reason = typedText.min(1).max(2000);
const key = z.object({ keyToken: z.string(), passphrase: z.string().max(1000) });

/** How the case is kept: where, how large, its last backup, how long, and whether it is worked on. */
export const caseKeeping = z.object({
  fileName: z.string(),
  location: z.string(),
  caseId: z.string(),
  caseBytes: z.number(),
  copies: z.object({ count: z.int(), bytes: z.number(), folder: z.string() }),
  /** The case as it was before newer versions changed its tables. */
  earlierVersions: z.object({ count: z.int(), bytes: z.number() }),
  /** `changedSince` counts acts after it. */
  lastBackup: z.object({ at: isoTime, file: z.string(), head: z.string(), changedSince: z.int() }).nullable(),
  retention: z.object({ until: z.iso.date(), reason: z.string(), by: z.string(), isPast: z.boolean() }).nullable(),
  archived: z.object({ at: isoTime, reason: z.string(), by: z.string() }).nullable(),
  recovery: z.object({ at: isoTime, lost: z.string(), accepted: z.string().nullable() }).nullable(),
});
export type CaseKeeping = z.output<typeof caseKeeping>;

/** A backup or an archive that was written and read back. */
export const writtenBackup = z.object({
  token: z.string(),
  fileName: z.string(),
  location: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  head: z.string(),
  notes: z.array(z.string()),
});
export type WrittenBackup = z.output<typeof writtenBackup>;

/** What a backup says of itself, before anything of it was compared. */
export const backupView = z.object({
  name: z.string().nullable(),
  file: z.string(),
  purpose: z.enum(['backup', 'archive']),
  madeAt: isoTime,
  head: z.string(),
  count: z.int(),
  bytes: z.number(),
  copies: z.int(),
  notes: z.array(z.string()),
});
export type BackupView = z.output<typeof backupView>;

export const deletionPlan = z.object({
  name: z.string(),
  files: z.array(
    z.object({ file: z.string(), kind: z.enum(['case', 'log', 'earlier-version', 'evidence']), bytes: z.number() }),
  ),
  bytes: z.number(),
  left: z.array(z.string()),
  limits: z.array(z.string()),
  retention: z.object({ until: z.iso.date(), reason: z.string(), isEarly: z.boolean() }).nullable(),
});
export type DeletionPlanView = z.output<typeof deletionPlan>;

/** One deletion that was done on this computer. */
export const deletion = z.object({
  token: z.string(),
  name: z.string(),
  at: isoTime,
  by: z.string(),
  reason: z.string(),
  state: z.enum(['begun', 'done', 'incomplete']),
  files: z.int(),
});
export type Deletion = z.output<typeof deletion>;

/** What was found when everything that belongs to the case was looked at. */
export const caseCheck = z.object({ problems: z.array(z.string()), copies: z.int(), entries: z.int() });

export const recovered = z.object({
  token: z.string(),
  fileName: z.string(),
  account: z.string(),
  journal: z.string(),
  tables: z.array(
    z.object({ table: z.string(), read: z.int(), refused: z.int(), lostAtMost: z.int().nullable(), gaps: z.int() }),
  ),
});

export const caseLifeContract = {
  'case.keeping': { params: z.object({}), result: caseKeeping },
  /** Writes the case as it stands, also while an import runs, and reads it back. */
  'case.backup': { params: z.object({ saveToken: z.string() }), result: writtenBackup },
  /** Stops what is under way of these; it leaves nothing half. */
  'case.cancel': { params: z.object({}), result: z.object({}) },
  'case.inspectBackup': { params: z.object({ token: z.string() }), result: backupView },
  /** Makes a case of a backup; `token` names it, to be opened. `aside`: where a case went that was there. */
  'case.restore': {
    params: z.object({ token: z.string(), saveToken: z.string(), replace: z.boolean() }),
    result: z.object({ token: z.string(), fileName: z.string(), aside: z.string().nullable() }),
  },
  'case.duplicate': {
    params: z.object({ saveToken: z.string(), details: caseDetails }),
    result: z.object({ token: z.string(), fileName: z.string(), location: z.string() }),
  },
  'case.move': { params: z.object({ saveToken: z.string() }), result: workspaceStatus },
  /** Makes the case read-only and writes an archive of it. */
  'case.archive': { params: z.object({ saveToken: z.string(), reason }), result: writtenBackup },
  /** Takes an archived case into work again. */
  'case.reopen': { params: z.object({ reason }), result: z.object({}) },
  'case.retain': { params: z.object({ until: z.iso.date().nullable(), reason }), result: z.object({}) },
  'case.planDeletion': { params: z.object({}), result: deletionPlan },
  /** `name`: the name of the case as it was typed. */
  'case.delete': {
    params: z.object({ name: z.string().max(500), reason, saveToken: z.string(), key: key.nullable() }),
    result: z.object({ token: z.string(), fileName: z.string(), location: z.string(), files: z.int() }),
  },
  'case.deletions': { params: z.object({}), result: z.array(deletion) },
  /** Puts what can be read of a damaged case into a new one. */
  'case.recover': {
    params: z.object({ token: z.string(), saveToken: z.string(), passphrase: typedPassphrase.optional() }),
    result: recovered,
  },
  'case.acceptRecovery': { params: z.object({ reason }), result: z.object({}) },
  /** Reads the whole case file and every kept copy. */
  'case.check': { params: z.object({}), result: caseCheck },
} satisfies Contract;
