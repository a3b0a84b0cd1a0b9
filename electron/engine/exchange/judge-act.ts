import type Database from 'better-sqlite3';
import type { Role } from '../../../shared/contract/people.ts';
import { prepared } from '../db/prepared.ts';
import { personById } from '../db/queries/people.ts';
import { certifyLock } from '../review/decide.ts';
import { heads } from '../review/item-state.ts';
import { actsOf } from '../review/review-state.ts';
import type { PacketAct } from './acts.ts';

/** Who signed the packet, as this case knows them. */
export interface PacketSigner {
  readonly person: string;
  readonly name: string;
  /** Id of the campaign that is open. */
  readonly campaign: string;
  /** Every role they ever had here. */
  readonly roles: ReadonlySet<Role>;
  readonly isRemoved: boolean;
}

export interface Judged {
  readonly outcome: 'new' | 'known' | 'aside' | 'refused';
  /** Sentences; empty for what is new or known. */
  readonly because: readonly string[];
}

const NEW: Judged = { outcome: 'new', because: [] };
const KNOWN: Judged = { outcome: 'known', because: [] };
const refused = (sentence: string): Judged => ({ outcome: 'refused', because: [sentence] });
const aside = (sentence: string): Judged => ({ outcome: 'aside', because: [sentence] });

interface StoredRow {
  readonly person: string | null;
  readonly undone_seq: number | null;
  readonly submitted_seq: number | null;
}

/** Whether an act can be stored here, is here already, or why not. */
export function refusalOf(db: Database.Database, act: PacketAct, signer: PacketSigner): Judged {
  const stored = prepared<[string], StoredRow>(
    db,
    'SELECT person, undone_seq, submitted_seq FROM decision WHERE uid = ?',
  ).get(act.uid);
  return act.kind === 'undo'
    ? judgeUndo(db, act.item, act.undo.person, stored, signer)
    : judgeDecision(db, act, stored !== undefined, signer);
}

function judgeUndo(
  db: Database.Database,
  item: string,
  person: string | null,
  stored: StoredRow | undefined,
  signer: PacketSigner,
): Judged {
  if (person !== signer.person) return refused(`It was not taken back by ${signer.name}, who signed the packet.`);
  if (stored === undefined)
    return aside(isHere(db, item) ? 'The decision that it takes back is not here.' : 'Its item is not in this case.');
  if (stored.undone_seq !== null) return KNOWN;
  if (stored.person !== signer.person)
    return refused('It takes back the decision of somebody else, which only they can.');
  if (stored.submitted_seq !== null)
    return refused('The decision that it takes back was signed for in a report here and stays.');
  return NEW;
}

function judgeDecision(
  db: Database.Database,
  { item, decision }: Extract<PacketAct, { kind: 'decision' }>,
  isKnown: boolean,
  signer: PacketSigner,
): Judged {
  if (decision.person !== signer.person)
    return refused(`It is not a decision of ${signer.name}, who signed the packet.`);
  if (decision.campaign !== signer.campaign) return refused('It was taken in another campaign.');
  if (isKnown) return KNOWN;
  const role = decision.round === 'adjudication' ? 'approver' : 'reviewer';
  if (!signer.roles.has(role))
    return refused(
      role === 'approver'
        ? `${signer.name} was never an approver here, and only approvers settle what reviewers disagree about.`
        : `${signer.name} was never a reviewer here, and only reviewers decide.`,
    );
  if (decision.decision === 'reduce' && decision.scopes.length === 0)
    return refused('It reduces scopes and names none.');
  if (decision.decision === 'conditional' && decision.until === null)
    return refused('It is conditional and names no date.');
  if (decision.decision === 'assign-owner' && decision.owner === null)
    return refused('It assigns an owner and names none.');
  if (!isHere(db, item)) return aside('Its item is not in this case.');
  return NEW;
}

function isHere(db: Database.Database, item: string): boolean {
  return (
    prepared<[string], { n: number }>(
      db,
      'SELECT EXISTS (SELECT 1 FROM item JOIN review_state ON review_state.item = item.id WHERE item.key = ?) AS n',
    ).get(item)?.n === 1
  );
}

interface PlaceRow {
  readonly id: number;
  readonly connector: number;
  readonly reviewer: string | null;
  readonly second_reviewer: string | null;
  readonly is_submitted: number;
}

/** Sentences about an act that is stored all the same: whose turn it was, and what the case here says against it. */
export function actNotes(db: Database.Database, act: PacketAct, signer: PacketSigner): string[] {
  const removed = signer.isRemoved ? [`${signer.name} no longer takes part in this review.`] : [];
  if (act.kind === 'undo') return removed;
  const place = prepared<[string], PlaceRow>(
    db,
    `SELECT item.id, item.connector, s.reviewer, s.second_reviewer, s.is_submitted
     FROM item JOIN review_state AS s ON s.item = item.id WHERE item.key = ?`,
  ).get(act.item);
  if (place === undefined) return removed;
  const { decision } = act;
  return [
    ...removed,
    ...turnNotes(db, place, decision.round, signer),
    ...(place.is_submitted === 1 ? ['It comes after the item was signed for in a report here.'] : []),
    ...(decision.decision === 'certify' && certifyLock(db, place.connector) !== null
      ? ['It certifies an app for which nobody answers, as far as is known here.']
      : []),
    ...scopeNotes(db, place.id, decision.scopes),
  ];
}

function turnNotes(
  db: Database.Database,
  place: PlaceRow,
  round: 'first' | 'second' | 'adjudication',
  signer: PacketSigner,
): string[] {
  const name = (person: string): string => personById(db, person)?.name ?? 'somebody else';
  switch (round) {
    case 'first':
      return place.reviewer === null || place.reviewer === signer.person
        ? []
        : [`Here the item is for ${name(place.reviewer)} to decide, not for ${signer.name}.`];
    case 'second':
      if (place.second_reviewer === signer.person) return [];
      return [
        place.second_reviewer === null
          ? 'Here no second review is planned for the item.'
          : `Here the second review of the item is for ${name(place.second_reviewer)}.`,
      ];
    case 'adjudication': {
      const acts = actsOf(db, place.id);
      return [...heads(acts, 'first'), ...heads(acts, 'second')].some(({ person }) => person === signer.person)
        ? [`${signer.name} decided the item and settled the disagreement about it.`]
        : [];
    }
  }
}

function scopeNotes(db: Database.Database, item: number, scopes: readonly string[]): string[] {
  const has = prepared<[number, string], { n: number }>(
    db,
    'SELECT EXISTS (SELECT 1 FROM item_scope WHERE item = ? AND scope = ?) AS n',
  );
  const unknown = scopes.filter((scope) => has.get(item, scope)?.n !== 1);
  return unknown.length === 0
    ? []
    : [`It names scopes that the item does not have here: ${unknown.slice(0, 3).join(', ')}.`];
}
