import { beforeAll, describe, expect, it } from 'vitest';
import { checksumText, contentDigest } from '../../../electron/engine/evidence/bundle-layout.ts';
import { canonicalJsonBytes } from '../../../electron/engine/evidence/canonical-json.ts';
import { entryHash } from '../../../electron/engine/evidence/hash-chain.ts';
import { readCanonicalZip } from '../../../electron/engine/evidence/zip-read.ts';
import { writeCanonicalZip } from '../../../electron/engine/evidence/zip.ts';
import { writeBundle } from '../../../electron/engine/signing/bundle.ts';
import { signPdf } from '../../../electron/engine/signing/pdf-sign.ts';
import { buildVerifyPage } from '../../../electron/engine/signing/verify-page.ts';
import type { Signer } from '../../../electron/engine/signing/signer.ts';
import { verifyBundle } from '../../../electron/engine/verify/verify-bundle.ts';
import {
  journalBytes,
  newBundle,
  newJournal,
  newReportPdf,
  newSigner,
  RESOURCES,
  seeded,
  SIGN_OPTIONS,
  SIGNED_AT,
} from '../signing/fixtures.ts';

let signer: Signer;
let bundle: Buffer;

beforeAll(async () => {
  signer = newSigner();
  bundle = Buffer.from(await newBundle(signer));
});

type Change = (files: Map<string, Uint8Array>) => void;

/** What an attacker without the key can do: change files, then make checksums and archive fit again. */
function afterChange(change: Change): { failed: string[]; files: (string | undefined)[] } {
  const files = new Map(readCanonicalZip(bundle));
  change(files);
  files.set('SHA256SUMS', Buffer.from(checksumText(files)));
  const report = verifyBundle(writeCanonicalZip(files));
  const failed = report.checks.filter((check) => !check.ok);
  expect(report.ok).toBe(failed.length === 0);
  return { failed: failed.map((check) => check.id), files: failed.map((check) => check.file) };
}

function edit(files: Map<string, Uint8Array>, name: string, from: string, to: string): void {
  const text = Buffer.from(files.get(name) ?? []).toString('latin1');
  expect(text).toContain(from);
  files.set(name, Buffer.from(text.replace(from, to), 'latin1'));
}

