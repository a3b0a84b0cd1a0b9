import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { ImportSummary } from '../../../shared/contract/jobs.ts';
import { ORIGINALS_FOLDER } from '../evidence/bundle-layout.ts';
import { AppError } from '../lib/errors.ts';
import { evidencePath } from '../reading/evidence-path.ts';
import { openSource, sourceSize } from '../reading/sealed/source.ts';

/** Bytes of all attached files together. Whoever verifies a bundle reads it into memory, in a browser as well. */
export const MOST_ORIGINAL_BYTES = 256 * 1024 * 1024;

/**
 * The kept copies of the imported files, by their names in a bundle. A copy from which secrets were taken goes in as it is
 * kept, never with them. Files of which the case keeps no copy are left out: the bundle then names them by their digest
 * alone. Throws `invalid-request` above the limit, `corrupt-input` when a copy is not what was imported.
 */
export async function readOriginals(
  imports: readonly ImportSummary[],
  evidenceFolder: string,
): Promise<Map<string, Uint8Array>> {
  const kept = new Map(
    imports
      .filter((source) => source.hasCopy)
      .map((source) => [source.copySha256 ?? source.sha256, source] as const)
      .filter(([digest]) => existsSync(evidencePath(evidenceFolder, digest))),
  );
  const paths = [...kept].map(([digest, source]) => ({ digest, source, path: evidencePath(evidenceFolder, digest) }));
  const total = paths.reduce((sum, { path }) => sum + sourceSize(path), 0);
  if (total > MOST_ORIGINAL_BYTES)
    throw new AppError(
      'invalid-request',
      `The original files have ${Math.ceil(total / 1024 ** 2)} MiB together, and a bundle takes at most ${MOST_ORIGINAL_BYTES / 1024 ** 2} MiB of them. Nothing was signed. Sign without them and hand the files over beside the bundle: sources.json names each by its digest.`,
    );
  const files = new Map<string, Uint8Array>();
  for (const { digest, source, path } of paths)
    files.set(originalName(digest, source.file), await readAs(path, digest));
  return files;
}

/** `originals/<SHA-256>-<name>`, with a name that every file system takes. */
function originalName(digest: string, file: string): string {
  const safe = file.replace(/[^A-Za-z0-9._-]+/g, '_').slice(-100);
  return `${ORIGINALS_FOLDER}${digest}-${safe}`;
}

async function readAs(path: string, digest: string): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(sourceSize(path));
  const source = await openSource(path);
  let at = 0;
  try {
    for (let done = -1; done !== 0 && at < bytes.length; at += done)
      done = (await source.read(bytes, at, bytes.length - at, at)).bytesRead;
  } finally {
    await source.close();
  }
  if (at !== bytes.length || createHash('sha256').update(bytes).digest('hex') !== digest)
    throw new AppError(
      'corrupt-input',
      `The kept copy with the digest ${digest} is no longer what was imported. Nothing was signed. Import the file again, or sign without the original files.`,
    );
  return bytes;
}
