import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { ParamsInput } from '../../../shared/contract/rpc.ts';
import type { CaseDetails } from '../../../shared/contract/workspace.ts';

type Questions<Methods extends keyof EngineContract> = {
  readonly [M in Methods]: () => ParamsInput<EngineContract, M>;
};
/** Token of a file in the folder of the case. */
type Saved = (name: string) => string;

const SCREEN = {
  width: 1280,
  height: 720,
  scale: 1.25,
  theme: 'dark',
  isDark: true,
  hasMoreContrast: false,
  hasReducedMotion: true,
} as const;

/** What the methods are asked that keep a case. */
export const keepingQuestions = (
  saved: Saved,
  details: CaseDetails,
): Questions<
  | 'case.keeping'
  | 'case.retain'
  | 'case.backup'
  | 'case.cancel'
  | 'case.inspectBackup'
  | 'case.restore'
  | 'case.duplicate'
  | 'case.check'
  | 'case.planDeletion'
  | 'case.deletions'
  | 'case.recover'
> => ({
  'case.keeping': () => ({}),
  'case.retain': () => ({ until: '2033-12-31', reason: 'Law of the books' }),
  'case.backup': () => ({ saveToken: saved('kept.countersign-backup') }),
  'case.cancel': () => ({}),
  'case.inspectBackup': () => ({ token: saved('kept.countersign-backup') }),
  'case.restore': () => ({
    token: saved('kept.countersign-backup'),
    saveToken: saved('restored.countersign'),
    replace: false,
  }),
  'case.duplicate': () => ({ saveToken: saved('twin.countersign'), details }),
  'case.check': () => ({}),
  'case.planDeletion': () => ({}),
  'case.deletions': () => ({}),
  'case.recover': () => ({ token: saved('restored.countersign'), saveToken: saved('recovered.countersign') }),
});

/** What the methods about the diagnostic file are asked. */
export const diagnosticQuestions = (saved: Saved): Questions<'diagnostics.draft' | 'diagnostics.save'> => ({
  'diagnostics.draft': () => ({ screen: SCREEN, withCounts: true }),
  'diagnostics.save': () => ({ id: 'another', saveToken: saved('diagnostics.zip') }),
});

/** What the methods are asked that protect, replace, archive or delete the case: in this order, and last. */
export const wholeCaseQuestions = (
  saved: Saved,
  details: CaseDetails,
): Questions<
  | 'protection.state'
  | 'protection.add'
  | 'protection.change'
  | 'protection.remove'
  | 'workspace.create'
  | 'protection.ofFile'
  | 'protection.lock'
  | 'workspace.open'
  | 'case.move'
  | 'case.archive'
  | 'case.reopen'
  | 'case.acceptRecovery'
  | 'case.delete'
  | 'workspace.close'
  | 'workspace.openSample'
  | 'workspace.forget'
> => ({
  'protection.state': () => ({}),
  'protection.add': () => ({ passphrase: 'correct horse battery' }),
  'protection.change': () => ({ passphrase: 'correct horse battery', newPassphrase: 'staple after staple' }),
  'protection.remove': () => ({ passphrase: 'staple after staple', reason: 'The disk is encrypted.' }),
  'workspace.create': () => ({ saveToken: saved('other'), details }),
  'protection.ofFile': () => ({ token: saved('other.countersign') }),
  'protection.lock': () => ({}),
  'workspace.open': () => ({ token: saved('other.countersign') }),
  'case.move': () => ({ saveToken: saved('moved.countersign') }),
  'case.archive': () => ({ saveToken: saved('archived.countersign-backup'), reason: 'Done.' }),
  'case.reopen': () => ({ reason: 'More to do.' }),
  'case.acceptRecovery': () => ({ reason: 'Nothing that counts is lost.' }),
  'case.delete': () => ({ name: details.name, reason: 'Not needed.', saveToken: saved('record.json'), key: null }),
  'workspace.close': () => ({}),
  'workspace.openSample': () => ({}),
  'workspace.forget': () => ({ token: saved('other.countersign') }),
});
