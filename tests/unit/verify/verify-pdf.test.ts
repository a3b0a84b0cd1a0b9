import { PDF } from '@libpdf/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { signPdf } from '../../../electron/engine/signing/pdf-sign.ts';
import { verifyPdf } from '../../../electron/engine/verify/verify-pdf.ts';
import { newReportPdf, newSigner, REPORT, seeded, SIGN_OPTIONS } from '../signing/fixtures.ts';

const SECOND = { ...SIGN_OPTIONS, field: 'Approver', certify: false } as const;
let once: Buffer;
let twice: Buffer;

beforeAll(async () => {
  once = Buffer.from(await signPdf(await newReportPdf(), newSigner(), SIGN_OPTIONS));
  twice = Buffer.from(await signPdf(once, newSigner('Ann Approver'), SECOND));
});

function failures(bytes: Uint8Array): string {
  const { ok, checks } = verifyPdf(bytes);
  const failed = checks.filter((check) => !check.ok).map((check) => check.detail);
  expect(ok).toBe(failed.length === 0);
  return failed.join(' ');
}

describe('verifyPdf', () => {
  it('accepts one signature and two, and shows every revision', () => {
    const first = verifyPdf(once);
    expect(first).toMatchObject({
      ok: true,
      revisions: { length: 2 },
      signatures: [{ valid: true, field: 'Reviewer' }],
    });
    expect(first.signatures[0]).toMatchObject({ coversBytes: once.length, signedAt: '2026-11-23T12:34:56.000Z' });
    expect(Buffer.compare(first.attachments.get('report.json') ?? Buffer.of(), REPORT)).toBe(0);
    const both = verifyPdf(twice);
    expect(both).toMatchObject({
      ok: true,
      revisions: { length: 3 },
      signatures: [{ field: 'Reviewer' }, { field: 'Approver' }],
    });
    expect(both.signatures[0]?.coversBytes).toBe(once.length);
  });

  it('catches 200 seeded bit flips', () => {
    const random = seeded(7);
    for (let round = 0; round < 200; round++) {
      const changed = Buffer.from(twice);
      const offset = Math.floor(random() * changed.length);
      changed[offset] = (changed[offset] ?? 0) ^ (1 << Math.floor(random() * 8));
      expect(verifyPdf(changed).ok, `byte ${offset}`).toBe(false);
    }
  });

  it('catches the change of any byte of the signature value itself', () => {
    const [, , start = 0, end = 0] = rangeOf(once);
    const used = once.toString('latin1', start, end).replace(/0*>$/, '').length;
    for (let offset = start; offset < start + used; offset++) {
      const changed = Buffer.from(once);
      // The bit of upper and lower case, which leaves the value of a hexadecimal letter as it is.
      changed[offset] = (changed[offset] ?? 0) ^ 0x20;
      expect(verifyPdf(changed).ok, `byte ${offset}`).toBe(false);
    }
  });

  it('catches a page drawn over after signing', async () => {
    const pdf = await PDF.load(once);
    pdf.getPage(0)?.drawText('EVERYTHING CERTIFIED', { x: 50, y: 600, size: 30 });
    expect(failures(await pdf.save({ incremental: true }))).toContain('added after the last signature');
  });

  it('catches a page drawn over between two signatures', async () => {
    const pdf = await PDF.load(once);
    pdf.getPage(0)?.drawText('EVERYTHING CERTIFIED', { x: 50, y: 600, size: 30 });
    const between = await pdf.save({ incremental: true });
    expect(failures(await signPdf(between, newSigner('Eve'), SECOND))).toContain("is not a signature's");
  });

  it('catches a byte in the padding behind the signature value', () => {
    const changed = Buffer.from(once);
    const [, , , end = 0] = rangeOf(once);
    changed.write('1', end - 20, 'latin1');
    expect(failures(changed)).toContain('padding');
  });

  it('catches bytes before, behind, and missing', () => {
    expect(failures(Buffer.concat([Buffer.from('\n'), once]))).not.toBe('');
    expect(failures(Buffer.concat([once, Buffer.from('\n')]))).toContain('added after the last signature');
    expect(failures(once.subarray(0, -1))).not.toBe('');
    expect(failures(new Uint8Array())).not.toBe('');
  });

  it('catches a byte range that leaves out more than the signature value', () => {
    const [, , length = 0, end = 0] = rangeOf(once);
    const text = once.toString('latin1');
    const current = /\/ByteRange \[[^\]]*\]/.exec(text)?.[0] ?? '';
    const wider = `/ByteRange [0 ${length - 8} ${end} ${once.length - end}`;
    const changed = Buffer.from(text.replace(current, `${wider.padEnd(current.length - 1)}]`), 'latin1');
    expect(changed.length).toBe(once.length);
    expect(failures(changed)).toContain('not a signature value');
  });

  it('survives hostile structure without using more than it is given', () => {
    const text = once.toString('latin1');
    const change = (from: string | RegExp, to: string) => Buffer.from(text.replace(from, to), 'latin1');
    const hostile = [
      change('/Type /Pages', '/Type {Pages'),
      change('/Fields [', `/Fields ${'['.repeat(5000)}`),
      change(/\/Prev \d+/, `/Prev ${text.lastIndexOf('xref', text.lastIndexOf('startxref') - 1)}`),
      change(/startxref\s+\d+\s+%%EOF\s*$/, 'startxref\n0\n%%EOF\n'),
      change(/xref\n0 \d+/, 'xref\n0 9999999999'),
      change(/\/AcroForm \d+ 0 R/, '/AcroForm 1 0 R'),
      Buffer.from(`%PDF-1.7\n${'('.repeat(100_000)}`),
    ];
    for (const bytes of hostile) expect(failures(bytes)).not.toBe('');
  });

  it('does not accept an unsigned PDF', async () => {
    expect(failures(await newReportPdf())).toContain('nobody has signed it');
  });
});

/** Match index, 0, end of the first range, start of the second. */
function rangeOf(pdf: Buffer): number[] {
  const match = /\/ByteRange \[0 (\d+) (\d+)/.exec(pdf.toString('latin1'));
  return [match?.index ?? 0, 0, Number(match?.[1]), Number(match?.[2])];
}
