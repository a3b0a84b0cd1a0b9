import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { dirname, join } from 'node:path';
import type { EngineContract } from '../../shared/contract/engine.ts';
import type { Handlers } from '../../shared/contract/rpc.ts';
import { assertInPlace, notePlace } from './cases/place.ts';
import { createCaseCatalogs } from './catalog/case-catalog.ts';
import { baselineHandlers } from './handlers/baseline.ts';
import { campaignHandlers } from './handlers/campaign.ts';
import { withCanaries } from './handlers/canaries.ts';
import { caseLifeHandlers } from './handlers/case-life.ts';
import { catalogHandlers } from './handlers/catalog.ts';
import { activePolicy } from './db/queries/policy.ts';
import { personById } from './db/queries/people.ts';
import { collectHandlers } from './handlers/collect.ts';
import type { EngineContext, EngineDependencies } from './handlers/context.ts';
import { diagnosticsHandlers } from './handlers/diagnostics.ts';
import { drillHandlers } from './handlers/drill.ts';
import { evidenceHandlers } from './handlers/evidence.ts';
import { exchangeHandlers } from './handlers/exchange.ts';
import { findingsHandlers } from './handlers/findings.ts';
import { helpHandlers } from './handlers/help.ts';
import { importHandlers } from './handlers/imports.ts';
import { inventoryHandlers } from './handlers/inventory.ts';
import { journalHandlers } from './handlers/journal.ts';
import { keysHandlers } from './handlers/keys.ts';
import { createHandOffDesk } from './signing/hand-off-desk.ts';
import { peopleHandlers } from './handlers/people.ts';
import { namedOwnerHandlers } from './handlers/named-owner.ts';
import { ownersHandlers } from './handlers/owners.ts';
import { policyHandlers } from './handlers/policy.ts';
import { protectionHandlers } from './handlers/protection.ts';
import { qualityHandlers } from './handlers/quality.ts';
import { reductionHandlers } from './handlers/reduction.ts';
import { remediationHandlers } from './handlers/remediation.ts';
import { reperformHandlers } from './handlers/reperform.ts';
import { reportHandlers } from './handlers/report.ts';
import { trustedHandlers } from './handlers/trusted.ts';
import { timestampsHandlers } from './handlers/timestamps.ts';
import { batchHandlers } from './handlers/batch.ts';
import { reviewersHandlers } from './handlers/reviewers.ts';
import { reviewHandlers } from './handlers/review.ts';
import { isProtectedCase } from './handlers/recent.ts';
import { closeCase, detailsOf, openCase, workspaceHandlers } from './handlers/workspace.ts';
import { AppError } from './lib/errors.ts';
import { openReviewers } from './lib/reviewers.ts';
import { actingIn } from './review/acting.ts';
import { CLOCK_CHANGED, watchClock } from './review/clock.ts';
import { appendJournal } from './review/journal.ts';

export interface Engine {
  readonly handlers: Handlers<EngineContract, unknown>;
  /** What the command line needs beyond the contract. */
  readonly context: EngineContext;
  /** Stops a running job, closes the case, and leaves no trace that would reopen it. */
  readonly close: () => Promise<void>;
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
  const handOff = createHandOffDesk(() => context.changed('keys'));
  const context: EngineContext = {
    ...dependencies,
    reviewers: openReviewers(dependencies.dataFolder, clock.now, dependencies.log),
    handOff,
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
  const imports = importHandlers(context);
  const caseLife = caseLifeHandlers(context);
  return {
    context,
    handlers: {
      ...workspaceHandlers(context, imports.importSample),
      ...protectionHandlers(context),
      ...imports.handlers,
      ...caseLife.handlers,
      ...evidenceHandlers(context),
      ...exchangeHandlers(context),
      ...findingsHandlers(context),
      ...drillHandlers(context),
      ...inventoryHandlers(context),
      ...batchHandlers(context),
      ...reportHandlers(context),
      ...reperformHandlers(context),
      ...trustedHandlers(context),
      ...timestampsHandlers(context),
      ...keysHandlers(context),
      ...reviewersHandlers(context),
      ...collectHandlers(context),
      ...helpHandlers(context),
      ...diagnosticsHandlers(context),
      ...catalogHandlers(context),
      ...policyHandlers(context),
      ...peopleHandlers(context),
      ...journalHandlers(context),
      ...namedOwnerHandlers(context),
      ...ownersHandlers(context),
      ...campaignHandlers(context),
      ...withCanaries(context, {
        ...reviewHandlers(context),
        ...reductionHandlers(context),
        ...baselineHandlers(context),
        ...remediationHandlers(context),
      }),
      ...qualityHandlers(context),
    },
    checkClock: clock.check,
    close: async () => {
      handOff.cancel();
      await imports.stop();
      await caseLife.stop();
      closeCase(context);
    },
    resume: async () => {
      const path = lastSession(dependencies.dataFolder);
      if (path === null || !existsSync(path)) return null;
      if (isProtectedCase(context, path)) {
        // The passphrase was in the memory of the engine that died, and nowhere else.
        session.locked = path;
        return null;
      }
      await openCase(context, path);
      return path;
    },
  };
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
    caseWork: null,
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
