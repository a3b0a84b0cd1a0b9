import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { ParamsInput } from '../../../shared/contract/rpc.ts';
import type { timestampsContract } from '../../../shared/contract/timestamps.ts';
import type { trustedContract } from '../../../shared/contract/trusted.ts';

type Questions = {
  readonly [
    M in
      | keyof typeof timestampsContract
      | keyof typeof trustedContract
      | 'verify.bundle'
      | 'verify.basis'
      | 'verify.reperform'
      | 'report.countersign'
  ]: () => ParamsInput<EngineContract, M>;
};

/** A request that nobody made. */
const NO_REQUEST = '00000000-0000-4000-8000-000000000000';

/** What the methods on bundles are asked, with none at hand; `saved` registers a name in the folder. */
export function bundleQuestions(saved: (name: string) => string): Questions {
  return {
    'verify.bundle': () => ({ token: saved('no-bundle.zip') }),
    'verify.basis': () => ({ token: saved('no-bundle.zip') }),
    'verify.reperform': () => ({ token: saved('no-bundle.zip'), originals: [saved('no-bundle.zip')] }),
    'report.countersign': () => ({
      token: saved('no-bundle.zip'),
      keyToken: saved('key.pem'),
      passphrase: 'correct horse battery',
      saveToken: saved('approved.zip'),
    }),
    'trusted.list': () => ({}),
    'trusted.add': () => ({
      use: 'signer',
      of: { fingerprint: 'AB'.repeat(32), name: 'Ada Auditor' },
      reason: 'Read out by telephone',
    }),
    'trusted.remove': () => ({
      use: 'signer',
      fingerprint: Array<string>(32).fill('AB').join(':'),
      reason: 'Key lost',
    }),
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
