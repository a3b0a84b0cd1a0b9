import { APP_FIELD_LABELS, appFieldSchema } from '../../../shared/contract/policy.ts';
import type { reviewContract, ReviewItem } from '../../../shared/contract/review.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { DECISION_LABELS, GRANT_KIND_LABELS } from '../../../shared/domain/vocabulary.ts';
import { z } from 'zod';
import { connectorDetail } from '../db/queries/connector.ts';
import { findingScopes, findingsOf } from '../db/queries/findings.ts';
import { logWindows } from '../db/queries/overview.ts';
import {
  decisionHistory,
  decisionInForce,
  itemByKey,
  neighborsOf,
  queuePage,
  reviewProgress,
  toQueueRow,
} from '../db/queries/review.ts';
import { itemOperations, itemScopes } from '../db/queries/usage.ts';
import { canonicalJson } from '../evidence/canonical-json.ts';
import { certifyLock, decide, undoDecision } from '../review/decide.ts';
import { checkJournal, journalPage } from '../review/journal.ts';
import { recommend } from '../review/recommend.ts';
import type { EngineContext } from './context.ts';
import { deriveAfterAct } from './derive-after.ts';

const payloadSchema = z.record(z.string(), z.unknown());

/** Deciding: the queue, one item, decisions and the journal. */
export function reviewHandlers(context: EngineContext): Handlers<typeof reviewContract, unknown> {
  return {
    'review.queue': ({ filter, offset, limit }) => {
      const { db } = context.open();
      return { ...queuePage(db, filter, offset, limit), progress: reviewProgress(db) };
    },
    'review.progress': () => reviewProgress(context.open().db),
    'review.item': ({ itemId }) => reviewItem(context, itemId),
    'review.decide': (params) => {
      const { db } = context.open();
      decide(db, params, context.actor(), context.now());
      deriveAfterAct(context);
      context.changed('workspace', 'review', 'inventory', 'journal', 'report');
      const item = itemByKey(db, params.itemId);
      return {
        item: toQueueRow(db, item),
        progress: reviewProgress(db),
        nextUndecidedItemId: neighborsOf(db, item).nextUndecided,
      };
    },
    'review.undo': ({ itemId }) => {
      const { db } = context.open();
      undoDecision(db, itemId, context.actor(), context.now());
      deriveAfterAct(context);
      context.changed('workspace', 'review', 'inventory', 'journal', 'report');
      return { item: toQueueRow(db, itemByKey(db, itemId)), progress: reviewProgress(db) };
    },
    'journal.page': ({ offset, limit }) => {
      const { db } = context.open();
      const page = journalPage(db, offset, limit);
      const check = checkJournal(db);
      return {
        total: page.total,
        rows: page.rows.map((row) => ({ ...row, summary: summarize(row.type, row.payload) })),
        chain: check.ok
          ? { ok: true, message: `${check.count} entries, unbroken chain` }
          : {
              ok: false,
              message: `The chain breaks at entry ${check.at} (${check.why}): the case was changed by another program.`,
            },
      };
    },
  };
}

