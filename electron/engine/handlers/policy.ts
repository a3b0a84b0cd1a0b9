import type { policyContract, PolicyState } from '../../../shared/contract/policy.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { plainValue, policyHistory } from '../db/queries/policy.ts';
import { registerPage } from '../db/queries/registers.ts';
import { listSuppressions } from '../db/queries/suppressions.ts';
import { derive } from '../derive/derive.ts';
import { checks } from '../checks/index.ts';
import { actingWith } from '../review/acting.ts';
import { actOnApps } from '../review/app-act.ts';
import { candidatePolicy, savePolicy } from '../review/policy-act.ts';
import { exportPolicy, importPolicy } from '../review/policy-file.ts';
import { previewPolicy } from '../review/policy-preview.ts';
import { addSuppression, revokeSuppression } from '../review/suppression-act.ts';
import { expireSuppressions } from '../review/suppression-record.ts';
import { rules } from '../rules/index.ts';
import { DEFAULT_POLICY, parameterList, policyDigest, type PolicyValues } from '../rules/policy.ts';
import { PRESETS } from '../rules/presets.ts';
import type { EngineContext } from './context.ts';
import { deriveAfterAct } from './derive-after.ts';

/** What the reviewer sets: the policy, suppressions, and what registers leave out. */
export function policyHandlers(context: EngineContext): Handlers<typeof policyContract, unknown> {
  const acted = (): void => {
    deriveAfterAct(context);
    context.changed('workspace', 'inventory', 'review', 'journal', 'report');
  };
  return {
    'policy.get': () => stateOf(context),
    'policy.preview': ({ values }) => {
      const current = context.policy();
      const candidate = candidatePolicy(current, current.name, current.version, values);
      return previewPolicy(context.open().db, context.catalog(), current, candidate);
    },
    'policy.save': (order) => {
      savePolicy(context.open().db, order, actingWith(context, 'preparer').name, context.now());
      acted();
      return stateOf(context);
    },
    'policy.history': () => policyHistory(context.open().db),
    'policy.export': ({ saveToken }) => {
      exportPolicy(context.policy(), context.files.resolve(saveToken));
      return {};
    },
    'policy.import': ({ token }) => importPolicy(context.files.resolve(token)),
    'suppressions.add': (order) => {
      const { name } = actingWith(context, 'preparer', 'reviewer');
      const seq = addSuppression(context.open().db, order, name, context.now());
      acted();
      return { seq };
    },
    'suppressions.revoke': (order) => {
      const { name } = actingWith(context, 'preparer', 'reviewer');
      revokeSuppression(context.open().db, order, name, context.now());
      acted();
      return {};
    },
    'suppressions.list': () => {
      endDueSuppressions(context);
      return listSuppressions(context.open().db);
    },
    'registers.apps': ({ filter, offset, limit }) => registerPage(context.open().db, filter, offset, limit),
    'registers.set': (order) => {
      const { name } = actingWith(context, 'preparer', 'reviewer');
      const changed = actOnApps(context.open().db, order, name, context.now());
      acted();
      return { changed };
    },
  };
}

/**
 * Ends suppressions whose date has passed while the case was open. Not while an import runs, which derives everything when
 * it ends.
 */
export function endDueSuppressions(context: EngineContext): void {
  if (context.session.isImporting) return;
  const { db, isArchived } = context.open();
  if (isArchived || expireSuppressions(db, context.now()) === 0) return;
  derive(db, context.catalog(), context.policy());
  context.changed('workspace', 'inventory', 'review', 'journal');
}

function stateOf(context: EngineContext): PolicyState {
  const policy = context.policy();
  return {
    name: policy.name,
    version: policy.version,
    digest: policyDigest(policy),
    parameters: parameterList().map(([name, parameter]) => ({
      name,
      label: parameter.label,
      type: parameter.type,
      unit: parameter.type === 'boolean' ? '' : parameter.unit,
      min: parameter.type === 'number' ? parameter.min : null,
      max: parameter.type === 'number' ? parameter.max : null,
      rules: [...parameter.rules],
      default: plainValue(DEFAULT_POLICY[name]),
      current: plainValue(policy[name]),
    })),
    rules: [...rules, ...checks].map(({ id, title }) => ({ rule: id, title })),
    presets: PRESETS.map(({ name, source, values }) => ({ name, source, values: plainValues(values) })),
  };
}

function plainValues(values: PolicyValues): Record<string, number | boolean | string[]> {
  return Object.fromEntries(parameterList().map(([name]) => [name, plainValue(values[name])]));
}
