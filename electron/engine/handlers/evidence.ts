import type { evidenceContract } from '../../../shared/contract/evidence.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { coverageCalendar, evidenceChecks, registerStates } from '../db/queries/coverage.ts';
import { populationLedger } from '../db/queries/ledger.ts';
import { diffSnapshots, listSnapshots } from '../db/queries/snapshots.ts';
import { listVendors } from '../db/queries/vendors.ts';
import { actingWith } from '../review/acting.ts';
import { actOnVendor, type VendorAct } from '../review/vendor-act.ts';
import type { EngineContext } from './context.ts';
import { deriveAfterAct } from './derive-after.ts';

/** What the evidence is worth: ledger, checks, coverage, registers, snapshots, vendors. */
export function evidenceHandlers(context: EngineContext): Handlers<typeof evidenceContract, unknown> {
  const act = (order: VendorAct): Record<string, never> => {
    actOnVendor(context.open().db, order, actingWith(context, 'preparer').name, context.now());
    deriveAfterAct(context);
    context.changed('workspace', 'inventory', 'review', 'journal', 'report');
    return {};
  };
  return {
    'ledger.get': () => populationLedger(context.open().db),
    'evidence.checks': () => evidenceChecks(context.open().db),
    'evidence.coverage': () => coverageCalendar(context.open().db),
    'registers.list': () => registerStates(context.open().db),
    'snapshots.list': () => listSnapshots(context.open().db),
    'snapshots.diff': ({ before, after, change, offset, limit }) =>
      diffSnapshots(context.open().db, before, after, change, offset, limit),
    'vendors.list': () => listVendors(context.open().db),
    'vendors.merge': (order) => act({ act: 'merge', ...order }),
    'vendors.split': (order) => act({ act: 'split', ...order }),
  };
}
