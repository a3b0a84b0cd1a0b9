import { closeSync, openSync, writeSync } from 'node:fs';
import { isoDate, logAnalyticsTime, MINUTE, WINDOW_END, WINDOW_START } from './clock.ts';
import { csvCell, csvLine } from './csv.ts';
import { createEntraTenant, type EntraConnector, type GraphCall } from './entra-connectors.ts';
import { createEntraHolders } from './entra-grants.ts';
import { createGoogleTenant } from './google-connectors.ts';
import { GRAPH_ACTIVITY_HEADER, openSession } from './graph-activity.ts';
import { createPeople, DOMAIN, type Person } from './people.ts';
import { at, createRandom, type Random } from './random.ts';

const CHUNK_CHARACTERS = 1 << 16;
const OPEN_SESSIONS = 48;
const GAM_CONNECTORS = 200;

/**
 * Writes a Graph activity CSV of exactly `count` calls spread over the window, oldest first. Calls come in bursts: some
 * dozens of sessions are open at any moment, each with its own token, and one of them makes the next call. Memory stays
 * constant; the file is written in chunks.
 */
export function writeGraphActivity(path: string, count: number, seed: number): void {
  const random = createRandom(seed, 'large graph activity');
  const people = createPeople(seed);
  const tenant = createEntraTenant(seed);
  const entries = createEntraHolders(seed, tenant, people).filter((entry) => entry.connector.calls.length > 0);
  const open = (time: number): OpenSession => {
    const { connector, people: holders } = random.pick(entries);
    const person = connector.consent === 'application' ? undefined : random.pick(holders);
    const session = openSession(random, connector, person, time - random.between(1_000, 50 * MINUTE));
    return { connector, left: random.between(4, 80), ...fixedCells(session, tenant.tenantId) };
  };
  const sessions = Array.from({ length: OPEN_SESSIONS }, () => open(WINDOW_START));
  const step = (WINDOW_END - WINDOW_START) / count;
  const clock = createClock();
  const write = createWriter(path);
  write.line(csvLine(GRAPH_ACTIVITY_HEADER), '\r\n');
  for (let index = 0; index < count; index += 1) {
    // Two neighboring calls are at most one step apart, so the order holds whatever the jitter.
    const time = Math.floor(WINDOW_START + (index + random.below(1000) / 1000) * step);
    const which = random.below(OPEN_SESSIONS);
    const session = at(sessions, which);
    const call = at(session.connector.calls, random.below(session.connector.calls.length));
    write.line(callLine(random, session, call, people, time, clock), '\r\n');
    session.left -= 1;
    if (session.left === 0) sessions[which] = open(time);
  }
  write.end();
}

/** Writes a `gam all users print tokens` CSV of exactly `count` rows over 200 connectors; a person holds each connector once. */
export function writeGamTokens(path: string, count: number, seed: number): void {
  const random = createRandom(seed, 'large gam tokens');
  const templates = createGoogleTenant(seed).connectors;
  const connectors = Array.from({ length: GAM_CONNECTORS }, (_, index) => {
    const template = at(templates, index % templates.length);
    const client = `${random.digits(12)}-${random.text(32, 'abcdefghijklmnopqrstuvwxyz0123456789')}.apps.googleusercontent.com`;
    const generation = Math.floor(index / templates.length);
    const name = csvCell(generation === 0 ? template.name : `${template.name} ${generation + 1}`);
    const native = template.clientType === 'WEB' ? 'False' : 'True';
    const head = `${generation === 0 ? template.clientId : client},${name},${template.anonymous ? 'True' : 'False'},${native}`;
    return { head, scopes: template.scopes.join(' ') };
  });
  const write = createWriter(path);
  write.line('user,clientId,displayText,anonymous,nativeApp,userKey,scopes', '\n');
  let written = 0;
  for (let person = 0; written < count; person += 1) {
    const email = `person.${String(person).padStart(6, '0')}@${DOMAIN}`;
    const userKey = `1${random.digits(20)}`;
    const first = random.below(GAM_CONNECTORS);
    const held = Math.min(random.between(5, 60), count - written);
    for (let index = 0; index < held; index += 1) {
      const { head, scopes } = at(connectors, (first + index * 7) % GAM_CONNECTORS);
      write.line(`${email},${head},${userKey},${scopes}`, '\n');
    }
    written += held;
  }
  write.end();
}

