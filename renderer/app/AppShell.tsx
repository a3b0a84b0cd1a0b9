import { Suspense, useEffect, useState, type MouseEvent } from 'react';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { ChartPatterns } from '../components/ChartPatterns.tsx';
import { listenForHotkeys, useHotkeys } from '../components/keyboard.ts';
import { PageSkeleton } from '../components/State.tsx';
import { ToastRegion } from '../components/ToastRegion.tsx';
import { useEngineEvents } from '../engine/hooks.ts';
import { DiagnosticsDialog } from '../features/diagnostics/DiagnosticsDialog.tsx';
import { HelpPanel } from '../features/help/HelpPanel.tsx';
import { HelpProvider } from '../features/help/HelpProvider.tsx';
import { HandOffDialog } from '../features/keys/HandOffDialog.tsx';
import { SessionBanner } from '../features/people/SessionBanner.tsx';
import { CaseActionsProvider } from '../features/workspace/CaseActions.tsx';
import { AboutDialog } from './AboutDialog.tsx';
import { CommandPalette } from './CommandPalette.tsx';
import { EngineBanner } from './EngineBanner.tsx';
import { JobAnnouncer } from './JobAnnouncer.tsx';
import { KeysHelp } from './KeysHelp.tsx';
import { MenuCommands } from './MenuCommands.tsx';
import { Rail } from './Rail.tsx';
import { SCREENS } from './screens.ts';
import { SettingsDialog } from './SettingsDialog.tsx';
import { SettingsKeeper } from './SettingsKeeper.tsx';
import styles from './AppShell.module.css';

export type Overlay = 'palette' | 'keys' | 'about' | 'settings' | 'diagnostics' | null;

/** The frame around every screen: rail, engine state, keys, palette, toasts. */
export function AppShell() {
  useEngineEvents();
  const navigate = useNavigate();
  const location = useLocation();
  const [overlay, setOverlay] = useState<Overlay>(null);
  useEffect(listenForHotkeys, []);
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
        <ChartPatterns />
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
                <Outlet />
              </Suspense>
            </div>
          </main>
          <HelpPanel />
        </div>
        <CommandPalette
          isOpen={overlay === 'palette'}
          onClose={() => setOverlay(null)}
          onSettings={() => setOverlay('settings')}
        />
        <KeysHelp isOpen={overlay === 'keys'} onClose={() => setOverlay(null)} />
        <AboutDialog
          isOpen={overlay === 'about'}
          onClose={() => setOverlay(null)}
          onDiagnostics={() => setOverlay('diagnostics')}
        />
        <DiagnosticsDialog isOpen={overlay === 'diagnostics'} onClose={() => setOverlay(null)} />
        <SettingsDialog isOpen={overlay === 'settings'} onClose={() => setOverlay(null)} />
        <HandOffDialog />
        <ToastRegion />
      </HelpProvider>
    </CaseActionsProvider>
  );
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
