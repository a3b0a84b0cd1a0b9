import type { timestampsContract } from '../../../shared/contract/timestamps.ts';
import type { ParamsInput } from '../../../shared/contract/rpc.ts';

type Questions = {
  readonly [M in keyof typeof timestampsContract]: () => ParamsInput<typeof timestampsContract, M>;
};

/** A request that nobody made. */
const NO_REQUEST = '00000000-0000-4000-8000-000000000000';

/** What the methods of time stamps are asked, with nothing at hand to stamp; `saved` registers a name in the folder. */
export function timestampQuestions(saved: (name: string) => string): Questions {
  return {
    'timestamps.list': () => ({}),
    'timestamps.targets': () => ({ token: saved('no-bundle.zip') }),
    'timestamps.draft': () => ({ token: saved('no-bundle.zip'), target: 'review' }),
    'timestamps.export': () => ({ id: NO_REQUEST, saveToken: saved('request.tsq') }),
    'timestamps.import': () => ({
      id: NO_REQUEST,
      answerToken: saved('no-bundle.zip'),
      authorityToken: null,
      key: null,
      saveToken: saved('stamped.zip'),
    }),
    'timestamps.remove': () => ({ id: NO_REQUEST }),
  };
}
