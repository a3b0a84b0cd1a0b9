import { closeSync } from 'node:fs';
import { runCommandLine } from './cli/run.ts';
import { mainProcess } from './main-process.ts';

// A reader that has seen enough (`| head`) closes the pipe; that is no fault.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

const main = mainProcess();
if (main === null) {
  void runCommandLine(process.argv.slice(2)).then((exitCode) => (process.exitCode = exitCode));
} else {
  main.onMessage((message) => {
    if (message.kind !== 'command') return;
    void runCommandLine(message.argv).then(async (exitCode) => {
      await Promise.all([process.stdout, process.stderr].map(flushed));
      // So that whoever reads them sees their end while this process is there.
      for (const stream of [1, 2]) closeSync(stream);
      main.tell({ kind: 'finished', exitCode });
    });
  });
}

/** Everything written so far is with the reader, or the reader is gone. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => void stream.write('', () => resolve()));
}
