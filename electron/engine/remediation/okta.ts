import type { RemedyStep } from '../../../shared/contract/drill.ts';
import { segment } from './quote.ts';
import {
  byTenant,
  defineRemedies,
  distinct,
  OTHERS_STAY,
  scopesToGo,
  scripted,
  shown,
  step,
  type Plan,
  type Target,
  wholeApp,
} from './remedies.ts';

// Sources: developer.okta.com, management API: deactivate an application, revoke all application tokens
// (DELETE /api/v1/apps/{appId}/tokens), list and revoke app grants, revoke all grants and tokens of a user and client
// (DELETE /api/v1/users/{userId}/clients/{clientId}/grants and …/tokens), revoke an API token; "Token lifetimes" (access
// tokens one hour by default; a resource server that checks them by itself takes them until they end).

/** People named in a script. */
const NAMED = 100;

const isApiToken = (target: Target): boolean => target.nativeId.startsWith('00T');
const apps = (targets: readonly Target[]): readonly Target[] => targets.filter((target) => !isApiToken(target));

/** A call of the management API. OKTA_DOMAIN and OKTA_TOKEN are set by whoever runs it. */
function call(method: string, path: string): string {
  return `curl --silent --fail-with-body --request ${method} "https://$OKTA_DOMAIN/api/v1/${path}" -H "Authorization: SSWS $OKTA_TOKEN"`;
}

function each(
  targets: readonly Target[],
  text: string,
  lines: (id: string, list: readonly Target[]) => readonly string[],
): RemedyStep[] {
  return byTenant(targets).flatMap(([tenant, list]) => {
    const commands = distinct(list, (target) => [target.nativeId]).flatMap((id) =>
      lines(
        segment(id),
        list.filter((target) => target.nativeId === id),
      ),
    );
    return commands.length === 0 ? [] : [scripted(`${text} Organization: ${shown(tenant)}.`, 'bash', commands)];
  });
}

const deactivate = (targets: readonly Target[]): RemedyStep[] =>
  each(apps(targets), 'Deactivate the app, so that it gets no new token. This can be taken back.', (id) => [
    call('POST', `apps/${id}/lifecycle/deactivate`),
  ]);

const revokeTokens = (targets: readonly Target[]): RemedyStep[] =>
  each(apps(targets), 'Revoke all tokens of the app.', (id) => [call('DELETE', `apps/${id}/tokens`)]);

const revokeGrants = (targets: readonly Target[]): RemedyStep[] =>
  each(
    apps(targets),
    targets.length > 0 && targets.every((target) => target.isNamed)
      ? 'Revoke what the people named granted, and their tokens.'
      : 'Revoke what people granted. People beyond those named are in the CSV of the grants.',
    (id, list) =>
      distinct(list, (target) => target.people)
        .slice(0, list.every((target) => target.isNamed) ? undefined : NAMED)
        .flatMap((person) => [
          call('DELETE', `users/${segment(person)}/clients/${id}/grants`),
          call('DELETE', `users/${segment(person)}/clients/${id}/tokens`),
        ]),
  );

const appGrants = (targets: readonly Target[]): RemedyStep[] =>
  each(
    apps(targets).filter((target) => target.kind !== 'delegated-user'),
    'List what administrators granted to the app, then delete each grant by its id: DELETE apps/{app}/grants/{grant}.',
    (id) => [call('GET', `apps/${id}/grants`)],
  );

/** A grant of a person is deleted by its id, which only the list of the platform shows. */
const listGrants = (targets: readonly Target[]): RemedyStep[] =>
  each(
    apps(targets),
    'List what each person granted, then delete each grant by its id: DELETE users/{user}/grants/{grant}.',
    (id, list) =>
      distinct(list, (target) => target.people)
        .slice(0, list.every((target) => target.isNamed) ? undefined : NAMED)
        .map((person) => call('GET', `users/${segment(person)}/clients/${id}/grants`)),
  );

const apiTokens = (targets: readonly Target[]): RemedyStep[] =>
  each(targets.filter(isApiToken), 'Revoke the API token. It has all rights of its owner.', (id) => [
    call('DELETE', `api-tokens/${id}`),
  ]);

