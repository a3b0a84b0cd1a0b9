import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { PacketRow } from '../../../../shared/contract/exchange.ts';

interface Row {
  readonly seq: number;
  readonly direction: string;
  readonly kind: string;
  readonly digest: string;
  readonly file: string;
  readonly name: string;
  readonly number: number | null;
  readonly made_at: string;
  readonly at: string;
  readonly acts_read: number;
  readonly acts_new: number;
  readonly acts_known: number;
  readonly acts_aside: number;
  readonly acts_refused: number;
}

/** A packet to be written down with the journal entry `seq` about it. */
export interface PacketRecord {
  readonly seq: number;
  readonly direction: 'out' | 'in';
  readonly kind: 'case' | 'decisions';
  readonly digest: string;
  readonly file: string;
  readonly person: string;
  readonly name: string;
  readonly number: number | null;
  readonly madeAt: string;
  readonly acts: PacketTotals;
}

export interface PacketTotals {
  readonly read: number;
  readonly new: number;
  readonly known: number;
  readonly aside: number;
  readonly refused: number;
}

const directionSchema = z.enum(['out', 'in']);
const kindSchema = z.enum(['case', 'decisions']);

/** Packets written and read in this case, newest first. */
export function listPackets(db: Database.Database): PacketRow[] {
  return db
    .prepare<[], Row>('SELECT packet.*, journal.at FROM packet JOIN journal USING (seq) ORDER BY seq DESC')
    .all()
    .map((row) => ({
      journalSeq: row.seq,
      direction: directionSchema.parse(row.direction),
      kind: kindSchema.parse(row.kind),
      digest: row.digest,
      file: row.file,
      name: row.name,
      number: row.number,
      madeAt: row.made_at,
      at: row.at,
      acts: {
        read: row.acts_read,
        new: row.acts_new,
        known: row.acts_known,
        aside: row.acts_aside,
        refused: row.acts_refused,
      },
    }));
}

/** Runs in the caller's transaction. */
export function addPacket(db: Database.Database, packet: PacketRecord): void {
  const { acts } = packet;
  db.prepare(
    `INSERT INTO packet (seq, direction, kind, digest, file, person, name, number, made_at, acts_read, acts_new, acts_known, acts_aside, acts_refused)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    packet.seq,
    packet.direction,
    packet.kind,
    packet.digest,
    packet.file,
    packet.person,
    packet.name,
    packet.number,
    packet.madeAt,
    acts.read,
    acts.new,
    acts.known,
    acts.aside,
    acts.refused,
  );
}

/** Whether a packet with this digest was read here before. */
export function isPacketKnown(db: Database.Database, digest: string): boolean {
  return (
    db
      .prepare<[string], { n: number }>(
        `SELECT EXISTS (SELECT 1 FROM packet WHERE digest = ? AND direction = 'in') AS n`,
      )
      .get(digest)?.n === 1
  );
}

/** How many packets of decisions a person has sent from here. */
export function packetsSentBy(db: Database.Database, person: string): number {
  return (
    db
      .prepare<[string], { n: number }>(
        `SELECT count(*) AS n FROM packet WHERE person = ? AND direction = 'out' AND kind = 'decisions'`,
      )
      .get(person)?.n ?? 0
  );
}
