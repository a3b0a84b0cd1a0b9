import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { mainProcess } from '../main-process.ts';
import { cardAnswer, type CardAnswer, type CardOrder } from './card-messages.ts';

/** A person may be typing their PIN at the reader; a library that takes longer hangs. */
const PATIENCE_MS = 180_000;

/** A process for one order, however it is started: what it says, and how it is ended. */
interface CardProcess {
  /** Resolves to what the process says, or to null when it ends first. */
  readonly answer: Promise<unknown>;
  readonly end: () => void;
}

/**
 * Has one order done by a process of its own, in which the card's library runs. Null when that process crashed, took longer than
 * `patienceMs` or made no sense. It is gone afterwards, and at the latest when this process ends.
 */
export async function askCardProcess(order: CardOrder, patienceMs = PATIENCE_MS): Promise<CardAnswer | null> {
  const main = mainProcess();
  const started = main === null ? forkCardProcess(order) : main.startCardProcess(order);
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), patienceMs)));
  try {
    return cardAnswer.safeParse(await Promise.race([started.answer, tooLong])).data ?? null;
  } finally {
    clearTimeout(timer);
    started.end();
  }
}

/** In plain Node. */
function forkCardProcess(order: CardOrder): CardProcess {
  const child = fork(processScript(), { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
  const answer = new Promise((resolve) => {
    child.once('message', resolve);
    child.once('exit', () => resolve(null));
    child.once('error', () => resolve(null));
  });
  child.send(order, () => undefined);
  return { answer, end: () => void child.kill('SIGKILL') };
}

/** Beside the bundle or one folder above its chunks; in the sources one folder up. */
function processScript(): string {
  const name = import.meta.url.endsWith('.ts') ? 'card-process.ts' : 'card-process.js';
  const places = [`./${name}`, `../${name}`].map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error(`${name} is missing beside the engine`);
  return found;
}
