import { z } from 'zod';

/** Names inside a packet. */
export const PACKET_FILES = {
  statement: 'statement.json',
  signature: 'statement.json.p7s',
  certificate: 'certificate.crt.pem',
  /** Of a campaign packet: the case file. */
  database: 'case.countersign',
  /** Of a packet of decisions: one act a line. */
  acts: 'acts.jsonl',
} as const;

const hexDigest = z.string().regex(/^[0-9a-f]{64}$/);
const person = z.strictObject({ person: z.string().max(200), name: z.string().max(400) });
const common = {
  case: z.strictObject({ id: z.string().max(100), name: z.string().max(400) }),
  /** root: digest of the frozen population. */
  campaign: z.strictObject({ id: z.string().max(200), root: z.string().max(200) }),
  /** Who signs it: SHA-256 of the certificate (upper case, colons) and the name in it. */
  by: person,
  /** Where the journal of the machine it comes from stood. */
  journal: z.strictObject({ head: hexDigest, count: z.int().nonnegative() }),
  at: z.iso.datetime(),
};

/** A campaign on its way to those who review it: a copy of the case, without the original evidence files. */
export const caseStatement = z.strictObject({
  kind: z.literal('countersign-campaign-packet/1'),
  ...common,
  for: z.array(person).max(1000),
  database: z.strictObject({ sha256: hexDigest, bytes: z.int().positive() }),
  evidenceFiles: z.literal('not included'),
});
export type CaseStatement = z.output<typeof caseStatement>;

/** What one person decided, on its way back. number: of their packets from that machine. */
export const decisionsStatement = z.strictObject({
  kind: z.literal('countersign-decisions-packet/1'),
  ...common,
  number: z.int().positive(),
  acts: z.strictObject({ sha256: hexDigest, decisions: z.int().nonnegative(), undos: z.int().nonnegative() }),
});
export type DecisionsStatement = z.output<typeof decisionsStatement>;

export const packetStatement = z.discriminatedUnion('kind', [caseStatement, decisionsStatement]);
export type PacketStatement = z.output<typeof packetStatement>;

/** The digest of the file whose digest the statement of a packet holds. */
export function contentOfPacket(statement: PacketStatement): { readonly file: string; readonly sha256: string } {
  return statement.kind === 'countersign-campaign-packet/1'
    ? { file: PACKET_FILES.database, sha256: statement.database.sha256 }
    : { file: PACKET_FILES.acts, sha256: statement.acts.sha256 };
}
