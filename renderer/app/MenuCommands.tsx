import { useEffect, useEffectEvent } from 'react';
import { useNavigate } from 'react-router';
import { MENU_COMMANDS, type MenuCommand } from '../../shared/contract/shell.ts';
import { useHelp } from '../features/help/HelpProvider.tsx';
import { useCaseActions } from '../features/workspace/CaseActions.tsx';
import type { Overlay } from './AppShell.tsx';
import { changeSettings, toggleContrast, zoomBy } from './settings.ts';
import { setTheme } from './theme.ts';

/** Does what the application menu asks for; shows nothing itself. */
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
  useEffect(() => window.shell.onMenu((command) => run(command)), []);
  return null;
}
