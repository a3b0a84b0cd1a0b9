import type { Importer } from '../importers/importer.ts';

/** Says that an export ends exactly where its exporter is known to stop. */
export function capSentences(
  importer: Importer | null,
  counted: { readonly records: number; readonly isExact: boolean },
): string[] {
  return (importer?.caps ?? [])
    .filter((cap) => counted.isExact && cap.records === counted.records)
    .map(
      (cap) =>
        `The file holds exactly ${cap.records.toLocaleString('en-US')} records, which is where ${cap.what}. It was most likely cut off there; export it in smaller parts.`,
    );
}
