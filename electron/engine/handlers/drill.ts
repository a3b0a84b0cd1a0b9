import type { drillContract } from '../../../shared/contract/drill.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { drillInto, GRANT_COLUMNS, grantRows } from '../db/queries/drill.ts';
import { caseAsOf } from '../derive/as-of.ts';
import { writeCsvFile } from '../lib/csv-file.ts';
import { viewerOf } from '../review/viewer.ts';
import type { EngineContext } from './context.ts';

/** What a vendor holds, and how it is taken away. */
export function drillHandlers(context: EngineContext): Handlers<typeof drillContract, unknown> {
  return {
    'vendors.drill': ({ subject }) => {
      const { db } = context.open();
      return drillInto(db, subject, caseAsOf(db), viewerOf(context));
    },
    'vendors.saveGrants': ({ subject, saveToken }) => ({
      rows: writeCsvFile(context.files.resolve(saveToken), GRANT_COLUMNS, grantRows(context.open().db, subject)),
    }),
  };
}
