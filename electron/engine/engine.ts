import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { dirname, join } from 'node:path';
import type { EngineContract } from '../../shared/contract/engine.ts';
import type { Calls } from '../../shared/contract/rpc.ts';
import { createCaseWork } from './cases/case-work.ts';
import { detailsOf } from './cases/details.ts';
import { assertInPlace, notePlace } from './cases/place.ts';
import { createCaseCatalogs } from './catalog/case-catalog.ts';
import { activePolicy } from './db/queries/policy.ts';
import { personById } from './db/queries/people.ts';
import type { EngineContext, EngineDependencies } from './handlers/context.ts';
import { PART_OF } from './handlers/part-of.ts';
import { type AnyPart, PARTS, type PartName } from './handlers/parts.ts';
import { isProtectedCase } from './handlers/recent.ts';
import { closeCase, openCase } from './handlers/workspace.ts';
import { createJobQueue } from './import/job-queue.ts';
import { AppError } from './lib/errors.ts';
import { openReviewers } from './lib/reviewers.ts';
import { openScratch } from './reading/containers/scratch.ts';
import { actingIn } from './review/acting.ts';
import { CLOCK_CHANGED, watchClock } from './review/clock.ts';
import { appendJournal } from './review/journal.ts';
import { type Find, findIn } from './rpc/find.ts';
import type { RequestContext } from './rpc/serve.ts';
import { createHandOffDesk } from './signing/hand-off-desk.ts';

export interface Engine {
  /** Every method of the contract. What answers it is read when it is first called. */
  readonly handlers: Calls<EngineContract>;
  /** What a method takes and answers, and what answers it; null when there is no method of that name. */
  readonly find: Find;
  /** What the command line needs beyond the contract. */
  readonly context: EngineContext;
  /** Stops a running job, closes the case, and leaves no trace that would reopen it. */
  readonly close: () => Promise<void>;
  /** Opens a case that needs no passphrase; answers its path, and null for one that does. Throws like `openCase`. */
  readonly openPlain: (path: string) => Promise<string | null>;
  /** Opens the case that was open when an earlier engine died; null when it ended in order. */
  readonly resume: () => Promise<string | null>;
  /** Notes in the open case when the clock of the computer was changed; to be called now and then. */
  readonly checkClock: () => void;
}

