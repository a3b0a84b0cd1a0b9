import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDF } from '@libpdf/core';
import { canonicalJsonBytes } from '../../../electron/engine/evidence/canonical-json.ts';
import { nextEntry, type ChainEntry } from '../../../electron/engine/evidence/hash-chain.ts';
import { buildVerifyPage } from '../../../electron/engine/signing/verify-page.ts';
import { writeBundle } from '../../../electron/engine/signing/bundle.ts';
import { createSigningKey } from '../../../electron/engine/signing/create-key.ts';
import { openKeyFile } from '../../../electron/engine/signing/open-key.ts';
import { finishPdf } from '../../../electron/engine/signing/pdf-finish.ts';
import { signPdf, type PdfSignOptions } from '../../../electron/engine/signing/pdf-sign.ts';
import type { Signer } from '../../../electron/engine/signing/signer.ts';

/** By the working folder: these fixtures also run bundled, in Electron. */
export const RESOURCES = join(process.cwd(), 'resources');
export const PASSPHRASE = 'pässwört 漢字 #1';
export const SIGNED_AT = new Date('2026-11-23T12:34:56.789Z');

/** A fresh key of a person whose name needs more than Latin-1. */
export function newKey(name = 'Zofia Łącka') {
  return createSigningKey({
    name,
    organization: 'Example AG',
    email: 'zofia@example.com',
    passphrase: PASSPHRASE,
    now: SIGNED_AT,
  });
}

export function newSigner(name?: string): Signer {
  return openKeyFile(newKey(name).pem, PASSPHRASE);
}

export const REPORT = canonicalJsonBytes({ title: 'Review', items: [{ id: 'CONN-1', decision: 'certify' }] });

/** An unsigned three-page report with report.json embedded. */
export async function newReportPdf(report: Uint8Array = REPORT): Promise<Uint8Array> {
  const pdf = PDF.create();
  for (const page of [1, 2, 3]) pdf.addPage({ size: 'a4' }).drawText(`Page ${page}`, { x: 50, y: 700, size: 20 });
  return finishPdf(await pdf.save(), {
    title: 'OAuth review <Q4> & more',
    author: 'Zofia Łącka',
    subject: 'Grants of Example AG',
    created: SIGNED_AT,
    foot: null,
    attachments: [{ name: 'report.json', description: 'Report data', mime: 'application/json', bytes: report }],
  });
}

export const SIGN_OPTIONS: PdfSignOptions = {
  field: 'Reviewer',
  page: 2,
  rect: [60, 100, 300, 180],
  lines: ['Reviewed by Zofia (draft)', 'Example AG'],
  reason: 'I reviewed these grants (all)',
  name: 'Zofia Łącka',
  time: SIGNED_AT,
  certify: true,
};

export function newJournal(count: number): ChainEntry[] {
  const entries: ChainEntry[] = [];
  for (let index = 0; index < count; index++) {
    entries.push(
      nextEntry(entries.at(-1), {
        at: new Date(Date.UTC(2026, 10, 23, 9, 0, index)).toISOString(),
        actor: 'zofia',
        type: 'decision',
        payload: { item: `CONN-${index}`, decision: 'certify', reason: `Zażółć ${index}` },
      }),
    );
  }
  return entries;
}

export function journalBytes(entries: readonly ChainEntry[]): Uint8Array {
  return Buffer.concat(entries.flatMap((entry) => [canonicalJsonBytes(entry), Buffer.from('\n')]));
}

/** A whole signed bundle. `change` may alter the data files before they are signed. */
export async function newBundle(
  signer: Signer = newSigner(),
  change: (files: Map<string, Uint8Array>) => void = () => undefined,
  signedAt = SIGNED_AT,
): Promise<Uint8Array> {
  const journal = newJournal(20);
  const files = new Map<string, Uint8Array>([
    ['report.json', REPORT],
    ['decisions.csv', Buffer.from('item,decision\r\nCONN-1,certify\r\n')],
    ['findings.csv', Buffer.from('rule,item\r\nCS-01,CONN-1\r\n')],
    ['items.csv', Buffer.from('item\r\nCONN-1\r\n')],
    ['sources.json', canonicalJsonBytes({ sources: [{ file: 'grants.csv', bytes: 1 }] })],
    ['journal.jsonl', journalBytes(journal)],
  ]);
  change(files);
  return writeBundle({
    files,
    pdf: await signPdf(await newReportPdf(files.get('report.json')), signer, { ...SIGN_OPTIONS, time: signedAt }),
    page: buildVerifyPage(RESOURCES),
    signer,
    engagement: '2026-Q4',
    role: 'reviewer',
    meaning: 'I reviewed these grants.',
    journalHead: journal.at(-1)?.hash ?? '',
    journalCount: journal.length,
    signedAt,
  });
}

/**
 * Somebody with a certificate of their organisation, both made by openssl; `ca.pem` in the folder is its root. `algorithm`
 * is what `openssl req -newkey` takes, `digest` what the certificates are signed with. Valid from now on.
 */
export function organisationSigner(
  path: (name: string) => string,
  algorithm: readonly string[],
  digest = 'sha256',
): Signer {
  const made = ['-nodes', '-keyout'];
  const issued = ['-CA', path('ca.pem'), '-CAkey', path('ca.key'), '-CAcreateserial', '-out', path('leaf.pem')];
  const steps = [
    [
      'req',
      '-x509',
      `-${digest}`,
      '-newkey',
      ...algorithm,
      ...made,
      path('ca.key'),
      '-out',
      path('ca.pem'),
      '-subj',
      '/CN=Root',
      '-days',
      '30',
    ],
    ['req', '-newkey', ...algorithm, ...made, path('k'), '-out', path('csr'), '-subj', '/CN=Leaf'],
    ['x509', '-req', `-${digest}`, '-in', path('csr'), ...issued, '-days', '20'],
    ['pkcs8', '-topk8', '-scrypt', '-in', path('k'), '-out', path('p'), '-passout', `pass:${PASSPHRASE}`],
  ];
  for (const step of steps) {
    const { status, output } = run('openssl', step);
    if (status !== 0) throw new Error(output);
  }
  // The root first: the right certificate is found by its key, not by its place.
  return openKeyFile(['ca.pem', 'p', 'leaf.pem'].map((name) => readFileSync(path(name), 'utf8')).join(''), PASSPHRASE);
}

export function hasTool(name: string): boolean {
  return spawnSync(name, ['--version']).error === undefined;
}

export function run(command: string, args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

/** Calls back with a fresh folder that is gone afterwards. */
export async function inFolder<T>(use: (path: (name: string) => string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-test-'));
  try {
    return await use((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Repeatable numbers in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