interface OpenSession {
  readonly connector: EntraConnector;
  /** Calls until the session ends. */
  left: number;
  readonly beforeRequestId: string;
  readonly beforeDuration: string;
  readonly beforeOperation: string;
  readonly afterStatus: string;
}

/** The cells one session repeats in every row, joined once. */
function fixedCells(session: ReturnType<typeof openSession>, tenantId: string) {
  const { connector, person } = session;
  const token = connector.scopes.filter((scope) => scope !== 'offline_access').join(' ');
  const appOnly = person === undefined;
  return {
    beforeRequestId: `,${tenantId},v1.0,${connector.appId},${appOnly ? '2' : '1'},`,
    beforeDuration: ',,',
    beforeOperation: `,https://sts.windows.net/,${connector.address},${session.region},,`,
    afterStatus: [
      appOnly ? token : '',
      appOnly ? '' : token,
      appOnly ? connector.servicePrincipalId : '',
      session.sessionId,
      session.signInId,
      csvCell(logAnalyticsTime(session.issued)),
      session.tokenId,
      csvCell(connector.userAgent),
      person?.id ?? '',
      appOnly ? '' : 'b79fbf4d-3ef9-4689-8143-76b194e85509',
    ].join(','),
  };
}

function callLine(
  random: Random,
  session: OpenSession,
  call: GraphCall,
  people: readonly Person[],
  time: number,
  clock: Clock,
): string {
  const requestId = random.guid();
  const uri = csvCell(fillPath(random, call.path, people, clock.day(time)));
  const size = call.status === 204 || call.status === 304 ? 0 : random.between(140, 26_000);
  return (
    clock.cell(time) +
    session.beforeRequestId +
    random.guid() +
    session.beforeDuration +
    random.between(180_000, 9_800_000) +
    session.beforeOperation +
    `${requestId},${call.method},${uri},${size},${call.status},` +
    session.afterStatus
  );
}

function fillPath(random: Random, path: string, people: readonly Person[], day: string): string {
  const parts = path.split('{id}');
  let filled = parts[0] ?? '';
  for (let index = 1; index < parts.length; index += 1) {
    filled += (filled.endsWith('/users/') ? random.pick(people).id : random.guid()) + (parts[index] ?? '');
  }
  return `https://graph.microsoft.com${filled.includes('{day}') ? filled.replaceAll('{day}', day) : filled}`;
}

interface Clock {
  /** The quoted `TimeGenerated [UTC]` cell. */
  cell(time: number): string;
  day(time: number): string;
}

/** Formats ever-later times; what a minute and a day share is made once. */
function createClock(): Clock {
  let minute = -1;
  let head = '';
  let tail = '';
  let dayNumber = -1;
  let day = '';
  return {
    cell(time) {
      const current = Math.floor(time / MINUTE);
      if (current !== minute) {
        minute = current;
        const text = logAnalyticsTime(current * MINUTE);
        head = `"${text.slice(0, -9)}`;
        tail = `${text.slice(-3)}"`;
      }
      const millisecond = time - current * MINUTE;
      return head + (millisecond / 1000).toFixed(3).padStart(6, '0') + tail;
    },
    day(time) {
      const current = Math.floor(time / 86_400_000);
      if (current !== dayNumber) {
        dayNumber = current;
        day = isoDate(time);
      }
      return day;
    },
  };
}

function createWriter(path: string) {
  const file = openSync(path, 'w');
  let chunk = '';
  const flush = (): void => {
    const bytes = Buffer.from(chunk, 'utf8');
    for (let offset = 0; offset < bytes.length;) offset += writeSync(file, bytes, offset);
    chunk = '';
  };
  return {
    line(text: string, end: string): void {
      chunk += text + end;
      if (chunk.length >= CHUNK_CHARACTERS) flush();
    },
    end(): void {
      flush();
      closeSync(file);
    },
  };
}