describe('verifyBundle', () => {
  it('accepts a good bundle and tells who signed', () => {
    const report = verifyBundle(bundle);
    expect(report.checks.filter((check) => !check.ok)).toEqual([]);
    expect(report).toMatchObject({
      ok: true,
      signers: [
        {
          name: 'Zofia Łącka',
          email: 'zofia@example.com',
          fingerprint: signer.fingerprint,
          role: 'reviewer',
          engagement: '2026-Q4',
          meaning: 'I reviewed these grants.',
          signedAt: SIGNED_AT.toISOString(),
          selfSigned: true,
          valid: true,
          trusted: null,
        },
      ],
    });
    expect(report.contentDigest).toBe(contentDigest(readCanonicalZip(bundle)));
  });

  it('judges identity only by pinned fingerprints', async () => {
    const pinned = signer.fingerprint.replaceAll(':', '').toLowerCase();
    expect(verifyBundle(bundle, { pinnedFingerprints: ['00'.repeat(32), pinned] })).toMatchObject({
      ok: true,
      signers: [{ trusted: true }],
    });
    const other = verifyBundle(await newBundle(newSigner('Zofia Łącka')), { pinnedFingerprints: [pinned] });
    expect(other).toMatchObject({ ok: false, signers: [{ trusted: false }] });
    expect(other.checks.filter((check) => !check.ok).map((check) => check.id)).toEqual(['trust']);
  });

  it('catches 200 seeded bit flips anywhere and names the file or byte', () => {
    const random = seeded(2026);
    for (let round = 0; round < 200; round++) {
      const changed = Buffer.from(bundle);
      const offset = Math.floor(random() * changed.length);
      changed[offset] = (changed[offset] ?? 0) ^ (1 << Math.floor(random() * 8));
      const report = verifyBundle(changed);
      expect(report.ok, `byte ${offset}`).toBe(false);
      const failed = report.checks.filter((check) => !check.ok);
      expect(
        failed.some((check) => check.file !== undefined || /byte \d+/.test(check.detail)),
        `byte ${offset}`,
      ).toBe(true);
    }
  });

  it('names the file in which one byte was changed', () => {
    for (const [name, bytes] of readCanonicalZip(bundle)) {
      const at = bundle.indexOf(bytes) + Math.floor(bytes.length / 2);
      const changed = Buffer.from(bundle);
      changed[at] = (changed[at] ?? 0) ^ 0x04;
      const failed = verifyBundle(changed).checks.filter((check) => !check.ok);
      expect(
        failed.map((check) => check.file),
        name,
      ).toContain(name);
    }
  });

  it.each<[string, string, Change]>([
    ['decisions.csv', 'subjects', (files) => edit(files, 'decisions.csv', 'certify', 'revoke!')],
    ['report.json', 'pdf-attachment', (files) => edit(files, 'report.json', 'certify', 'revoke!')],
    ['sources.json', 'subjects', (files) => edit(files, 'sources.json', 'grants', 'GRANTS')],
    ['VERIFY.txt', 'subjects', (files) => edit(files, 'VERIFY.txt', 'Compare', 'Ignore')],
    ['extra.csv', 'subjects', (files) => files.set('extra.csv', Buffer.from('x'))],
    ['attestations/note.txt', 'subjects', (files) => files.set('attestations/note.txt', Buffer.from('x'))],
    ['items.csv', 'subjects', (files) => files.delete('items.csv')],
    [
      'report.pdf',
      'pdf-coverage',
      (files) => files.set('report.pdf', Buffer.concat([files.get('report.pdf') ?? Buffer.of(), Buffer.from('\n')])),
    ],
    ['report.json', 'canonical-json', (files) => edit(files, 'report.json', '{', '{ ')],
    [
      'attestations/01-review.json',
      'signature',
      (files) => edit(files, 'attestations/01-review.json', '2026-Q4', '2026-Q3'),
    ],
    ['attestations/01-review.json.p7s', 'signature', (files) => files.delete('attestations/01-review.json.p7s')],
    [
      'attestations/01-review.crt.pem',
      'certificate',
      (files) => edit(files, 'attestations/01-review.crt.pem', '-----BEGIN', 'Signed by the CEO\n-----BEGIN'),
    ],
  ])('finds a change of %s though checksums and archive were made to fit (%s)', (file, id, change) => {
    const { failed, files } = afterChange((entries) => {
      change(entries);
    });
    expect(failed).toContain(id);
    // The signature check names the signature, whose statement is the file that was changed.
    expect(files.join()).toContain(file.replace(/\.p7s$/, ''));
  });

  it('names the line of a changed journal', () => {
    const journal = newJournal(20);
    const lineOf = (bytes: Uint8Array) => {
      const files = new Map(readCanonicalZip(bundle)).set('journal.jsonl', bytes);
      const { checks } = verifyBundle(writeCanonicalZip(files));
      return checks.find((check) => check.id === 'journal' && !check.ok)?.detail ?? 'no failure';
    };
    const changed = journal.map((entry) => (entry.seq === 7 ? { ...entry, actor: 'eve' } : entry));
    expect(lineOf(journalBytes(changed))).toContain('Line 7');
    const rehashed = changed.map((entry) => (entry.seq === 7 ? { ...entry, hash: entryHash(entry) } : entry));
    expect(lineOf(journalBytes(rehashed))).toContain('Line 8');
    expect(lineOf(journalBytes(journal.slice(0, 15)))).toContain('signed a journal of 20 entries');
    expect(lineOf(journalBytes(newJournal(21)))).toContain('21 entries, of which 20 are signed');
    const spaced = Buffer.from(journalBytes(journal)).toString().replace('"seq":3,', '"seq": 3,');
    expect(lineOf(Buffer.from(spaced))).toContain('Line 3');
    expect(lineOf(Buffer.from('{"v":1}\n'))).toContain('Line 1 is not a journal entry');
    expect(lineOf(Buffer.from(`${'['.repeat(100_000)}\n`))).toContain('Line 1');
  });

  it('finds that PDF and statement were signed by different people', async () => {
    const journal = newJournal(3);
    const mixed = await writeBundle({
      files: new Map([...readCanonicalZip(bundle)].filter(([name]) => /^[a-z]+\.(?:json|csv)$/.test(name))).set(
        'journal.jsonl',
        journalBytes(journal),
      ),
      pdf: await signPdf(await newReportPdf(), newSigner('Somebody Else'), SIGN_OPTIONS),
      page: buildVerifyPage(RESOURCES),
      signer,
      engagement: '2026-Q4',
      role: 'reviewer',
      meaning: 'I reviewed these grants.',
      journalHead: journal.at(-1)?.hash ?? '',
      journalCount: 3,
      signedAt: SIGNED_AT,
    });
    const failed = verifyBundle(mixed).checks.filter((check) => !check.ok);
    expect(failed.map((check) => check.id)).toEqual(['pdf-signer']);
  });

  it('accepts further data files and signs them too', async () => {
    const more = await newBundle(signer, (files) => files.set('usage.csv', Buffer.from('a,b\r\n')));
    expect(verifyBundle(more).ok).toBe(true);
    expect(verifyBundle(more).contentDigest).not.toBe(verifyBundle(bundle).contentDigest);
  });

  it('has a content digest that the signer, the time and the journal do not touch', async () => {
    const other = await newBundle(newSigner('Another'), (files) => {
      files.set('sources.json', canonicalJsonBytes({ sources: [] }));
    });
    expect(verifyBundle(other).contentDigest).toBe(verifyBundle(bundle).contentDigest);
  });

  it('says of other bytes that they are no bundle', () => {
    for (const bytes of [new Uint8Array(), Buffer.from('hello'), writeCanonicalZip(new Map([['a', Buffer.of(1)]]))]) {
      const report = verifyBundle(bytes);
      expect(report.ok).toBe(false);
      expect(report.signers).toEqual([]);
    }
  });

  it('refuses data files that would take the place of its own', async () => {
    await expect(newBundle(signer, (files) => files.set('SHA256SUMS', Buffer.of()))).rejects.toThrow(RangeError);
    await expect(newBundle(signer, (files) => files.set('attestations/02-approval.json', Buffer.of()))).rejects.toThrow(
      RangeError,
    );
  });
});
