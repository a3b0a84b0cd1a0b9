import type { RemedyStep } from '../../../shared/contract/drill.ts';
import { segment } from './quote.ts';
import {
  byTenant,
  defineRemedies,
  distinct,
  idsOf,
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

// Sources: docs.github.com, "Reviewing and modifying installed GitHub Apps" and "Suspending a GitHub App installation" (owners
// of an installation suspend in the web interface only), "GitHub credential types" (installation tokens one hour, user
// tokens eight hours, refresh tokens six months, OAuth app tokens long-lived), "Denying access to a previously approved
// OAuth app for your organization", REST: update the access of a fine-grained token, remove a SAML SSO authorization.

/** What an id of ours stands for, by its prefix; see the importers of the platform. */
type Form = 'app' | 'oauth-app' | 'fine-grained' | 'classic';

function formOf(target: Target): Form {
  if (target.nativeId.startsWith('pat:')) return 'fine-grained';
  if (target.nativeId.startsWith('classic-pat:')) return 'classic';
  if (target.nativeId.startsWith('oauth-app:') || idsOf(target, 'name').length > 0) return 'oauth-app';
  return 'app';
}

const numberOf = (target: Target): string => target.nativeId.slice(target.nativeId.indexOf(':') + 1);
const of = (targets: readonly Target[], form: Form): readonly Target[] =>
  targets.filter((target) => formOf(target) === form);

function installations(targets: readonly Target[], act: 'Suspend' | 'Uninstall'): RemedyStep[] {
  return byTenant(of(targets, 'app')).map(([tenant, list]) => {
    const numbers = distinct(list, (target) => idsOf(target, 'installation'));
    return step(
      `${act} the GitHub App: settings of the organization ${shown(tenant)}, Third-party Access, GitHub Apps, Configure, ${act}. There is no call for owners of an installation.${numbers.length === 0 ? '' : ` Installation: ${listShown(numbers)}`}`,
    );
  });
}

function oauthApps(targets: readonly Target[]): RemedyStep[] {
  const list = of(targets, 'oauth-app');
  return list.length === 0
    ? []
    : [
        step(
          `Deny the OAuth app: settings of the organization, Third-party Access, OAuth app policy, ${listShown(distinct(list, (target) => [target.nativeId]))}, Deny access. It works only where OAuth app restrictions are on.`,
        ),
        step(
          'Have every person revoke the app: own settings, Applications, Authorized OAuth Apps, Revoke. Nobody can do it for them, save on accounts managed by the enterprise.',
        ),
      ];
}

function tokens(targets: readonly Target[]): RemedyStep[] {
  const fine = byTenant(of(targets, 'fine-grained')).map(([tenant, list]) =>
    scripted(
      `Take the fine-grained tokens off the organization ${shown(tenant)}.`,
      'bash',
      distinct(list, (target) => [numberOf(target)]).map(
        (id) =>
          `gh api --method POST "/orgs/${segment(tenant)}/personal-access-tokens/${segment(id)}" --field action=revoke`,
      ),
    ),
  );
  const classic = byTenant(of(targets, 'classic')).map(([tenant, list]) =>
    scripted(
      `Take the authorization of the classic tokens off the organization ${shown(tenant)} (single sign-on).`,
      'bash',
      distinct(list, (target) => [numberOf(target)]).map(
        (id) => `gh api --method DELETE "/orgs/${segment(tenant)}/credential-authorizations/${segment(id)}"`,
      ),
    ),
  );
  return [...fine, ...classic];
}

const KEPT = [
  'Suspending keeps the installation and its permissions: it can be lifted by a click, and by whoever suspended it only.',
  'Uninstalling does not stop a new installation by an owner.',
  'Tokens of people that a GitHub App holds work for up to 8 hours, installation tokens for up to an hour.',
  'Denying an OAuth app for the organization leaves the token of the person: public data and other organizations stay in reach.',
  'Taking a personal token off an organization does not delete it: it works for everything else its owner reaches.',
  'Deploy keys, webhooks and secrets of Actions that the vendor knows go on working.',
  'Code that was copied out before stays with the vendor.',
] as const;

const revoke: Plan = {
  title: 'Suspend, then uninstall; deny OAuth apps; revoke tokens',
  steps: (targets) => [
    ...wholeApp(targets, installations(targets, 'Suspend')),
    ...oauthApps(targets),
    ...tokens(targets),
    ...wholeApp(targets, installations(targets, 'Uninstall')),
    step('Look through webhooks, deploy keys and secrets of Actions for what the vendor was given, and change it.'),
  ],
  stops: [
    'Suspending stops calls and webhooks of the app for the organization at once.',
    'Uninstalling ends the installation and its tokens.',
    'Denying stops an OAuth app from reaching private data of the organization.',
  ],
  doesNotStop: KEPT,
  proof:
    'A later list of installations no longer holds it, and the audit log shows the removal. An OAuth app leaves no list: only the audit log shows it denied.',
};

export default defineRemedies('github', {
  revoke,
  reduce: {
    title: 'Fewer repositories, and permissions as the vendor offers them',
    steps: (targets) => [
      step('Settings of the organization, GitHub Apps, Configure: choose only the repositories it needs.'),
      step(
        `Permissions are set by the developer of the app. Ask for a version that asks for less and accept it${scopesToGo(targets, '. To be taken away: ')}.`,
      ),
      ...tokens(targets),
      step('Tokens of people: have them made anew with fewer permissions.'),
    ],
    stops: ['The app reaches only the chosen repositories.'],
    doesNotStop: [
      'Permissions stay what they are on the chosen repositories, and permissions on the organization are not touched.',
      'The scopes of an OAuth app or a classic token cannot be lowered by an organization.',
    ],
    proof: 'A later list of installations shows the choice of repositories and the permissions that are left.',
  },
  named: {
    revoke: {
      title: 'Take the tokens of the people named off the organization',
      steps: (targets) => [
        ...tokens(targets),
        step(
          `For apps that act for people: each of them revokes the app under own settings, Applications. For people who left: remove them from the organization. People: ${listShown(distinct(targets, (target) => target.people))}`,
        ),
      ],
      stops: [
        'Taking a token off the organization ends its access to the organization.',
        'Removing a person from the organization ends what any app reaches there in their name.',
      ],
      doesNotStop: [
        OTHERS_STAY,
        'Taking a personal token off an organization does not delete it: it works for everything else its owner reaches.',
        'A person who is still a member can authorize the app again.',
        'Code that was copied out before stays with the vendor.',
      ],
      proof:
        'A later list of tokens holds none of these people, and the audit log shows the removal. An app that a person authorized leaves no list of the organization.',
    },
    reduce: {
      title: 'Have the people named make their tokens anew with fewer permissions',
      steps: (targets) => [
        ...tokens(targets),
        step(
          `They make new tokens without the permissions that are to go${scopesToGo(targets, ': ')}. People: ${listShown(distinct(targets, (target) => target.people))}`,
        ),
      ],
      stops: ['New tokens carry only what their owners chose.'],
      doesNotStop: [OTHERS_STAY, 'The scopes of an OAuth app or a classic token cannot be lowered by an organization.'],
      proof: 'A later list of tokens shows new tokens of these people with the permissions that are left.',
    },
  },
  escalate: {
    title: 'Escalate: keep the traces; the incident team decides whether the app is suspended',
    steps: (targets) => [
      step('Save the audit log with the events of the app first: events of Git are kept for a week only.'),
      ...installations(targets, 'Suspend'),
      ...oauthApps(targets).slice(0, 1),
      step('Wait for the incident team before anything is uninstalled.'),
    ],
    stops: ['Suspending stops calls and webhooks of a GitHub App. It can be taken back.'],
    doesNotStop: KEPT,
    proof: 'A later list of installations shows when it was suspended.',
  },
});
