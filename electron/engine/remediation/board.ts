import type Database from 'better-sqlite3';
import type { Remedy } from '../../../shared/contract/drill.ts';
import type { RemedyAction, TicketFormat } from '../../../shared/contract/remediation.ts';
import { actionOf, remedyActions, whatWouldBreak } from '../db/queries/remediation.ts';
import { targetOfDecided } from '../db/queries/remedy-target.ts';
import type { Acting } from '../handlers/context.ts';
import { writeTextFile } from '../lib/write-text.ts';
import { decidedItems } from '../review/decided-items.ts';
import { actOnRemedies } from '../review/remedy-act.ts';
import type { Policy } from '../rules/policy.ts';
import { counted, listed } from '../rules/wording.ts';
import { remedyFor } from './index.ts';
import { type Ticket, ticketsCsv, ticketsMarkdown } from './tickets.ts';

/** How each of these actions is carried out, by uid of the decision. */
export function remediesOf(db: Database.Database, actions: readonly RemedyAction[]): ReadonlyMap<string, Remedy> {
  const wanted = new Set(actions.map((action) => action.actionId));
  return new Map(
    decidedItems(db)
      .filter(({ act }) => wanted.has(act.uid))
      .map((item) => [item.act.uid, remedyFor(item.platform, item.act.decision, [targetOfDecided(db, item)])]),
  );
}

/**
 * Writes what is to be done about these actions into a file and records the act with the digest of the file. Throws
 * `not-found`, `io`, and `invalid-request` for who may only look on.
 */
export function exportTickets(
  db: Database.Database,
  order: { readonly actionIds: readonly string[]; readonly format: TicketFormat; readonly path: string },
  policy: Policy,
  acting: Acting,
  now: number,
): { actions: number; sha256: string } {
  const all = remedyActions(db, policy, now);
  const wanted = [...new Set(order.actionIds)].map((id) => actionOf(all, id));
  const remedies = remediesOf(db, wanted);
  const tickets = wanted.flatMap((action): Ticket[] => {
    const remedy = remedies.get(action.actionId);
    return remedy === undefined ? [] : [{ action, remedy, wouldBreak: breaksText(db, action) }];
  });
  const sha256 = writeTextFile(order.path, order.format === 'csv' ? ticketsCsv(tickets) : ticketsMarkdown(tickets));
  const actions = actOnRemedies(
    db,
    order.actionIds,
    { act: 'export', format: order.format, digest: sha256 },
    acting,
    now,
  );
  return { actions, sha256 };
}

function breaksText(db: Database.Database, action: RemedyAction): string | null {
  const breaks = whatWouldBreak(db, action);
  const last = breaks?.impact.last[0];
  if (breaks === null || last === undefined) return null;
  const { calls, operations } = breaks.impact;
  const names = listed(
    operations.map(({ operation }) => operation),
    10,
  );
  const owners = breaks.owners.length === 0 ? 'no owner is on record' : `owners on record: ${listed(breaks.owners)}`;
  return `The logs hold ${counted(calls, 'successful call', 'successful calls')} that would stop, the last on ${last.at.slice(0, 10)}: ${names}; ${owners}.`;
}
