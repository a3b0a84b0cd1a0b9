import { createContext, useContext, useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { PickedFile } from '../../../shared/contract/shell.ts';
import type { WorkspaceStatus } from '../../../shared/contract/workspace.ts';
import { forgetPositions } from '../../components/kept-positions.ts';
import { forgetForm } from '../policy/kept-form.ts';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import { OpenPacketDialog } from '../exchange/OpenPacketDialog.tsx';
import { NewCaseDialog } from './NewCaseDialog.tsx';

export interface CaseActions {
  /** Opens the dialog for a new case. */
  readonly create: () => void;
  /** Asks for a case file and opens it. */
  readonly open: () => void;
  /** Asks for a packet that somebody handed out, and makes a case of it. */
  readonly openPacket: () => void;
  readonly openRecent: (token: string) => void;
  readonly openSample: () => void;
  readonly close: () => void;
  /** What is under way. */
  readonly pending: 'open' | 'sample' | null;
}

const CaseActionsContext = createContext<CaseActions | null>(null);

/** Opening, creating and closing cases, for the start screen, the menu and the palette alike. */
export function useCaseActions(): CaseActions {
  const actions = useContext(CaseActionsContext);
  if (actions === null) throw new Error('useCaseActions outside of the app shell');
  return actions;
}

/** Gives the actions to everything below and shows the new-case dialog. */
export function CaseActionsProvider({ children }: { readonly children: ReactNode }) {
  const navigate = useNavigate();
  const [isCreating, setIsCreating] = useState(false);
  const [packet, setPacket] = useState<PickedFile | null>(null);
  function enter(status: WorkspaceStatus) {
    forgetPositions();
    forgetForm();
    for (const notice of status.notices) showToast({ tone: 'info', text: notice });
    void navigate(status.counts.imports === 0 ? '/imports' : '/overview');
  }
  const openCase = useEngineMutation('workspace.open', { onSuccess: enter });
  const openSample = useEngineMutation('workspace.openSample', { onSuccess: enter });
  const closeCase = useEngineMutation('workspace.close', { onSuccess: () => void navigate('/') });

  function openToken(token: string) {
    openCase.mutate({ token }, { onError: tell });
  }
  async function pickAndOpen() {
    try {
      const [file] = await callShell('shell.pickFiles', { purpose: 'case' });
      if (file !== undefined) openToken(file.token);
    } catch (error) {
      tell(error);
    }
  }
  async function pickPacket() {
    try {
      const [file] = await callShell('shell.pickFiles', { purpose: 'packet' });
      if (file !== undefined) setPacket(file);
    } catch (error) {
      tell(error);
    }
  }
  const actions: CaseActions = {
    create: () => setIsCreating(true),
    open: () => void pickAndOpen(),
    openPacket: () => void pickPacket(),
    openRecent: openToken,
    openSample: () => openSample.mutate({}, { onError: tell }),
    close: () => closeCase.mutate({}, { onError: tell }),
    pending: openSample.isPending ? 'sample' : openCase.isPending ? 'open' : null,
  };
  return (
    <CaseActionsContext value={actions}>
      {children}
      <NewCaseDialog isOpen={isCreating} onClose={() => setIsCreating(false)} onCreated={enter} />
      {packet !== null && <OpenPacketDialog file={packet} onClose={() => setPacket(null)} onOpened={enter} />}
    </CaseActionsContext>
  );
}

function tell(error: unknown): void {
  showToast({ tone: 'bad', text: errorMessage(error) });
}
