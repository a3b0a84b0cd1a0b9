import { createHash } from 'node:crypto';
import {
  PDF,
  PdfArray,
  PdfDict,
  PdfName,
  PdfNumber,
  PdfString,
  type PDFPage,
  type PdfObject,
  type PdfRef,
} from '@libpdf/core';
import { AppError } from '../lib/errors.ts';
import { signDetached } from './cms.ts';
import { assertCanSignAt } from './open-key.ts';
import { registerAppearance } from './pdf-appearance.ts';
import type { Signer } from './signer.ts';

export interface PdfSignOptions {
  /** Name of the new signature field, unique in the document. */
  readonly field: string;
  /** Page of the visible box, 0 = first. */
  readonly page: number;
  /** Visible box in points from the lower left corner of the page: left, bottom, right, top. */
  readonly rect: readonly [number, number, number, number];
  /** Text lines in the box. */
  readonly lines: readonly string[];
  /** Font files for the box (TrueType, OpenType or WOFF 1), the first that has a character shows it. */
  readonly fonts?: readonly Uint8Array[];
  readonly reason: string;
  /** The signer's name as shown by PDF viewers. */
  readonly name: string;
  readonly time: Date;
  /** First signature of a document: later only form filling and further signatures are permitted (DocMDP 2). */
  readonly certify: boolean;
}

/** Room for the CMS in bytes: with two certificates of an organization it takes 3.4 kB, with a time stamp 7.2 kB. */
const RESERVED = 16_384;
/** As wide as any offset, so that the real numbers fit in place. */
const RANGE_PLACEHOLDER = 9_999_999_999;

/**
 * Signs a PDF by PAdES baseline B (EN 319 142-1) as an incremental update: the bytes given are an exact prefix of the
 * bytes returned. Throws an AppError when the certificate is not valid at `time`, when the field is there already, or
 * when the file cannot be extended.
 */
export async function signPdf(bytes: Uint8Array, signer: Signer, options: PdfSignOptions): Promise<Uint8Array> {
  assertCanSignAt(signer, options.time);
  const prepared = await prepare(bytes, options);
  const { output, contentsStart, contentsEnd } = prepared;
  const digest = createHash(signer.hash)
    .update(output.subarray(0, contentsStart))
    .update(output.subarray(contentsEnd))
    .digest();
  const cms = await signDetached({ signer, digest, hash: signer.hash });
  if (cms.length > RESERVED) {
    throw new AppError(
      'invalid-request',
      `The signature with its ${signer.chain.length + 1} certificates takes ${cms.length} bytes; ${RESERVED} are reserved in the report. Nothing was signed. Leave unneeded certificates out of the key file.`,
    );
  }
  output.write(Buffer.from(cms).toString('hex'), contentsStart + 1, 'latin1');
  return output;
}

interface Prepared {
  readonly output: Buffer;
  /** Offset of `<` of /Contents. */
  readonly contentsStart: number;
  /** Offset just after its `>`. */
  readonly contentsEnd: number;
}

async function prepare(bytes: Uint8Array, options: PdfSignOptions): Promise<Prepared> {
  const pdf = await PDF.load(bytes);
  const blocker = pdf.canSaveIncrementally();
  const page = pdf.getPage(options.page);
  if (blocker || !page) {
    throw new AppError(
      'corrupt-input',
      `The PDF cannot be signed: ${blocker ? `it cannot be extended (${blocker})` : `it has no page ${options.page + 1}`}. Nothing was changed. Make the report again.`,
    );
  }
  addSignature(pdf, page, options);
  const output = Buffer.from(await pdf.save({ incremental: true, subsetFonts: true }));
  if (Buffer.compare(output.subarray(0, bytes.length), bytes) !== 0) {
    throw new Error('the incremental update changed bytes that were there before');
  }
  return fillByteRange(output, bytes.length);
}

