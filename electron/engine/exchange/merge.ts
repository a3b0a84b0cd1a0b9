import type Database from 'better-sqlite3';
import type { MergeResult } from '../../../shared/contract/exchange.ts';
import type { Role } from '../../../shared/contract/people.ts';
import { z } from 'zod';
import { roleSchema } from '../../../shared/contract/people.ts';
import { prepared } from '../db/prepared.ts';
import { addPacket, isPacketKnown } from '../db/queries/packets.ts';
import { personById } from '../db/queries/people.ts';
import { itemByKey } from '../db/queries/review.ts';
import { canonicalJson } from '../evidence/canonical-json.ts';
import type { DecisionsStatement } from '../evidence/packet-layout.ts';
import type { Acting } from '../handlers/context.ts';
import { AppError } from '../lib/errors.ts';
import { insertDecision, recordUndo } from '../review/decide.ts';
import { disputedDecisions } from '../review/disputed.ts';
import { appendJournal } from '../review/journal.ts';
import { type PacketAct, readActs } from './acts.ts';
import { caseHere } from './campaign-here.ts';
import { damaged, type ReadPacket } from './read-packet.ts';
import { actNotes, refusalOf, type Judged } from './judge-act.ts';

/**
 * Brings the decisions of another machine into this case: what is new is stored as it was decided there, with the packet's
 * digest as its origin; what is here already stays; what cannot be stored is kept aside with the reason. One transaction:
 * all of it or nothing. The same packet again changes nothing, unless items have come in the meantime.
 *
 * Throws `invalid-request` for a packet of another case, campaign or population, or of somebody who never reviewed here, and
 * `corrupt-input` when an act in it does not fit together.
 */
export function mergePacket(
  db: Database.Database,
  packet: ReadPacket<DecisionsStatement>,
  acting: Acting,
  now: number,
): MergeResult {
  const acts = actsOf(db, packet);
  return db.transaction(() => mergeActs(db, packet, acts, acting, now)).immediate();
}

/** What merging would do: the merge itself, taken back. */
export function previewMerge(
  db: Database.Database,
  packet: ReadPacket<DecisionsStatement>,
  acting: Acting,
  now: number,
): MergeResult {
  const acts = actsOf(db, packet);
  const seen: MergeResult[] = [];
  try {
    db.transaction(() => {
      seen.push(mergeActs(db, packet, acts, acting, now));
      throw new TakenBack();
    }).immediate();
  } catch (cause) {
    if (!(cause instanceof TakenBack)) throw cause;
  }
  const [result] = seen;
  if (result === undefined) throw new Error('the merge gave no result');
  return result;
}

class TakenBack extends Error {}

/** The acts of a packet that belongs here. */
function actsOf(db: Database.Database, packet: ReadPacket<DecisionsStatement>): PacketAct[] {
  const { statement, file } = packet;
  const refuse = (sentence: string): never => {
    throw new AppError('invalid-request', `${sentence} Nothing was merged.`);
  };
  const here = caseHere(db);
  if (statement.case.id !== here.case.id)
    refuse(`${file} belongs to another case, named “${statement.case.name}”. Open that case to merge it.`);
  if (statement.campaign.id !== here.campaign.id)
    refuse(`${file} holds decisions of another campaign of this case than the one that is open.`);
  if (statement.campaign.root !== here.campaign.root)
    refuse(
      `${file} was decided on another population than the one frozen here: the digests of the two differ. Hand the campaign out again.`,
    );
  const { person, name } = statement.by;
  const roles = rolesEver(db, person);
  if (roles.size === 0) refuse(`${name} signed ${file}, and no key of theirs is known in this case (${person}).`);
  if (!roles.has('reviewer') && !roles.has('approver'))
    refuse(`${name} signed ${file} and was never a reviewer or approver in this case.`);
  let acts: PacketAct[];
  try {
    acts = readActs(packet.content);
  } catch (cause) {
    throw damaged(file, cause instanceof Error ? cause.message : String(cause));
  }
  const decisions = acts.filter(({ kind }) => kind === 'decision').length;
  if (decisions !== statement.acts.decisions || acts.length - decisions !== statement.acts.undos)
    throw damaged(file, 'the number of acts in it is not the one that was signed');
  return acts;
}

const roleList = z.array(roleSchema);

/** Every role a person ever had in this case. */
function rolesEver(db: Database.Database, person: string): ReadonlySet<Role> {
  const rows = db.prepare<[string], { roles: string }>('SELECT roles FROM person_act WHERE person = ?').all(person);
  return new Set(rows.flatMap(({ roles }) => roleList.parse(JSON.parse(roles))));
}

interface Merged {
  readonly act: PacketAct;
  readonly place: number;
  readonly outcome: Judged['outcome'];
  readonly notes: readonly string[];
}

