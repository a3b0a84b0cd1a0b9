// The first file of the engine's process in the app.
import { useCompiledCode } from './lib/compiled-code.ts';

const code = useCompiledCode('engine');
void import('./desktop.ts').then(({ runDesktop }) => runDesktop(code));
