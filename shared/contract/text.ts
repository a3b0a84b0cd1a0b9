import { z } from 'zod';

/**
 * Text that a person typed: trimmed, without control characters but tab and line break, and without halves of surrogate
 * pairs, which the journal's canonical form cannot hold.
 */
export const typedText = z.string().overwrite(cleanText);

function cleanText(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
    .trim();
}
