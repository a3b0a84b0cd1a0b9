import type Database from 'better-sqlite3';
import { z } from 'zod';
import { assignedItems } from '../../db/queries/campaign.ts';
import { assignmentDigest, type FrozenItem, populationRoot, queueOrder } from '../../evidence/frozen-population.ts';

interface Version {
  readonly campaign: number;
  readonly root: string;
  readonly seq: number;
  readonly payload: string | null;
}

const assigned = z.object({ assignment: z.string() });
const reassigned = z.object({
  campaign: z.int(),
  round: z.enum(['first', 'second']),
  to: z.string(),
  items: z.array(z.object({ item: z.string(), from: z.string().nullable() })),
});

/** The frozen population of each campaign against the root that its plan was journalled with. */
export function checkPopulations(db: Database.Database): string[] {
  const items = db.prepare<[number], FrozenItem>('SELECT item, facts FROM campaign_item WHERE campaign = ?');
  return db
    .prepare<[], { campaign: number; root: string }>('SELECT DISTINCT campaign, root FROM campaign_version')
    .all()
    .filter(({ campaign, root }) => populationRoot(items.all(campaign)) !== root)
    .map(
      ({ campaign }) =>
        `The frozen population of campaign ${campaign} is not the one its plan was recorded with: another program changed the case.`,
    );
}

/**
 * Compares the order of every campaign's queue with what follows from its root, and who reviews what with the newest version
 * in the journal and the acts after it. Sentences for a person; none when everything agrees.
 */
export function checkAssignments(db: Database.Database): string[] {
  const versions = db
    .prepare<[], Version>(
      `SELECT campaign, root, v.seq, journal.payload FROM campaign_version AS v LEFT JOIN journal ON journal.seq = v.seq
       WHERE version = (SELECT max(version) FROM campaign_version AS newest WHERE newest.campaign = v.campaign)
       ORDER BY campaign`,
    )
    .all();
  return versions.flatMap((version) => checkCampaign(db, version));
}

function checkCampaign(db: Database.Database, { campaign, root, seq, payload }: Version): string[] {
  const items = db
    .prepare<[number], { item: string; rank: number }>(
      'SELECT item, tier_rank AS rank FROM campaign_item WHERE campaign = ? ORDER BY ordinal',
    )
    .all(campaign);
  const say = (what: string): string => `${what} of campaign ${campaign}: another program changed the case.`;
  if (queueOrder(root, items).join('\n') !== items.map(({ item }) => item).join('\n'))
    return [say('The order of the queue does not follow from the root')];
  const said = assigned.safeParse(payload === null ? null : JSON.parse(payload));
  if (!said.success) return [];
  return assignmentAt(db, campaign, seq) === said.data.assignment
    ? []
    : [say('Who reviews what is not what the journal says')];
}

/** The digest of who reviewed what when the newest version was recorded: acts after it are taken back one by one. */
function assignmentAt(db: Database.Database, campaign: number, seq: number): string {
  const rows = new Map(assignedItems(db, campaign).map((row) => [row.item, { ...row }]));
  const later = db
    .prepare<[number], string>(
      `SELECT payload FROM journal WHERE type = 'campaign-reassigned' AND seq > ? ORDER BY seq DESC`,
    )
    .pluck()
    .all(seq)
    .map((payload) => reassigned.parse(JSON.parse(payload)))
    .filter((act) => act.campaign === campaign);
  for (const { round, to, items } of later)
    for (const { item, from } of items) {
      const row = rows.get(item);
      const field = round === 'first' ? 'reviewer' : 'second';
      // Whoever has it now is whom the act gave it to; otherwise the digest does not fit, as it should not.
      if (row !== undefined && row[field] === to) rows.set(item, { ...row, [field]: from });
    }
  return assignmentDigest([...rows.values()]);
}
