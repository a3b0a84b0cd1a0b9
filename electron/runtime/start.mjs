// `npm start`: builds when the sources are newer than the build, then opens the app and ends with its exit code.
import { buildIfStale } from './build.mjs';
import { withDisplay } from './display.mjs';
import { projectRoot } from './paths.mjs';
import { childEnvironment, foreground } from './process.mjs';
import { resolveRuntime } from './runtime.mjs';
import { exitWith } from './setup.mjs';

try {
  await buildIfStale((message) => console.error(message));
  const { electronPath, args, env } = resolveRuntime();
  process.exitCode = await withDisplay((display) => {
    if (display.DISPLAY) console.error(`no display: showing the window on the invisible display ${display.DISPLAY}`);
    return foreground(electronPath, [...args, projectRoot, ...process.argv.slice(2)], {
      env: childEnvironment({ ...env, ...display }),
    });
  });
} catch (error) {
  exitWith(error);
}
