import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DecideParams } from '../../../shared/contract/review.ts';
import { ITEM_STATUSES, type ItemStatus, type Round } from '../../../shared/contract/item-states.ts';
import { type Decision, DECISIONS } from '../../../shared/domain/vocabulary.ts';
import type { DecisionsStatement } from '../../../electron/engine/evidence/packet-layout.ts';
import { mergePacket, previewMerge } from '../../../electron/engine/exchange/merge.ts';
import { checkPacket, type ReadPacket } from '../../../electron/engine/exchange/read-packet.ts';
import { sendBack } from '../../../electron/engine/exchange/send.ts';
import { AppError } from '../../../electron/engine/lib/errors.ts';
import { decide, undoDecision } from '../../../electron/engine/review/decide.ts';
import { checkActs } from '../../../electron/engine/review/integrity.ts';
import { checkJournal } from '../../../electron/engine/review/journal.ts';
import {
  copyOfCase,
  openCampaign,
  setRoles,
  smallCase,
  somebody,
  type Somebody,
  standingText,
} from './exchange-case.ts';
import { type Random, randomFrom } from './random.ts';

let folder: string;
let base: string;
let items: readonly string[];
let people: readonly [Somebody, Somebody, Somebody, Somebody];
let clock = Date.UTC(2026, 9, 2);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-merge-'));
  const started = await smallCase();
  const { db, path } = started.engine.context.open();
  people = [
    somebody(folder, 'Pia Preparer', ['preparer', 'reviewer']),
    somebody(folder, 'Rita Reviewer', ['reviewer']),
    somebody(folder, 'Sven Second', ['reviewer']),
    somebody(folder, 'Ada Approver', ['reviewer', 'approver']),
  ];
  for (const person of people) setRoles(db, person, person.acting.roles);
  const [pia, rita, sven] = people;
  openCampaign(db, (index) => ({
    // Some are for anybody, some for one person; some have a second review.
    reviewer: index % 3 === 0 ? null : index % 3 === 1 ? rita.signer.fingerprint : pia.signer.fingerprint,
    second: index % 2 === 0 ? sven.signer.fingerprint : null,
  }));
  items = db.prepare<[], string>('SELECT key FROM item ORDER BY key LIMIT 6').pluck().all();
  base = path;
  await started.engine.handlers['workspace.close']({}, {});
  const copy = join(folder, 'base.countersign');
  copyOfCase(base, copy).close();
  base = copy;
  await started.dispose();
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const reached = new Set<ItemStatus>();
let copies = 0;
function machine(): Database.Database {
  copies += 1;
  return copyOfCase(base, join(folder, `machine ${copies}.countersign`));
}

function params(random: Random, itemId: string, round: Round): DecideParams {
  // Final decisions more often than not: only they lead to second reviews and disagreements.
  const often: readonly Decision[] = ['revoke', 'conditional'];
  const decision = random.pick([...often, ...DECISIONS.filter((one) => one !== 'reduce' && one !== 'escalate')]);
  return {
    itemId,
    decision,
    reason: `Reason ${random.below(3)}`,
    scopes: [],
    principals: [],
    until: decision === 'conditional' ? '2026-10-20' : null,
    owner: decision === 'assign-owner' ? 'ann@example.com' : null,
    agreed: random.pick([null, true, false]),
    round,
    trace: random.chance(0.5)
      ? {
          shownAt: '2026-10-02T00:00:00.000Z',
          activeMs: random.below(9999),
          panels: ['usage'],
          provisional: null,
          revealed: true,
        }
      : null,
  };
}

/** One act of somebody on a machine, if it is theirs to do. */
function actAt(db: Database.Database, random: Random): void {
  clock += 1000;
  const { acting } = random.pick(people);
  const item = random.pick(items);
  try {
    if (random.chance(0.25)) undoDecision(db, item, acting, clock);
    else decide(db, params(random, item, random.pick(['first', 'first', 'second', 'adjudication'])), acting, clock);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
  }
}

