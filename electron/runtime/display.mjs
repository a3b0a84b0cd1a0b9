import { spawn } from 'node:child_process';
import { isOnPath, SetupError } from './process.mjs';

/**
 * Runs `work` with a screen, see `openDisplay`.
 * @template T
 * @param {(env: Record<string, string>) => Promise<T>} work gets the variables that name the screen
 * @returns {Promise<T>}
 */
export async function withDisplay(work) {
  const display = await openDisplay();
  try {
    return await work(display.env);
  } finally {
    display.close();
  }
}

/**
 * The screen that is there or, on Linux without one, an invisible X server that lasts until `close` or until this
 * process ends.
 * @returns {Promise<{ env: Record<string, string>, close: () => void }>} `env` is empty when there is a screen
 */
export async function openDisplay() {
  const isNeeded = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  if (!isNeeded) return { env: {}, close: () => {} };
  const server = await startServer();
  return { env: { DISPLAY: server.display }, close: server.stop };
}

/** @returns {Promise<{ display: string, stop: () => void }>} */
function startServer() {
  if (!isOnPath('Xvfb')) {
    throw new SetupError(
      'There is no display, and Xvfb, which can stand in for one, is not installed. On Debian, run:\n  sudo apt-get install -y xvfb',
    );
  }
  return new Promise((resolve, reject) => {
    // The server picks a free display number itself and writes it to descriptor 3 once it is ready, so that several
    // can start at once.
    const args = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-noreset'];
    const child = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
    const stop = () => void child.kill();
    process.once('exit', stop);
    let complaint = '';
    child.stderr?.setEncoding('utf8').on('data', (text) => (complaint += text));
    child.stdio[3]?.once('data', (data) => resolve({ display: `:${String(data).trim()}`, stop }));
    child.once('error', reject);
    child.once('exit', (code) => reject(new SetupError(`Xvfb ended with code ${code}. ${complaint.trim()}`)));
  });
}
