/** The parts of the review screen that are looked at, in their order on it, with the key that goes there. */
export const PANELS = [
  { id: 'change', key: 'd', label: 'Changes since the last review' },
  { id: 'owner', key: 'o', label: 'Purpose and owner' },
  { id: 'usage', key: 'u', label: 'Usage matrix' },
  { id: 'scopes', key: 's', label: 'Scope cards' },
  { id: 'findings', key: 'f', label: 'Findings' },
  { id: 'chain', key: 'c', label: 'Chain of trust' },
  { id: 'impact', key: 'b', label: 'What would break' },
  { id: 'history', key: 'h', label: 'History' },
  { id: 'evidence', key: 'e', label: 'Evidence rows' },
] as const;
export type Panel = (typeof PANELS)[number]['id'];

/** The name of a panel within a sentence, with its key. */
export function panelText(panel: Panel): string {
  const found = PANELS.find(({ id }) => id === panel);
  return found === undefined ? panel : `the ${found.label.toLowerCase()} (${found.key})`;
}

/** What is to be looked at before a decision, as a sentence; null when all of it was. */
export function looksProblem(needed: readonly Panel[], opened: readonly string[]): string | null {
  const missing = needed.filter((panel) => !opened.includes(panel));
  return missing.length === 0 ? null : `Look at ${missing.map(panelText).join(' and ')} first.`;
}