type Packet = ReadPacket<DecisionsStatement>;

async function packetOf(db: Database.Database, { acting, signer }: Somebody): Promise<Packet[]> {
  clock += 1000;
  try {
    const { path } = await sendBack({ db, acting, signer, target: join(folder, 'p.cspacket'), now: clock });
    const packet = checkPacket(readFileSync(path), 'p.cspacket');
    return packet.statement.kind === 'countersign-decisions-packet/1'
      ? [{ ...packet, statement: packet.statement }]
      : [];
  } catch (error) {
    // Somebody who has decided nothing sends nothing.
    if (error instanceof AppError && error.code === 'conflict') return [];
    throw error;
  }
}

function merge(db: Database.Database, packet: Packet): void {
  clock += 1000;
  const { totals } = mergePacket(db, packet, people[0].acting, clock);
  expect(totals.read).toBe(totals.new + totals.known + totals.aside + totals.refused);
  expect(totals.refused + totals.aside).toBe(0);
}

test.each(Array.from({ length: 12 }, (_, seed) => seed + 1))(
  'packets of several machines give the same case in any order, repeated and split (history %i)',
  async (seed) => {
    const random = randomFrom(seed);
    const machines = Array.from({ length: 2 + random.below(3) }, machine);
    const packets: Packet[] = [];
    for (let step = 0; step < 60; step += 1) {
      const db = random.pick(machines);
      const kind = random.below(10);
      if (kind === 0) {
        const [packet] = await packetOf(db, random.pick(people));
        if (packet !== undefined) packets.push(packet);
      } else if (kind === 1 && packets.length > 0) merge(db, random.pick(packets));
      else actAt(db, random);
    }
    for (const db of machines) for (const person of people) packets.push(...(await packetOf(db, person)));
    const uids = new Set(machines.flatMap((db) => db.prepare<[], string>('SELECT uid FROM decision').pluck().all()));
    expect(uids.size).toBeGreaterThan(5);

    const results = [0, 1, 2].map((round) => {
      const db = machine();
      const order = random.shuffled(round === 0 ? packets : [...packets, ...random.shuffled(packets).slice(0, 4)]);
      for (const packet of order) merge(db, packet);
      expect(checkActs(db)).toEqual([]);
      expect(checkJournal(db).ok).toBe(true);
      expect(new Set(db.prepare<[], string>('SELECT uid FROM decision').pluck().all())).toEqual(uids);
      const text = standingText(db);
      db.close();
      return text;
    });
    expect(new Set(results).size).toBe(1);
    for (const status of ITEM_STATUSES) if (results[0]?.includes(`"status":"${status}"`)) reached.add(status);
    // A machine that took part and gets the rest ends there, too.
    const [first] = machines;
    if (first !== undefined) {
      for (const packet of random.shuffled(packets)) merge(first, packet);
      expect(standingText(first)).toBe(results[0]);
    }
    for (const db of machines) db.close();
  },
);

test('these histories reach every status', () => {
  expect([...reached].toSorted()).toEqual([...ITEM_STATUSES].toSorted());
});

test('a preview says what the merge then does, and changes nothing', async () => {
  const random = randomFrom(99);
  const there = machine();
  for (let step = 0; step < 40; step += 1) actAt(there, random);
  const here = machine();
  for (let step = 0; step < 40; step += 1) actAt(here, random);
  const packets: Packet[] = [];
  for (const person of people) packets.push(...(await packetOf(there, person)));
  expect(packets.length).toBeGreaterThan(1);
  for (const packet of packets) {
    const before = [standingText(here), here.prepare('SELECT count(*) FROM journal').pluck().get()];
    const preview = previewMerge(here, packet, people[0].acting, clock);
    expect([standingText(here), here.prepare('SELECT count(*) FROM journal').pluck().get()]).toEqual(before);
    expect(mergePacket(here, packet, people[0].acting, clock)).toEqual(preview);
  }
  there.close();
  here.close();
});
