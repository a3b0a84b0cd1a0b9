import type { RemedyStep } from '../../../shared/contract/drill.ts';
import { bash } from './quote.ts';
import {
  byTenant,
  defineRemedies,
  distinct,
  listShown,
  OTHERS_STAY,
  scopesToGo,
  scripted,
  shown,
  step,
  type Plan,
  type Target,
  wholeApp,
} from './remedies.ts';

// Sources: docs.slack.dev, admin.apps.restrict (does not remove installations, only keeps new ones from being made),
// admin.apps.uninstall (from workspaces or the whole organization; cannot be undone; Enterprise plans), auth.revoke;
// slack.com/help, "Remove apps and custom integrations from your workspace", "Manage deactivated members' apps and
// integrations" (deactivating an account revokes its tokens).

const ids = (targets: readonly Target[]): string[] => distinct(targets, (target) => [target.nativeId]);

function call(method: string, text: string, targets: readonly Target[]): RemedyStep[] {
  return byTenant(targets).map(([tenant, list]) =>
    scripted(
      `${text} Organization: ${shown(tenant)}. Enterprise plans only; SLACK_ADMIN_TOKEN and SLACK_ENTERPRISE_ID are yours to set.`,
      'bash',
      ids(list).map(
        (id) =>
          `curl --silent --fail-with-body "https://slack.com/api/${method}" -H "Authorization: Bearer $SLACK_ADMIN_TOKEN" --data-urlencode ${bash(`app_id=${id}`)} --data-urlencode "enterprise_id=$SLACK_ENTERPRISE_ID"`,
      ),
    ),
  );
}

const restrict = (targets: readonly Target[]): RemedyStep[] =>
  call('admin.apps.restrict', 'Restrict the app, so that nobody installs it again.', targets);

const revoke: Plan = {
  title: 'Restrict the app, then uninstall it',
  steps: (targets) => [
    ...restrict(targets),
    ...wholeApp(targets, call('admin.apps.uninstall', 'Uninstall it everywhere. This cannot be undone.', targets)),
    step(
      `On other plans: Manage apps of every workspace, the app, Configuration, Remove app. App id: ${listShown(ids(targets))}`,
    ),
    step(
      'Look for webhooks and custom integrations of the vendor that are not part of the app, and remove them one by one.',
    ),
  ],
  stops: [
    'Uninstalling ends all tokens of the app in the workspaces it is taken from.',
    'Restricting keeps the app from being installed again.',
  ],
  doesNotStop: [
    'Restricting alone leaves an installed app fully usable.',
    'Uninstalling alone does not stop a new installation.',
    'Another app of the vendor, and webhooks made outside of the app, go on working.',
    'Shared channels with the vendor stay shared.',
    'What was copied out before stays with the vendor.',
  ],
  proof:
    'The audit log shows that the app was uninstalled. A list of restricted apps alone is no proof, and a list of approved apps says nothing about installations.',
};

export default defineRemedies('slack', {
  revoke,
  reduce: {
    title: 'Have the app installed again with fewer scopes',
    steps: (targets) => [
      step(
        `Scopes are set by the developer. Ask for a version without them, or approve optional scopes one by one${scopesToGo(targets, '. To be taken away: ')}.`,
      ),
      ...call('admin.apps.uninstall', 'Uninstall it, because tokens keep their scopes.', targets),
      step('Approve and install the version with fewer scopes.'),
    ],
    stops: ['Tokens of the new installation carry only what was approved.'],
    doesNotStop: [
      'A scope cannot be taken out of a token that stands: without uninstalling it keeps all of them.',
      'A restriction changes nothing about scopes.',
    ],
    proof: 'Later integration logs show the removal and the new installation with its scopes.',
  },
  named: {
    revoke: {
      title: 'Have the people named take it back, or close their accounts',
      steps: (targets) => [
        step(
          `For people who left: deactivate their accounts. It revokes their tokens. People: ${listShown(distinct(targets, (target) => target.people))}`,
        ),
        step(
          `For the others: each of them opens the app from the list of apps of the workspace and takes the own authorization back. App id: ${listShown(ids(targets))}`,
        ),
        step('Where neither will do, decide whether to uninstall the app for everybody.'),
      ],
      stops: ['Deactivating an account revokes its tokens, and so does taking an own authorization back.'],
      doesNotStop: [
        OTHERS_STAY,
        'The bot of the app, its commands and its webhooks go on working: they are not of a person.',
        'A person who is named can authorize the app again while it is installed.',
        'What was copied out before stays with the vendor.',
      ],
      proof:
        'Integration logs or the audit log show the removal for each of these people. A list of installed apps says nothing about single people.',
    },
    reduce: {
      title: 'Have the people named authorize the app again with fewer scopes',
      steps: (targets) => [
        step(
          `Scopes are set by the developer: ask for a version in which they are optional${scopesToGo(targets, '. To be taken away: ')}.`,
        ),
        step(
          `Each of them takes the own authorization back and gives it anew. People: ${listShown(distinct(targets, (target) => target.people))}`,
        ),
      ],
      stops: ['New tokens of these people carry only what they authorized.'],
      doesNotStop: [OTHERS_STAY, 'A scope cannot be taken out of a token that stands.'],
      proof:
        'Later integration logs show the removal and the new authorization with its scopes for each of these people.',
    },
  },
  escalate: {
    title: 'Escalate: keep the traces; the incident team decides whether the app is restricted',
    steps: (targets) => [
      step('Save the audit log and the integration logs first.'),
      ...restrict(targets),
      step(
        'The app goes on working until it is uninstalled, and uninstalling cannot be undone: decide it with the incident team.',
      ),
    ],
    stops: ['Restricting keeps the app from being installed anew. It can be taken back.'],
    doesNotStop: [
      'An installed app goes on working with all its tokens.',
      'What was copied out before stays with the vendor.',
    ],
    proof: 'A later list of restricted apps names it.',
  },
});
