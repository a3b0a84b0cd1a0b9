import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFieldReader } from '../../../electron/engine/import/field-reader.ts';
import { fileTime } from '../../../electron/engine/import/file-time.ts';
import { logOf, type LogDeclaration, type Mapped } from '../../../electron/engine/importers/importer.ts';
import { importerById } from '../../../electron/engine/importers/index.ts';
import { inspectSource } from '../../../electron/engine/reading/inspect.ts';

/** What an importer makes of the records of a small file, and which log it takes the file for. */
export async function mapSample(
  id: string,
  content: string | object,
  subject = '',
): Promise<{ readonly mapped: readonly Mapped[]; readonly log: LogDeclaration | undefined }> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-map-'));
  try {
    const path = join(folder, 'sample');
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    const head = await inspectSource(path);
    const importer = importerById(id);
    if (head.kind === 'nothing' || importer === undefined || !('map' in importer)) throw new Error('nothing to map');
    const reader = createFieldReader(importer.fields, head);
    const time = fileTime(head, importer, { zone: null, dayOrder: null }).parse;
    const mapped = head.sample.map((record) => {
      reader.point(record);
      return importer.map(reader, { tenant: 'tenant', asOf: 0, subject, head, time });
    });
    return { mapped, log: logOf(importer, head) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
