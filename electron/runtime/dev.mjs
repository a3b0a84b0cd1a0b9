// `npm run dev`: the app with live reload of the pages.
import { forgetBuild } from './build.mjs';
import { withDisplay } from './display.mjs';
import { childEnvironment, foreground, tool } from './process.mjs';
import { resolveRuntime } from './runtime.mjs';
import { exitWith } from './setup.mjs';

try {
  const runtime = resolveRuntime();
  forgetBuild();
  const more = [...runtime.args, ...process.argv.slice(2)];
  const { command, args } = tool('electron-vite');
  process.exitCode = await withDisplay((display) =>
    foreground(command, [...args, 'dev', '--watch', ...(more.length > 0 ? ['--', ...more] : [])], {
      env: childEnvironment({ ...runtime.env, ...display }),
    }),
  );
} catch (error) {
  exitWith(error);
}
