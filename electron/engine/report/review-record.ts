import type Database from 'better-sqlite3';
import type { CampaignVersion } from '../../../shared/contract/campaign.ts';
import type { Role } from '../../../shared/contract/people.ts';
import { grantKindSchema } from '../../../shared/domain/vocabulary.ts';
import { campaignHistory, type CampaignRecord, newestCampaign, tierProgress } from '../db/queries/campaign.ts';
import { hasPeople, listPeople } from '../db/queries/people.ts';
import { readRelations } from '../review/campaign/relations.ts';
import { factsOf, typeLabel } from '../review/journal-facts.ts';
import type { QualityAct } from '../review/quality/acts.ts';
import { signedReports, type SignedReport } from './signed-reports.ts';

/** Somebody who takes part in the review or took part. */
export interface Participant {
  readonly name: string;
  readonly fingerprint: string;
  readonly roles: readonly Role[];
}

/** What the evidence shows between somebody and the items they decided. */
export interface TieCount {
  readonly name: string;
  /** `is its business owner`; null: nothing was found. */
  readonly tie: string | null;
  /** Keys of the items. */
  readonly items: readonly string[];
}

/** An exception that was recorded for the campaign before it opened. */
export interface CampaignException {
  readonly kind: string;
  readonly sentence: string;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

/** What somebody signed for when they submitted their decisions. */
export interface SubmissionRecord {
  readonly name: string;
  readonly attestation: string;
  readonly decisions: number;
  readonly undecided: number;
  readonly at: string;
}

export interface PlanRecord extends Pick<
  CampaignRecord,
  'number' | 'version' | 'state' | 'plan' | 'root' | 'frozenAt'
> {
  readonly items: number;
  readonly tiers: ReturnType<typeof tierProgress>;
  readonly history: readonly CampaignVersion[];
}

/** One kind of entry of the journal. */
export interface JournalKind {
  readonly type: string;
  readonly label: string;
  readonly entries: number;
  readonly first: string;
  readonly last: string;
}

export interface JournalExtract {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly label: string;
  readonly what: string;
  readonly hash: string;
}

/** A record that was read and not accepted as what it claims to be. */
export interface RejectedRow {
  readonly importId: number;
  readonly file: string;
  readonly line: number;
  readonly reason: string;
  readonly excerpt: string;
}

/** Who reviewed, by which plan, and what the case recorded of it. */
export interface ReviewRecord {
  /** Empty in a case that knows nobody by their key. */
  readonly people: readonly Participant[];
  readonly plan: PlanRecord | null;
  readonly ties: readonly TieCount[];
  /** About whom no file says anything, so that ties could not be found. */
  readonly unknownPeople: readonly string[];
  readonly knowsManagers: boolean;
  readonly exceptions: readonly CampaignException[];
  readonly submissions: readonly SubmissionRecord[];
  /** Earlier reports that were signed on this case. */
  readonly reports: readonly SignedReport[];
  readonly journalKinds: readonly JournalKind[];
  readonly extract: readonly JournalExtract[];
  readonly rejected: readonly RejectedRow[];
}

/** Rejected records that are printed of one file; all of them can be exported from the case. */
export const MOST_REJECTED = 40;
/** Entries of the journal that are printed; journal.jsonl has all. */
export const MOST_ENTRIES = 150;

/** Reads it. `acts`: the decisions of the review, those taken back included. */
export function readReviewRecord(db: Database.Database, acts: readonly QualityAct[]): ReviewRecord {
  const campaign = newestCampaign(db);
  return {
    people: listPeople(db).map(({ name, id, roles }) => ({ name, fingerprint: id, roles })),
    plan: campaign === null ? null : planRecord(db, campaign),
    ...readTies(db, acts),
    exceptions: campaign === null ? [] : readExceptions(db, campaign.number),
    submissions: readSubmissions(db),
    reports: signedReports(db),
    journalKinds: db
      .prepare<[], Omit<JournalKind, 'label'>>(
        'SELECT type, count(*) AS entries, min(at) AS first, max(at) AS last FROM journal GROUP BY type ORDER BY type',
      )
      .all()
      .map((row) => ({ ...row, label: typeLabel(row.type) })),
    extract: readExtract(db),
    rejected: readRejected(db),
  };
}

function planRecord(db: Database.Database, campaign: CampaignRecord): PlanRecord {
  const { number, version, state, plan, root, frozenAt } = campaign;
  const tiers = tierProgress(db, campaign);
  return {
    number,
    version,
    state,
    plan,
    root,
    frozenAt,
    items: tiers.reduce((sum, tier) => sum + tier.items, 0),
    tiers,
    history: campaignHistory(db, number, () => []).toReversed(),
  };
}

/** Only of people known by their key: a name that was typed in proves nobody. */
function readTies(
  db: Database.Database,
  acts: readonly QualityAct[],
): Pick<ReviewRecord, 'ties' | 'unknownPeople' | 'knowsManagers'> {
  if (!hasPeople(db)) return { ties: [], unknownPeople: [], knowsManagers: false };
  const byPerson = Map.groupBy(
    acts.filter((act) => !act.isUndone && act.person !== null),
    (act) => act.person ?? '',
  );
  const relations = readRelations(db, new Set(byPerson.keys()));
  const find = db.prepare<[string], { connector: number; tenant: string; kind: string }>(
    'SELECT connector, tenant, kind FROM item WHERE key = ?',
  );
  const names = new Map(listPeople(db).map(({ id, name }) => [id, name]));
  const ties = [...byPerson].flatMap(([person, own]): TieCount[] => {
    const found = new Map<string | null, string[]>();
    for (const item of new Set(own.map((act) => act.item))) {
      const row = find.get(item);
      const words = row === undefined ? [] : relations.of(person, { ...row, kind: grantKindSchema.parse(row.kind) });
      for (const tie of words.length === 0 ? [null] : words) found.set(tie, [...(found.get(tie) ?? []), item]);
    }
    return [...found].map(([tie, items]) => ({ name: names.get(person) ?? person, tie, items: items.toSorted() }));
  });
  return {
    ties: ties.toSorted((a, b) => compare(a.name, b.name) || compare(a.tie ?? '', b.tie ?? '')),
    unknownPeople: relations.unknown.map(({ name }) => name).toSorted(),
    knowsManagers: relations.knowsManagers,
  };
}

function readExceptions(db: Database.Database, campaign: number): CampaignException[] {
  return db
    .prepare<[number], CampaignException>(
      `SELECT kind, sentence, reason, acted_by AS "by", acted_at AS at FROM campaign_exception
       WHERE campaign = ? ORDER BY kind, sentence, subject`,
    )
    .all(campaign);
}

function readSubmissions(db: Database.Database): SubmissionRecord[] {
  return db
    .prepare<[], SubmissionRecord>(
      `SELECT coalesce(v_person.name, submission.person) AS name, attestation, decisions, undecided, acted_at AS at
       FROM submission LEFT JOIN v_person ON v_person.person = submission.person ORDER BY acted_at, submission.person`,
    )
    .all();
}

/** Left out: decisions, which stand with their items, and what would tell which items were made up. */
function readExtract(db: Database.Database): JournalExtract[] {
  return db
    .prepare<[number], { seq: number; at: string; actor: string; type: string; payload: string; hash: string }>(
      `SELECT seq, at, actor, type, payload, hash FROM journal
       WHERE type NOT IN ('decision', 'decision-merged', 'undo', 'batch', 'canary-answered', 'checkpoint')
       ORDER BY seq DESC LIMIT ?`,
    )
    .all(MOST_ENTRIES)
    .toReversed()
    .map(({ seq, at, actor, type, payload, hash }) => ({
      seq,
      at,
      actor,
      label: typeLabel(type),
      what: cut(
        factsOf(payload)
          .slice(0, 2)
          .map(({ label, value }) => `${label}: ${value}`)
          .join('; '),
      ),
      hash,
    }));
}

const LONGEST = 160;

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

function readRejected(db: Database.Database): RejectedRow[] {
  return db
    .prepare<[number], RejectedRow>(
      `SELECT import_id AS importId, import.file_name AS file, line, reason, excerpt FROM import_row JOIN import ON import.id = import_id
       WHERE import.status = 'complete' AND outcome = 'rejected' AND ordinal <= ? ORDER BY import.file_name, import.sha256, ordinal`,
    )
    .all(MOST_REJECTED)
    .map((row) => ({ ...row, excerpt: cut(row.excerpt) }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
