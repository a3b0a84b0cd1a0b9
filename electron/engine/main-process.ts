import { randomUUID } from 'node:crypto';
import type { CommandToMain, ControlToCommand, ControlToEngine, ControlToMain } from '../../shared/contract/control.ts';
import type { ReportDocument } from '../../shared/contract/report-document.ts';
import { AppError } from './lib/errors.ts';
import { type MessagePortLike, nodePort } from './rpc/node-port.ts';

/** What main may send to one of its processes. */
export type FromMain = ControlToEngine | ControlToCommand;

/** The part of a utility process's port to main that is used here. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: FromMain; ports: MessagePortLike[] }) => void): void;
  postMessage(message: ControlToMain | CommandToMain): void;
}

/** The app's main process, as seen from a process of the engine: it prints, and it starts the processes that talk to cards. */
export interface MainProcess {
  /** What main read from standard input for this process, which has none of its own; null when it read nothing. */
  readonly input: Uint8Array | null;
  tell(message: ControlToMain | CommandToMain): void;
  onMessage(listener: (message: FromMain, ports: readonly MessagePortLike[]) => void): void;
  /** Has a report laid out and printed. Rejects with an AppError. */
  print(document: ReportDocument): Promise<{ pdf: Uint8Array; pages: number }>;
  /** Has a process started that does one order with a card; `answer` is null when it ends without one. Main never sees either. */
  startCardProcess(order: unknown): { readonly answer: Promise<unknown>; readonly end: () => void };
}

/** The main process that started this one; null in plain Node. There is one, as there is one standard output. */
export function mainProcess(): MainProcess | null {
  found ??= connect();
  return found;
}

let found: MainProcess | null = null;

function connect(): MainProcess | null {
  // Electron defines parentPort in utility processes only; its types are out of the engine's reach on purpose.
  const { parentPort: parent } = process as unknown as { parentPort?: ParentPort };
  if (parent === undefined) return null;
  const prints = new Map<string, PromiseWithResolvers<Uint8Array>>();
  const cards = new Map<string, (port: MessagePortLike | undefined) => void>();
  let input: Uint8Array | null = null;
  parent.on('message', ({ data, ports }) => {
    if (data.kind === 'command') input = data.input;
    if (data.kind === 'printed') prints.get(data.printId)?.resolve(data.pdf);
    if (data.kind === 'print-failed') prints.get(data.printId)?.reject(new AppError('io', data.message));
    if (data.kind === 'card-port') cards.get(data.cardId)?.(ports[0]);
  });
  const tell = (message: ControlToMain | CommandToMain): void => parent.postMessage(message);
  return {
    get input() {
      return input;
    },
    tell,
    onMessage: (listener) => parent.on('message', ({ data, ports }) => listener(data, ports)),
    async print(document) {
      const printId = randomUUID();
      const answer = Promise.withResolvers<Uint8Array>();
      prints.set(printId, answer);
      tell({ kind: 'print', printId, document });
      try {
        const pdf = await answer.promise;
        const { PDF } = await import('@libpdf/core');
        return { pdf, pages: (await PDF.load(pdf)).getPageCount() };
      } finally {
        prints.delete(printId);
      }
    },
    startCardProcess(order) {
      const cardId = randomUUID();
      const answer = Promise.withResolvers<unknown>();
      cards.set(cardId, (raw) => {
        if (raw === undefined) return answer.resolve(null);
        const port = nodePort(raw, 'electron');
        port.onClose(() => answer.resolve(null));
        port.listen(answer.resolve);
        port.post(order);
      });
      tell({ kind: 'card', cardId });
      return {
        answer: answer.promise,
        end: () => {
          cards.delete(cardId);
          tell({ kind: 'card-done', cardId });
        },
      };
    },
  };
}
