import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PDF } from '@libpdf/core';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/engine/lib/errors.ts';
import { signPdf } from '../../../electron/engine/signing/pdf-sign.ts';
import { trueTypeOf } from '../../../electron/engine/signing/woff.ts';
import { hasTool, inFolder, newReportPdf, newSigner, REPORT, run, SIGN_OPTIONS, SIGNED_AT } from './fixtures.ts';

const FONTS = ['latin', 'latin-ext', 'greek'].map((subset) =>
  readFileSync(
    fileURLToPath(
      new URL(`../../../node_modules/@fontsource/inter/files/inter-${subset}-400-normal.woff`, import.meta.url),
    ),
  ),
);

describe('finishPdf', () => {
  it('sets metadata, embeds the data and survives a second reader', async () => {
    const pdf = await PDF.load(await newReportPdf());
    expect(pdf.getMetadata()).toMatchObject({
      title: 'OAuth review <Q4> & more',
      author: 'Zofia Łącka',
      language: 'en',
    });
    expect(Buffer.compare(pdf.getAttachment('report.json') ?? Buffer.of(), REPORT)).toBe(0);
    expect(pdf.getPageCount()).toBe(3);
  });
});

describe('signPdf', () => {
  it('keeps every byte that was there', async () => {
    const before = await newReportPdf();
    const signed = await signPdf(before, newSigner(), SIGN_OPTIONS);
    expect(Buffer.compare(signed.subarray(0, before.length), before)).toBe(0);
    expect(signed.length).toBeGreaterThan(before.length);
  });

  it('refuses an expired certificate, a field that exists, a page that does not', async () => {
    const signer = newSigner();
    const pdf = await newReportPdf();
    const late = { ...SIGN_OPTIONS, time: new Date('2040-01-01T00:00:00Z') };
    await expect(signPdf(pdf, signer, late)).rejects.toThrow(/expired/);
    await expect(signPdf(pdf, signer, { ...SIGN_OPTIONS, page: 3 })).rejects.toThrow(/no page 4/);
    const signed = await signPdf(pdf, signer, SIGN_OPTIONS);
    await expect(signPdf(signed, signer, SIGN_OPTIONS)).rejects.toThrow(AppError);
  });

  it.skipIf(!hasTool('pdfsig') || !hasTool('qpdf'))(
    'passes pdfsig and qpdf, once and countersigned, with embedded fonts (needs pdfsig, qpdf)',
    () =>
      inFolder(async (path) => {
        const signer = newSigner();
        const lines = ['Reviewed by Zofia Łącka', 'Ελλάς', 'unknown: 漢', signer.fingerprint];
        const once = await signPdf(await newReportPdf(), signer, { ...SIGN_OPTIONS, lines, fonts: FONTS });
        const second = { ...SIGN_OPTIONS, field: 'Approver', rect: [310, 100, 550, 180], certify: false } as const;
        const twice = await signPdf(once, newSigner('Ann Approver'), second);
        writeFileSync(path('once.pdf'), once);
        writeFileSync(path('twice.pdf'), twice);
        const first = run('pdfsig', [path('once.pdf')]).output;
        expect(first).toContain('Signature is Valid');
        expect(first).toContain('Total document signed');
        expect(first).toContain('ETSI.CAdES.detached');
        expect(first).toContain('Signer Certificate Common Name: Zofia Łącka');
        const both = run('pdfsig', [path('twice.pdf')]).output;
        expect(both.match(/Signature is Valid/g)).toHaveLength(2);
        expect(both.match(/- Total document signed/g)).toHaveLength(1);
        for (const name of ['once.pdf', 'twice.pdf']) {
          expect(run('qpdf', ['--check', path(name)])).toMatchObject({ status: 0 });
        }
        const changed = Buffer.from(once);
        changed[1000] = (changed[1000] ?? 0) ^ 1;
        writeFileSync(path('changed.pdf'), changed);
        expect(run('pdfsig', [path('changed.pdf')]).output).not.toContain('Signature is Valid');
      }),
  );

  it.skipIf(!hasTool('openssl'))('holds a CMS that openssl accepts over the byte range (needs openssl)', () =>
    inFolder(async (path) => {
      const signed = Buffer.from(await signPdf(await newReportPdf(), newSigner(), SIGN_OPTIONS));
      const text = signed.toString('latin1');
      const [, a = '', b = '', c = ''] = /\/ByteRange \[0 (\d+) (\d+) (\d+) *\]/.exec(text) ?? [];
      const [length, start, rest] = [Number(a), Number(b), Number(c)];
      expect(start + rest).toBe(signed.length);
      writeFileSync(path('content'), Buffer.concat([signed.subarray(0, length), signed.subarray(start)]));
      writeFileSync(path('cms'), Buffer.from(text.slice(length + 1, start - 1), 'hex'));
      const verify = [
        'cms',
        '-verify',
        '-binary',
        '-noverify',
        '-inform',
        'DER',
        '-in',
        path('cms'),
        '-content',
        path('content'),
        '-out',
        path('out'),
      ];
      expect(run('openssl', verify).output).toContain('successful');
      const printed = run('openssl', [
        'cms',
        '-cmsout',
        '-print',
        '-noout',
        '-inform',
        'DER',
        '-in',
        path('cms'),
      ]).output;
      expect(printed).toContain('id-smime-aa-signingCertificateV2');
      expect(printed).not.toContain('signingTime');
      expect(text).toContain(`D:${SIGNED_AT.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`);
    }),
  );
});

describe('trueTypeOf', () => {
  it('unpacks a WOFF to a font with the same tables, and leaves other bytes alone', () => {
    const font = Buffer.from(trueTypeOf(FONTS[0] ?? new Uint8Array()));
    expect(font.readUInt32BE(0)).toBe(0x00010000);
    const count = font.readUInt16BE(4);
    for (let index = 0; index < count; index++) {
      const at = 12 + index * 16;
      const tag = font.toString('latin1', at, at + 4);
      const [stated, offset, length] = [4, 8, 12].map((delta) => font.readUInt32BE(at + delta));
      // The checksum of `head` is defined with one of its fields set to zero.
      if (tag !== 'head') expect(checksum(font.subarray(offset, (offset ?? 0) + (length ?? 0))), tag).toBe(stated);
    }
    const other = Buffer.from('OTTO and so on');
    expect(trueTypeOf(other)).toBe(other);
  });
});

function checksum(table: Buffer): number {
  const padded = Buffer.concat([table, Buffer.alloc((4 - (table.length % 4)) % 4)]);
  let sum = 0;
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0;
  return sum;
}
