import type { Port } from '../../shared/contract/rpc.ts';
import type { ShellBridge } from '../../shared/contract/shell.ts';

/**
 * Asks main for a port to the engine. Resolves when it has arrived; rejects after `timeoutMs`, for example while the
 * engine is being restarted.
 */
export function requestPort(bridge: Pick<ShellBridge, 'connectEngine'>, timeoutMs = 10_000): Promise<Port> {
  return new Promise((resolve, reject) => {
    // Only the answer to this very request counts: anything could post a message to the window.
    const nonce = crypto.randomUUID();
    const stop = () => {
      window.removeEventListener('message', receive);
      clearTimeout(timer);
    };
    const receive = (event: MessageEvent<unknown>) => {
      const [port] = event.ports;
      if (event.source !== window || event.data !== nonce || port === undefined) return;
      stop();
      resolve(browserPort(port));
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error('no answer from the engine'));
    }, timeoutMs);
    window.addEventListener('message', receive);
    bridge.connectEngine(nonce);
  });
}

/** Adapts the port of a page. */
export function browserPort(port: MessagePort): Port {
  return {
    post: (message) => port.postMessage(message),
    listen(handler) {
      port.addEventListener('message', (event: MessageEvent<unknown>) => handler(event.data));
      port.start();
    },
    onClose: (handler) => port.addEventListener('close', handler),
  };
}
