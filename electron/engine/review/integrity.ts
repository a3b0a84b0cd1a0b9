import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import { checkStoredBaselines } from '../baseline/stored.ts';
import { canonicalJson } from '../evidence/canonical-json.ts';
import { counted } from '../report/words.ts';
import { checkAssignments, checkPopulations } from './campaign/check-rows.ts';

/**
 * A table whose rows repeat what the journal says. `rows` gives the number of the entry and, as a JSON object, what the row
 * holds under the names of the entry's payload.
 */
interface Recorded {
  readonly what: string;
  readonly several: string;
  readonly types: readonly string[];
  readonly rows: string;
  /** Only how the review was done rests on it: no item, decision or finding. */
  readonly isAboutReview?: true;
}

const RECORDED: readonly Recorded[] = [
  {
    what: 'decision',
    several: 'decisions',
    types: ['decision', 'decision-merged'],
    rows: `SELECT seq, json_object('tenant', tenant, 'kind', kind, 'decision', decision, 'reason', reason, 'scopes', json(scopes),
             'principals', json(principals), 'until', until, 'owner', owner, 'agreed', json(CASE agreed WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END),
             'uid', uid, 'by', decided_by, 'person', person, 'at', decided_at, 'round', round, 'replaces', replaces,
             'campaign', campaign, 'batch', batch, 'origin', origin) AS stored FROM decision`,
  },
  {
    what: 'decision taken back',
    several: 'decisions taken back',
    types: ['undo'],
    rows: `SELECT undone_seq AS seq, json_object('undoes', seq) AS stored FROM decision WHERE undone_seq IS NOT NULL`,
  },
  {
    what: 'policy',
    several: 'policies',
    types: ['policy-saved'],
    rows: `SELECT seq, json_object('name', name, 'version', version, 'digest', digest, 'reason', reason) AS stored FROM policy_version`,
  },
  {
    what: 'suppression',
    several: 'suppressions',
    types: ['suppression-added'],
    rows: `SELECT seq, json_object('name', name, 'rule', rule, 'tenant', tenant, 'kind', kind, 'until', until, 'reason', reason) AS stored
           FROM suppression_act WHERE act = 'add'`,
  },
  {
    what: 'end of a suppression',
    several: 'ends of suppressions',
    types: ['suppression-revoked', 'suppression-expired'],
    rows: `SELECT seq, json_object('suppression', suppression) AS stored FROM suppression_act WHERE act <> 'add'`,
  },
  {
    what: 'act on a vendor',
    several: 'acts on vendors',
    types: ['vendor-merged', 'vendor-split'],
    rows: `SELECT seq, json_object('vendor', vendor, 'connectors', json(connectors), 'reason', reason) AS stored FROM vendor_act`,
  },
  {
    what: 'statement about apps',
    several: 'statements about apps',
    types: ['app-stated'],
    rows: `SELECT seq, json_object('field', min(field), 'value', min(value), 'reason', min(reason)) AS stored FROM app_act GROUP BY seq`,
  },
  {
    what: 'own tier',
    several: 'own tiers',
    types: ['tier-overridden'],
    rows: `SELECT seq, json_object('platform', platform, 'kind', kind, 'scope', scope, 'tier', tier, 'was', was, 'reason', reason) AS stored FROM tier_override`,
  },
  {
    what: 'act on carrying out a decision',
    several: 'acts on carrying out decisions',
    types: ['remedy-owner', 'remedy-deadline', 'remedy-export', 'remedy-claim', 'remedy-withdraw'],
    rows: `SELECT seq, json_object('owner', owner, 'ownerPerson', person, 'due', due, 'reason', reason, 'saidBy', said_by,
             'reference', reference, 'format', format, 'digest', digest, 'decisions', json((SELECT
             json_group_array(other.decision ORDER BY other.decision) FROM remedy_act AS other WHERE other.seq = remedy_act.seq))) AS stored
           FROM remedy_act`,
  },
  {
    what: 'answer to a made-up item',
    several: 'answers to made-up items',
    types: ['canary-answered'],
    isAboutReview: true,
    rows: `SELECT seq, json_object('person', person) AS stored FROM canary_answer`,
  },
  {
    what: 'submission',
    several: 'submissions',
    types: ['submission'],
    isAboutReview: true,
    rows: `SELECT seq, json_object('person', person, 'campaign', campaign, 'attestation', attestation, 'decisions', decisions,
             'undecided', undecided, 'decisionsDigest', decisions_digest, 'figuresDigest', figures_digest) AS stored FROM submission`,
  },
  {
    what: 'packet',
    several: 'packets',
    types: ['campaign-handed-out', 'campaign-received', 'decisions-sent-back', 'packet-merged'],
    isAboutReview: true,
    rows: `SELECT seq, json_object('packet', digest, 'file', file) AS stored FROM packet`,
  },
  {
    what: 'packet of questions',
    several: 'packets of questions',
    types: ['owner-packet-made'],
    isAboutReview: true,
    rows: `SELECT seq, json_object('id', id, 'owner', owner, 'madeBy', made_by, 'madeAt', made_at) AS stored FROM owner_packet`,
  },
  {
    what: 'answer of an owner',
    several: 'answers of owners',
    types: ['owner-answered'],
    isAboutReview: true,
    rows: `SELECT seq, json_object('packet', packet, 'digest', digest, 'connector', connector, 'needed', needed, 'purposeCode', purpose_code,
             'purpose', purpose, 'rightOwner', right_owner, 'otherOwner', other_owner, 'alternatives', alternatives, 'people', people,
             'comments', comments, 'by', answered_by, 'at', answered_at) AS stored FROM owner_attestation`,
  },
  {
    what: 'catalog file',
    several: 'catalog files',
    types: ['catalog-file-added'],
    rows: `SELECT seq, json_object('file', file_name, 'sha256', sha256, 'platform', platform, 'part', part, 'version', version) AS stored FROM catalog_overlay`,
  },
  {
    what: 'trusted certificate',
    several: 'acts on trusted certificates',
    types: ['certificate-trusted', 'certificate-not-trusted'],
    isAboutReview: true,
    rows: `SELECT seq, json_object('act', act, 'use', use, 'fingerprint', fingerprint, 'name', name, 'certificate', certificate,
             'reason', reason) AS stored FROM trusted_act`,
  },
  {
    what: 'act on people',
    several: 'acts on people',
    types: ['person-added', 'person-changed', 'person-removed'],
    rows: `SELECT seq, json_object('person', person, 'name', name, 'email', email, 'manager', manager, 'certificate', certificate,
             'roles', json(roles), 'reason', reason) AS stored FROM person_act`,
  },
  {
    what: 'version of a campaign',
    several: 'versions of campaigns',
    types: ['campaign-staged', 'campaign-opened', 'campaign-amended', 'campaign-drawn', 'campaign-closed'],
    rows: `SELECT seq, json_object('campaign', campaign, 'id', id, 'version', version, 'state', state, 'plan', json(plan), 'root', root,
             'reason', reason) AS stored FROM campaign_version`,
  },
  {
    what: 'exception of a campaign',
    several: 'exceptions of campaigns',
    types: ['campaign-excepted'],
    isAboutReview: true,
    rows: `SELECT seq, json_object('campaign', min(campaign), 'reason', min(reason), 'exceptions',
             json_group_array(json_object('kind', kind, 'subject', subject, 'sentence', sentence) ORDER BY id)) AS stored
           FROM campaign_exception GROUP BY seq`,
  },
  {
    what: 'baseline',
    several: 'baselines',
    types: ['baseline-adopted'],
    rows: `SELECT seq, json_object('bundleSha256', bundle, 'contentDigest', content, 'reportId', report_id, 'signers', json(signers),
             'signedAt', signed_at, 'journal', json_object('head', journal_head, 'count', journal_count), 'factsSha256', digest,
             'file', file, 'pinned', json(pinned), 'reason', reason) AS stored
           FROM baseline_act JOIN baseline_bundle USING (bundle) WHERE act = 'adopt'`,
  },
  {
    what: 'removal of a baseline',
    several: 'removals of baselines',
    types: ['baseline-removed'],
    rows: `SELECT seq, json_object('bundleSha256', bundle, 'reason', reason) AS stored FROM baseline_act WHERE act = 'remove'`,
  },
];

