import { openPdf } from './pdf-file.ts';
import { pdfText, PdfSyntaxError, type PdfValue } from './pdf-objects.ts';

/** Room for the token in bytes, as much as for a signature. */
export const TOKEN_ROOM = 16_384;

/** A PDF with room for a document time stamp, which covers all of it but that room. */
export interface TimestampRevision {
  readonly bytes: Buffer;
  /** Offset of `<` of /Contents. */
  readonly contentsStart: number;
  /** Offset just after its `>`. */
  readonly contentsEnd: number;
}

/**
 * Adds the revision of a document time stamp (EN 319 142-1 5.4.3) to a signed PDF: a field without appearance that the
 * form and the page of the first signature name, and its empty value. The same PDF always gives the same bytes. So the
 * prepared file can be made again when the answer of the authority returns, and a verifier, by making it again, can tell
 * that a time stamp added nothing that a viewer would show: nobody but the authority signs that revision, and it signs
 * whatever it is sent. Throws a PdfSyntaxError for a PDF that is not signed or not written by this program.
 */
export function addTimestampRevision(pdf: Buffer): TimestampRevision {
  const file = openPdf(pdf);
  const size = numberOf(file.trailer.get('Size'));
  const fields = file.items(file.dictionary(file.catalog, 'AcroForm'), 'Fields');
  const [first] = fields;
  const firstField = file.resolve(first);
  if (firstField.kind !== 'dictionary') throw new PdfSyntaxError('it is not signed');
  const names = fields.flatMap((item) => {
    const field = file.resolve(item);
    const name = field.kind === 'dictionary' ? file.resolve(field.entries.get('T')) : null;
    return name?.kind === 'string' ? [pdfText(name.bytes)] : [];
  });
  const count = names.filter((name) => name.startsWith('Timestamp')).length;
  const page = referenceOf(firstField.entries.get('P'));
  const [value, widget] = [size, size + 1];
  const form = referenceOf(file.catalog.get('AcroForm'));
  const pageValue = file.resolve(firstField.entries.get('P'));
  const annotations = pageValue.kind === 'dictionary' ? pageValue.entries.get('Annots') : undefined;
  const changed = [
    { number: form, text: withReference(file.objectText(form), 'Fields', widget) },
    annotations?.kind === 'reference'
      ? { number: annotations.number, text: withReference(file.objectText(annotations.number), null, widget) }
      : { number: page, text: withReference(file.objectText(page), 'Annots', widget) },
  ].sort((a, b) => a.number - b.number);

  const parts: string[] = [/[\r\n]$/.test(pdf.toString('latin1', pdf.length - 1)) ? '' : '\n'];
  const offsets: { readonly number: number; readonly offset: number }[] = [];
  let at = pdf.length + (parts[0]?.length ?? 0);
  const append = (text: string): void => {
    parts.push(text);
    at += text.length;
  };
  const object = (number: number, text: string): void => {
    offsets.push({ number, offset: at });
    append(`${number} 0 obj\n${text}\nendobj\n`);
  };
  for (const { number, text } of changed) object(number, text);
  const before = '<< /Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161 /Contents ';
  const contentsStart = at + `${value} 0 obj\n${before}`.length;
  const contentsEnd = contentsStart + TOKEN_ROOM * 2 + 2;
  const range = ' '.repeat(RANGE_WIDTH);
  object(value, `${before}<${'0'.repeat(TOKEN_ROOM * 2)}> /ByteRange ${range} >>`);
  const rangeStart = contentsEnd + ' /ByteRange '.length;
  object(
    widget,
    `<< /Type /Annot /Subtype /Widget /FT /Sig /T (Timestamp${count + 1}) /TU (Time stamp of the document) /F 132 /P ${page} 0 R /Rect [0 0 0 0] /V ${value} 0 R >>`,
  );
  const table = at;
  append('xref\n');
  for (const { number, offset } of offsets) append(`${number} 1\n${String(offset).padStart(10, '0')} 00000 n \n`);
  const kept = ['Info', 'Root'].flatMap((key) => {
    const entry = file.trailer.get(key);
    return entry?.kind === 'reference' ? [`/${key} ${entry.number} 0 R `] : [];
  });
  const identifier = file.trailer.get('ID');
  const parted = identifier?.kind === 'array' ? identifier.items : [];
  const hex = parted.flatMap((item) => (item.kind === 'string' ? [`<${item.bytes.toString('hex')}>`] : []));
  append(
    `trailer\n<< /Size ${size + 2} ${kept.join('')}/Prev ${file.tableOffset} /ID [${hex.join(' ')}] >>\nstartxref\n${table}\n%%EOF\n`,
  );
  const bytes = Buffer.concat([pdf, Buffer.from(parts.join(''), 'latin1')]);
  const text = `[0 ${contentsStart} ${contentsEnd} ${bytes.length - contentsEnd}]`;
  bytes.write(text.padEnd(RANGE_WIDTH), rangeStart, 'latin1');
  return { bytes, contentsStart, contentsEnd };
}

/** As wide as any byte range. */
const RANGE_WIDTH = 48;

/** The text of an object with one more reference in the array under the key, or in the array that it is. */
function withReference(text: string, key: string | null, number: number): string {
  const array = key === null ? /^\[([\d\sR]*)\]$/g : new RegExp(`/${key}\\s*\\[([\\d\\sR]*)\\]`, 'g');
  const [found, ...more] = text.matchAll(array);
  if (found === undefined || more.length > 0) throw new PdfSyntaxError('its form is not one this program writes');
  const end = found.index + found[0].length - 1;
  return `${text.slice(0, end)} ${number} 0 R${text.slice(end)}`;
}

function referenceOf(value: PdfValue | undefined): number {
  if (value?.kind !== 'reference') throw new PdfSyntaxError('its form is not one this program writes');
  return value.number;
}

function numberOf(value: PdfValue | undefined): number {
  if (value?.kind !== 'number' || !Number.isSafeInteger(value.value)) throw new PdfSyntaxError('it has no size');
  return value.value;
}
