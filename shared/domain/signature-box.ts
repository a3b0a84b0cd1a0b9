/**
 * The printed page and the signature boxes on its last page, in millimeters from the top left corner of an A4 sheet.
 * The print style draws the empty frames there and the signing code puts the visible signatures into them,
 * so this file is the one place that knows where they are.
 */
export const PAGE_MM = { width: 210, height: 297, top: 18, right: 16, bottom: 20, left: 16 } as const;

/** First the person who prepared or reviewed, then an approver who countersigns. */
export const SIGNATURE_BOXES_MM = [
  { left: 16, top: 150, width: 86, height: 36 },
  { left: 108, top: 150, width: 86, height: 36 },
] as const;

/** 0 = first signature, 1 = countersignature. */
export type SignatureOrder = 0 | 1;

/** A rectangle in PDF points with the origin at the lower left corner of the page. */
export interface PdfRectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the visible signature goes on the last page, in PDF points. */
export function signatureRectangle(order: SignatureOrder): PdfRectangle {
  const box = SIGNATURE_BOXES_MM[order];
  return {
    x: toPoints(box.left),
    y: toPoints(PAGE_MM.height - box.top - box.height),
    width: toPoints(box.width),
    height: toPoints(box.height),
  };
}

function toPoints(millimeters: number): number {
  return Math.round(((millimeters * 72) / 25.4) * 100) / 100;
}
