import { PDF, PdfName, PdfStream } from '@libpdf/core';
import { addContentsNumbers } from './pdf-contents.ts';
import { addPageFoot } from './pdf-foot.ts';

export interface PdfAttachment {
  readonly name: string;
  readonly description: string;
  readonly mime: string;
  readonly bytes: Uint8Array;
}

export interface PdfFinish {
  readonly title: string;
  readonly author: string;
  readonly subject: string;
  readonly created: Date;
  /** Language tag of the text, default `en`. */
  readonly language?: string;
  readonly attachments: readonly PdfAttachment[];
  /** Stands at the foot of every page beside its number; neither it nor any page number when null. */
  readonly foot: { readonly text: string; readonly fonts: readonly Uint8Array[] } | null;
}

/**
 * Gives a printed PDF its page numbers, also in the contents, its metadata (information dictionary and XMP) and embedded files, and writes it as one fresh
 * revision. Call it before the first signature, which then covers the embedded files too.
 */
export async function finishPdf(bytes: Uint8Array, finish: PdfFinish): Promise<Uint8Array> {
  const pdf = await PDF.load(bytes);
  pdf.setMetadata({
    title: finish.title,
    author: finish.author,
    subject: finish.subject,
    creator: 'Countersign',
    producer: 'Countersign',
    creationDate: finish.created,
    modificationDate: finish.created,
    language: finish.language ?? 'en',
  });
  pdf.setTitle(finish.title, { showInWindowTitleBar: true });
  const packet = PdfStream.fromDict(
    { Type: PdfName.of('Metadata'), Subtype: PdfName.of('XML') },
    Buffer.from(xmpPacket(finish), 'utf8'),
  );
  pdf.getCatalog().set('Metadata', pdf.register(packet));
  if (finish.foot !== null) {
    addContentsNumbers(pdf, finish.foot.fonts);
    addPageFoot(pdf, finish.foot.text, finish.foot.fonts);
  }
  for (const { name, description, mime, bytes: data } of finish.attachments) {
    pdf.addAttachment(name, data, {
      description,
      mimeType: mime,
      createdAt: finish.created,
      modifiedAt: finish.created,
      overwrite: true,
    });
  }
  // Classic tables: the only kind the verifier reads, and the kind every tool reads.
  return pdf.save({ useXRefStream: false, subsetFonts: true });
}

function xmpPacket({ title, author, subject, created }: PdfFinish): string {
  const alternative = (text: string) => `<rdf:Alt><rdf:li xml:lang="x-default">${xmlText(text)}</rdf:li></rdf:Alt>`;
  const at = created.toISOString();
  return [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">',
    `<dc:title>${alternative(title)}</dc:title>`,
    `<dc:creator><rdf:Seq><rdf:li>${xmlText(author)}</rdf:li></rdf:Seq></dc:creator>`,
    `<dc:description>${alternative(subject)}</dc:description>`,
    `<xmp:CreatorTool>Countersign</xmp:CreatorTool><xmp:CreateDate>${at}</xmp:CreateDate><xmp:ModifyDate>${at}</xmp:ModifyDate>`,
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="w"?>',
  ].join('\n');
}

function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ' ');
}
