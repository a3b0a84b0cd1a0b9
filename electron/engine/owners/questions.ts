import { randomBytes } from 'node:crypto';
import { WHOLE_CASE } from '../review/viewer.ts';
import type Database from 'better-sqlite3';
import type { OwnerQuestion } from '../../../shared/contract/owners.ts';
import { PURPOSES } from '../../../shared/domain/purpose.ts';
import { GRADE_LABELS, PLATFORM_LABELS } from '../../../shared/domain/vocabulary.ts';
import { readMeta } from '../db/meta.ts';
import { connectorDetail, connectorRow } from '../db/queries/connector.ts';
import { logWindows } from '../db/queries/overview.ts';
import { itemScopes } from '../db/queries/usage.ts';
import { counted, listed } from '../rules/wording.ts';
import type { OwnerQuestions, PacketApp } from './owner-packet.ts';

const MOST_SCOPES = 12;

export interface QuestionOrder {
  readonly connectorIds: readonly string[];
  readonly owner: { readonly name: string; readonly email: string };
  readonly questions: readonly OwnerQuestion[];
  readonly note: string;
  readonly caseName: string;
  readonly madeBy: string;
  /** UTC milliseconds. */
  readonly now: number;
}

/** Questions about apps in plain words, from what is known in the case. Throws `not-found` for an app that is not there. */
export function ownerQuestions(db: Database.Database, order: QuestionOrder): OwnerQuestions {
  return {
    kind: 'countersign-owner-questions/1',
    id: randomBytes(16).toString('hex'),
    case: { id: readMeta(db, 'case_id') ?? '', name: order.caseName.toWellFormed() },
    owner: { ...order.owner },
    madeBy: order.madeBy.toWellFormed(),
    madeAt: new Date(order.now).toISOString(),
    note: order.note,
    questions: [...order.questions],
    purposes: Object.entries(PURPOSES).map(([code, { label }]) => ({ code, label })),
    apps: [...new Set(order.connectorIds)].map((key) => appInWords(db, key)),
  };
}

function appInWords(db: Database.Database, key: string): PacketApp {
  const app = connectorDetail(db, key, WHOLE_CASE);
  const { id } = connectorRow(db, key);
  const items = db
    .prepare<[number], { id: number }>('SELECT id FROM item WHERE connector = ? ORDER BY risk DESC, key')
    .all(id);
  const labels = [
    ...new Set(
      items.flatMap((item) => itemScopes(db, item.id).map(({ label, scope }) => clean(label === '' ? scope : label))),
    ),
  ];
  const { people, stated, tenantWide } = app.reach;
  return {
    id: app.connectorId,
    name: clean(app.name),
    nameWarning: app.nameWarning === null ? null : clean(app.nameWarning),
    platform: PLATFORM_LABELS[app.platform],
    publisher: app.publisher === null ? null : clean(app.publisher),
    may: labels.slice(0, MOST_SCOPES),
    mayMore: Math.max(0, labels.length - MOST_SCOPES),
    who: [
      ...(tenantWide ? ['It was allowed for the whole organization.'] : []),
      people > 0
        ? `${counted(people, 'person has', 'people have')} allowed it for themselves.`
        : stated === null
          ? ''
          : `${counted(stated, 'person has', 'people have')} allowed it for themselves; the export does not name them.`,
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
    lastUse: lastUseSentence(app.lastUse, logWindows(db, app.platform, app.tenants)),
    purpose: app.purpose === null ? null : clean(app.purpose),
    owners: app.owners.filter(({ role }) => role === 'business').map(({ name }) => clean(name)),
  };
}

/** When it was used last, on what that rests, and how far the logs reach: silence is never turned into a statement. */
function lastUseSentence(
  { at, grade }: { readonly at: string | null; readonly grade: 'Q1' | 'Q2' | 'Q3' | 'Q0' },
  windows: readonly { readonly label: string; readonly from: string; readonly to: string }[],
): string {
  const logs = windows.map(({ label, from, to }) => `${label} from ${from.slice(0, 10)} to ${to.slice(0, 10)}`);
  const seen = logs.length === 0 ? 'No log was at hand.' : `Logs at hand: ${listed([...new Set(logs)].toSorted())}.`;
  return at === null
    ? `The files at hand show no call. ${seen} What lies outside of that is not known.`
    : `Last use on record: ${at.slice(0, 10)} (${GRADE_LABELS[grade].toLowerCase()}). ${seen}`;
}

function clean(text: string): string {
  return text.toWellFormed().slice(0, 2000).toWellFormed();
}
