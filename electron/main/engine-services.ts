import { MessageChannelMain, type UtilityProcess, utilityProcess } from 'electron';
import type { CardOrders, ControlToCommand, PrintOrder } from '../../shared/contract/control.ts';
import type { ReportDocument } from '../../shared/contract/report-document.ts';
import type { Log } from '../common/log.ts';
import { ShellError } from './shell-error.ts';

export interface EngineServices {
  /** The program of the process that talks to a card. */
  readonly cardPath: string;
  readonly log: Log;
  print(document: ReportDocument): Promise<Uint8Array>;
}

/** Does for one process of the engine what only main can: it prints, and it starts processes that talk to cards. These end with it. */
export function serveEngine(
  child: UtilityProcess,
  { cardPath, log, print }: EngineServices,
): (message: PrintOrder | CardOrders) => void {
  const cards = new Map<string, UtilityProcess>();
  let isGone = false;
  child.once('exit', () => {
    isGone = true;
    for (const card of cards.values()) card.kill();
  });
  return (message) => {
    if (isGone) return;
    switch (message.kind) {
      case 'print':
        void answerPrint(message);
        break;
      case 'card':
        startCard(message.cardId);
        break;
      case 'card-done':
        cards.get(message.cardId)?.kill();
        break;
    }
  };

  async function answerPrint({ printId, document }: PrintOrder): Promise<void> {
    try {
      tell(child, { kind: 'printed', printId, pdf: await print(document) });
    } catch (error) {
      log.error({ err: error }, 'printing failed');
      const message =
        error instanceof ShellError ? error.message : 'The report could not be printed. Nothing was signed. Try again.';
      tell(child, { kind: 'print-failed', printId, message });
    }
  }

  /** Order and answer, and with them the PIN, go by the port: past main. */
  function startCard(cardId: string): void {
    const card = utilityProcess.fork(cardPath, [], {
      serviceName: 'Countersign card',
      stdio: 'ignore',
      env: childEnvironment(),
      // macOS: the library of the card's maker is signed by its maker, not by us.
      allowLoadingUnsignedLibraries: true,
    });
    cards.set(cardId, card);
    card.once('exit', (code) => {
      cards.delete(cardId);
      log.info({ code }, 'card process ended');
    });
    const { port1, port2 } = new MessageChannelMain();
    card.postMessage(null, [port1]);
    child.postMessage({ kind: 'card-port', cardId } satisfies ControlToCommand, [port2]);
  }
}

/** The environment of a child without the variables that would change how Node or the engine runs. */
export function childEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter(([name]) => !/^(NODE_|ELECTRON_|COUNTERSIGN_)/.test(name));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function tell(child: UtilityProcess, message: ControlToCommand): void {
  child.postMessage(message);
}
