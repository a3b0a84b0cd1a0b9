import { basename, dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { APP_FIELD_LABELS, type AppField } from '../../../shared/contract/policy.ts';
import type { OwnerAttestation, ownersContract } from '../../../shared/contract/owners.ts';
import type { Handlers, Result } from '../../../shared/contract/rpc.ts';
import { platformSchema } from '../../../shared/domain/vocabulary.ts';
import { readMeta } from '../db/meta.ts';
import { ownersOf } from '../db/queries/connector.ts';
import { AppError } from '../lib/errors.ts';
import { saveWhole } from '../lib/save-whole.ts';
import { importAnswers, newestAnswer, readAnswers, recordPacket } from '../owners/answers.ts';
import { sealPacket } from '../owners/owner-packet.ts';
import { buildOwnerPage } from '../owners/owner-page.ts';
import { ownerQuestions } from '../owners/questions.ts';
import { actingWith } from '../review/acting.ts';
import { actOnApps } from '../review/app-act.ts';
import type { Acting, EngineContext } from './context.ts';
import { deriveAfterAct } from './derive-after.ts';
import { detailsOf } from '../cases/details.ts';

const PAGE_ENDING = '.html';

/** Questions to owners and their answers. */
export function ownersHandlers(context: EngineContext): Handlers<typeof ownersContract, unknown> {
  const asker = (): Acting => actingWith(context, 'preparer', 'reviewer');
  return {
    'owners.open': () => openByOwner(context.open().db),
    'owners.packet': ({ saveToken, ...order }) => {
      const { db } = context.open();
      const acting = asker();
      const place = context.files.resolve(saveToken);
      const target = place.endsWith(PAGE_ENDING) ? place : `${place}${PAGE_ENDING}`;
      const now = context.now();
      const questions = ownerQuestions(db, { ...order, caseName: detailsOf(db).name, madeBy: acting.name, now });
      const packet = sealPacket(questions, readMeta(db, 'owner_secret') ?? '');
      const page = buildOwnerPage(context.resourcesFolder, packet);
      db.transaction(() => {
        recordPacket(db, packet, acting.name, now);
        saveWhole(target, page, 'The page', 'Nothing was recorded.');
      }).immediate();
      context.changed('journal');
      return { file: basename(target), location: dirname(target), packetId: packet.id, apps: packet.apps.length };
    },
    'owners.inspect': ({ token }) => readAnswers(context.open().db, context.files.resolve(token)).view,
    'owners.import': ({ token }) => {
      const { db } = context.open();
      const acting = asker();
      const answers = readAnswers(db, context.files.resolve(token));
      importAnswers(db, answers, acting.name, context.now());
      context.changed('inventory', 'review', 'journal', 'report');
      return answers.view;
    },
    'owners.answer': ({ connectorId }) => newestAnswer(context.open().db, connectorId),
    'owners.takeOver': ({ connectorId }) => {
      const { db } = context.open();
      const changed = takeOver(db, connectorId, asker(), context.now());
      deriveAfterAct(context);
      context.changed('workspace', 'inventory', 'review', 'journal', 'report');
      return { changed };
    },
  };
}

interface OpenRow {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly platform: string;
  readonly items: number;
}

function openByOwner(db: Database.Database): Result<typeof ownersContract, 'owners.open'> {
  const rows = db
    .prepare<[], OpenRow>(
      `SELECT connector.id, connector.key, connector.name, connector.platform, count(*) AS items
       FROM review_state AS s JOIN item ON item.id = s.item JOIN connector ON connector.id = item.connector
       WHERE s.is_open = 1 AND s.in_campaign = (SELECT EXISTS (SELECT 1 FROM v_campaign))
       GROUP BY connector.id ORDER BY connector.name, connector.key`,
    )
    .all();
  const groups = Map.groupBy(
    rows.map((row) => ({ row, owner: ownersOf(db, row.id).find(({ role }) => role === 'business') })),
    ({ owner }) => owner?.email ?? null,
  );
  return [...groups]
    .map(([email, apps]) => ({
      owner: email === null ? null : { name: apps[0]?.owner?.name ?? email, email },
      apps: apps.map(({ row }) => ({
        connectorId: row.key,
        name: row.name,
        platform: platformSchema.parse(row.platform),
        openItems: row.items,
      })),
    }))
    .toSorted(
      (a, b) =>
        orderOf(a.owner) - orderOf(b.owner) ||
        openIn(b.apps) - openIn(a.apps) ||
        compare(a.owner?.name ?? '', b.owner?.name ?? ''),
    );
}

/** Whose answer settles the most open items is asked first. */
function openIn(apps: readonly { readonly openItems: number }[]): number {
  return apps.reduce((sum, { openItems }) => sum + openItems, 0);
}

/** Apps for which nobody is named come last. */
function orderOf(owner: object | null): number {
  return owner === null ? 1 : 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** States what the newest answer says of purpose and owner; what is stated so already stays. Answers the fields changed. */
function takeOver(db: Database.Database, connectorId: string, acting: Acting, now: number): string[] {
  const answer = newestAnswer(db, connectorId);
  if (answer === null) throw new AppError('not-found', 'No owner has answered about this app. Nothing was changed.');
  const reason = `Answer of ${answer.by} on ${answer.at.slice(0, 10)}, questions ${answer.packetId.slice(0, 8)}`;
  const changed = db
    .transaction(() =>
      statedBy(answer).filter(([field, value]) => {
        try {
          return actOnApps(db, { connectorIds: [connectorId], field, value, reason }, acting.name, now) > 0;
        } catch (error) {
          if (error instanceof AppError && error.code === 'conflict') return false;
          throw error;
        }
      }),
    )
    .immediate();
  if (changed.length === 0)
    throw new AppError('conflict', 'Purpose and owner are stated as answered already. Nothing was changed.');
  return changed.map(([field]) => APP_FIELD_LABELS[field]);
}

function statedBy({ purposeCode, purpose, rightOwner, otherOwner }: OwnerAttestation): [AppField, string][] {
  return [
    ...(purposeCode === '' ? [] : [['purpose-code', purposeCode] satisfies [AppField, string]]),
    ...(purpose === '' ? [] : [['purpose', purpose] satisfies [AppField, string]]),
    ...(rightOwner !== 'no' || otherOwner === '' ? [] : [['business-owner', otherOwner] satisfies [AppField, string]]),
  ];
}
