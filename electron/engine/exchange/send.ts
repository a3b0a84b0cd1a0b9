import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { connectTo } from '../db/driver.ts';
import { addPacket, packetsSentBy } from '../db/queries/packets.ts';
import { personById } from '../db/queries/people.ts';
import { sha256 } from '../evidence/bundle-layout.ts';
import type { PacketStatement } from '../evidence/packet-layout.ts';
import type { Acting } from '../handlers/context.ts';
import { AppError } from '../lib/errors.ts';
import { dropEvidenceKey, evidenceKeyOf } from '../protection/evidence-key.ts';
import { saveWhole } from '../lib/save-whole.ts';
import { requireRole } from '../review/acting.ts';
import { makeCheckpoint } from '../review/checkpoint.ts';
import { appendJournal } from '../review/journal.ts';
import type { Signer } from '../signing/signer.ts';
import { actsOfPerson, writeActs } from './acts.ts';
import { caseHere } from './campaign-here.ts';
import { MOST_PACKET_BYTES } from './read-packet.ts';
import { writePacket } from './write-packet.ts';

export interface SendOrder {
  readonly db: Database.Database;
  readonly acting: Acting;
  /** Must be the key of who acts. */
  readonly signer: Signer;
  readonly target: string;
  readonly binding?: string | undefined;
  /** UTC milliseconds. */
  readonly now: number;
}

export interface SentPacket {
  readonly path: string;
  readonly digest: string;
  readonly bytes: number;
  readonly decisions: number;
  readonly undos: number;
  readonly number: number | null;
}

/**
 * Writes the case as one signed file for others to review: a copy of the database, without the original evidence files.
 * Throws `invalid-request` for somebody who is no preparer, people who do not take part, or a campaign that is not open;
 * `io` when it cannot be saved. No packet is
 * recorded then; that the journal was sealed may be.
 */
export async function handOut(order: SendOrder & { readonly people: readonly string[] }): Promise<SentPacket> {
  const { db, acting, signer, now } = order;
  requireRole(acting, 'preparer');
  const receivers = [...new Set(order.people)].map((id) => {
    const person = personById(db, id);
    if (person === null || person.roles.length === 0)
      throw new AppError(
        'invalid-request',
        `${person?.name ?? 'One of those chosen'} does not take part in this case. Nothing was written.`,
      );
    return { person: person.id, name: person.name };
  });
  receivers.sort((a, b) => (a.name < b.name || (a.name === b.name && a.person < b.person) ? -1 : 1));
  const here = await sealed(order);
  const copy = copyOf(order);
  const statement: PacketStatement = {
    kind: 'countersign-campaign-packet/1',
    ...here,
    by: { person: signer.fingerprint, name: signer.commonName },
    for: receivers,
    database: { sha256: sha256(copy), bytes: copy.length },
    evidenceFiles: 'not included',
    at: new Date(now).toISOString(),
  };
  const bytes = await writePacket(statement, copy, signer);
  return save(order, bytes, statement, { number: null, decisions: 0, undos: 0 });
}

/**
 * Writes what somebody decided in the campaign as one signed file. Throws `invalid-request` for somebody who decides
 * nothing here, `conflict` when there is nothing to send; `io` when it cannot be saved. No packet is
 * recorded then; that the journal was sealed may be.
 */
export async function sendBack(order: SendOrder): Promise<SentPacket> {
  const { db, acting, signer, now } = order;
  requireRole(acting, 'reviewer', 'approver');
  const acts = actsOfPerson(db, signer.fingerprint, caseHere(db).campaign.id);
  if (acts.length === 0)
    throw new AppError(
      'conflict',
      `${acting.name} has decided nothing in this campaign yet: there is nothing to send. Nothing was written.`,
    );
  const here = await sealed(order);
  const content = writeActs(acts);
  const undos = acts.filter(({ entry }) => entry.type === 'undo').length;
  const number = packetsSentBy(db, signer.fingerprint) + 1;
  const statement: PacketStatement = {
    kind: 'countersign-decisions-packet/1',
    ...here,
    by: { person: signer.fingerprint, name: signer.commonName },
    number,
    acts: { sha256: sha256(content), decisions: acts.length - undos, undos },
    at: new Date(now).toISOString(),
  };
  const bytes = await writePacket(statement, content, signer);
  return save(order, bytes, statement, { number, decisions: acts.length - undos, undos });
}

/**
 * The case as the packet names it, after its sender sealed the journal: whoever gets the packet can tell where it stood.
 */
async function sealed({ db, signer, now }: SendOrder): Promise<ReturnType<typeof caseHere>> {
  caseHere(db);
  await makeCheckpoint(db, signer, 'hand-over', now);
  return caseHere(db);
}

/** File, journal entry and record, all or none. */
function save(
  { db, acting, signer, target, now }: SendOrder,
  bytes: Uint8Array,
  statement: PacketStatement,
  sent: Pick<SentPacket, 'number' | 'decisions' | 'undos'>,
): SentPacket {
  const digest = sha256(bytes);
  const isCase = statement.kind === 'countersign-campaign-packet/1';
  db.transaction(() => {
    const seq = appendJournal(db, {
      at: now,
      actor: acting.name,
      type: isCase ? 'campaign-handed-out' : 'decisions-sent-back',
      payload: { packet: digest, file: basename(target), statement },
    });
    const count = sent.decisions + sent.undos;
    addPacket(db, {
      seq,
      direction: 'out',
      kind: isCase ? 'case' : 'decisions',
      digest,
      file: basename(target),
      person: signer.fingerprint,
      name: signer.commonName,
      number: sent.number,
      madeAt: statement.at,
      // Everything in a packet that goes out is known where it comes from.
      acts: { read: count, new: 0, known: count, aside: 0, refused: 0 },
    });
    saveWhole(target, bytes, 'The packet', 'No packet was written.');
  }).immediate();
  return { path: target, digest, bytes: bytes.length, ...sent };
}

/** The case file as it stands now, in clear, and without the key of the copies of sources, which do not go with it. */
function copyOf({ db, target, binding }: SendOrder): Uint8Array {
  if (evidenceKeyOf(db) !== null) return clearCopyOf(db, binding);
  let folder: string;
  try {
    folder = mkdtempSync(join(dirname(target), '.handing-out-'));
  } catch (cause) {
    throw new AppError(
      'io',
      `Nothing can be written to ${dirname(target)}. No packet was written. Choose another place.`,
      { cause },
    );
  }
  try {
    const file = join(folder, 'copy');
    db.prepare('VACUUM INTO ?').run(file);
    const { size } = statSync(file);
    refuseTooLarge(size);
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of a protected case, made in memory: nothing of it is written in clear before the packet is. */
function clearCopyOf(db: Database.Database, binding: string | undefined): Uint8Array {
  refuseTooLarge(Number(db.pragma('page_count', { simple: true })) * Number(db.pragma('page_size', { simple: true })));
  const pages = db.serialize();
  // SQLite opens no database in memory that says of itself that it has a log beside it (file format, bytes 18 and 19).
  pages.fill(1, 18, 20);
  const copy = connectTo(pages, binding);
  try {
    dropEvidenceKey(copy);
    copy.exec('VACUUM');
    return copy.serialize();
  } finally {
    copy.close();
  }
}

function refuseTooLarge(bytes: number): void {
  if (bytes > MOST_PACKET_BYTES)
    throw new AppError(
      'invalid-request',
      `The case takes ${Math.ceil(bytes / 1024 ** 2)} MB, and a packet holds ${MOST_PACKET_BYTES / 1024 ** 2} MB at most. Nothing was written. Carry a copy of the closed case file instead.`,
    );
}