interface Pair {
  readonly seq: number;
  readonly stored: string;
  readonly type: string | null;
  readonly payload: string | null;
}

const payloadSchema = z.record(z.string(), z.unknown());
const MOST_NAMED = 5;

/**
 * Compares what the tables hold with what the journal says was done: an act that was changed, added or taken out by another
 * program is named by its journal entry. Sentences for a person; none when everything agrees. The chain of the journal
 * itself is checked elsewhere, and what follows from facts is not an act.
 */
export function checkActs(db: Database.Database): string[] {
  return [
    ...checkActsOfFacts(db),
    ...RECORDED.filter(({ isAboutReview }) => isAboutReview).flatMap((table) => checkTable(db, table)),
    ...checkTraces(db),
    ...checkAnswers(db),
    ...checkImports(db),
  ];
}

/** The same of those acts alone on which items, decisions and findings rest. */
export function checkActsOfFacts(db: Database.Database): string[] {
  return [
    ...RECORDED.filter(({ isAboutReview }) => !isAboutReview).flatMap((table) => checkTable(db, table)),
    ...checkPopulations(db),
    ...checkAssignments(db),
    ...checkStoredBaselines(db),
  ];
}

function checkTable(db: Database.Database, { what, several, types, rows }: Recorded): string[] {
  const among = types.map((type) => `'${type}'`).join(', ');
  const changed: number[] = [];
  const added: number[] = [];
  const pairs = db.prepare<[], Pair>(
    `SELECT r.seq, r.stored, journal.type, journal.payload FROM (${rows}) AS r
     LEFT JOIN journal ON journal.seq = r.seq AND journal.type IN (${among}) ORDER BY r.seq`,
  );
  for (const { seq, stored, type, payload } of pairs.iterate()) {
    if (type === null || payload === null) added.push(seq);
    else if (!agrees(stored, payload)) changed.push(seq);
  }
  const missing = db
    .prepare<[], number>(
      `SELECT seq FROM journal WHERE type IN (${among}) AND seq NOT IN (SELECT seq FROM (${rows})) ORDER BY seq`,
    )
    .pluck()
    .all();
  const say = (seqs: readonly number[], why: string): string[] =>
    seqs.length === 0
      ? []
      : [`${counted(seqs.length, what, several)} ${why} (journal ${named(seqs)}): another program changed the case.`];
  return [
    ...say(changed, 'not as the journal says'),
    ...say(added, 'that the journal does not know'),
    ...say(missing, 'that the journal knows and the case has lost'),
  ];
}

