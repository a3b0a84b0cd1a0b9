import type { PdfFile } from './pdf-file.ts';
import { pdfText, PdfSyntaxError, type PdfValue } from './pdf-objects.ts';

/** A signed field as the file states it, nothing checked. */
export interface FoundSignature {
  readonly field: string;
  readonly subFilter: string | null;
  readonly range: readonly number[];
  readonly contents: Buffer;
  readonly name: string | null;
  readonly reason: string | null;
  /** ISO 8601 UTC of /M. */
  readonly modified: string | null;
}

/** Signed fields of the form, ordered by what they cover. Reports are signed at the top level of the form. */
export function findSignatures(pdf: PdfFile): FoundSignature[] {
  const found: FoundSignature[] = [];
  for (const item of pdf.items(pdf.dictionary(pdf.catalog, 'AcroForm'), 'Fields')) {
    const field = pdf.resolve(item);
    if (field.kind !== 'dictionary' || nameOf(pdf.resolve(field.entries.get('FT'))) !== 'Sig') continue;
    const value = pdf.dictionary(field.entries, 'V');
    if (value.size === 0) continue;
    const text = (key: string) => textOf(pdf.resolve(value.get(key)));
    const contents = pdf.resolve(value.get('Contents'));
    found.push({
      field: textOf(pdf.resolve(field.entries.get('T'))) ?? '',
      subFilter: nameOf(pdf.resolve(value.get('SubFilter'))),
      range: pdf.items(value, 'ByteRange').map((number) => (number.kind === 'number' ? number.value : Number.NaN)),
      contents: contents.kind === 'string' ? contents.bytes : Buffer.alloc(0),
      name: text('Name'),
      reason: text('Reason'),
      modified: isoOfPdfDate(text('M')),
    });
  }
  return found.sort((a, b) => endOfRange(a.range) - endOfRange(b.range));
}

/** Embedded files by name; throws a PdfSyntaxError when one of them cannot be read. */
export function readAttachments(pdf: PdfFile): ReadonlyMap<string, Uint8Array> {
  const attachments = new Map<string, Uint8Array>();
  const visit = (node: ReadonlyMap<string, PdfValue>, depth: number): void => {
    if (depth > 8) throw new PdfSyntaxError('the list of embedded files is nested too deep');
    const names = pdf.items(node, 'Names');
    for (let index = 0; index + 1 < names.length; index += 2) {
      const name = textOf(pdf.resolve(names[index]));
      const specification = pdf.resolve(names[index + 1]);
      if (name === null || specification.kind !== 'dictionary') throw new PdfSyntaxError('an embedded file is damaged');
      if (attachments.has(name)) throw new PdfSyntaxError(`${name} is embedded twice`);
      const files = pdf.dictionary(specification.entries, 'EF');
      attachments.set(name, pdf.streamBytes(files.get('UF') ?? files.get('F')));
    }
    for (const item of pdf.items(node, 'Kids')) {
      const kid = pdf.resolve(item);
      if (kid.kind === 'dictionary') visit(kid.entries, depth + 1);
    }
  };
  visit(pdf.dictionary(pdf.dictionary(pdf.catalog, 'Names'), 'EmbeddedFiles'), 0);
  return attachments;
}

/** The byte after the last one a byte range covers. */
export function endOfRange(range: readonly number[]): number {
  return (range[2] ?? 0) + (range[3] ?? 0);
}

function nameOf(value: PdfValue): string | null {
  return value.kind === 'name' ? value.value : null;
}

function textOf(value: PdfValue): string | null {
  return value.kind === 'string' ? pdfText(value.bytes) : null;
}

function isoOfPdfDate(text: string | null): string | null {
  const match = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z/.exec(text ?? '');
  if (!match) return null;
  const [, year, month, day, hour, minute, second] = match;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
}
