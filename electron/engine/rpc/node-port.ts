import type { Port } from '../../../shared/contract/rpc.ts';

/** What Node's MessagePort and the port of an Electron utility process have in common. */
export interface MessagePortLike {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
}

/** Adapts a Node or Electron message port. Electron wraps what arrives in an event with `data`; Node does not. */
export function nodePort(port: MessagePortLike, flavor: 'node' | 'electron'): Port {
  return {
    post: (message) => port.postMessage(message),
    listen(handler) {
      port.on('message', (message) => handler(flavor === 'node' ? message : dataOf(message)));
      port.start();
    },
    onClose: (handler) => void port.on('close', handler),
  };
}

function dataOf(event: unknown): unknown {
  return typeof event === 'object' && event !== null && 'data' in event ? event.data : undefined;
}
