import type { RemedyAction, remediationContract } from '../../../shared/contract/remediation.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { platformSchema } from '../../../shared/domain/vocabulary.ts';
import { connectorRow } from '../db/queries/connector.ts';
import { actionOf, remedyActions, remedyBoard, remedyHistory, whatWouldBreak } from '../db/queries/remediation.ts';
import { decidedTarget } from '../db/queries/remedy-target.ts';
import { itemByKey } from '../db/queries/review.ts';
import { AppError } from '../lib/errors.ts';
import { exportTickets, remediesOf } from '../remediation/board.ts';
import { remedyFor } from '../remediation/index.ts';
import { actOnRemedies, type RemedyOrder } from '../review/remedy-act.ts';
import { blindItemKeys, blindItems, viewerOf } from '../review/viewer.ts';
import type { EngineContext } from './context.ts';
import { deriveAfterAct } from './derive-after.ts';

/** How decisions are carried out, and what became of them. */
export function remediationHandlers(context: EngineContext): Handlers<typeof remediationContract, unknown> {
  const act = (actionIds: readonly string[], order: RemedyOrder): { changed: number } => {
    const changed = actOnRemedies(context.open().db, actionIds, order, context.acting(), context.now());
    acted();
    return { changed };
  };
  const acted = (): void => {
    deriveAfterAct(context);
    context.changed('workspace', 'inventory', 'review', 'journal', 'report');
  };
  /** A second reviewer, and whoever did not sign in, must not learn here what was decided first; nor do the sums tell it. */
  const seen = (): RemedyAction[] => {
    const { db } = context.open();
    const blind = blindItemKeys(db, viewerOf(context));
    return remedyActions(db, context.policy(), context.now()).filter(({ itemId }) => !blind.has(itemId));
  };
  return {
    'remediation.preview': ({ itemId, decision, scopes, principals, owner }) => {
      const { db } = context.open();
      const item = itemByKey(db, itemId);
      const { native_id } = connectorRow(db, item.connector_key);
      const target = decidedTarget(db, { ...item, native_id }, { scopes, principals, owner });
      return remedyFor(platformSchema.parse(item.platform), decision, [target]);
    },
    'remediation.board': ({ filter, offset, limit }) => ({
      ...remedyBoard(seen(), filter, offset, limit),
      blind: blindItems(context.open().db, viewerOf(context)),
    }),
    'remediation.action': ({ actionId }) => {
      const { db } = context.open();
      const action = actionOf(seen(), actionId);
      const remedy = remediesOf(db, [action]).get(actionId);
      if (remedy === undefined) throw new AppError('not-found', 'There is no such action.');
      return {
        action,
        remedy,
        wouldBreak: whatWouldBreak(db, action),
        history: remedyHistory(db, actionId),
      };
    },
    'remediation.setOwner': ({ actionIds, owner, person }) => act(actionIds, { act: 'owner', owner, person }),
    'remediation.setDeadline': ({ actionIds, due, reason }) => act(actionIds, { act: 'deadline', due, reason }),
    'remediation.claim': ({ actionIds, by, reference }) => act(actionIds, { act: 'claim', saidBy: by, reference }),
    'remediation.withdrawClaim': ({ actionIds, reason }) => act(actionIds, { act: 'withdraw', reason }),
    'remediation.export': ({ actionIds, format, saveToken }) => {
      const path = context.files.resolve(saveToken);
      const order = { actionIds, format, path };
      const result = exportTickets(context.open().db, order, context.policy(), context.acting(), context.now());
      acted();
      return result;
    },
  };
}