/** The whole product without a window: one open case at most, handlers for every method of the contract. */
export function createEngine(dependencies: EngineDependencies): Engine {
  mkdirSync(dependencies.dataFolder, { recursive: true });
  const catalogs = createCaseCatalogs(join(dependencies.resourcesFolder, 'catalog'));
  const session: EngineContext['session'] = trackedSession(dependencies.dataFolder);
  const clock = watchClock(dependencies.now, dependencies.uptime ?? (() => uptime() * 1000), (by, expected) => {
    dependencies.log.warn({ by }, 'the clock was changed');
    if (session.current === null || session.current.isArchived) return;
    appendJournal(session.current.db, {
      at: dependencies.now(),
      actor: context.actor(),
      type: CLOCK_CHANGED,
      payload: { by: Math.round(by), expected: new Date(expected).toISOString() },
    });
    context.changed('workspace', 'journal', 'report');
  });
  const jobs = createJobQueue({
    log: dependencies.log,
    onProgress: (progress) => dependencies.emit('job.progress', progress),
    onBusy: (isBusy) => {
      session.isImporting = isBusy;
    },
    onFinished: (finished) => {
      dependencies.emit('job.finished', finished);
      context.changed('workspace', 'imports', 'inventory', 'review', 'journal', 'report');
    },
  });
  const caseWork = createCaseWork((progress) => dependencies.emit('case.progress', progress));
  const scratch = openScratch(join(dependencies.dataFolder, 'scratch'));
  const handOff = createHandOffDesk(() => context.changed('keys'));
  const context: EngineContext = {
    ...dependencies,
    reviewers: openReviewers(dependencies.dataFolder, clock.now, dependencies.log),
    handOff,
    jobs,
    caseWork,
    scratch: scratch.folder,
    deliver: dependencies.deliver ?? handOff.deliver,
    now: clock.now,
    session,
    policy: () => activePolicy(context.open().db),
    catalog: () => (session.current === null ? catalogs.shipped() : catalogs.of(session.current.db)),
    catalogOf: (db) => catalogs.of(db),
    open: () => {
      if (session.current === null) throw new AppError('not-found', 'No case is open. Open or create one first.');
      return session.current;
    },
    changed: (...topics) => dependencies.emit('data.changed', { topics }),
    acting: () => {
      const { db, isArchived } = context.open();
      if (isArchived)
        throw new AppError(
          'conflict',
          'This case is archived, and so read-only. Nothing was recorded. To work on it again, take it out of the archive on the screen Case.',
        );
      assertInPlace(db);
      return actingIn(db, session.person, namedReviewer(context));
    },
    actor: () => {
      const signedIn = session.person === null ? null : personById(context.open().db, session.person);
      return signedIn?.name ?? namedReviewer(context);
    },
  };
  const find = finder(context);
  const openPlain = async (path: string): Promise<string | null> => {
    if (isProtectedCase(context, path)) return null;
    await openCase(context, path);
    return path;
  };
  return {
    context,
    find,
    handlers: callsOf(find),
    checkClock: clock.check,
    close: async () => {
      handOff.cancel();
      await jobs.stop();
      await caseWork.stop();
      await scratch.close();
      closeCase(context);
    },
    openPlain,
    resume: async () => {
      const path = lastSession(dependencies.dataFolder);
      if (path === null || !existsSync(path)) return null;
      // The passphrase was in the memory of the engine that died, and nowhere else.
      if (isProtectedCase(context, path)) session.locked = path;
      return openPlain(path);
    },
  };
}

/** Reads a part once, when it is first asked for one of its methods. */
function finder(context: EngineContext): Find {
  const parts = new Map<PartName, Promise<Find>>();
  const read = async (name: PartName): Promise<Find> => {
    const { contract, handlers }: AnyPart = await PARTS[name](context);
    return findIn(contract, handlers);
  };
  return async (method) => {
    if (!isMethod(method)) return null;
    const name = PART_OF[method];
    const known = parts.get(name) ?? read(name);
    parts.set(name, known);
    return (await known)(method);
  };
}

/** The methods as functions. */
function callsOf(find: Find): Calls<EngineContract> {
  const calls = Object.keys(PART_OF).map((method) => [
    method,
    async (params: unknown, context: RequestContext) => {
      const found = await find(method);
      if (found === null) throw new Error(`no part of the engine has the method ${method}`);
      return found.handle(params, context);
    },
  ]);
  // The keys are those of the contract, and what is found under them takes and answers what the contract says.
  return Object.fromEntries(calls) as Calls<EngineContract>;
}

function isMethod(method: string): method is keyof EngineContract {
  return Object.hasOwn(PART_OF, method);
}

function namedReviewer(context: EngineContext): string {
  const { reviewer } = detailsOf(context.open().db);
  return reviewer === '' ? 'Reviewer (not named)' : reviewer;
}

function sessionFile(dataFolder: string): string {
  return join(dataFolder, 'session.txt');
}

/** While a case is open its path lies beside the data, so that a new engine after a crash knows where to go on. */
function trackedSession(dataFolder: string): EngineContext['session'] {
  let current: EngineContext['session']['current'] = null;
  return {
    isImporting: false,
    person: null,
    locked: null,
    get current() {
      return current;
    },
    set current(value) {
      // Whoever signed in did so in the case that was open, and stays in it while it is opened or kept in another way.
      if (value === null || value.path !== current?.path) this.person = null;
      current = value;
      if (value !== null) notePlace(value.db);
      this.locked = null;
      const file = sessionFile(dataFolder);
      if (value === null) rmSync(file, { force: true });
      else {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, value.path);
      }
    },
  };
}

function lastSession(dataFolder: string): string | null {
  const file = sessionFile(dataFolder);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}
