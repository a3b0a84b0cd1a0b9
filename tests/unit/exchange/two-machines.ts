import type Database from 'better-sqlite3';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Decision } from '../../../shared/domain/vocabulary.ts';
import { sha256 } from '../../../electron/engine/evidence/bundle-layout.ts';
import {
  PACKET_FILES,
  type PacketStatement,
  packetStatement,
} from '../../../electron/engine/evidence/packet-layout.ts';
import { readCanonicalZip } from '../../../electron/engine/evidence/zip-read.ts';
import { writePacket } from '../../../electron/engine/exchange/write-packet.ts';
import { type EngineCase, startEngine } from '../engine/engine-case.ts';
import { openCampaign, PASSPHRASE, setRoles, smallCase, somebody, type Somebody } from './exchange-case.ts';

// A case at home with three people and an open campaign, and a second machine without one, anew for each test.
let base: EngineCase;
export let home: EngineCase;
export let away: EngineCase;
export let pia: Somebody;
export let rita: Somebody;
export let ada: Somebody;

beforeAll(async () => {
  base = await smallCase();
  await base.engine.handlers['workspace.close']({}, {});
});
afterAll(async () => base.dispose());
beforeEach(async () => {
  home = startEngine();
  copyFileSync(join(base.folder, 'base.countersign'), path(home, 'base.countersign'));
  await home.engine.handlers['workspace.open']({ token: home.files.register(path(home, 'base.countersign')) }, {});
  away = startEngine();
  const { db } = home.engine.context.open();
  pia = somebody(home.folder, 'Pia Preparer', ['preparer', 'reviewer']);
  rita = somebody(home.folder, 'Rita Reviewer', ['reviewer']);
  ada = somebody(home.folder, 'Ada Approver', ['approver']);
  for (const person of [pia, rita, ada]) setRoles(db, person, person.acting.roles);
  openCampaign(db, (index) => ({ reviewer: index === 0 ? rita.signer.fingerprint : null, second: null }));
  signIn(home, pia);
});
afterEach(async () => {
  await home.dispose();
  await away.dispose();
});

export function signIn({ engine }: EngineCase, { signer }: Somebody): void {
  engine.context.session.person = signer.fingerprint;
}

export const database = ({ engine }: EngineCase): Database.Database => engine.context.open().db;
export const keys = (machine: EngineCase): string[] =>
  database(machine).prepare<[], string>('SELECT key FROM item ORDER BY key').pluck().all();
export const journalLength = (machine: EngineCase): unknown =>
  database(machine).prepare('SELECT count(*) FROM journal').pluck().get();
export const path = (machine: EngineCase, name: string): string => join(machine.folder, name);

export async function handOut(to: readonly Somebody[] = [rita]) {
  return home.engine.handlers['exchange.handOut'](
    {
      personIds: to.map(({ signer }) => signer.fingerprint),
      keyToken: home.files.register(pia.keyPath),
      passphrase: PASSPHRASE,
      saveToken: home.files.register(path(home, 'out')),
    },
    {},
  );
}

export async function receive(file = path(home, 'out.cspacket'), as = 'received.countersign') {
  return away.engine.handlers['exchange.receive'](
    { token: away.files.register(file), saveToken: away.files.register(path(away, as)) },
    {},
  );
}

export async function decideOn(
  machine: EngineCase,
  itemId: string,
  decision: Decision,
  reason = 'Because of the evidence.',
) {
  return machine.engine.handlers['review.decide'](
    {
      itemId,
      decision,
      reason,
      scopes: [],
      principals: [],
      until: null,
      owner: null,
      agreed: null,
      round: 'first',
      trace: {
        shownAt: '2026-10-02T00:00:00.000Z',
        activeMs: 5,
        panels: ['usage'],
        provisional: null,
        revealed: false,
      },
    },
    {},
  );
}

export async function sendBack(machine: EngineCase, who: Somebody, name: string) {
  return machine.engine.handlers['exchange.sendBack'](
    {
      keyToken: machine.files.register(who.keyPath),
      passphrase: PASSPHRASE,
      saveToken: machine.files.register(path(machine, name)),
    },
    {},
  );
}

export const merge = async (file: string) =>
  home.engine.handlers['exchange.merge']({ token: home.files.register(file) }, {});
export const inspect = async (machine: EngineCase, file: string) =>
  machine.engine.handlers['exchange.inspect']({ token: machine.files.register(file) }, {});

/** A packet of two decisions and an undo of Rita's, made on the other machine. */
export async function packetFromAway(name = 'back.cspacket'): Promise<string> {
  await handOut();
  await receive();
  signIn(away, rita);
  const [first = '', second = ''] = keys(away);
  await decideOn(away, first, 'revoke');
  await decideOn(away, second, 'escalate');
  await away.engine.handlers['review.undo']({ itemId: second }, {});
  await sendBack(away, rita, name);
  return path(away, name);
}

/** The same file with other content, signed anew by somebody. */
export async function resigned(
  file: string,
  by: Somebody,
  change: (acts: string[], statement: Extract<PacketStatement, { acts: unknown }>) => Partial<PacketStatement>,
): Promise<string> {
  const files = readCanonicalZip(readFileSync(file));
  const text = (name: string): string => Buffer.from(files.get(name) ?? '').toString('utf8');
  const statement = packetStatement.parse(JSON.parse(text(PACKET_FILES.statement)));
  if (!('acts' in statement)) throw new Error('not a packet of decisions');
  const lines = text(PACKET_FILES.acts).trimEnd().split('\n');
  const changed = change(lines, statement);
  const content = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const next = packetStatement.parse({
    ...statement,
    by: { person: by.signer.fingerprint, name: by.name },
    acts: { ...statement.acts, sha256: sha256(content) },
    ...changed,
  });
  const target = `${file}.changed.cspacket`;
  writeFileSync(target, await writePacket(next, content, by.signer));
  return target;
}
