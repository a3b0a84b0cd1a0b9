import { DiagnosticsDialog } from '../features/diagnostics/DiagnosticsDialog.tsx';
import { AboutDialog } from './AboutDialog.tsx';
import type { Overlay } from './AppShell.tsx';
import { CommandPalette } from './CommandPalette.tsx';
import { KeysHelp } from './KeysHelp.tsx';
import { SettingsDialog } from './SettingsDialog.tsx';

/** What opens over every screen, one at a time. */
export function Overlays({ shown, onShow }: { readonly shown: Overlay; readonly onShow: (overlay: Overlay) => void }) {
  const close = () => onShow(null);
  return (
    <>
      <CommandPalette isOpen={shown === 'palette'} onClose={close} onSettings={() => onShow('settings')} />
      <KeysHelp isOpen={shown === 'keys'} onClose={close} />
      <AboutDialog isOpen={shown === 'about'} onClose={close} onDiagnostics={() => onShow('diagnostics')} />
      <DiagnosticsDialog isOpen={shown === 'diagnostics'} onClose={close} />
      <SettingsDialog isOpen={shown === 'settings'} onClose={close} />
    </>
  );
}