/** Everything one review screen shows. Throws `not-found`. */
export function reviewItem(context: EngineContext, itemId: string): ReviewItem {
  const { db } = context.open();
  const item = itemByKey(db, itemId);
  const neighbors = neighborsOf(db, item);
  const connector = connectorDetail(db, item.connector_key);
  const findings = findingsOf(db, item.connector, item.id);
  const tokens = item.platform !== 'entra' ? 'any' : item.kind === 'application' ? 'application' : 'delegated';
  const operations = itemOperations(db, item.id);
  const undeterminable =
    db
      .prepare<[number, number], { n: number }>(
        `SELECT count(*) AS n FROM finding WHERE connector = ? AND (item IS NULL OR item = ?) AND outcome = 'undeterminable'`,
      )
      .get(item.connector, item.id)?.n ?? 0;
  const breaking = operations.filter((operation) => operation.success > 0);
  return {
    item: toQueueRow(db, item),
    position: neighbors.position,
    total: neighbors.total,
    previousItemId: neighbors.previous,
    nextItemId: neighbors.next,
    nextUndecidedItemId: neighbors.nextUndecided,
    connector,
    scopes: itemScopes(db, item.id),
    operations,
    windows: logWindows(db, item.platform, [item.tenant]),
    findings,
    recommendation: recommend(
      findings.filter((finding) => finding.suppressed === null),
      (rule) => findingScopes(db, item.id, rule),
      undeterminable,
    ),
    certifyLocked: certifyLock(db, item.connector),
    decision: decisionInForce(db, item.id),
    history: decisionHistory(db, item.id),
    wouldBreak: {
      operations: breaking.length,
      people: peopleOf(db, item.connector, item.tenant, tokens),
      last:
        breaking
          .map((operation) => operation.last)
          .toSorted()
          .at(-1) ?? null,
      calls: breaking.reduce((sum, operation) => sum + operation.success, 0),
    },
  };
}

function peopleOf(
  db: ReturnType<EngineContext['open']>['db'],
  connector: number,
  tenant: string,
  tokens: string,
): number {
  if (tokens === 'application') return 0;
  return (
    db
      .prepare<[number, string], { n: number }>(
        'SELECT count(DISTINCT principal) AS n FROM usage_pair WHERE connector = ? AND tenant = ? AND class = 0 AND principal <> 0',
      )
      .get(connector, tenant)?.n ?? 0
  );
}

/** The word of the screens for a value; the value itself where there is none. */
function labelOf(labels: Readonly<Record<string, string>>, value: string): string {
  return Object.hasOwn(labels, value) ? (labels[value] ?? value) : value;
}

/** One line for the list; the whole payload is shown on demand. */
function summarize(type: string, payload: string): string {
  const entry = payloadSchema.parse(JSON.parse(payload));
  const text = (key: string): string =>
    typeof entry[key] === 'string' ? entry[key] : entry[key] === undefined ? '' : canonicalJson(entry[key]);
  switch (type) {
    case 'decision':
      return `${labelOf(DECISION_LABELS, text('decision'))}: ${text('name')} (${labelOf(GRANT_KIND_LABELS, text('kind'))})`;
    case 'undo':
      return `Took back entry ${text('undoes')}`;
    case 'import':
      return `${text('file')}: ${text('accepted')} of ${text('read')} records accepted`;
    case 'case-created':
      return `Case created: ${text('name')}`;
    case 'catalog-file-added':
      return `Laid ${text('file')} over the catalog`;
    case 'catalog-file-removed':
      return `Took ${text('file')} out of the catalog`;
    case 'tier-overridden':
      return `Tier of ${text('scope')} set to ${text('tier')}`;
    case 'tier-override-revoked':
      return `Own tier of ${text('scope')} taken back`;
    case 'report-signed':
      return `Report ${text('reportId')} signed by ${text('signer')}`;
    case 'policy-saved':
      return `Policy ${text('name')}, version ${text('version')}: ${text('reason')}`;
    case 'suppression-added':
      return `Suppressed ${text('rule')} until ${text('until')} (${text('name')}): ${text('reason')}`;
    case 'suppression-revoked':
      return `Suppression revoked (${text('name')}): ${text('reason')}`;
    case 'suppression-expired':
      return `Suppression ended on ${text('until')} (${text('name')})`;
    case 'app-stated':
      return statedText(entry);
    default:
      return type;
  }
}

const statedPayload = z.object({
  field: appFieldSchema,
  value: z.string().nullable(),
  reason: z.string(),
  connectors: z.array(z.unknown()),
});

/** What was stated of how many apps. */
function statedText(entry: unknown): string {
  const said = statedPayload.parse(entry);
  const value = said.value === null ? 'as the registers say' : said.value === '' ? 'none' : said.value;
  const count = said.connectors.length;
  return `${APP_FIELD_LABELS[said.field]} of ${count} ${count === 1 ? 'app' : 'apps'}: ${value}. ${said.reason}`;
}
