import { sha256 } from '../evidence/bundle-layout.ts';

/** Names one state of one case: the journal's head moves with every act. */
export function reportIdOf(journalHead: string): string {
  return `CS-${sha256(journalHead).slice(0, 10).toUpperCase()}`;
}