/** Whether every member of the row that the entry has too is the same there; entries of earlier builds have fewer. */
function agrees(stored: string, payload: string): boolean {
  const said = payloadSchema.parse(JSON.parse(payload));
  return Object.entries(payloadSchema.parse(JSON.parse(stored))).every(
    ([name, value]) => !Object.hasOwn(said, name) || canonicalJson(said[name]) === canonicalJson(value),
  );
}

function named(seqs: readonly number[]): string {
  const shown = seqs.slice(0, MOST_NAMED).join(', ');
  return seqs.length > MOST_NAMED ? `${shown} and ${seqs.length - MOST_NAMED} more` : shown;
}

interface TraceRow {
  readonly seq: number;
  readonly shown_at: string | null;
  readonly active_ms: number | null;
  readonly panels: string | null;
  readonly provisional: string | null;
  readonly revealed: number | null;
  readonly salt: string | null;
  readonly digest: string | null;
}

/** The name under which the journal keeps how a decision came about. */
export function traceDigest(trace: {
  readonly shownAt: string;
  readonly activeMs: number;
  readonly panels: readonly string[];
  readonly provisional: string | null;
  readonly revealed: boolean;
  readonly salt: string;
}): string {
  const { shownAt, activeMs, panels, provisional, revealed, salt } = trace;
  return createHash('sha256')
    .update(canonicalJson({ shownAt, activeMs, panels, provisional, revealed, salt }))
    .digest('hex');
}

