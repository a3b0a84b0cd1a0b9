import { basename, dirname } from 'node:path';
import type { BackupView, CaseKeeping, DeletionPlanView } from '../../../shared/contract/case-life.ts';
import { DATABASE_MEMBER } from '../cases/archive-layout.ts';
import { openArchive } from '../cases/archive-read.ts';
import { evidenceFolderOf, filesOf, type OwnedFile } from '../cases/case-files.ts';
import { caseState } from '../cases/case-state.ts';
import { planDeletion } from '../cases/delete.ts';
import { DELETION_LIMITS } from '../cases/deletion-record.ts';
import { readMeta } from '../db/meta.ts';
import { dateText } from '../rules/wording.ts';
import type { EngineContext } from './context.ts';
import { detailsOf } from '../cases/details.ts';

/** How the open case is kept. */
export function keepingOf(context: EngineContext): CaseKeeping {
  const { db, path } = context.open();
  const { owned } = filesOf(path);
  const bytes = (files: readonly OwnedFile[]): number => files.reduce((sum, file) => sum + file.bytes, 0);
  const ofKind = (...kinds: readonly OwnedFile['kind'][]) => owned.filter(({ kind }) => kinds.includes(kind));
  const { lastBackup, retention, archived, recovery } = caseState(db);
  return {
    fileName: basename(path),
    location: dirname(path),
    caseId: readMeta(db, 'case_id') ?? '',
    caseBytes: bytes(ofKind('case', 'log')),
    copies: {
      count: ofKind('evidence').length,
      bytes: bytes(ofKind('evidence')),
      folder: basename(evidenceFolderOf(path)),
    },
    earlierVersions: { count: ofKind('earlier-version').length, bytes: bytes(ofKind('earlier-version')) },
    lastBackup:
      lastBackup === null
        ? null
        : { at: lastBackup.at, file: lastBackup.file, head: lastBackup.head, changedSince: lastBackup.changedSince },
    retention: retention === null ? null : { ...retention, isPast: retention.until < dateText(context.now()) },
    archived,
    recovery,
  };
}

/** What a backup says of itself. */
export async function inspectBackup(path: string): Promise<BackupView> {
  const archive = await openArchive(path);
  await archive.close();
  const { manifest } = archive;
  return {
    name: manifest.case.name,
    file: manifest.case.file,
    purpose: manifest.purpose,
    madeAt: manifest.madeAt,
    head: manifest.journal.head,
    count: manifest.journal.count,
    bytes: manifest.members.reduce((sum, { bytes }) => sum + bytes, 0),
    copies: manifest.members.filter(({ name }) => name !== DATABASE_MEMBER).length,
    notes: manifest.notes,
  };
}

/** What deleting the open case removes and leaves. */
export function planOf(context: EngineContext): DeletionPlanView {
  const { db, path } = context.open();
  const { owned, left } = planDeletion(db);
  const { retention } = caseState(db);
  return {
    name: detailsOf(db).name,
    files: owned.map(({ path: file, kind, bytes }) => ({ file: file.slice(dirname(path).length + 1), kind, bytes })),
    bytes: owned.reduce((sum, { bytes }) => sum + bytes, 0),
    left: [...left],
    limits: [...DELETION_LIMITS],
    retention:
      retention === null
        ? null
        : { until: retention.until, reason: retention.reason, isEarly: retention.until >= dateText(context.now()) },
  };
}
