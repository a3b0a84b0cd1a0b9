import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDF } from '@libpdf/core';
import { createEngine, type Engine } from '../../../electron/engine/engine.ts';
import { readCanonicalZip } from '../../../electron/engine/evidence/zip-read.ts';
import { sign, type SignOrder } from '../../../electron/engine/handlers/report.ts';
import { createFileRegistry } from '../../../electron/engine/lib/files.ts';
import { silentLog } from '../../../electron/common/log.ts';
import { createSigningKey } from '../../../electron/engine/signing/create-key.ts';
import { decideParams } from '../../../shared/contract/review.ts';
import type { ReportDocument } from '../../../shared/contract/report-document.ts';

export const SIGNER = 'Quirin Unterzeichner';
const PASSPHRASE = 'lantern orchid gravel seventeen';

export type Files = ReadonlyMap<string, Uint8Array>;

export interface SampleCase {
  readonly engine: Engine;
  readonly folder: string;
  /** What was printed, in order. */
  readonly printed: readonly ReportDocument[];
  readonly items: readonly string[];
  readonly decide: (item: string, over: Record<string, unknown>) => Promise<void>;
  /** Signs the report; answers the paths of the bundle and of the redacted copy beside it. */
  readonly sign: (name: string, over?: Partial<SignOrder>) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** A real engine with the sample case in it. What it prints has its section numbers only: the words are in `printed`. */
export async function openSampleCase(now = Date.parse('2026-11-02T09:00:00Z')): Promise<SampleCase> {
  const folder = mkdtempSync(join(tmpdir(), 'sample-bundle-'));
  const printed: ReportDocument[] = [];
  const engine = createEngine({
    dataFolder: join(folder, 'data'),
    resourcesFolder: join(import.meta.dirname, '../../../resources'),
    files: createFileRegistry(),
    log: silentLog(),
    now: () => now,
    print: async (document) => {
      printed.push(document);
      const pdf = PDF.create();
      for (const { number } of document.sections)
        pdf.addPage({ size: 'a4' }).drawText(number, { x: 50, y: 700, size: 20 });
      return { pdf: await pdf.save(), pages: document.sections.length };
    },
    emit: () => undefined,
  });
  await engine.handlers['workspace.openSample']({}, {});
  const keyPath = join(folder, 'signer.pem');
  const { pem } = createSigningKey({
    name: SIGNER,
    organization: 'Audit',
    email: 'signer@example.com',
    passphrase: PASSPHRASE,
    now: new Date('2026-01-01T00:00:00Z'),
  });
  writeFileSync(keyPath, pem);
  return {
    engine,
    folder,
    printed,
    items: engine.context.open().db.prepare<[], string>('SELECT key FROM item ORDER BY key').pluck().all(),
    decide: async (itemId, over) => {
      await engine.handlers['review.decide'](
        decideParams.parse({ itemId, reason: 'Looked at together with its owner.', ...over }),
        {},
      );
    },
    sign: async (name, over = {}) => {
      const target = join(folder, `${name}.zip`);
      return (await sign(engine.context, { keyPath, passphrase: PASSPHRASE, meaning: 'reviewed', target, ...over }))
        .path;
    },
    close: async () => {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The files of a bundle. */
export function filesOf(path: string): Files {
  return readCanonicalZip(readFileSync(path));
}

export function textOf(files: Files, name: string): string {
  return Buffer.from(files.get(name) ?? []).toString('utf8');
}

export function jsonOf(files: Files, name: string): unknown {
  return JSON.parse(textOf(files, name));
}
