import type Database from 'better-sqlite3';
import type { EngineEvents, Topic } from '../../../shared/contract/events.ts';
import type { Role } from '../../../shared/contract/people.ts';
import type { CaseWork } from '../cases/case-work.ts';
import type { Catalog } from '../catalog/types.ts';
import type { JobQueue } from '../import/job-queue.ts';
import type { FileRegistry } from '../lib/files.ts';
import type { Log } from '../../common/log.ts';
import type { PrintReport } from '../lib/print.ts';
import type { Reviewers } from '../lib/reviewers.ts';
import type { Policy } from '../rules/policy.ts';
import type { Deliver } from '../signing/hand-off.ts';
import type { HandOffDesk } from '../signing/hand-off-desk.ts';
import type { z } from 'zod';

export type Emit = <E extends keyof EngineEvents>(event: E, payload: z.output<EngineEvents[E]>) => void;

/** What an engine is given by its host. */
export interface EngineDependencies {
  /** The user's data folder: recent cases, sample cases, logs. */
  readonly dataFolder: string;
  /** Catalog, sample exports, fonts. */
  readonly resourcesFolder: string;
  readonly files: FileRegistry;
  readonly log: Log;
  readonly now: () => number;
  /** Milliseconds on a clock that nobody can set and that runs on while the computer sleeps; the system's by default. */
  readonly uptime?: () => number;
  /** null where there is no window system at hand. */
  readonly print: PrintReport | null;
  readonly emit: Emit;
  readonly sqliteBinding?: string;
  /** How what is signed outside gets there and back; by default it waits for the page. */
  readonly deliver?: Deliver;
}

export interface OpenCase {
  readonly db: Database.Database;
  readonly path: string;
  readonly evidenceFolder: string;
  readonly notices: readonly string[];
  /** An archived case is read-only until it is taken into work again. */
  readonly isArchived: boolean;
  /** With which a protected case was opened, for as long as it is open; null for a plain one. Never written anywhere. */
  readonly passphrase: string | null;
  /** When every page of the file was last read. */
  readonly checkedAt: string;
}

/** Who does an act, and what they may do. */
export interface Acting {
  readonly name: string;
  /** Fingerprint of the certificate; null in a case without people. */
  readonly person: string | null;
  readonly roles: readonly Role[];
}

/** What every handler works with. */
export interface EngineContext extends EngineDependencies {
  /** The catalog as the open case sees it: as shipped, with the files and tiers of the case laid over it. */
  readonly catalog: () => Catalog;
  /** The same for a case that is being opened. */
  readonly catalogOf: (db: Database.Database) => Catalog;
  /** The policy in force in the open case. Throws `not-found` when none is open. */
  readonly policy: () => Policy;
  readonly session: {
    current: OpenCase | null;
    isImporting: boolean;
    /** Who signed in with their key, by the fingerprint of its certificate; null before, and in a case without people. */
    person: string | null;
    /** Path of a protected case that was open and waits for its passphrase. */
    locked: string | null;
  };
  /** The open case. Throws `not-found` when none is open. */
  readonly open: () => OpenCase;
  readonly changed: (...topics: Topic[]) => void;
  /** The reviewers of this computer, with their lists and settings. */
  readonly reviewers: Reviewers;
  readonly handOff: HandOffDesk;
  /** Imports, one after the other. */
  readonly jobs: JobQueue;
  /** What is done with the case as a whole, such as a backup. */
  readonly caseWork: CaseWork;
  /** The folder for what is unpacked, made when it is first asked for. */
  readonly scratch: () => Promise<string>;
  readonly deliver: Deliver;
  /**
   * Who acts. In a case with people: who signed in with their key; throws `invalid-request` while nobody did. Otherwise the
   * reviewer named in the case, who may do everything.
   */
  readonly acting: () => Acting;
  /** The name of who acts, for the journal; in a case with people in which nobody signed in, the reviewer named in it. */
  readonly actor: () => string;
}
