import type { ReactNode } from 'react';
import { showHidden } from './show-hidden.ts';

/**
 * Text that may hold names from exports, set apart from its surroundings: its direction cannot leak out, and
 * characters that steer or hide text are shown as visible code points, so that what is printed is what is there.
 */
export function SafeText({ text }: { readonly text: string }): ReactNode {
  return <bdi>{showHidden(text)}</bdi>;
}
