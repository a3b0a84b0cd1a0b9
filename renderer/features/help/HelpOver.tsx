import { Drawer } from '../../components/Dialog.tsx';
import { HelpReader } from './HelpReader.tsx';
import { useHelp } from './HelpProvider.tsx';

/** The help over a dialog that keeps everything else still. */
export function HelpOver({ isOpen }: { readonly isOpen: boolean }) {
  const { reading, close } = useHelp();
  return (
    <Drawer isOpen={isOpen} onClose={close} title="Help" size="large" isFlush>
      <HelpReader {...reading} actions={null} />
    </Drawer>
  );
}
