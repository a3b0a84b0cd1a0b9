import { createContext, lazy, Suspense, useContext, useEffect, useEffectEvent, useState, type ReactNode } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { PickedFile } from '../../../shared/contract/shell.ts';
import type { WorkspaceStatus } from '../../../shared/contract/workspace.ts';
import { forgetPositions } from '../../components/kept-positions.ts';
import { forgetForm, hasUnsavedForm } from '../policy/kept-form.ts';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineClient, useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import { useAutoLock } from '../case/auto-lock.ts';
import { lastScreen } from './last-screen.ts';

/** Read when they are opened, not before the first screen. */
const DiscardDialog = lazy(async () => ({ default: (await import('../policy/DiscardDialog.tsx')).DiscardDialog }));
const NewCaseDialog = lazy(async () => ({ default: (await import('./NewCaseDialog.tsx')).NewCaseDialog }));
const OpenPacketDialog = lazy(async () => ({
  default: (await import('../exchange/OpenPacketDialog.tsx')).OpenPacketDialog,
}));
const RecoverDialog = lazy(async () => ({ default: (await import('./RecoverDialog.tsx')).RecoverDialog }));
const RestoreDialog = lazy(async () => ({ default: (await import('./RestoreDialog.tsx')).RestoreDialog }));
const UnlockDialog = lazy(async () => ({ default: (await import('./UnlockDialog.tsx')).UnlockDialog }));

export interface CaseActions {
  /** Opens the dialog for a new case. */
  readonly create: () => void;
  /** Asks for a case file and opens it. */
  readonly open: () => void;
  /** Asks for a packet that somebody handed out, and makes a case of it. */
  readonly openPacket: () => void;
  readonly openRecent: (token: string) => void;
  /** Opens a case that was named from outside, on the screen where it was left. */
  readonly goOn: (token: string) => void;
  /** Opens the dialog that makes a case of a backup. */
  readonly restore: () => void;
  readonly openSample: () => void;
  readonly close: () => void;
  /** Closes a protected case until its passphrase is typed again. */
  readonly lock: () => void;
  /** Asks for the passphrase of a case that is known to be protected. */
  readonly unlock: (file: CaseFile) => void;
  /** Until it is known whether the program started with a case, and that case is shown. */
  readonly isStarting: boolean;
  /** What is under way. */
  readonly pending: 'open' | 'sample' | null;
}

/** A protected case that waits for its passphrase. */
export interface CaseFile {
  readonly token: string;
  readonly name: string;
}

interface DamagedCase {
  readonly token: string;
  readonly why: string;
  readonly passphrase?: string;
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
  const { pathname, search } = useLocation();
  const [isCreating, setIsCreating] = useState(false);
  const [isRestoring, setIsRestoring] = useState(false);
  const [damaged, setDamaged] = useState<DamagedCase | null>(null);
  const [locked, setLocked] = useState<CaseFile | null>(null);
  const client = useEngineClient();
  const [packet, setPacket] = useState<PickedFile | null>(null);
  /** What waits for an answer: it would discard what was typed and not saved. */
  const [asked, setAsked] = useState<{ readonly goOn: () => void } | null>(null);
  const unlessUnsaved = (goOn: () => void) => (hasUnsavedForm() ? setAsked({ goOn }) : goOn());
  useEffect(keepUnsaved, []);
  function enter(status: WorkspaceStatus, left: string | null = null) {
    forgetPositions();
    forgetForm();
    for (const notice of status.notices) showToast({ tone: 'info', text: notice });
    const screen = screenOf(status, left);
    if (screen !== `${pathname}${search}`) void navigate(screen);
  }
  const isStarting = useStart((status) => enter(status, lastScreen(status)));
  const openCase = useEngineMutation('workspace.open');
  const openSample = useEngineMutation('workspace.openSample', { onSuccess: (status) => enter(status) });
  const leave = () => {
    forgetForm();
    void navigate('/');
  };
  const closeCase = useEngineMutation('workspace.close', { onSuccess: leave });

  const lockCase = useEngineMutation('protection.lock', { onSuccess: leave });
  const isProtected = useEngineQuery('protection.state', {}).data?.isProtected === true;
  const lock = () => lockCase.mutate({}, { onError: tell });
  useAutoLock(isProtected, lock);

