// The first file of the engine's process in the app.
import { useCompiledCode } from './lib/compiled-code.ts';

void start();

async function start(): Promise<void> {
  const code = useCompiledCode('engine');
  const { config } = await import('./lib/zod-config.ts');
  // A start checks each thing once: the function that zod writes for every object would cost more than it saves. Of what is read
  // later, by the thousand, it is written as ever.
  config({ jitless: true });
  const { runDesktop } = await import('./desktop.ts');
  config({ jitless: false });
  runDesktop(code);
}
