import { randomBytes } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { AlsoRedacted } from '../../../../shared/contract/report.ts';
import { COMMITMENTS_FILE, contentDigest, REDACTION_FILE } from '../../evidence/bundle-layout.ts';
import { canonicalJsonBytes } from '../../evidence/canonical-json.ts';
import { commitmentOf, type CommitmentsFile, fullCommitment, type RedactionFile } from '../../evidence/commitments.ts';
import type { ChainEntry } from '../../evidence/hash-chain.ts';
import { buildBundleFiles } from '../data-files.ts';
import type { ReportModel } from '../model.ts';
import { personalValues } from './personal-values.ts';
import { redactJournal, redactModel } from './redact-model.ts';
import { createRedactor } from './redactor.ts';

/** Added to the meaning of the signature, so that whoever reads it knows what was signed. */
export const TWIN_MEANING =
  'This is a redacted copy: commitments stand for people, for their addresses and for what they wrote.';

export interface Twin {
  readonly model: ReportModel;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** For the full bundle: redaction.json. */
  readonly redaction: readonly [name: string, bytes: Uint8Array];
}

export interface TwinOrder {
  readonly db: Database.Database;
  readonly model: ReportModel;
  readonly journal: readonly ChainEntry[];
  /** The data files of the full bundle. */
  readonly full: ReadonlyMap<string, Uint8Array>;
  readonly also: readonly AlsoRedacted[];
}

/**
 * The redacted copy of a report: everything is built again from a model without names, addresses and texts of people. The
 * copy commits to the digest of the full facts, and the full bundle to the copy and to what opens it; both are signed.
 */
export async function makeTwin({ db, model, journal, full, also }: TwinOrder): Promise<Twin> {
  const redactor = createRedactor(personalValues(db, model, journal, also), randomSalt);
  const entries = redactJournal(journal, redactor);
  const redacted = redactModel(model, redactor, entries);
  const files = await buildBundleFiles(redacted, entries);
  const openings = redactor.openings();
  const salt = randomSalt();
  const commitments: CommitmentsFile = {
    format: 'countersign-redacted/1',
    full: fullCommitment(salt, contentDigest(full)),
    kinds: ['person', 'address', 'text', ...also],
    commitments: openings.map((one) => ({ token: one.token, kind: one.kind, sha256: commitmentOf(one) })),
  };
  files.set(COMMITMENTS_FILE, canonicalJsonBytes(commitments));
  const redaction: RedactionFile = {
    format: 'countersign-redaction/1',
    twin: { contentDigest: contentDigest(files), salt },
    openings: [...openings],
  };
  return { model: redacted, files, redaction: [REDACTION_FILE, canonicalJsonBytes(redaction)] };
}

function randomSalt(): string {
  return randomBytes(32).toString('hex');
}
