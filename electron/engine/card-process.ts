import type { MessagePortLike } from './rpc/node-port.ts';
import { cardOrder, type CardAnswer } from './signing/card-messages.ts';
import { doCardOrder } from './signing/pkcs11.ts';

/**
 * A process for one order to a smart card: the library of the card's maker runs in here, and whatever it does to this process
 * does not touch the engine. The PIN comes as a message, where no list of processes shows it.
 */
const { parentPort } = process as unknown as {
  // Electron defines it in utility processes only; its types are out of the engine's reach on purpose.
  parentPort?: { once(event: 'message', listener: (event: { ports: MessagePortLike[] }) => void): void };
};
if (parentPort === undefined) {
  process.once('message', (message: unknown) => {
    void answerTo(message).then((answer) => process.send?.(answer, () => process.exit(0)));
  });
  // Nobody waits for the answer any more.
  process.once('disconnect', () => process.exit(1));
} else {
  // The engine waits at the other end of the port; main ends this process when the engine has the answer, or has ended.
  parentPort.once('message', ({ ports: [port] }) => {
    port?.on('message', (event: unknown) => {
      const order = typeof event === 'object' && event !== null && 'data' in event ? event.data : undefined;
      void answerTo(order).then((answer) => port.postMessage(answer));
    });
    port?.on('close', () => process.exit(1));
    port?.start();
  });
}

function answerTo(message: unknown): Promise<CardAnswer> {
  return doCardOrder(cardOrder.parse(message));
}
