import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { OwnerAnswers, OwnerAttestation } from '../../../shared/contract/owners.ts';
import { purposeOf } from '../../../shared/domain/purpose.ts';
import { readMeta } from '../db/meta.ts';
import { canonicalJson } from '../evidence/canonical-json.ts';
import { AppError } from '../lib/errors.ts';
import { appendJournal } from '../review/journal.ts';
import { type AnswerFile, answerFile, isAsSaved, isSealed, type OwnerPacket } from './owner-packet.ts';

/** 500 apps with long answers take about 12 MB. */
const MOST_BYTES = 20_000_000;

/** A file of answers in which everything fits. */
export interface ReadAnswers {
  readonly file: AnswerFile;
  readonly view: OwnerAnswers;
}

/**
 * Reads a file of answers and checks that it is as the page saved it, and that the questions in it are those of this case.
 * Who answered, nothing can show. Throws `not-found`, `foreign-file`, `corrupt-input` or `invalid-request` with the fault.
 */
export function readAnswers(db: Database.Database, path: string): ReadAnswers {
  const name = basename(path);
  const file = parse(path, name);
  if (!isAsSaved(file))
    throw new AppError(
      'corrupt-input',
      `${name} was changed after it was saved: its SHA-256 no longer fits. Nothing was imported. Ask for the file as the page saved it.`,
    );
  const { packet } = file;
  if (packet.case.id !== readMeta(db, 'case_id'))
    throw new AppError(
      'invalid-request',
      `${name} answers questions of another case, named “${packet.case.name}”. Nothing was imported.`,
    );
  if (!isSealed(packet, readMeta(db, 'owner_secret') ?? ''))
    throw new AppError(
      'corrupt-input',
      `The questions in ${name} are not those that this case asked: they were changed before they were answered. Nothing was imported. Save new questions and ask again.`,
    );
  const names = new Map(packet.apps.map((app) => [app.id, app.name]));
  const asked = new Set(file.answers.map(({ app }) => app));
  if (
    asked.size !== file.answers.length ||
    [...asked].some((app) => !names.has(app)) ||
    file.answers.some(({ purposeCode }) => purposeCode !== '' && purposeOf(purposeCode) === null)
  )
    throw new AppError('corrupt-input', `${name} holds answers to what was not asked. Nothing was imported.`);
  return {
    file,
    view: {
      file: name,
      digest: file.sha256,
      packetId: packet.id,
      owner: packet.owner.name,
      askedAt: packet.madeAt,
      by: file.by,
      at: file.at,
      isReplay:
        db
          .prepare<[string], { n: number }>('SELECT EXISTS (SELECT 1 FROM owner_attestation WHERE digest = ?) AS n')
          .get(file.sha256)?.n === 1,
      answers: file.answers.map(({ app, ...answer }) => ({ connectorId: app, name: names.get(app) ?? '', ...answer })),
    },
  };
}

function parse(path: string, name: string): AnswerFile {
  if (!existsSync(path)) throw new AppError('not-found', `${name} is no longer there.`);
  const foreign = (cause?: unknown): AppError =>
    new AppError(
      'foreign-file',
      `${name} is not a file of answers that the page with the questions saved. Nothing was imported.`,
      { cause },
    );
  if (statSync(path).size > MOST_BYTES) throw foreign();
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw foreign(cause);
  }
  const parsed = answerFile.safeParse(value);
  if (!parsed.success) throw foreign(parsed.error);
  return parsed.data;
}

/** Records that questions went out. Runs in the caller's transaction. */
export function recordPacket(db: Database.Database, packet: OwnerPacket, actor: string, now: number): void {
  const { id, owner, apps, madeBy, madeAt } = packet;
  const asked = owner.email === '' ? owner.name : `${owner.name} (${owner.email})`;
  const seq = appendJournal(db, {
    at: now,
    actor,
    type: 'owner-packet-made',
    payload: {
      id,
      owner: asked,
      apps: apps.map((app) => app.id),
      questions: packet.questions,
      seal: packet.seal,
      madeBy,
      madeAt,
    },
  });
  db.prepare(
    'INSERT INTO owner_packet (seq, id, owner, apps, packet, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(seq, id, asked, apps.length, canonicalJson(packet), madeBy, madeAt);
}

/** Stores the answers of an owner, each with its journal entry, in one transaction; answers that are here stay as they are. */
export function importAnswers(db: Database.Database, { file, view }: ReadAnswers, actor: string, now: number): void {
  if (view.isReplay) return;
  db.transaction(() => {
    const isKnown = db.prepare<[string], { n: number }>('SELECT EXISTS (SELECT 1 FROM owner_packet WHERE id = ?) AS n');
    // Questions that a copy of this case asked.
    if (isKnown.get(view.packetId)?.n !== 1) recordPacket(db, file.packet, actor, now);
    const insert = db.prepare(
      `INSERT INTO owner_attestation (seq, packet, connector, digest, needed, purpose_code, purpose, right_owner, other_owner, alternatives, people, comments,
         answered_by, answered_at, imported_by, imported_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    for (const { connectorId, name, ...answer } of view.answers) {
      // What was left open says nothing, and must not stand before an earlier answer.
      if (Object.values(answer).every((text) => text === '')) continue;
      const seq = appendJournal(db, {
        at: now,
        actor,
        type: 'owner-answered',
        payload: {
          packet: view.packetId,
          digest: view.digest,
          connector: connectorId,
          name,
          ...answer,
          by: view.by,
          at: view.at,
        },
      });
      insert.run(
        seq,
        view.packetId,
        connectorId,
        view.digest,
        answer.needed,
        answer.purposeCode,
        answer.purpose,
        answer.rightOwner,
        answer.otherOwner,
        answer.alternatives,
        answer.people,
        answer.comments,
        view.by,
        view.at,
        actor,
        new Date(now).toISOString(),
      );
    }
  }).immediate();
}

interface AttestationRow {
  readonly seq: number;
  readonly packet: string;
  readonly connector: string;
  readonly digest: string;
  readonly needed: string;
  readonly purpose_code: string;
  readonly purpose: string;
  readonly right_owner: string;
  readonly other_owner: string;
  readonly alternatives: string;
  readonly people: string;
  readonly comments: string;
  readonly answered_by: string;
  readonly answered_at: string;
  readonly imported_at: string;
  readonly name: string;
}

const neededSchema = z.enum(['yes', 'no', 'unsure', '']);
const rightSchema = z.enum(['yes', 'no', '']);

/** The answer about an app that was imported last, or null. */
export function newestAnswer(db: Database.Database, connector: string): OwnerAttestation | null {
  const row = db
    .prepare<[string], AttestationRow>(
      `SELECT a.*, coalesce(connector.name, '') AS name FROM owner_attestation AS a LEFT JOIN connector ON connector.key = a.connector
       WHERE a.connector = ? ORDER BY a.id DESC LIMIT 1`,
    )
    .get(connector);
  if (row === undefined) return null;
  return {
    connectorId: row.connector,
    name: row.name,
    needed: neededSchema.parse(row.needed),
    purposeCode: row.purpose_code,
    purpose: row.purpose,
    rightOwner: rightSchema.parse(row.right_owner),
    otherOwner: row.other_owner,
    alternatives: row.alternatives,
    people: row.people,
    comments: row.comments,
    packetId: row.packet,
    digest: row.digest,
    by: row.answered_by,
    at: row.answered_at,
    importedAt: row.imported_at,
    journalSeq: row.seq,
  };
}
