import { cardOrder, type CardAnswer } from './signing/card-messages.ts';
import { doCardOrder } from './signing/pkcs11.ts';

/**
 * A process for one order to a smart card: the library of the card's maker runs in here, and whatever it does to this process
 * does not touch the engine. The PIN comes as a message, where no list of processes shows it.
 */
process.once('message', (message: unknown) => {
  void doCardOrder(cardOrder.parse(message)).then((answer: CardAnswer) => {
    process.send?.(answer, () => process.exit(0));
  });
});
// Nobody waits for the answer any more.
process.once('disconnect', () => process.exit(1));
