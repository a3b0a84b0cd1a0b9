import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDF } from '@libpdf/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FULL_REPORT } from '../../../shared/contract/report.ts';
import { decideParams } from '../../../shared/contract/review.ts';
import { openDatabase } from '../../../electron/engine/db/open.ts';
import { checkpointPayload } from '../../../electron/engine/evidence/checkpoint-layout.ts';
import { openCase } from '../../../electron/engine/handlers/workspace.ts';
import type { PrintReport } from '../../../electron/engine/lib/print.ts';
import { noteSigning, type UnfinishedSigning } from '../../../electron/engine/report/unfinished-signing.ts';
import { appendJournal, checkJournal, readJournal } from '../../../electron/engine/review/journal.ts';
import { createSigningKey } from '../../../electron/engine/signing/create-key.ts';
import { type EngineCase, startEngine } from '../engine/engine-case.ts';
import { populationCase, queueOf } from '../engine/population-case.ts';

const PASSPHRASE = 'lantern orchid gravel seventeen';
let started: EngineCase;
/** The case as it was when the signature had been noted and not recorded. */
let crashed: string;
let out: string;
let signing: UnfinishedSigning;
const print: PrintReport = async () => {
  const pdf = PDF.create();
  pdf.addPage({ size: 'a4' });
  return { pdf: await pdf.save(), pages: 1 };
};

beforeEach(async () => {
  const made = await populationCase(3);
  started = startEngine(made.folder, { print });
  const [row] = await queueOf(made);
  await made.engine.handlers['review.decide'](
    decideParams.parse({ itemId: row?.itemId, decision: 'revoke', reason: 'Nobody needs it.' }),
    {},
  );
  await made.engine.close();
  const path = join(started.folder, 'case.countersign');
  crashed = join(started.folder, 'crashed.countersign');
  copyFileSync(path, crashed);
  cpSync(join(started.folder, 'case evidence'), join(started.folder, 'crashed evidence'), { recursive: true });
  const { pem } = createSigningKey({ name: 'Rita', passphrase: PASSPHRASE });
  writeFileSync(join(started.folder, 'key.pem'), pem);
  out = join(started.folder, 'signed');
  mkdirSync(out);
  await openCase(started.engine.context, path);
  await started.engine.handlers['report.sign'](
    {
      keyToken: started.files.register(join(started.folder, 'key.pem')),
      passphrase: PASSPHRASE,
      meaning: 'reviewed',
      saveToken: started.files.register(join(out, 'bundle.zip')),
      options: FULL_REPORT,
      redacted: true,
    },
    {},
  );
  const [signed, checkpoint] = journal().slice(-2);
  if (signed?.type !== 'report-signed' || checkpoint?.type !== 'checkpoint') throw new Error('no signature');
  signing = {
    files: ['bundle-redacted.zip', 'bundle.zip'].map((name) => ({
      path: join(out, name),
      sha256: createHash('sha256')
        .update(readFileSync(join(out, name)))
        .digest('hex'),
    })),
    act: {
      at: Date.parse(signed.at),
      actor: signed.actor,
      type: signed.type,
      payload: checkedPayload(signed.payload),
    },
    checkpoint: checkpointPayload.parse(checkpoint.payload),
    submits: true,
  };
});
afterEach(async () => started.dispose());

function checkedPayload(payload: unknown): UnfinishedSigning['act']['payload'] {
  if (typeof payload !== 'object' || payload === null) throw new Error('no payload');
  return { ...payload };
}

const journal = () => [...readJournal(started.engine.context.open().db)];
const bound = (): unknown =>
  started.engine.context
    .open()
    .db.prepare('SELECT count(*) FROM decision WHERE submitted_seq IS NOT NULL')
    .pluck()
    .get();

/** Opens the case as it was when it crashed; answers what it says about it. */
async function openCrashed(meanwhile: (db: ReturnType<typeof openDatabase>) => void = () => {}): Promise<string[]> {
  const db = openDatabase(crashed, { create: false });
  noteSigning(db, signing);
  meanwhile(db);
  db.close();
  await openCase(started.engine.context, crashed);
  const { notices } = started.engine.context.open();
  expect(checkJournal(started.engine.context.open().db).ok).toBe(true);
  return [...notices];
}

test('a report that lies in its place when the program ends counts as signed, by the very entries that were meant', async () => {
  const signed = journal();
  expect(bound()).toBe(1);
  expect(await openCrashed()).toEqual([
    'The program ended while the report was being saved. bundle.zip is complete, so the report counts as signed.',
  ]);
  expect(journal()).toEqual(signed);
  expect(bound()).toBe(1);
  // Said once: opened again, there is nothing to end.
  await started.engine.handlers['workspace.close']({}, {});
  await openCase(started.engine.context, crashed);
  expect(started.engine.context.open().notices).toEqual([]);
  expect(journal()).toEqual(signed);
});

test('a report that does not lie in its place was not signed, and nothing is left of it', async () => {
  rmSync(join(out, 'bundle.zip'));
  writeFileSync(join(out, '.bundle.zip.partial'), 'half');
  expect(await openCrashed()).toEqual([
    'Signing the report was interrupted before bundle.zip was saved. Nothing was signed or submitted; sign it again.',
  ]);
  expect(journal().filter(({ type }) => type === 'report-signed')).toEqual([]);
  expect(bound()).toBe(0);
  expect(readdirSync(out)).toEqual([]);
});

test('a copy of the case that lies elsewhere touches no file and signs nothing', async () => {
  const told = await openCrashed((db) => {
    db.exec(
      `UPDATE meta SET value = json_set(value, '$.case', '/elsewhere.countersign') WHERE key = 'unfinished_signing'`,
    );
  });
  expect(told).toEqual([expect.stringContaining('when this case lay in another place')]);
  expect(readdirSync(out).toSorted()).toEqual(['bundle-redacted.zip', 'bundle.zip']);
  expect(journal().filter(({ type }) => type === 'report-signed')).toEqual([]);
});

test('what another program put in the place of the bundle stays, and a journal that went on is not signed for', async () => {
  writeFileSync(join(out, 'bundle.zip'), 'another file');
  await openCrashed();
  expect(readFileSync(join(out, 'bundle.zip'), 'utf8')).toBe('another file');
  expect(readdirSync(out)).toEqual(['bundle.zip']);
  await openCase(started.engine.context, join(started.folder, 'case.countersign'));
  await openCrashed((db) => {
    appendJournal(db, { at: 0, actor: 'Rita', type: 'case-changed', payload: {} });
  });
  expect(journal().filter(({ type }) => type === 'report-signed')).toEqual([]);
  expect(bound()).toBe(0);
});
