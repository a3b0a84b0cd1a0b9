import { describe, expect, it } from 'vitest';
import { PAGE_MM, SIGNATURE_BOXES_MM, signatureRectangle } from '../../../../shared/domain/signature-box.ts';

const POINTS_PER_MM = 72 / 25.4;

describe('signature boxes', () => {
  it.each([0, 1] as const)('box %i lies inside the text area of the page', (order) => {
    const { x, y, width, height } = signatureRectangle(order);
    expect(x).toBeGreaterThanOrEqual(PAGE_MM.left * POINTS_PER_MM - 0.01);
    expect(x + width).toBeLessThanOrEqual((PAGE_MM.width - PAGE_MM.right) * POINTS_PER_MM + 0.01);
    expect(y).toBeGreaterThanOrEqual(PAGE_MM.bottom * POINTS_PER_MM - 0.01);
    expect(y + height).toBeLessThanOrEqual((PAGE_MM.height - PAGE_MM.top) * POINTS_PER_MM + 0.01);
  });

  it('measures from the bottom of the page, as PDF does', () => {
    const box = SIGNATURE_BOXES_MM[0];
    const { y, height } = signatureRectangle(0);
    expect((PAGE_MM.height * POINTS_PER_MM - y - height) / POINTS_PER_MM).toBeCloseTo(box.top, 1);
  });

  it('keeps both boxes apart', () => {
    const first = signatureRectangle(0);
    expect(first.x + first.width).toBeLessThan(signatureRectangle(1).x);
  });
});
