import type Database from 'better-sqlite3';
import { campaignUnderWay } from '../../db/queries/campaign.ts';
import type { Acting } from '../../handlers/context.ts';
import { AppError } from '../../lib/errors.ts';
import { requireRole } from '../acting.ts';
import { appendJournal } from '../journal.ts';
import type { StagingFinding } from './staging.ts';

/** Of a group of the staging check those named, or all that is open. Throws `not-found` for what the check does not say. */
export function chosenFindings(
  findings: readonly StagingFinding[],
  { group, keys }: { readonly group: string; readonly keys: readonly string[] | null },
): StagingFinding[] {
  const own = findings.filter((finding) => finding.group === group && finding.exception === null);
  if (keys === null) return own;
  const byKey = new Map(own.map((finding) => [finding.key, finding]));
  return keys.map((key) => {
    const found = byKey.get(key);
    if (found === undefined)
      throw new AppError(
        'not-found',
        'The staging check does not say this any more, or it was settled. Look at it again. Nothing was changed.',
      );
    return found;
  });
}

/**
 * Records why findings of the staging check are accepted, as one act in the journal; answers how many. An item that nobody
 * reviews cannot be accepted: throws `invalid-request`. Throws `conflict` when there is nothing to accept.
 */
export function recordExceptions(
  db: Database.Database,
  findings: readonly StagingFinding[],
  reason: string,
  acting: Acting,
  now: number,
): number {
  requireRole(acting, 'preparer', 'approver');
  const campaign = campaignUnderWay(db);
  if (findings.length === 0) throw new AppError('conflict', 'Nothing of this is open. Nothing was changed.');
  if (findings.some(({ kind }) => kind === 'unassigned'))
    throw new AppError(
      'invalid-request',
      'An item that nobody reviews cannot be accepted: give it to somebody. Nothing was changed.',
    );
  db.transaction(() => {
    const seq = appendJournal(db, {
      at: now,
      actor: acting.name,
      type: 'campaign-excepted',
      payload: {
        campaign: campaign.number,
        id: campaign.id,
        exceptions: findings.map(({ kind, key, sentence }) => ({ kind, subject: key, sentence })),
        reason,
        person: acting.person,
      },
    });
    const insert = db.prepare(
      `INSERT INTO campaign_exception (seq, campaign, kind, subject, sentence, reason, acted_by, acted_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    for (const { kind, key, sentence } of findings)
      insert.run(seq, campaign.number, kind, key, sentence, reason, acting.name, new Date(now).toISOString());
  }).immediate();
  return findings.length;
}