function checkTraces(db: Database.Database): string[] {
  const wrong: number[] = [];
  const rows = db.prepare<[], TraceRow>(
    `SELECT decision.seq, t.shown_at, t.active_ms, t.panels, t.provisional, t.revealed, t.salt, journal.payload ->> 'trace' AS digest
     FROM decision JOIN journal ON journal.seq = decision.seq LEFT JOIN review_trace AS t ON t.decision = decision.id
     WHERE t.decision IS NOT NULL OR journal.payload ->> 'trace' IS NOT NULL ORDER BY decision.seq`,
  );
  for (const row of rows.iterate()) {
    const { shown_at, active_ms, panels, salt } = row;
    const actual =
      shown_at === null || active_ms === null || panels === null || salt === null
        ? null
        : traceDigest({
            shownAt: shown_at,
            activeMs: active_ms,
            panels: z.array(z.string()).parse(JSON.parse(panels)),
            provisional: row.provisional,
            revealed: row.revealed === 1,
            salt,
          });
    if (actual !== row.digest) wrong.push(row.seq);
  }
  return wrong.length === 0
    ? []
    : [
        `How ${counted(wrong.length, 'decision', 'decisions')} came about is not as it was recorded (journal ${named(wrong)}): another program changed the case.`,
      ];
}

interface AnswerRow extends AnswerFacts {
  readonly seq: number;
  readonly digest: string;
}

/** The name under which the journal keeps an answer to a made-up item, so that it tells nobody which item was one. */
export function answerDigest(answer: AnswerFacts): string {
  const { canary, person, decision, reason, by, at, salt } = answer;
  return createHash('sha256').update(canonicalJson({ canary, person, decision, reason, by, at, salt })).digest('hex');
}

export interface AnswerFacts {
  readonly canary: string;
  readonly person: string | null;
  readonly decision: string;
  readonly reason: string;
  readonly by: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly salt: string;
}

function checkAnswers(db: Database.Database): string[] {
  const wrong = db
    .prepare<[], AnswerRow>(
      `SELECT a.seq, a.canary, a.person, a.decision, a.reason, a.acted_by AS "by", a.acted_at AS at, a.salt, journal.payload ->> 'answer' AS digest
       FROM canary_answer AS a JOIN journal ON journal.seq = a.seq ORDER BY a.seq`,
    )
    .all()
    .filter((row) => answerDigest(row) !== row.digest)
    .map(({ seq }) => seq);
  return wrong.length === 0
    ? []
    : [
        `${counted(wrong.length, 'answer to a made-up item', 'answers to made-up items')} not as recorded (journal ${named(wrong)}): another program changed the case.`,
      ];
}

interface ImportRow {
  readonly file_name: string;
  readonly sha256: string;
  readonly format: string;
  readonly tenant: string;
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly duplicate: number;
  readonly not_relevant: number;
}

const importPayload = z.object({
  sha256: z.string(),
  format: z.string(),
  tenant: z.string(),
  read: z.int(),
  accepted: z.int(),
  rejected: z.int(),
  duplicate: z.int(),
  notRelevant: z.int(),
});

/** The ledger of each file as it was recorded when it was imported. */
function checkImports(db: Database.Database): string[] {
  const recorded = new Set(
    db
      .prepare<[], string>(`SELECT payload FROM journal WHERE type = 'import'`)
      .pluck()
      .all()
      .flatMap((payload) => {
        const entry = importPayload.safeParse(JSON.parse(payload));
        return entry.success ? [ledgerText(entry.data)] : [];
      }),
  );
  return db
    .prepare<[], ImportRow>(
      `SELECT file_name, sha256, format, tenant, read, accepted, rejected, duplicate, not_relevant FROM import WHERE status = 'complete' ORDER BY id`,
    )
    .all()
    .filter((row) => !recorded.has(ledgerText({ ...row, notRelevant: row.not_relevant })))
    .map(
      (row) =>
        `The ledger of ${row.file_name} is not what the journal says was read from it: another program changed the case.`,
    );
}

function ledgerText(entry: z.output<typeof importPayload>): string {
  const { sha256, format, tenant, read, accepted, rejected, duplicate, notRelevant } = entry;
  return JSON.stringify([sha256, format, tenant, read, accepted, rejected, duplicate, notRelevant]);
}
