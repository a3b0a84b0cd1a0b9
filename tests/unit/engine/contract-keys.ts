import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { keysContract } from '../../../shared/contract/keys.ts';
import type { handOffContract } from '../../../shared/contract/hand-off.ts';
import type { ParamsInput } from '../../../shared/contract/rpc.ts';

type Questions = {
  readonly [M in keyof (typeof keysContract & typeof handOffContract)]: () => ParamsInput<EngineContract, M>;
};

/** What the methods about keys are asked. `saved`: token of a file in the folder; `folder`: token of the folder itself. */
export const keyQuestions = (saved: (name: string) => string, folder: () => string): Questions => ({
  'keys.list': () => ({}),
  'keys.create': () => ({
    saveToken: saved('key'),
    name: 'Rita',
    organization: '',
    email: '',
    passphrase: 'correct horse battery',
  }),
  'keys.add': () => ({ token: saved('key.pem'), passphrase: null }),
  'keys.needsPassphrase': () => ({ token: saved('key.pem') }),
  'keys.libraries': () => ({}),
  'keys.cards': () => ({ libraryToken: saved('key.pem') }),
  'keys.addCard': () => ({ libraryToken: saved('key.pem'), serial: '', label: '', fingerprint: '', chainToken: null }),
  'keys.addExternal': () => ({
    certificateToken: saved('key.pem'),
    folderToken: folder(),
  }),
  'keys.request': () => ({
    keyToken: saved('key.pem'),
    passphrase: 'correct horse battery',
    saveToken: saved('key.csr'),
  }),
  'keys.takeCertificate': () => ({ keyToken: saved('key.pem'), certificateToken: saved('key.pem') }),
  'handOff.current': () => ({}),
  'handOff.give': () => ({ token: saved('key.pem') }),
  'handOff.cancel': () => ({}),
  'keys.forget': () => ({ token: saved('key.pem'), deleteFile: false }),
});