/** Adds the signature dictionary, its field with a visible widget, and the entries that lead to them. */
function addSignature(pdf: PDF, page: PDFPage, options: PdfSignOptions): void {
  const resolve = (ref: PdfRef): PdfObject | null => pdf.context.resolve(ref);
  const catalog = pdf.getCatalog();
  const form = catalog.getDict('AcroForm', resolve);
  const fields = form?.getArray('Fields', resolve);
  for (let index = 0; index < (fields?.length ?? 0); index++) {
    const existing = fields?.at(index, resolve);
    if (existing instanceof PdfDict && existing.getString('T', resolve)?.asString() === options.field) {
      throw new AppError('conflict', `The PDF has a field "${options.field}" already. Nothing was signed.`);
    }
  }
  const signature = pdf.register(signatureDictionary(options));
  const [left, bottom, right, top] = options.rect;
  const appearance = registerAppearance(pdf, {
    width: right - left,
    height: top - bottom,
    lines: options.lines,
    fonts: options.fonts ?? [],
  });
  const widget = pdf.register(
    PdfDict.of({
      Type: PdfName.of('Annot'),
      Subtype: PdfName.of('Widget'),
      FT: PdfName.of('Sig'),
      T: PdfString.fromString(options.field),
      TU: PdfString.fromString(`Signature of ${options.name}`),
      // Print and Locked.
      F: PdfNumber.of(132),
      P: page.ref,
      Rect: PdfArray.of(...options.rect.map(PdfNumber.of)),
      V: signature,
      AP: PdfDict.of({ N: appearance }),
    }),
  );
  const annotations = page.dict.getArray('Annots', resolve);
  if (annotations) annotations.push(widget);
  else page.dict.set('Annots', PdfArray.of(widget));
  // Bits 1 and 2: signatures exist, append only.
  const flags = PdfNumber.of(3);
  if (!form) {
    catalog.set('AcroForm', pdf.register(PdfDict.of({ SigFlags: flags, Fields: PdfArray.of(widget) })));
  } else {
    form.set('SigFlags', flags);
    if (fields) fields.push(widget);
    else form.set('Fields', PdfArray.of(widget));
  }
  if (options.certify) catalog.set('Perms', PdfDict.of({ DocMDP: signature }));
}

function signatureDictionary({ reason, name, time, certify }: PdfSignOptions): PdfDict {
  const placeholder = PdfNumber.of(RANGE_PLACEHOLDER);
  const date = `D:${time.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
  const dictionary = PdfDict.of({
    Type: PdfName.of('Sig'),
    Filter: PdfName.of('Adobe.PPKLite'),
    SubFilter: PdfName.of('ETSI.CAdES.detached'),
    ByteRange: PdfArray.of(PdfNumber.of(0), placeholder, placeholder, placeholder),
    Contents: new PdfString(new Uint8Array(RESERVED), 'hex'),
    M: new PdfString(Buffer.from(date, 'latin1'), 'literal'),
    Reason: PdfString.fromString(reason),
    Name: PdfString.fromString(name),
  });
  if (certify) {
    const parameters = PdfDict.of({
      Type: PdfName.of('TransformParams'),
      P: PdfNumber.of(2),
      V: PdfName.of('1.2'),
    });
    const reference = PdfDict.of({
      Type: PdfName.of('SigRef'),
      TransformMethod: PdfName.of('DocMDP'),
      TransformParams: parameters,
    });
    dictionary.set('Reference', PdfArray.of(reference));
  }
  return dictionary;
}

/** Finds the two placeholders in the part that was added and writes the real byte range, same length, in place. */
function fillByteRange(output: Buffer, previousLength: number): Prepared {
  const added = output.toString('latin1', previousLength);
  const range = /\/ByteRange \[ ?0(?: 9999999999){3} ?\]/.exec(added);
  const contents = `<${'0'.repeat(RESERVED * 2)}>`;
  const contentsAt = added.indexOf(contents);
  if (!range || contentsAt < 0) throw new Error('the signature placeholders are not in the saved PDF');
  const contentsStart = previousLength + contentsAt;
  const contentsEnd = contentsStart + contents.length;
  const text = `/ByteRange [0 ${contentsStart} ${contentsEnd} ${output.length - contentsEnd}`;
  output.write(`${text.padEnd(range[0].length - 1)}]`, previousLength + range.index, 'latin1');
  return { output, contentsStart, contentsEnd };
}
