import type { ChainEntry, ChainLink } from '../../../shared/contract/baseline.ts';
import type { StatedChain } from './facts.ts';

/** A bundle this case holds, and what its report says of those before it. */
export interface HeldBundle {
  readonly link: ChainLink;
  readonly stated: StatedChain;
}

export interface Chain {
  /** From the baseline back; empty without one. */
  readonly entries: readonly ChainEntry[];
  /** What is missing, one sentence each. */
  readonly gaps: readonly string[];
  readonly ends: 'beginning' | 'gap' | 'not-stated';
}

/**
 * Follows the reports from the newest back, each naming the one before. A report that is only named is a gap: nobody here
 * checked its signature. `held`: newest first. Reports of the same facts, signed again, stand for each other.
 */
export function followChain(held: readonly HeldBundle[]): Chain {
  const entries: ChainEntry[] = [];
  const gaps: string[] = [];
  let current = held[0];
  let ends: Chain['ends'] = 'beginning';
  while (current !== undefined) {
    entries.push({ ...current.link, standing: entries.length === 0 ? 'baseline' : 'verified' });
    ({ ends } = current.stated);
    let next: HeldBundle | undefined;
    for (const link of current.stated.links) {
      // A report cannot come before itself; one that says so ends the chain.
      if (entries.some((entry) => isSame(entry, link))) break;
      next = held.find((one) => isSame(one.link, link));
      if (next !== undefined) break;
      entries.push({ ...link, standing: 'named' });
      gaps.push(
        `The chain has a gap: the report ${nameOf(current.link)} names a predecessor ${nameOf(link)} (bundle ${link.bundleSha256.slice(0, 16)}…) that this case does not know.`,
      );
    }
    current = next;
  }
  for (const { link } of held) {
    if (entries.some((entry) => isSame(entry, link))) continue;
    gaps.push(
      `The case holds the report ${nameOf(link)} (bundle ${link.bundleSha256.slice(0, 16)}…), and no later report names it.`,
    );
  }
  return { entries, gaps, ends: gaps.length > 0 && ends === 'beginning' ? 'gap' : ends };
}

function isSame(a: ChainLink, b: ChainLink): boolean {
  return a.bundleSha256 === b.bundleSha256 || a.contentDigest === b.contentDigest;
}

/** `of 2026-03-31 signed by A. Ro`. */
function nameOf(link: ChainLink): string {
  return `of ${link.signedAt.slice(0, 10)} signed by ${signersText(link.signers)}`;
}

/** Names joined as people write them. */
export function signersText(signers: readonly { readonly name: string }[]): string {
  const names = signers.map(({ name }) => name);
  return names.length < 2 ? (names[0] ?? 'nobody') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** How a chain ends, in words. */
export function endText({ entries, ends }: Chain): string {
  if (entries.length === 0) return 'No earlier signed report is known to this case.';
  const last = entries.at(-1);
  const name = last === undefined ? '' : nameOf(last);
  if (ends === 'not-stated')
    return `The report ${name} does not say whether it had a baseline, so what came before it is not known.`;
  if (last?.standing === 'named') return `What came before the report ${name} is only known from a later one.`;
  return `The report ${name} is the first of the chain: it had no baseline.`;
}
