import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { DiagnosticsDraft, diagnosticsContract } from '../../../shared/contract/diagnostics.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { sqliteVersion } from '../db/sqlite-version.ts';
import { diagnosticFiles } from '../diagnostics/archive.ts';
import { writeCanonicalZip } from '../evidence/zip.ts';
import { AppError } from '../lib/errors.ts';
import { saveWhole } from '../lib/save-whole.ts';
import type { EngineContext } from './context.ts';

/** A diagnostic file: read on the screen first, then saved as it was read. One draft is kept, the last. */
export function diagnosticsHandlers(context: EngineContext): Handlers<typeof diagnosticsContract, unknown> {
  let kept: DiagnosticsDraft | null = null;
  return {
    'diagnostics.draft': ({ screen, withCounts }) => {
      const files = diagnosticFiles({
        dataFolder: context.dataFolder,
        now: context.now(),
        sqliteVersion: sqliteVersion(context.sqliteBinding),
        screen,
        counted: withCounts ? context.open().db : null,
      });
      kept = { id: randomUUID(), files: [...files].map(([name, text]) => ({ name, text })) };
      return kept;
    },
    'diagnostics.save': ({ id, saveToken }) => {
      if (kept?.id !== id)
        throw new AppError('not-found', 'What you read is no longer at hand. Nothing was saved. Look at it again.');
      const path = context.files.resolve(saveToken);
      const bytes = diagnosticZip(new Map(kept.files.map(({ name, text }) => [name, text])));
      saveWhole(path, bytes, 'The diagnostic file', 'Nothing was saved.', 0o600);
      return { file: basename(path), bytes: bytes.length };
    },
  };
}

/** The archive of these texts. */
export function diagnosticZip(files: ReadonlyMap<string, string>): Uint8Array {
  return writeCanonicalZip(new Map([...files].map(([name, text]) => [name, Buffer.from(text, 'utf8')])));
}