  async function openFile(token: string, isFromOutside = false) {
    try {
      const file = await client.call('protection.ofFile', { token });
      if (file.isProtected) setLocked({ token, name: file.name });
      else openPlain(token, isFromOutside);
    } catch (error) {
      tell(error);
    }
  }
  function openPlain(token: string, isFromOutside: boolean) {
    openCase.mutate(
      { token },
      {
        onSuccess: (status) => enter(status, isFromOutside ? lastScreen(status) : null),
        onError: (error) => {
          if (error.code === 'workspace-damaged') setDamaged({ token, why: errorMessage(error) });
          else tell(error);
        },
      },
    );
  }
  const openToken = (token: string) => void openFile(token);
  async function pickAndOpen() {
    try {
      const [file] = await callShell('shell.pickFiles', { purpose: 'case' });
      if (file !== undefined) await openFile(file.token);
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
    create: () => unlessUnsaved(() => setIsCreating(true)),
    open: () => unlessUnsaved(() => void pickAndOpen()),
    openPacket: () => unlessUnsaved(() => void pickPacket()),
    openRecent: (token) => unlessUnsaved(() => openToken(token)),
    goOn: (token) => unlessUnsaved(() => void openFile(token, true)),
    restore: () => unlessUnsaved(() => setIsRestoring(true)),
    openSample: () => unlessUnsaved(() => openSample.mutate({}, { onError: tell })),
    close: () => unlessUnsaved(() => closeCase.mutate({}, { onError: tell })),
    // Also by itself, after a while: that waits for nobody.
    lock,
    unlock: setLocked,
    isStarting,
    pending: openSample.isPending ? 'sample' : openCase.isPending ? 'open' : null,
  };
  return (
    <CaseActionsContext value={actions}>
      {children}
      <Suspense>
        {asked !== null && (
          <DiscardDialog
            onKeep={() => {
              setAsked(null);
              void navigate('/policy');
            }}
            onDiscard={() => {
              setAsked(null);
              asked.goOn();
            }}
          />
        )}
        {isCreating && <NewCaseDialog isOpen onClose={() => setIsCreating(false)} onCreated={enter} />}
        {isRestoring && <RestoreDialog onClose={() => setIsRestoring(false)} onOpen={openToken} />}
        {damaged !== null && <RecoverDialog {...damaged} onClose={() => setDamaged(null)} onOpen={openToken} />}
        {locked !== null && (
          <UnlockDialog
            file={locked}
            onClose={() => setLocked(null)}
            onOpened={enter}
            onDamaged={(damage) => {
              setLocked(null);
              setDamaged({ token: locked.token, ...damage });
            }}
          />
        )}
        {packet !== null && <OpenPacketDialog file={packet} onClose={() => setPacket(null)} onOpened={enter} />}
      </Suspense>
    </CaseActionsContext>
  );
}

/**
 * Shows the case with which the program was started, once; without one, the start. True until it is known which, and it is shown.
 * The page may stand on the screen that is expected by then.
 */
function useStart(show: (status: WorkspaceStatus) => void): boolean {
  const navigate = useNavigate();
  const status = useEngineQuery('workspace.status', {});
  const { pathname } = useLocation();
  const [first] = useState(pathname);
  // A page that is read again shows what it showed.
  const [isOver, setIsOver] = useState(isReload);
  const isStarting = !isOver && pathname === first;
  if (!isOver && !isStarting) setIsOver(true);
  const end = useEffectEvent(() => {
    const opened = status.data ?? null;
    if (opened !== null) show(opened);
    else if (first !== '/') void navigate('/', { replace: true });
    const isThere = opened === null ? first === '/' : first === screenOf(opened, lastScreen(opened));
    if (isThere) setIsOver(true);
  });
  const isKnown = isStarting && !status.isPending;
  useEffect(() => {
    if (isKnown) end();
  }, [isKnown]);
  return isStarting;
}

/** Where a case is shown: on the screen where it was left, or on the one with what is next. */
function screenOf({ counts }: WorkspaceStatus, left: string | null): string {
  return left ?? (counts.imports === 0 ? '/imports' : '/overview');
}

function isReload(): boolean {
  return performance.getEntriesByType('navigation').some((entry) => 'type' in entry && entry.type === 'reload');
}

/** The window is not left, and not read again, over something typed that was not saved; main asks. Returns the way to stop. */
function keepUnsaved(): () => void {
  const keep = (event: BeforeUnloadEvent) => {
    if (hasUnsavedForm()) event.preventDefault();
  };
  window.addEventListener('beforeunload', keep);
  return () => window.removeEventListener('beforeunload', keep);
}

function tell(error: unknown): void {
  showToast({ tone: 'bad', text: errorMessage(error) });
}
