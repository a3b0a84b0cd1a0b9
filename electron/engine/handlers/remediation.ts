import type { remediationContract } from '../../../shared/contract/remediation.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { connectorRow } from '../db/queries/connector.ts';
import { decidedTarget } from '../db/queries/remedy-target.ts';
import { itemByKey } from '../db/queries/review.ts';
import { remedyFor } from '../remediation/index.ts';
import { platformSchema } from '../../../shared/domain/vocabulary.ts';
import type { EngineContext } from './context.ts';

/** How decisions are carried out, and what became of them. */
export function remediationHandlers(context: EngineContext): Handlers<typeof remediationContract, unknown> {
  return {
    'remediation.preview': ({ itemId, decision, scopes, principals }) => {
      const { db } = context.open();
      const item = itemByKey(db, itemId);
      const { native_id } = connectorRow(db, item.connector_key);
      const target = decidedTarget(db, { ...item, native_id }, { scopes, principals });
      return remedyFor(platformSchema.parse(item.platform), decision, [target]);
    },
  };
}
