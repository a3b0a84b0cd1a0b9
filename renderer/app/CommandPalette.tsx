import { useState } from 'react';
import { useNavigate } from 'react-router';
import { PLATFORM_LABELS } from '../../shared/domain/terms.ts';
import { CommandList, type Command } from '../components/CommandList.tsx';
import { activeHotkeys } from '../components/keyboard.ts';
import { useEngineQuery } from '../engine/hooks.ts';
import { useHelp } from '../features/help/HelpProvider.tsx';
import { useCaseActions } from '../features/workspace/CaseActions.tsx';
import { SCREENS } from './screens.ts';
import { toggleContrast } from './settings.ts';
import { setTheme } from './theme.ts';

/** Ctrl+K: screens, what can be done here, and connectors by name. */
export function CommandPalette({
  isOpen,
  onClose,
  onSettings,
}: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onSettings: () => void;
}) {
  const navigate = useNavigate();
  const actions = useCaseActions();
  const help = useHelp();
  const [text, setText] = useState('');
  const hasCase = (useEngineQuery('workspace.status', {}).data ?? null) !== null;
  const isProtected = useEngineQuery('protection.state', {}).data?.isProtected === true;
  const wanted = text.trim();
  const connectors = useEngineQuery(
    'inventory.page',
    { filter: { text: wanted.slice(0, 200) }, sort: { by: 'risk', descending: true }, offset: 0, limit: 8 },
    { enabled: isOpen && hasCase && wanted.length > 1, keepPrevious: true },
  );
  function close() {
    setText('');
    onClose();
  }
  const matches = (command: Command) => command.label.toLowerCase().includes(wanted.toLowerCase());
  const screens: Command[] = SCREENS.filter((screen) => hasCase || !screen.needsCase).map((screen) => ({
    id: `go ${screen.path}`,
    label: screen.label,
    icon: screen.icon,
    keys: screen.keys,
    run: () => void navigate(screen.path),
  }));
  const here: Command[] = (isOpen ? activeHotkeys() : [])
    .filter((group) => group.scope !== 'Everywhere')
    .flatMap((group) => group.hotkeys.filter((hotkey) => hotkey.isEnabled !== false))
    .map((hotkey) => ({
      id: `key ${hotkey.keys}`,
      label: hotkey.label,
      icon: 'dot',
      keys: hotkey.keys,
      run: hotkey.run,
    }));
  const general: Command[] = [
    { id: 'new', label: 'New case…', icon: 'plus', run: actions.create },
    { id: 'open', label: 'Open case…', icon: 'folder', run: actions.open },
    { id: 'restore', label: 'Restore a backup…', icon: 'undo', run: actions.restore },
    { id: 'sample', label: 'Open the sample case', icon: 'folder', run: actions.openSample },
    ...(hasCase
      ? [
          {
            id: 'own-figures',
            label: 'How you reviewed: your own figures',
            icon: 'gauge' as const,
            run: () => void navigate('/campaign/quality'),
          },
        ]
      : []),
    ...(hasCase
      ? [
          {
            id: 'backup',
            label: 'Back up, duplicate or move the case',
            icon: 'copy' as const,
            run: () => void navigate('/case/copies'),
          },
        ]
      : []),
    ...(hasCase ? [{ id: 'close', label: 'Close case', icon: 'close' as const, run: actions.close }] : []),
    ...(isProtected ? [{ id: 'lock', label: 'Lock case', icon: 'lock' as const, run: actions.lock }] : []),
    { id: 'help', label: 'Help for this screen', icon: 'help', keys: 'F1', run: () => help.openHere('beside') },
    { id: 'help-contents', label: 'Help: contents', icon: 'help', run: () => help.open('contents') },
    { id: 'light', label: 'Use the light theme', icon: 'sun', run: () => setTheme('light') },
    { id: 'dark', label: 'Use the dark theme', icon: 'moon', run: () => setTheme('dark') },
    { id: 'system', label: 'Use the theme of the system', icon: 'gauge', run: () => setTheme('system') },
    { id: 'contrast', label: 'High contrast on or off', icon: 'sun', run: toggleContrast },
    {
      id: 'settings',
      label: 'Settings: theme, contrast, zoom, motion, keys',
      icon: 'sliders',
      keys: 'Ctrl+,',
      run: onSettings,
    },
  ];
  const found: Command[] = (wanted.length > 1 && hasCase ? (connectors.data?.rows ?? []) : []).map((row) => ({
    id: `connector ${row.connectorId}`,
    label: row.name,
    icon: 'link',
    hint: PLATFORM_LABELS[row.platform],
    run: () => void navigate(`/connectors/${encodeURIComponent(row.connectorId)}`),
  }));
  return (
    <CommandList
      isOpen={isOpen}
      onClose={close}
      text={text}
      onText={setText}
      groups={[
        { id: 'connectors', title: 'Connectors', commands: found },
        { id: 'here', title: 'On this screen', commands: here.filter(matches) },
        { id: 'screens', title: 'Go to', commands: screens.filter(matches) },
        { id: 'general', title: 'Do', commands: general.filter(matches) },
      ]}
      empty="Nothing by that name."
    />
  );
}
