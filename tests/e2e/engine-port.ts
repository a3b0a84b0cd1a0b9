import type { Page } from '@playwright/test';
import type { WireReply } from '../../shared/contract/rpc.ts';

/**
 * Asks the engine one thing over a port of its own, as any script in the page could: independent of the page's client.
 * A stopped engine gives `closed`.
 */
export function askEngine(page: Page, method: string, params: unknown): Promise<WireReply | 'closed'> {
  return page.evaluate(
    ([method, params]) =>
      new Promise<WireReply | 'closed'>((resolve) => {
        const nonce = crypto.randomUUID();
        window.addEventListener('message', ({ data, ports: [port] }) => {
          if (data !== nonce || port === undefined) return;
          port.addEventListener('close', () => resolve('closed'));
          port.addEventListener('message', (event) => {
            if (event.data.id !== 1) return;
            resolve(event.data);
            port.close();
          });
          port.start();
          port.postMessage({ id: 1, method, params });
        });
        // The bridge as preload exposes it; the page's own types are not part of the tests' project.
        (window as unknown as { shell: { connectEngine(nonce: string): void } }).shell.connectEngine(nonce);
      }),
    [method, params] as const,
  );
}
