import type { RemedyStep } from '../../../shared/contract/drill.ts';
import { apex } from './quote.ts';
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

// Sources: Salesforce Help, "Manage OAuth Access Policies" and "Connected Apps OAuth Usage" (block and unblock: blocking ends
// the sessions of the app and keeps new ones from starting); Object Reference, OauthToken (query only; DeleteToken);
// Apex Reference, Auth.OauthToken.revokeToken with DELETE_TOKEN (revokes the refresh token and its access tokens).

function names(targets: readonly Target[]): string[] {
  return distinct(targets, (target) =>
    idsOf(target, 'name').length === 0 ? [target.nativeId] : idsOf(target, 'name'),
  );
}

const block = (targets: readonly Target[]): RemedyStep =>
  step(
    `Setup, Connected Apps OAuth Usage: find the app and choose Block. App: ${listShown(names(targets))}. An app that is not in the list has no live token now; it may still be installed.`,
  );

function revokeTokens(targets: readonly Target[]): RemedyStep[] {
  return byTenant(targets).map(([tenant, list]) =>
    scripted(
      `Revoke the tokens in ${shown(tenant)}, in the developer console as somebody with Customize Application. Run it again until it prints 0.`,
      'apex',
      [
        `List<OauthToken> tokens = [SELECT AppName, DeleteToken FROM OauthToken WHERE AppName IN (${names(list).map(apex).join(', ')}) LIMIT 100];`,
        'for (OauthToken token : tokens) {',
        '  Auth.OauthToken.revokeToken(Auth.OauthTokenType.DELETE_TOKEN, token.DeleteToken);',
        '}',
        'System.debug(tokens.size());',
      ],
    ),
  );
}

/** Ids of users: 15 or 18 characters with the key prefix 005; everything else is taken for a user name. */
const USER_ID = /^005[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?$/;

function revokeTokensOf(targets: readonly Target[]): RemedyStep[] {
  return byTenant(targets).map(([tenant, list]) => {
    const people = distinct(list, (target) => target.people);
    const ids = people.filter((person) => USER_ID.test(person));
    const userNames = people.filter((person) => !USER_ID.test(person));
    return scripted(
      `Revoke the tokens of the people named in ${shown(tenant)}, in the developer console as somebody with Customize Application. Run it again until it prints 0.`,
      'apex',
      [
        `Set<Id> people = new Set<Id>{${ids.map(apex).join(', ')}};`,
        `for (User person : [SELECT Id FROM User WHERE Username IN (${(userNames.length === 0 ? [''] : userNames).map(apex).join(', ')})]) { people.add(person.Id); }`,
        `List<OauthToken> tokens = [SELECT AppName, UserId, DeleteToken FROM OauthToken WHERE AppName IN (${names(list).map(apex).join(', ')}) AND UserId IN :people LIMIT 100];`,
        'for (OauthToken token : tokens) {',
        '  Auth.OauthToken.revokeToken(Auth.OauthTokenType.DELETE_TOKEN, token.DeleteToken);',
        '}',
        'System.debug(tokens.size());',
      ],
    );
  });
}

const revoke: Plan = {
  title: 'Block the app, then revoke its tokens',
  steps: (targets) => [
    ...wholeApp(targets, [block(targets)]),
    ...revokeTokens(targets),
    step(
      'Where it is an installed package: remove its permission sets and its integration user, then uninstall the package.',
    ),
    step('Where the vendor held credentials inside records or files of the org: change those as well.'),
  ],
  stops: [
    'Blocking ends the sessions of the app and keeps new ones from starting.',
    'Revoking a token takes its refresh token and access tokens with it.',
  ],
  doesNotStop: [
    'Revoking tokens alone does not stop people from authorizing the app again.',
    'A user name and password that the vendor holds, and other connected apps of the vendor, are not touched.',
    'An app that is not in the list of OAuth usage is not proven gone: it leaves the list when its tokens end.',
    'What was copied out before stays with the vendor.',
  ],
  proof:
    'Absence from a later list of OAuth usage is no proof by itself. The setup audit trail shows the block, and event log files without calls of the app after it support it.',
};

export default defineRemedies('salesforce', {
  revoke,
  reduce: {
    title: 'Let fewer people use it, and have the vendor ask for less',
    steps: (targets) => [
      step(
        'Setup, Manage Connected Apps: edit the policies, set permitted users to those who are pre-authorized, and give the app to a permission set of the people who need it.',
      ),
      step(
        `Scopes are set by whoever defined the app. Ask the vendor for a version without them${scopesToGo(targets, ': ')}.`,
      ),
      ...revokeTokens(targets),
    ],
    stops: ['People outside of the permission set can no longer authorize the app.'],
    doesNotStop: [
      'An administrator cannot take a scope out of the app of another firm.',
      'A token that is not revoked keeps its scopes.',
      'The app reaches whatever the person who authorized it reaches.',
    ],
    proof: 'A later export of the connected apps shows the policy and the scopes that are left.',
  },
  named: {
    revoke: {
      title: 'Revoke the tokens of the people named',
      steps: (targets) => [
        ...revokeTokensOf(targets),
        step(
          'Where they must not authorize it again: set permitted users of the app to those who are pre-authorized, and leave them out of the permission set.',
        ),
      ],
      stops: ['Revoking a token takes its refresh token and access tokens with it.'],
      doesNotStop: [
        OTHERS_STAY,
        'A person who is named can authorize the app again unless the app is limited to pre-authorized users.',
        'A token leaves the list of OAuth tokens when it ends as well: absence alone does not show a revocation.',
        'What was copied out before stays with the vendor.',
      ],
      proof: 'A whole list of OAuth tokens, taken later, holds none of these people for the app.',
    },
    reduce: {
      title: 'Revoke the tokens of the people named, and have the vendor ask for less',
      steps: (targets) => [
        step(
          `Scopes are set by whoever defined the app. Ask the vendor for a version without them${scopesToGo(targets, ': ')}.`,
        ),
        ...revokeTokensOf(targets),
        step('They authorize the new version.'),
      ],
      stops: ['New tokens of these people carry only what the new version asks for.'],
      doesNotStop: [
        OTHERS_STAY,
        'An administrator cannot take a scope out of the app of another firm.',
        'The app reaches whatever the person who authorized it reaches.',
      ],
      proof:
        'A later export of the connected apps shows the scopes that are left, and the tokens of these people are newer than the decision.',
    },
  },
  escalate: {
    title: 'Escalate: keep the traces; the incident team decides whether the app is blocked',
    steps: (targets) => [
      step('Save the event log files and the login history first: they are kept for a limited time.'),
      step('Save the list of OAuth tokens without its secret columns: an app leaves the list when its tokens end.'),
      block(targets),
    ],
    stops: ['Blocking ends the sessions of the app and keeps new ones from starting. It can be taken back.'],
    doesNotStop: [
      'Other credentials of the vendor, such as an integration user with a password, are not touched.',
      'What was copied out before stays with the vendor.',
    ],
    proof: 'The setup audit trail shows the block.',
  },
});
