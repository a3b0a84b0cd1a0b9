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

// Sources: developers.google.com Admin SDK Directory API, tokens.delete (deletes all tokens a person issued to a client);
// support.google.com/a/answer/7281227 (controlling which apps may access data: block, limited, trusted);
// support.google.com/a/answer/162106 (domain-wide delegation); GAM wiki, "Users - Tokens" (gam user … delete tokens clientid …);
// developers.google.com/identity/protocols/oauth2 (access tokens live about an hour, refresh tokens until revoked).

/** People named in a script; of more than that the script reads the CSV of the grants. */
const NAMED = 20;

const block = (targets: readonly Target[]): RemedyStep =>
  step(
    `Admin console, Security, Access and data control, API controls, Manage app access: find the app by its client id and set it to Blocked. Client id: ${listShown(distinct(targets, (target) => [target.nativeId]))}`,
  );

function revokeTokens(targets: readonly Target[]): RemedyStep[] {
  const users = targets.filter((target) => target.kind === 'delegated-user');
  return byTenant(users).map(([tenant, list]) =>
    scripted(
      `Delete the tokens of ${list.every((target) => target.isNamed) ? 'the people named' : 'every person'}, with GAM as an administrator of ${shown(tenant)}. Deleting works per person: there is no call that does it for all.`,
      'bash',
      list.flatMap((target) =>
        !target.isNamed && target.peopleTotal > Math.min(NAMED, target.people.length)
          ? [
              `# ${target.peopleTotal} people: save the grants of this page as grants.csv first.`,
              `gam csv grants.csv matchfield client_id ${bash(`^${escapePattern(target.nativeId)}$`)} gam user "~person" delete tokens clientid "~client_id"`,
            ]
          : target.people
              .toSorted()
              .map((person) => `gam user ${bash(person)} delete tokens clientid ${bash(target.nativeId)}`),
      ),
    ),
  );
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function dropDelegation(targets: readonly Target[]): RemedyStep[] {
  return targets.some((target) => target.kind !== 'delegated-user')
    ? [
        step(
          'Where it has domain-wide delegation: Admin console, Security, API controls, Domain-wide delegation, delete the entry of the client id. Where it was installed for the domain from the Marketplace: Apps, Google Workspace Marketplace apps, uninstall it.',
        ),
      ]
    : [];
}

const revoke: Plan = {
  title: 'Block the app, then delete its tokens',
  steps: (targets) => [...wholeApp(targets, [block(targets)]), ...dropDelegation(targets), ...revokeTokens(targets)],
  stops: [
    'Blocking stops new consents of people in the units it is set for.',
    'Deleting a token stops the refresh token of that person.',
    'Deleting the delegation stops the service account from acting for people.',
  ],
  doesNotStop: [
    'Without the block a person can consent again at once.',
    'Blocking does not reach units for which another setting was made.',
    'An access token that is already out may be taken for up to about an hour.',
    'Deleting tokens of people does not touch domain-wide delegation or the keys of a service account.',
    'What was copied out before stays with the vendor.',
  ],
  proof:
    'A whole token list of all people, taken later, no longer names the client id. The token log shows a revoke event per person.',
};

export default defineRemedies('google', {
  revoke,
  reduce: {
    title: 'Limit what the app may ask for, then have people consent again',
    steps: (targets) => [
      step(
        `Admin console, Security, Access and data control, API controls, Manage app access: set the app to Specific Google data and choose the services it may use${scopesToGo(targets, '. To be taken away: ')}.`,
      ),
      ...revokeTokens(targets),
      step('People consent again; the consent screen then offers only what is left.'),
    ],
    stops: ['New tokens carry only the scopes that are left.'],
    doesNotStop: [
      'No scope can be taken out of a token: a token that is not deleted keeps all its scopes.',
      'A service that stays chosen keeps all of its scopes; single scopes of it cannot be named here.',
      'An access token that is already out may be taken for up to about an hour.',
    ],
    proof: 'A later token list shows the app with the scopes that are left, for every person.',
  },
  named: {
    revoke: {
      title: 'Delete the tokens of the people named',
      steps: (targets) => [
        step('Leave the setting of the app as it is: a block would stop it for everybody in the unit.'),
        ...revokeTokens(targets),
      ],
      stops: ['Deleting a token stops the refresh token of that person.'],
      doesNotStop: [
        OTHERS_STAY,
        'A person who is named can consent again at once while the app is not blocked for their unit.',
        'An access token that is already out may be taken for up to about an hour.',
        'What was copied out before stays with the vendor.',
      ],
      proof:
        'A whole token list, taken later, no longer names the client id for these people. The token log shows a revoke event for each.',
    },
    reduce: {
      title: 'Delete the tokens of the people named, and have them consent to less',
      steps: (targets) => [
        step(
          `Put the people into a unit of their own and, under Manage app access, set the app there to Specific Google data with the services it may use${scopesToGo(targets, '. To be taken away: ')}.`,
        ),
        ...revokeTokens(targets),
        step('They consent again; the consent screen then offers only what is left.'),
      ],
      stops: ['New tokens of these people carry only the scopes that are left.'],
      doesNotStop: [
        OTHERS_STAY,
        'No scope can be taken out of a token: a token that is not deleted keeps all its scopes.',
        'An access token that is already out may be taken for up to about an hour.',
      ],
      proof: 'A later token list shows the app with the scopes that are left, for each of these people.',
    },
  },
  escalate: {
    title: 'Escalate: keep the traces; the incident team decides whether the app is blocked',
    steps: (targets) => [
      step(
        'Save the OAuth log events of the app first (Reporting, Audit and investigation): they are kept for a limited time.',
      ),
      block(targets),
      step('Wait for the incident team before tokens are deleted: the token list is evidence of who consented.'),
    ],
    stops: ['Blocking stops new consents. It can be taken back.'],
    doesNotStop: [
      'Tokens that are out may go on working until they are deleted.',
      'What was copied out before stays with the vendor.',
    ],
    proof: 'The admin log shows the change of the setting. A later token list still names the app.',
  },
});
