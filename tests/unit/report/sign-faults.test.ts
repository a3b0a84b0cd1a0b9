import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDF } from '@libpdf/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FULL_REPORT } from '../../../shared/contract/report.ts';
import type { PrintReport } from '../../../electron/engine/lib/print.ts';
import { appendJournal } from '../../../electron/engine/review/journal.ts';
import { createSigningKey } from '../../../electron/engine/signing/create-key.ts';
import { verifyBundle } from '../../../electron/engine/verify/verify-bundle.ts';
import { type EngineCase, startEngine } from '../engine/engine-case.ts';

const PASSPHRASE = 'lantern orchid gravel seventeen';
let started: EngineCase;
let now: number;
/** What happens while the report is being printed. */
let meanwhile: () => void;
const print: PrintReport = async (document) => {
  meanwhile();
  const pdf = PDF.create();
  for (const section of document.sections)
    pdf.addPage({ size: 'a4' }).drawText(section.number, { x: 50, y: 700, size: 20 });
  return { pdf: await pdf.save(), pages: document.sections.length };
};

beforeEach(async () => {
  now = Date.parse('2026-10-05T09:00:00Z');
  meanwhile = () => {};
  started = startEngine(undefined, { now: () => now, print });
  const details = { name: 'Case', client: '', engagement: '', periodFrom: null, periodTo: null, reviewer: 'Rita' };
  const saveToken = started.files.register(join(started.folder, 'case.countersign'));
  await started.engine.handlers['workspace.create']({ saveToken, details }, {});
  mkdirSync(join(started.folder, 'signed'));
  const { pem } = createSigningKey({
    name: 'Rita',
    organization: '',
    email: '',
    passphrase: PASSPHRASE,
    now: new Date(now),
  });
  writeFileSync(join(started.folder, 'key.pem'), pem);
});
afterEach(async () => started.dispose());

const target = (): string => join(started.folder, 'signed', 'bundle.zip');

async function sign(passphrase = PASSPHRASE): Promise<unknown> {
  return started.engine.handlers['report.sign'](
    {
      keyToken: started.files.register(join(started.folder, 'key.pem')),
      passphrase,
      meaning: 'reviewed',
      saveToken: started.files.register(target()),
      options: FULL_REPORT,
    },
    {},
  );
}

/** Types of what the journal says beyond the creation of the case. */
function acts(): string[] {
  return started.engine.context
    .open()
    .db.prepare<[], string>(`SELECT type FROM journal WHERE type <> 'case-created' ORDER BY seq`)
    .pluck()
    .all();
}

async function nothingSigned(why: RegExp, passphrase?: string): Promise<void> {
  await expect(sign(passphrase)).rejects.toThrow(why);
  expect(acts().filter((type) => type === 'report-signed' || type === 'checkpoint')).toEqual([]);
  expect(readdirSync(join(started.folder, 'signed'))).toEqual([]);
}

test('a full disk is named, nothing half written is left, and nothing counts as signed', async () => {
  // The kernel answers every write to this device as a full disk does.
  symlinkSync('/dev/full', join(started.folder, 'signed', '.bundle.zip.partial'));
  await nothingSigned(/could not be saved to .*The disk is full\. Nothing was signed or submitted\./);
  await sign();
  expect(verifyBundle(readFileSync(target())).ok).toBe(true);
  expect(acts()).toEqual(['report-signed', 'checkpoint']);
});

test('a folder in the place of the bundle, or no folder at all, leaves everything as it was', async () => {
  mkdirSync(target());
  await expect(sign()).rejects.toThrow(/could not be saved.*Nothing was signed or submitted/);
  expect(acts()).toEqual([]);
  expect(readdirSync(join(started.folder, 'signed'))).toEqual(['bundle.zip']);
  expect(existsSync(join(target(), 'report.pdf'))).toBe(false);
});

test('a wrong passphrase and an expired certificate sign nothing', async () => {
  await nothingSigned(/passphrase/i, 'not the passphrase at all');
  now += 5 * 365 * 86_400_000;
  await nothingSigned(/certificate of Rita expired on 20\d\d-.*Nothing was signed/);
});

test('what is recorded while the report is printed is not signed unseen', async () => {
  meanwhile = () => {
    appendJournal(started.engine.context.open().db, { at: now, actor: 'Rita', type: 'case-changed', payload: {} });
  };
  await nothingSigned(/Something was recorded while the report was being printed.*Nothing was signed/);
});

test('a printer that fails signs nothing', async () => {
  meanwhile = () => {
    throw new Error('the window crashed');
  };
  await nothingSigned(/window crashed/);
});
