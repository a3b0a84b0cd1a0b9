import { defineRemedies, distinct, listShown, OTHERS_STAY, scopesToGo, step, type Target } from './remedies.ts';

const named = (targets: readonly Target[]): string => listShown(distinct(targets, (target) => [target.nativeId]));
const people = (targets: readonly Target[]): string => listShown(distinct(targets, (target) => target.people));

/** A platform that was mapped by hand: what to do is said without its own words. */
export default defineRemedies('other', {
  revoke: {
    title: 'Revoke by the means of the platform',
    steps: (targets) => [
      step(`Find out from the documentation of the platform how an app is blocked, and block it: ${named(targets)}`),
      step('Revoke its tokens for every person, and change secrets and keys that it holds.'),
    ],
    stops: [],
    doesNotStop: [
      'What the platform stops at a revocation is not known here. Tokens that are out may work until they end.',
      'Whether people can consent again is not known here.',
      'What was copied out before stays with the vendor.',
    ],
    proof:
      'A later export of the same kind no longer holds the grants. Whether absence proves it depends on the platform.',
  },
  reduce: {
    title: 'Take scopes away by the means of the platform',
    steps: (targets) => [
      step(`Find out whether the platform can take single scopes away. App: ${named(targets)}`),
      step(
        `Where it cannot: revoke, and have the app consented to again with fewer scopes${scopesToGo(targets, '. To be taken away: ')}.`,
      ),
    ],
    stops: [],
    doesNotStop: ['Tokens that are out usually keep their scopes until they end.'],
    proof: 'A later export of the same kind shows the scopes that are left.',
  },
  named: {
    revoke: {
      title: 'Revoke for the people named by the means of the platform',
      steps: (targets) => [
        step(
          `Find out how the platform takes the tokens of one person from an app, and do it for each. App: ${named(targets)}. People: ${people(targets)}`,
        ),
      ],
      stops: [],
      doesNotStop: [
        OTHERS_STAY,
        'What the platform stops at a revocation is not known here. Tokens that are out may work until they end.',
        'Whether these people can consent again is not known here.',
      ],
      proof:
        'A later export of the same kind no longer holds grants of these people. Whether absence proves it depends on the platform.',
    },
    reduce: {
      title: 'Take scopes from the people named by the means of the platform',
      steps: (targets) => [
        step(
          `Find out whether the platform can take single scopes from one person. App: ${named(targets)}. People: ${people(targets)}`,
        ),
        step(
          `Where it cannot: revoke for them, and have them consent again with fewer scopes${scopesToGo(targets, '. To be taken away: ')}.`,
        ),
      ],
      stops: [],
      doesNotStop: [OTHERS_STAY, 'Tokens that are out usually keep their scopes until they end.'],
      proof: 'A later export of the same kind shows the scopes that are left for these people.',
    },
  },
  escalate: {
    title: 'Escalate: keep the traces; the incident team decides whether the app is blocked',
    steps: (targets) => [
      step('Save the logs of the platform that name the app first.'),
      step(`Block the app in a way that can be taken back: ${named(targets)}`),
    ],
    stops: [],
    doesNotStop: ['What a block stops on this platform is not known here.'],
    proof: 'It depends on the platform.',
  },
});
