import { rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { exchangeContract, PacketView, WrittenPacket } from '../../../shared/contract/exchange.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { listPackets } from '../db/queries/packets.ts';
import { mergePacket, previewMerge } from '../exchange/merge.ts';
import { type ReadPacket, readPacket } from '../exchange/read-packet.ts';
import { receiveCase } from '../exchange/receive.ts';
import { handOut, sendBack, type SendOrder, type SentPacket } from '../exchange/send.ts';
import type { CaseStatement, DecisionsStatement } from '../evidence/packet-layout.ts';
import { withEnding } from '../cases/case-files.ts';
import { AppError } from '../lib/errors.ts';
import { actingWith } from '../review/acting.ts';
import type { EngineContext } from './context.ts';
import { deriveAfterAct } from './derive-after.ts';
import { assertOwnKey, openPersonKey } from './people.ts';
import { openCase, refuseWhileImporting, statusOf } from './workspace.ts';

export const PACKET_ENDING = '.cspacket';

/** Carrying a campaign to other machines and their decisions back. */
export function exchangeHandlers(context: EngineContext): Handlers<typeof exchangeContract, unknown> {
  return {
    'exchange.list': () => listPackets(context.open().db),
    'exchange.handOut': async ({ personIds, saveToken, ...key }) =>
      written(await handOutCase(context, personIds, key, context.files.resolve(saveToken))),
    'exchange.inspect': ({ token }) => inspectPacket(context, context.files.resolve(token)),
    'exchange.receive': async ({ token, saveToken }) => {
      await receivePacket(context, context.files.resolve(token), context.files.resolve(saveToken));
      return statusOf(context);
    },
    'exchange.sendBack': async ({ saveToken, ...key }) =>
      written(await sendDecisions(context, key, context.files.resolve(saveToken))),
    'exchange.merge': ({ token }) => mergeFile(context, context.files.resolve(token)),
  };
}

interface KeyChoice {
  readonly keyToken: string;
  readonly passphrase: string;
}

export async function handOutCase(
  context: EngineContext,
  people: readonly string[],
  key: KeyChoice,
  place: string,
): Promise<SentPacket> {
  refuseWhileImporting(context);
  return sent(context, await handOut({ ...(await orderOf(context, key, place)), people }));
}

export async function sendDecisions(context: EngineContext, key: KeyChoice, place: string): Promise<SentPacket> {
  return sent(context, await sendBack(await orderOf(context, key, place)));
}

/** Makes a case of a packet and opens it. When it cannot be opened nothing stays behind. */
export async function receivePacket(context: EngineContext, path: string, place: string): Promise<void> {
  refuseWhileImporting(context);
  const packet = readPacket(path);
  if (!isCase(packet))
    throw new AppError(
      'invalid-request',
      `${packet.file} holds decisions of ${packet.statement.by.name}, not a case. Open the case “${packet.statement.case.name}” and merge it there.`,
    );
  const target = withEnding(place);
  receiveCase(packet, target, context.now(), context.sqliteBinding);
  try {
    await openCase(context, target);
  } catch (cause) {
    rmSync(target, { force: true });
    throw cause;
  }
}

export function mergeFile(context: EngineContext, path: string): ReturnType<typeof mergePacket> {
  refuseWhileImporting(context);
  const { db } = context.open();
  const acting = actingWith(context, 'preparer', 'reviewer', 'approver');
  const result = mergePacket(db, decisionsIn(readPacket(path)), acting, context.now());
  deriveAfterAct(context);
  context.changed('workspace', 'review', 'inventory', 'journal', 'report');
  return result;
}

/** What a packet holds; of decisions, what merging them would do. */
export function inspectPacket(context: EngineContext, path: string): PacketView {
  const packet = readPacket(path);
  const { statement } = packet;
  const head = {
    file: packet.file,
    bytes: packet.bytes,
    digest: packet.digest,
    caseName: statement.case.name,
    by: statement.by.name,
    fingerprint: statement.by.person,
    at: statement.at,
  };
  if (isCase(packet)) return { kind: 'case', ...head, for: packet.statement.for.map(({ name }) => name) };
  const decisions = decisionsIn(packet);
  if (context.session.current === null)
    throw new AppError(
      'not-found',
      `${packet.file} holds decisions of ${statement.by.name} in the case “${statement.case.name}”. Open that case first, then merge the packet on the Campaign screen.`,
    );
  const { number, acts } = decisions.statement;
  return {
    kind: 'decisions',
    ...head,
    number,
    decisions: acts.decisions,
    undos: acts.undos,
    merge: previewMerge(context.open().db, decisions, context.acting(), context.now()),
  };
}

function isCase(packet: ReadPacket): packet is ReadPacket<CaseStatement> {
  return packet.statement.kind === 'countersign-campaign-packet/1';
}

function decisionsIn(packet: ReadPacket): ReadPacket<DecisionsStatement> {
  const { statement } = packet;
  if (statement.kind !== 'countersign-decisions-packet/1')
    throw new AppError(
      'invalid-request',
      `${packet.file} is a whole case, not somebody's decisions. Open it from the start screen. Nothing was merged.`,
    );
  return { ...packet, statement };
}

/** The key opens for this one act and must be that of who is signed in. */
async function orderOf(context: EngineContext, { keyToken, passphrase }: KeyChoice, place: string): Promise<SendOrder> {
  const { db } = context.open();
  const { signer } = await openPersonKey(context, context.files.resolve(keyToken), passphrase, [
    'the journal so far',
    'the packet',
  ]);
  const acting = context.acting();
  assertOwnKey(context, acting.person, signer);
  return {
    db,
    acting,
    signer,
    binding: context.sqliteBinding,
    target: place.endsWith(PACKET_ENDING) ? place : `${place}${PACKET_ENDING}`,
    now: context.now(),
  };
}

function sent(context: EngineContext, packet: SentPacket): SentPacket {
  context.changed('journal', 'review', 'report');
  return packet;
}

function written({ path, ...packet }: SentPacket): WrittenPacket {
  return { file: basename(path), location: dirname(path), ...packet };
}
