import { useEffect, useEffectEvent } from 'react';
import { useNavigate } from 'react-router';
import { MENU_COMMANDS, type MenuCommand } from '../../shared/domain/menu-commands.ts';
import { useHelp } from '../features/help/HelpProvider.tsx';
import { errorMessage } from '../components/State.tsx';
import { showToast } from '../components/toast-queue.ts';
import { callShell } from '../engine/shell.ts';
import { useCaseActions } from '../features/workspace/CaseActions.tsx';
import type { Overlay } from './AppShell.tsx';
import { changeSettings, toggleContrast, zoomBy } from './settings.ts';
import { setTheme } from './theme.ts';

/** Does what the application menu asks for, and opens what was opened from outside; shows nothing itself. */
export function MenuCommands({ onOverlay }: { readonly onOverlay: (overlay: Overlay) => void }) {
  const actions = useCaseActions();
  const navigate = useNavigate();
  const help = useHelp();
  const run = useEffectEvent((command: string) => {
    const known = MENU_COMMANDS.find((candidate) => candidate === command);
    if (known !== undefined) handlers[known]();
  });
  const handlers: Readonly<Record<MenuCommand, () => void>> = {
    'case.new': actions.create,
    'case.open': actions.open,
    'case.sample': actions.openSample,
    'case.close': actions.close,
    'case.lock': actions.lock,
    'bundle.verify': () => void navigate('/verify'),
    'file.opened': () => void openFile(),
    'theme.system': () => setTheme('system'),
    'theme.light': () => setTheme('light'),
    'theme.dark': () => setTheme('dark'),
    'theme.contrast': toggleContrast,
    'zoom.in': () => zoomBy('in'),
    'zoom.out': () => zoomBy('out'),
    'zoom.reset': () => changeSettings({ zoom: 100 }),
    'app.settings': () => onOverlay('settings'),
    'help.contents': () => help.openHere(),
    'help.keys': () => onOverlay('keys'),
    'help.diagnostics': () => onOverlay('diagnostics'),
    'help.about': () => onOverlay('about'),
  };
  async function openFile() {
    try {
      const opened = await callShell('shell.openedFile', {});
      if (opened === null) return;
      if (opened.kind === 'refused') showToast({ tone: 'bad', text: opened.message });
      else if (opened.kind === 'case') actions.goOn(opened.file.token);
      else void navigate('/verify', { state: opened.file });
    } catch (error) {
      showToast({ tone: 'bad', text: errorMessage(error) });
    }
  }
  useEffect(() => {
    const stop = window.shell.onMenu((command) => run(command));
    // The app may have been started with a file, before anybody listened.
    run('file.opened');
    return stop;
  }, []);
  return null;
}
