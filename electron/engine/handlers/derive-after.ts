import { derive } from '../derive/derive.ts';
import type { EngineContext } from './context.ts';

/** What follows from an act is derived at once, or by the import under way when it ends. */
export function deriveAfterAct(context: EngineContext): void {
  if (!context.session.isImporting) derive(context.open().db, context.catalog(), context.policy());
}
