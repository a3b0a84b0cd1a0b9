import { DAY, isoDate, MINUTE, WINDOW_END, WINDOW_START } from './clock.ts';
import { createEntraTenant, type EntraConnector } from './entra-connectors.ts';
import { ENTRA_STORY } from './entra-story.ts';
import { createEntraHolders } from './entra-grants.ts';
import { openSession } from './graph-activity.ts';
import { type GraphLayout, type SessionLine, wholeExport } from './large-layouts.ts';
import { createWriter } from './large-writer.ts';
import { createPeople, createServiceAccount, type Person } from './people.ts';
import { at, createRandom, type Random } from './random.ts';

const OPEN_SESSIONS = 48;

/**
 * Writes a Graph activity log of exactly `count` calls spread over the window, oldest first. Calls come in bursts: some
 * dozens of sessions are open at any moment, each with its own token, and one of them makes the next call. Memory stays
 * constant; the file is written in chunks. `layout` is the portal's whole export, what a query projects, or JSON.
 */
export function writeGraphActivity(path: string, count: number, seed: number, layout: GraphLayout = wholeExport): void {
  const random = createRandom(seed, 'large graph activity');
  const people = createPeople(seed);
  const tenant = createEntraTenant(seed);
  // What came to the sample later is left out: files of one seed stay as they were, and measurements comparable.
  const measured = { ...tenant, connectors: tenant.connectors.slice(0, ENTRA_STORY.length) };
  const entries = createEntraHolders(seed, measured, people, createServiceAccount(seed)).filter(
    (entry) => entry.connector.calls.length > 0,
  );
  const format = layout.line(tenant.tenantId);
  const open = (time: number): OpenSession => {
    const { connector, people: holders } = random.pick(entries);
    const person = connector.consent === 'application' ? undefined : random.pick(holders);
    const session = openSession(random, connector, person, time - random.between(1_000, 50 * MINUTE));
    return { connector, left: random.between(4, 80), line: format(session) };
  };
  const sessions = Array.from({ length: OPEN_SESSIONS }, () => open(WINDOW_START));
  const step = (WINDOW_END - WINDOW_START) / count;
  const dayOf = createDayFormat();
  const write = createWriter(path);
  write.line(layout.before, '');
  for (let index = 0; index < count; index += 1) {
    // Two neighboring calls are at most one step apart, so the order holds whatever the jitter.
    const time = Math.floor(WINDOW_START + (index + random.below(1000) / 1000) * step);
    const which = random.below(OPEN_SESSIONS);
    const session = at(sessions, which);
    const call = at(session.connector.calls, random.below(session.connector.calls.length));
    const requestId = random.guid();
    const uri = fillPath(random, call.path, people, dayOf(time));
    const size = call.status === 204 || call.status === 304 ? 0 : random.between(140, 26_000);
    const end = index < count - 1 ? layout.between : layout.after;
    write.line(session.line(random, call, { time, requestId, uri, size }), end);
    session.left -= 1;
    if (session.left === 0) sessions[which] = open(time);
  }
  write.end();
}

interface OpenSession {
  readonly connector: EntraConnector;
  /** Calls until the session ends. */
  left: number;
  readonly line: SessionLine;
}

function fillPath(random: Random, path: string, people: readonly Person[], day: string): string {
  const parts = path.split('{id}');
  let filled = parts[0] ?? '';
  for (let index = 1; index < parts.length; index += 1) {
    filled += (filled.endsWith('/users/') ? random.pick(people).id : random.guid()) + (parts[index] ?? '');
  }
  return `https://graph.microsoft.com${filled.includes('{day}') ? filled.replaceAll('{day}', day) : filled}`;
}

/** Dates of ever-later times, made once a day. */
function createDayFormat(): (time: number) => string {
  let dayNumber = -1;
  let day = '';
  return (time) => {
    const current = Math.floor(time / DAY);
    if (current !== dayNumber) {
      dayNumber = current;
      day = isoDate(time);
    }
    return day;
  };
}
