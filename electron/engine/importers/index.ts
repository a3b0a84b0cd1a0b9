import type { CsvHead, JsonHead } from '../reading/types.ts';
import type { Importer, Refusal } from './importer.ts';

const files = import.meta.glob<Importer>(['./*.ts', '!./importer.ts', '!./index.ts', '!./keys.ts'], {
  eager: true,
  import: 'default',
});
const refusalFiles = import.meta.glob<Refusal>('./refusals/*.ts', { eager: true, import: 'default' });

/** Every importer of this folder, by id. Adding a format is adding a file. */
export const importers: readonly Importer[] = Object.values(files).toSorted((a, b) => (a.id < b.id ? -1 : 1));

const ids = new Set(importers.map((importer) => importer.id));
if (ids.size !== importers.length) throw new Error('two importers share an id');

export function importerById(id: string): Importer | undefined {
  return importers.find((importer) => importer.id === id);
}

/** Every known layout that is no tenant data, by id. */
export const refusals: readonly Refusal[] = Object.values(refusalFiles).toSorted((a, b) => (a.id < b.id ? -1 : 1));

/** The refusal that fits a file best, when it fits better than any importer does. */
export function recognizeRefusal(
  head: CsvHead | JsonHead,
  bestScore: number,
): { refusal: Refusal; reason: string } | null {
  let best: { refusal: Refusal; reason: string; score: number } | null = null;
  for (const refusal of refusals) {
    const { score, reason } = refusal.detect(head);
    if (score > bestScore && score > (best?.score ?? 0)) best = { refusal, reason, score };
  }
  return best;
}

export interface Candidate {
  readonly importer: Importer;
  readonly score: number;
  readonly reason: string;
}

/** All importers that could read the file, best first. Two within 0.05 of each other leave the choice to the user. */
export function recognize(head: CsvHead | JsonHead): readonly Candidate[] {
  return importers
    .map((importer) => ({ importer, ...importer.detect(head) }))
    .filter((candidate) => candidate.score > 0)
    .toSorted((a, b) => b.score - a.score || a.importer.id.localeCompare(b.importer.id, 'en'));
}
