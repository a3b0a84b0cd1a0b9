import type { GrantKind, Platform } from '../../../shared/domain/vocabulary.ts';
import type { EventFact, Fact, GrantFact } from '../importers/importer.ts';
import type { Dictionary } from './dictionary.ts';
import type { EventTrait } from './trait-rollup.ts';

export interface ImportTarget {
  readonly importId: number;
  readonly platform: Platform;
  /** Prefix of event keys: the same event exported twice, in whatever format, has one key. */
  readonly keyFamily: string;
  /** Belongs to the case; see `keyHasher`. */
  readonly seed: number;
  readonly asOf: number;
  /** Grade of the log the file belongs to; null when it is none. */
  readonly logGrade: 'Q1' | 'Q2' | null;
  readonly firstEvent: number;
  readonly firstLifecycle: number;
  readonly firstGrant: number;
}

/** The hot path of event logs. */
export interface EventSink {
  readonly dictionary: Dictionary;
  /** All ids resolved; `key` and `keyTail` are unique in the log's family. False when it was known already. */
  writeEvent(
    line: number,
    time: number,
    client: number,
    principal: number,
    operation: number,
    result: number,
    bytes: number,
    ip: number | null,
    agent: number | null,
    key: string,
    keyTail: number,
  ): boolean;
}

/** What a bulk row of a grant list says besides the person, ready to be written. */
export interface HotGrant {
  readonly is: 'grant';
  readonly kind: GrantKind;
  readonly client: number;
  readonly resource: number;
  readonly scopeSet: number;
  /** The key of the grant before and behind the person. */
  readonly before: string;
  readonly after: string;
}

/** What a bulk row of a log says besides person, time, address and size, ready to be written. */
export interface HotUse {
  readonly is: 'use';
  readonly kind: number;
  readonly client: number;
  readonly operation: number;
  readonly result: number;
  readonly seenWith: readonly EventTrait[];
  /** What follows the event id in the key. */
  readonly after: string;
}

/** The hot paths of large files. Each write says false when the fact was known already, and changes nothing then. */
export interface HotSink {
  hotGrant(fact: GrantFact): HotGrant;
  /** Null when it is no use, issue or refresh of a token. */
  hotUse(fact: EventFact): HotUse | null;
  writeHotGrant(line: number, grant: HotGrant, principal: number): boolean;
  writeHotUse(
    line: number,
    time: number,
    use: HotUse,
    principal: number,
    bytes: number,
    ip: number | null,
    eventId: string,
  ): boolean;
  /** As `writeEvent`, the key in bytes of one character each. */
  writeHotEvent(
    line: number,
    time: number,
    client: number,
    principal: number,
    operation: number,
    result: number,
    bytes: number,
    ip: number | null,
    agent: number | null,
    keyBytes: Uint8Array,
    keyFrom: number,
    keyLength: number,
    keyTail: number,
  ): boolean;
}

/** Writes the facts of one import and keeps what is needed to recognize repeats. The caller owns the transaction. */
export interface FactWriter extends EventSink, HotSink {
  /** False when every fact of the record was known already: the record is a duplicate. */
  write(facts: readonly Fact[], line: number): boolean;
  /** Notes that the log holds a record of that day, though it says nothing about grants. */
  coverDay(time: number): void;
  /** Writes what is still in memory at the end of a chunk. */
  flush(): void;
  /** Writes the roll-ups and day counts; call once, at the end. */
  finish(): ImportCounts;
}

export interface ImportCounts {
  readonly connectors: number;
  readonly grants: number;
  readonly events: number;
  /** Records that name no app. */
  readonly unattributed: number;
  /** Records written by `write`, by what they are mainly about. */
  readonly grantRecords: number;
  readonly eventRecords: number;
  readonly otherRecords: number;
  readonly firstTime: number | null;
  readonly lastTime: number | null;
  /** Events later than the stated as-of time. */
  readonly late: number;
}
