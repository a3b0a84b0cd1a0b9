import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { writeMeta } from '../db/meta.ts';
import { openDatabase } from '../db/open.ts';
import { addPacket } from '../db/queries/packets.ts';
import type { CaseStatement } from '../evidence/packet-layout.ts';
import { AppError } from '../lib/errors.ts';
import { forgetSigning } from '../report/unfinished-signing.ts';
import { checkActs } from '../review/integrity.ts';
import { appendJournal, checkJournal, journalHead } from '../review/journal.ts';
import { caseHere } from './campaign-here.ts';
import { damaged, type ReadPacket } from './read-packet.ts';

/**
 * Makes a case file of a campaign packet at `target`. What is inside must be what the statement says: case, campaign,
 * population, journal, and the tables of this program and no others. Throws `conflict` when the file exists, `corrupt-input`
 * and what opening a case throws otherwise; nothing lies at the target then. `now`: UTC milliseconds.
 */
export function receiveCase(
  packet: ReadPacket<CaseStatement>,
  target: string,
  now: number,
  binding: string | undefined,
): void {
  const name = basename(target);
  if (existsSync(target))
    throw new AppError('conflict', `${name} already exists. Nothing was changed. Choose another name.`);
  let folder: string;
  try {
    folder = mkdtempSync(join(dirname(target), '.receiving-'));
  } catch (cause) {
    throw new AppError(
      'io',
      `Nothing can be written to ${dirname(target)}. Nothing was changed. Choose another place.`,
      { cause },
    );
  }
  try {
    const file = join(folder, name);
    writeFileSync(file, packet.content);
    const db = openDatabase(file, { create: false, binding });
    try {
      checkContent(db, packet, binding);
      record(db, packet, now);
    } finally {
      db.close();
    }
    renameSync(file, target);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function checkContent(db: Database.Database, packet: ReadPacket<CaseStatement>, binding: string | undefined): void {
  const { statement, file } = packet;
  if (schemaOf(db) !== expectedSchema(binding))
    throw new AppError(
      'corrupt-input',
      `The case in ${file} has tables that Countersign did not make. Nothing was taken from it. Ask ${statement.by.name} how it came about.`,
    );
  const head = journalHead(db);
  const chain = checkJournal(db);
  if (!chain.ok) throw damaged(file, `the journal in it breaks at entry ${chain.at}`);
  if (head.head !== statement.journal.head || head.count !== statement.journal.count)
    throw damaged(file, 'the journal in it does not end where the statement says');
  const [changed] = checkActs(db);
  if (changed !== undefined)
    throw new AppError(
      'corrupt-input',
      `The case in ${file} does not agree with its own journal. ${changed} Nothing was taken from it. Ask ${statement.by.name} how it came about.`,
    );
  const here = caseHere(db);
  if (here.case.id !== statement.case.id) throw damaged(file, 'the case in it is not the one that it names');
  if (here.campaign.id !== statement.campaign.id || here.campaign.root !== statement.campaign.root)
    throw damaged(file, 'the campaign in it is not the one that it names');
  const prepares = db
    .prepare<[string], { n: number }>(
      `SELECT EXISTS (SELECT 1 FROM person_act, json_each(person_act.roles) WHERE person = ? AND json_each.value = 'preparer') AS n`,
    )
    .get(statement.by.person)?.n;
  if (prepares !== 1)
    throw new AppError(
      'corrupt-input',
      `${statement.by.name} signed ${file} and is no preparer of the case in it. Nothing was taken from it.`,
    );
}

/** Which packet the case came from. */
function record(db: Database.Database, { statement, digest, file }: ReadPacket<CaseStatement>, now: number): void {
  db.transaction(() => {
    writeMeta(db, 'received_packet', digest);
    // What another machine was about to save is no business of this one.
    forgetSigning(db);
    const seq = appendJournal(db, {
      at: now,
      actor: statement.by.name,
      type: 'campaign-received',
      payload: { packet: digest, file, statement },
    });
    addPacket(db, {
      seq,
      direction: 'in',
      kind: 'case',
      digest,
      file,
      person: statement.by.person,
      name: statement.by.name,
      number: null,
      madeAt: statement.at,
      acts: { read: 0, new: 0, known: 0, aside: 0, refused: 0 },
    });
  }).immediate();
}

/** A database brings triggers and views along: only those of this program may run. */
function schemaOf(db: Database.Database): string {
  return JSON.stringify(
    db
      .prepare(
        `SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type, name`,
      )
      .all(),
  );
}

function expectedSchema(binding: string | undefined): string {
  const db = openDatabase(':memory:', { create: true, binding });
  try {
    return schemaOf(db);
  } finally {
    db.close();
  }
}