function mergeActs(
  db: Database.Database,
  packet: ReadPacket<DecisionsStatement>,
  acts: readonly PacketAct[],
  acting: Acting,
  now: number,
): MergeResult {
  const { statement, digest, file } = packet;
  const signer = {
    person: statement.by.person,
    name: statement.by.name,
    campaign: statement.campaign.id,
    roles: rolesEver(db, statement.by.person),
    isRemoved: (personById(db, statement.by.person)?.roles ?? []).length === 0,
  };
  const isReplay = isPacketKnown(db, digest);
  const merged = acts.map((act, place): Merged => {
    const judged = refusalOf(db, act, signer);
    if (judged.outcome !== 'new') return { act, place, outcome: judged.outcome, notes: judged.because };
    const notes = actNotes(db, act, signer);
    store(db, act, digest, now);
    return { act, place, outcome: 'new', notes };
  });
  const count = (outcome: Judged['outcome']): number => merged.filter((one) => one.outcome === outcome).length;
  const totals = {
    read: acts.length,
    new: count('new'),
    known: count('known'),
    aside: count('aside'),
    refused: count('refused'),
  };
  const noted = merged.filter(({ notes }) => notes.length > 0);
  // A packet that brings nothing a second time leaves no second trace.
  if (!isReplay || totals.new > 0) {
    const seq = appendJournal(db, {
      at: now,
      actor: acting.name,
      type: 'packet-merged',
      payload: {
        packet: digest,
        file,
        from: statement.by.name,
        person: statement.by.person,
        number: statement.number,
        madeAt: statement.at,
        journal: statement.journal,
        totals,
        acts: merged.map(({ act, outcome, notes }) => ({
          act: act.kind,
          uid: act.uid,
          item: act.item,
          outcome,
          notes,
        })),
        by: acting.person,
      },
    });
    addPacket(db, {
      seq,
      direction: 'in',
      kind: 'decisions',
      digest,
      file,
      person: statement.by.person,
      name: statement.by.name,
      number: statement.number,
      madeAt: statement.at,
      acts: totals,
    });
    const keep = db.prepare(
      'INSERT INTO packet_act (seq, place, uid, item, outcome, note, entry) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    for (const { act, place, outcome, notes } of noted)
      keep.run(seq, place, act.uid, act.item, shownOutcome(outcome), notes.join(' '), canonicalJson(act.entry));
  }
  return {
    totals,
    isReplay,
    notes: noted.map(({ act, outcome, notes }) => ({
      itemId: act.item,
      name: nameOf(db, act),
      outcome: shownOutcome(outcome),
      sentence: isBlindOn(db, act.item, acting)
        ? 'There is a note on it, which you see after your own decision.'
        : notes.join(' '),
    })),
    disputes: disputesAmong(db, new Set(merged.map(({ act }) => act.item)), acting),
  };
}

function shownOutcome(outcome: Judged['outcome']): 'aside' | 'refused' | 'taken' {
  return outcome === 'aside' || outcome === 'refused' ? outcome : 'taken';
}

function store(db: Database.Database, act: PacketAct, digest: string, now: number): void {
  const item = itemByKey(db, act.item);
  if (act.kind === 'decision') {
    insertDecision(db, item, { ...act.decision, origin: digest }, now);
    return;
  }
  const undone = prepared<[string], { seq: number; uid: string }>(
    db,
    'SELECT seq, uid FROM decision WHERE uid = ?',
  ).get(act.uid);
  if (undone === undefined) throw new Error(`decision ${act.uid} is missing`);
  recordUndo(db, item, undone, act.undo, now);
}

function nameOf(db: Database.Database, act: PacketAct): string | null {
  const here = prepared<[string], { name: string }>(
    db,
    'SELECT connector.name FROM item JOIN connector ON connector.id = item.connector WHERE item.key = ?',
  ).get(act.item)?.name;
  return here ?? (act.kind === 'decision' ? act.name : null);
}

/** Whether who looks on has still to review the item a second time, without knowing of the first. */
function isBlindOn(db: Database.Database, item: string, { person }: Acting): boolean {
  return (
    person !== null &&
    prepared<[string, string], { n: number }>(
      db,
      `SELECT EXISTS (SELECT 1 FROM review_state WHERE item = (SELECT id FROM item WHERE key = ?) AND second_reviewer = ? AND second_waits = 1) AS n`,
    ).get(item, person)?.n === 1
  );
}

/** The items among these about which people disagree. */
function disputesAmong(db: Database.Database, items: ReadonlySet<string>, acting: Acting): MergeResult['disputes'] {
  const isHere = prepared<[string], { n: number }>(db, 'SELECT 1 AS n FROM item WHERE key = ?');
  return [...items].toSorted().flatMap((key) => {
    if (isHere.get(key) === undefined) return [];
    const item = itemByKey(db, key);
    if (item.status !== 'conflict' && item.status !== 'disagreement') return [];
    return [
      {
        itemId: key,
        name: item.name,
        status: item.status,
        decisions: isBlindOn(db, key, acting)
          ? []
          : disputedDecisions(db, item.id).map(({ by, at, round, decision, reason }) => ({
              by,
              at,
              round,
              decision,
              reason,
            })),
      },
    ];
  });
}