const revoke: Plan = {
  title: 'Deactivate the app, then revoke tokens and grants',
  steps: (targets) => [
    ...wholeApp(targets, [...deactivate(targets), ...revokeTokens(targets)]),
    ...appGrants(targets),
    ...revokeGrants(targets),
    ...apiTokens(targets),
    step(
      'Where the app signs people in elsewhere: end the sessions in the other system too. Okta does not reach them.',
    ),
  ],
  stops: [
    'Deactivating stops sign-ins and new tokens of the app.',
    'Revoking tokens stops refresh tokens, and access tokens where they are checked with Okta.',
    'Revoking a grant takes the scope away from new tokens.',
  ],
  doesNotStop: [
    'A service that checks access tokens by itself takes them until they end, by default for an hour.',
    'Revoking tokens alone does not remove the grant: the app gets new ones.',
    'Revoking a grant of a person does not stop the next consent while the app is active.',
    'Sessions that the app opened in other systems go on.',
    'What was copied out before stays with the vendor.',
  ],
  proof: 'Later lists of grants and tokens no longer hold it, or show it as revoked; the system log shows who did it.',
};

export default defineRemedies('okta', {
  revoke,
  reduce: {
    title: 'Delete the grants of single scopes',
    steps: (targets) => {
      const own = targets.filter((target) => target.kind === 'delegated-user');
      return [
        ...appGrants(targets),
        ...listGrants(own),
        step(`Delete only the grants of the scopes that are to go${scopesToGo(targets, ': ')}`),
        ...wholeApp(targets, revokeTokens(targets)),
        ...apiTokens(targets),
      ];
    },
    stops: ['New tokens carry only the scopes that are left.'],
    doesNotStop: [
      'A token that stands keeps its scopes until it is revoked or ends.',
      'An API token has no scopes: only a role with fewer rights for its owner limits it.',
    ],
    proof: 'A later list of grants holds only the scopes that are left.',
  },
  named: {
    revoke: {
      title: 'Revoke the grants and tokens of the people named',
      steps: (targets) => [
        ...revokeGrants(targets),
        ...apiTokens(targets),
        step('Take the assignment of the app from these people, so that they cannot consent again.'),
      ],
      stops: ['Revoking a grant with its tokens takes the access of that person away from the app.'],
      doesNotStop: [
        OTHERS_STAY,
        'A service that checks access tokens by itself takes them until they end, by default for an hour.',
        'A person who is named can consent again while the app is assigned to them.',
        'What was copied out before stays with the vendor.',
      ],
      proof: 'A later list of the grants of each of these people no longer holds the app, or shows it as revoked.',
    },
    reduce: {
      title: 'Delete the grants of single scopes of the people named',
      steps: (targets) => [
        ...listGrants(targets),
        step(`Delete only the grants of the scopes that are to go${scopesToGo(targets, ': ')}`),
        ...apiTokens(targets),
      ],
      stops: ['New tokens of these people carry only the scopes that are left.'],
      doesNotStop: [
        OTHERS_STAY,
        'A token that stands keeps its scopes until it is revoked or ends.',
        'An API token has no scopes: only a role with fewer rights for its owner limits it.',
      ],
      proof: 'A later list of the grants of each of these people holds only the scopes that are left.',
    },
  },
  escalate: {
    title: 'Escalate: keep the traces; the incident team decides whether the app is deactivated',
    steps: (targets) => [
      step('Save the system log with the events of the app first: it is kept for 90 days.'),
      ...deactivate(targets),
      ...apiTokens(targets),
      step('Wait for the incident team before grants are revoked: they are evidence of who consented.'),
    ],
    stops: ['Deactivating stops sign-ins and new tokens of the app. It can be taken back.'],
    doesNotStop: [
      'A service that checks access tokens by itself takes them until they end, by default for an hour.',
      'Revoking an API token cannot be undone.',
    ],
    proof: 'A later list of apps shows it as inactive; its grants still stand.',
  },
});
