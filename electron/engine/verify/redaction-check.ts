import { COMMITMENTS_FILE, REDACTION_FILE } from '../evidence/bundle-layout.ts';
import {
  commitmentOf,
  type CommitmentsFile,
  fullCommitment,
  type Opening,
  readCommitments,
  readRedaction,
} from '../evidence/commitments.ts';
import type { VerifyCheck } from './report.ts';

type Files = ReadonlyMap<string, Uint8Array>;

/** Whether a bundle is a redacted copy, or commits to one; nothing of a bundle that neither is nor has one. */
export function checkRedaction(files: Files): VerifyCheck[] {
  try {
    const commitments = readCommitments(files);
    const redaction = readRedaction(files);
    if (commitments !== null) return [checkTwin(commitments, redaction !== null)];
    if (redaction === null) return [];
    const isOnce = new Set(redaction.openings.map(({ token }) => token)).size === redaction.openings.length;
    return [
      {
        id: 'redaction',
        title: 'Redacted copy',
        file: REDACTION_FILE,
        ok: isOnce,
        detail: isOnce
          ? `A redacted copy with the content digest ${redaction.twin.contentDigest} was signed with this bundle; ${redaction.openings.length} values can be opened.`
          : `${REDACTION_FILE} opens a value twice.`,
      },
    ];
  } catch {
    const file = files.has(COMMITMENTS_FILE) ? COMMITMENTS_FILE : REDACTION_FILE;
    return [
      { id: 'redaction', title: 'Redacted copy', file, ok: false, detail: `${file} does not hold what it should.` },
    ];
  }
}

function checkTwin({ commitments }: CommitmentsFile, isOpen: boolean): VerifyCheck {
  const isOnce = new Set(commitments.map(({ token }) => token)).size === commitments.length;
  return {
    id: 'redaction',
    title: 'This is a redacted copy',
    file: COMMITMENTS_FILE,
    ok: isOnce && !isOpen,
    detail: isOpen
      ? `${REDACTION_FILE}, which opens the commitments, is in the copy.`
      : isOnce
        ? `${commitments.length} commitments stand for people, for their addresses, for what they wrote and for what else the signer chose. The journal says who acted and when, not what was done.`
        : `${COMMITMENTS_FILE} commits to a value twice.`,
  };
}

/** Whether an opened value is the one that a commitment of the copy stands for. */
export function isOpeningOf(commitments: CommitmentsFile, opening: Opening): boolean {
  const stated = commitments.commitments.find(({ token }) => token === opening.token);
  return stated !== undefined && stated.kind === opening.kind && stated.sha256 === commitmentOf(opening);
}

/** Whether two bundles, each verified, are a full one and its redacted copy: each commits to the content of the other. */
export function isTwinOf(full: Files, fullDigest: string, twin: Files, twinDigest: string): boolean {
  const redaction = readRedaction(full);
  const commitments = readCommitments(twin);
  return (
    redaction !== null &&
    commitments !== null &&
    redaction.twin.contentDigest === twinDigest &&
    commitments.full === fullCommitment(redaction.twin.salt, fullDigest) &&
    redaction.openings.every((opening) => isOpeningOf(commitments, opening))
  );
}
