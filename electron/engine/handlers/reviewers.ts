import type { ReviewerView, reviewersContract } from '../../../shared/contract/reviewers.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import type { EngineContext } from './context.ts';
import { keyList } from './key-list.ts';
import { listRecent } from './recent.ts';
import { closeCase, refuseWhileImporting } from './workspace.ts';

/** Profiles of the reviewers of this computer, and the settings of the one in use. */
export function reviewersHandlers(context: EngineContext): Handlers<typeof reviewersContract, unknown> {
  const { reviewers } = context;
  const goOnWith = (id: string): void => {
    reviewers.choose(id);
    // Whoever sits down now did not open that case, and did not sign in to it.
    closeCase(context);
    context.changed('case', 'workspace', 'imports', 'inventory', 'review', 'journal', 'report', 'keys', 'reviewers');
  };
  const told = (): ReviewerView[] => {
    context.changed('reviewers');
    return listReviewers(context);
  };
  return {
    'reviewers.list': () => listReviewers(context),
    'reviewers.create': ({ name }) => {
      refuseWhileImporting(context);
      goOnWith(reviewers.create(name));
      return listReviewers(context);
    },
    'reviewers.choose': ({ id }) => {
      refuseWhileImporting(context);
      goOnWith(id);
      return listReviewers(context);
    },
    'reviewers.rename': ({ id, name }) => {
      reviewers.rename(id, name);
      return told();
    },
    'reviewers.contents': async ({ id }) => {
      const { listKeys, listLibraries } = await import('./keys.ts');
      return {
        keys: listKeys(context, id),
        cases: listRecent(context, id).map(({ name }) => name),
        libraries: listLibraries(context, id),
      };
    },
    'reviewers.remove': async ({ id, deleteKeys }) => {
      const { deleteKeyFile, dropReference, listKeys } = await import('./keys.ts');
      reviewers.refuseInUse(id);
      const own = listKeys(context, id).map(({ token }) => context.files.resolve(token));
      for (const token of deleteKeys) deleteKeyFile(context, context.files.resolve(token), id);
      reviewers.remove(id);
      for (const path of own) dropReference(context, path);
      return told();
    },
    'settings.get': () => reviewers.settings(),
    'settings.save': ({ settings }) => {
      reviewers.saveSettings(settings);
      context.changed('reviewers');
      return settings;
    },
  };
}

function listReviewers(context: EngineContext): ReviewerView[] {
  const { id: inUse } = context.reviewers.current();
  return context.reviewers.list().map(({ id, name }) => ({
    id,
    name,
    isCurrent: id === inUse,
    keys: keyList(context, id).read().length,
    cases: listRecent(context, id).length,
  }));
}
