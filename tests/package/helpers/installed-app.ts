import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Browser, chromium, type Page } from '@playwright/test';

export interface Installed {
  /** What starts the app, for example its path; more words are wrappers before it. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface RunningApp {
  readonly page: Page;
  /** All that the app has written to its standard error. */
  said(): string;
  /** Ends it at once, if it still runs. */
  kill(): void;
  /** Closes the window and waits for the process to end; answers its exit code. */
  close(): Promise<number | null>;
}

/**
 * Starts a packaged app and takes hold of its page by the debugging port of Chromium, which any user of this machine may ask
 * for on the command line: the switches for debugging Node are burnt off.
 */
export async function startInstalled({ command, env }: Installed): Promise<RunningApp> {
  const [program = '', ...args] = command;
  const child = spawn(program, [...args, '--remote-debugging-port=0'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = once(child, 'exit');
  const browser = await chromium.connectOverCDP(await debuggingAddress(child, () => said));
  const page = await pageOf(browser);
  return {
    page,
    said: () => said,
    kill: () => void child.kill('SIGKILL'),
    async close() {
      await page.close();
      const [code] = (await ended) as [number | null]; // Node's own event
      await browser.close();
      return code;
    },
  };
}

async function debuggingAddress(child: ChildProcess, said: () => string): Promise<string> {
  for (;;) {
    const address = /DevTools listening on (ws:\S+)/.exec(said())?.[1];
    if (address !== undefined) return address;
    const end = child.signalCode ?? child.exitCode;
    if (end !== null) throw new Error(`The app ended with ${end}:\n${said()}`);
    await Promise.race([once(child.stderr ?? child, 'data'), once(child, 'exit')]);
  }
}

async function pageOf(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('The app has no context.');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  await page.waitForFunction(() => location.protocol === 'app:' && document.body !== null);
  return page;
}
