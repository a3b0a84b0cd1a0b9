import type { ReactNode } from 'react';
import { printable } from './printable.ts';

/**
 * Text that may hold names from exports, set apart from its surroundings: its direction cannot leak out, and
 * characters that steer or hide text, and those that the fonts of the report cannot draw, are shown as code points, so that
 * what is printed is what is there.
 */
export function SafeText({ text }: { readonly text: string }): ReactNode {
  return <bdi>{printable(text)}</bdi>;
}
