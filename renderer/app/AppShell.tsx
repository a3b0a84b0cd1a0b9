import { lazy, Suspense, useEffect, useState, type MouseEvent } from 'react';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { ChartPatterns } from '../components/ChartPatterns.tsx';
import { listenForHotkeys, useHotkeys } from '../components/keyboard.ts';
import { PageSkeleton } from '../components/State.tsx';
import { listenForTips } from '../components/tips.ts';
import { Toasts } from '../components/Toasts.tsx';
import { useIsDrawn } from '../components/use-is-drawn.ts';
import { useReadLater } from '../components/use-read-later.ts';
import { useEngineEvents } from '../engine/hooks.ts';
import { HelpProvider, useHelp } from '../features/help/HelpProvider.tsx';
import { HandOff } from '../features/keys/HandOff.tsx';
import { SessionBanner } from '../features/people/SessionBanner.tsx';
import { CaseActionsProvider, useCaseActions } from '../features/workspace/CaseActions.tsx';
import { EngineBanner } from './EngineBanner.tsx';
import { JobAnnouncer } from './JobAnnouncer.tsx';
import { MenuCommands } from './MenuCommands.tsx';
import { Rail } from './Rail.tsx';
import { SCREENS } from './screens.ts';
import { SettingsKeeper } from './SettingsKeeper.tsx';
import styles from './AppShell.module.css';

/** Read when the help is opened. */
const HelpPanel = lazy(async () => ({ default: (await import('../features/help/HelpPanel.tsx')).HelpPanel }));

/**
 * What opens over every screen; once read, it is there, closed. Not by React's `lazy`, which shows what it read late: what is typed
 * after Ctrl+K at once would be lost.
 */
const readOverlays = async () => (await import('./Overlays.tsx')).Overlays;

export type Overlay = 'palette' | 'keys' | 'about' | 'settings' | 'diagnostics' | null;

/** The frame around every screen: rail, engine state, keys, palette, toasts. */
export function AppShell() {
  useEngineEvents();
  const navigate = useNavigate();
  const location = useLocation();
  const [overlay, setOverlay] = useState<Overlay>(null);
  const isDrawn = useIsDrawn(true);
  const Overlays = useReadLater(readOverlays, overlay !== null);
  useEffect(listenForHotkeys, []);
  useEffect(listenForTips, []);
  useEffect(() => listenForPalette(() => setOverlay('palette')), []);
  useHotkeys('Everywhere', [
    { keys: '?', label: 'Keys of this screen', run: () => setOverlay('keys') },
    { keys: '/', label: 'Filter', run: focusFilter },
    ...SCREENS.map((screen) => ({
      keys: screen.keys,
      label: `Go to ${screen.label.toLowerCase()}`,
      run: () => void navigate(screen.path),
    })),
  ]);
  return (
    <CaseActionsProvider>
      <HelpProvider>
        <SettingsKeeper />
        {isDrawn && <ChartPatterns />}
        <JobAnnouncer />
        <MenuCommands onOverlay={setOverlay} />
        <a className={styles.skip} href="#content" onClick={skipToContent}>
          Skip to the screen
        </a>
        <div className={styles.shell}>
          <Rail onOverlay={setOverlay} />
          <main className={styles.main}>
            <EngineBanner />
            <SessionBanner />
            <div className={styles.screen}>
              <Suspense key={location.pathname.split('/')[1]} fallback={<PageSkeleton />}>
                <Screen />
              </Suspense>
            </div>
          </main>
          <Help />
        </div>
        {Overlays !== null && <Overlays shown={overlay} onShow={setOverlay} />}
        <HandOff />
        <Toasts />
      </HelpProvider>
    </CaseActionsProvider>
  );
}

/** The screen of the address. Until it is known which comes first, its place is kept. */
function Screen() {
  const { isStarting } = useCaseActions();
  const isOnStart = useLocation().pathname === '/';
  return isStarting && isOnStart ? <PageSkeleton /> : <Outlet />;
}

function Help() {
  const { isBeside } = useHelp();
  return <Suspense>{isBeside && <HelpPanel />}</Suspense>;
}

/** The address holds the route, so the link itself cannot lead anywhere. */
function skipToContent(event: MouseEvent): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('main h1')?.focus();
}

function focusFilter(): void {
  document.querySelector<HTMLElement>('[data-filter-field]')?.focus();
}

/** Ctrl+K works everywhere, in text fields too. */
function listenForPalette(open: () => void): () => void {
  function onKeyDown(event: KeyboardEvent) {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      open();
    }
  }
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
