import { DAY, HOUR, iso, isWorkday, MINUTE, SECOND, WINDOW_DAYS, WINDOW_END, WINDOW_START } from './clock.ts';
import type { GoogleConnector, GoogleTenant } from './google-connectors.ts';
import type { GoogleGrant } from './google-grants.ts';
import { activeIn, type Person } from './people.ts';
import { at, createRandom, type Random } from './random.ts';
import { activityEvent, scopeEvent, type TokenEvent } from './token-event.ts';

/** One item of the Reports API's `token` application: who, when, from where, and one or more events. */
export interface TokenActivity {
  readonly time: number;
  readonly person: Person;
  readonly address: string;
  readonly events: readonly TokenEvent[];
}

/** First moment of the second log file; the day before it ends the overlap with the first. */
const SECOND_FILE_START = Date.UTC(2026, 8, 24);
const FIRST_FILE_END = Date.UTC(2026, 8, 25);
/** Where vendors call from: a documentation range of their own. */
const VENDOR_NETWORK = '203.0.113.';
const ROLLED_OUT_BEFORE = 0;
const RENAMED_ON = Date.UTC(2026, 7, 3);

/** Every token event of the window, newest first as the API returns them. */
export function createTokenActivities(
  seed: number,
  tenant: GoogleTenant,
  grants: readonly GoogleGrant[],
  people: readonly Person[],
): TokenActivity[] {
  const holders = (key: string): Person[] =>
    grants.filter((grant) => grant.connector.key === key).map((grant) => grant.person);
  const ordinary = tenant.connectors.flatMap((connector) => [
    ...newConsents(seed, connector, holders(connector.key)),
    ...sessionsOf(seed, connector, holders(connector.key)),
  ]);
  const outsiders = (key: string, connector: GoogleConnector): Person[] =>
    activeIn(people, connector.departments).filter((person) => !holders(key).includes(person));
  const find = (key: string): GoogleConnector =>
    at(
      tenant.connectors.filter((one) => one.key === key),
      0,
    );
  const story = [
    ...signIns(seed, find('wren'), holders('wren')),
    ...signIns(seed, find('oxbow'), holders('oxbow')),
    ...tokensWithoutUse(seed, find('kestrel'), holders('kestrel')),
    ...useAfterRevocation(find('brindle'), at(outsiders('brindle', find('brindle')), 1)),
    ...plainRevocation(find('thistle'), at(outsiders('thistle', find('thistle')), 0), Date.UTC(2026, 6, 27, 9, 41)),
    ...plainRevocation(
      find('bellwether'),
      at(outsiders('bellwether', find('bellwether')), 3),
      Date.UTC(2026, 8, 10, 15, 2),
    ),
    ...[...holders('petrel'), ...outsiders('petrel', find('petrel')).slice(4, 6)].flatMap((person, index) =>
      plainRevocation(find('petrel'), person, Date.UTC(2026, 6, 8, 8, 30 + index * 7)),
    ),
    ...ghost(seed, tenant.ghost, at(activeIn(people, tenant.ghost.departments), 7)),
    ...askedAndDenied(tenant.requested, at(activeIn(people, tenant.requested.departments), 11)),
  ];
  return [...ordinary, ...story].sort((one, other) => other.time - one.time);
}

/** The API's answer of the first export: one JSON object with all pages' items. */
export function tokenActivityJson(seed: number, tenant: GoogleTenant, activities: readonly TokenActivity[]): string {
  const items = records(seed, tenant, activities).filter((record) => Date.parse(record.id.time) < FIRST_FILE_END);
  const lines = items.map((item) => JSON.stringify(item)).join(',\n');
  return `{"kind":"admin#reports#activities","items":[\n${lines}\n]}\n`;
}

/** The later export, one item per line; its first day is also the last day of the other file. */
export function tokenActivityNdjson(seed: number, tenant: GoogleTenant, activities: readonly TokenActivity[]): string {
  return records(seed, tenant, activities)
    .filter((record) => Date.parse(record.id.time) >= SECOND_FILE_START)
    .map((record) => `${JSON.stringify(record)}\n`)
    .join('');
}

function records(seed: number, tenant: GoogleTenant, activities: readonly TokenActivity[]) {
  const random = createRandom(seed, 'token activity ids');
  return activities.map((activity) => ({
    kind: 'admin#reports#activity',
    id: {
      time: iso(activity.time),
      uniqueQualifier: BigInt.asIntN(64, BigInt(`0x${random.hex(16)}`)).toString(),
      applicationName: 'token',
      customerId: tenant.customerId,
    },
    actor: { email: activity.person.email, profileId: activity.person.googleId },
    ipAddress: activity.address,
    events: activity.events,
  }));
}

/** Up to two people per connector consent during the window; everybody else did before it began. */
function newConsents(seed: number, connector: GoogleConnector, holders: readonly Person[]): TokenActivity[] {
  return newcomers(seed, connector, holders).map(({ person, time }) => ({
    time,
    person,
    address: person.address,
    events: [scopeEvent('authorize', connector)],
  }));
}

function newcomers(seed: number, connector: GoogleConnector, holders: readonly Person[]) {
  const random = createRandom(seed, `google newcomers ${connector.key}`);
  if (connector.key === 'hostile') {
    return holders.map((person, index) => ({ person, time: Date.UTC(2026, 7, 5 + index * 2, 10, 7 + index * 13) }));
  }
  // Taken back by everybody on 8 July, and given again by one of them.
  if (connector.key === 'petrel') return holders.map((person) => ({ person, time: Date.UTC(2026, 7, 18, 9, 26, 11) }));
  if (holders.length < 9 || connector.methods.length === 0) return [];
  return random.sample(holders, 2).map((person, index) => ({
    person,
    time: workingTime(random, random.between(4, 30) + index * 35),
  }));
}

function sessionsOf(seed: number, connector: GoogleConnector, holders: readonly Person[]): TokenActivity[] {
  const random = createRandom(seed, `google sessions ${connector.key}`);
  const since = new Map(newcomers(seed, connector, holders).map(({ person, time }) => [person.email, time]));
  const active = holders.filter((person) => person.status === 'active');
  const count = connector.sessions === 'daily' ? WINDOW_DAYS : connector.sessions;
  let turn = 0;
  return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const day = connector.sessions === 'daily' ? index : Math.floor((index * WINDOW_DAYS) / count);
    const start =
      connector.sessions === 'daily'
        ? WINDOW_START + day * DAY + 3 * HOUR + random.below(HOUR)
        : workingTime(random, day);
    const able = active.filter((person) => (since.get(person.email) ?? ROLLED_OUT_BEFORE) < start);
    if (able.length === 0) return [];
    const person = random.pick(able);
    const address = `${VENDOR_NETWORK}${10 + (connector.clientId.charCodeAt(3) % 40)}`;
    const calls = connector.sessions === 'daily' ? 1 : random.between(1, 3);
    const named =
      connector.key === 'copperline' && start < RENAMED_ON ? { ...connector, name: 'Copperline' } : connector;
    const events = Array.from({ length: calls }, () =>
      activityEvent(named, at(connector.methods, turn++ % connector.methods.length), random),
    );
    return burst(random, start, person, address, events, connector.key === 'copperline');
  });
}

function burst(
  random: Random,
  start: number,
  person: Person,
  address: string,
  events: readonly TokenEvent[],
  together: boolean,
): TokenActivity[] {
  if (together) return [{ time: start, person, address, events }];
  let time = start;
  return events.map((event) => {
    time += random.between(200, 20 * SECOND);
    return { time, person, address, events: [event] };
  });
}

/** Sign-in connectors only ever show new tokens, by a different person every second day. */
function signIns(seed: number, connector: GoogleConnector, holders: readonly Person[]): TokenActivity[] {
  const random = createRandom(seed, `google sign-ins ${connector.key}`);
  const turns = random.sample(holders, 46);
  return turns.map((person, index) => ({
    time: workingTime(random, index * 2),
    person,
    address: person.address,
    events: [scopeEvent('authorize', connector)],
  }));
}

/** A token that is renewed every third day on two machines and never used for anything. */
function tokensWithoutUse(seed: number, connector: GoogleConnector, holders: readonly Person[]): TokenActivity[] {
  const random = createRandom(seed, 'google tokens without use');
  return holders.flatMap((person, which) =>
    Array.from({ length: 30 }, (_, index) => ({
      time: WINDOW_START + (index * 3 + which) * DAY + 2 * HOUR + random.below(20 * MINUTE),
      person,
      address: person.address,
      events: [scopeEvent('authorize', connector)],
    })),
  );
}

/** One person takes the consent back on 19 August; the connector goes on sending mail for that person. */
function useAfterRevocation(connector: GoogleConnector, person: Person): TokenActivity[] {
  const random = createRandom(0, 'use after revocation');
  const call = (time: number, method: string): TokenActivity => ({
    time,
    person,
    address: `${VENDOR_NETWORK}77`,
    events: [activityEvent(connector, method, random)],
  });
  return [
    call(Date.UTC(2026, 7, 12, 9, 30, 4), 'sheets.spreadsheets.values.get'),
    call(Date.UTC(2026, 7, 12, 9, 30, 9), 'gmail.users.messages.send'),
    ...plainRevocation(connector, person, Date.UTC(2026, 7, 19, 14, 5, 31)),
    call(Date.UTC(2026, 7, 23, 6, 12, 40), 'gmail.users.messages.send'),
    call(Date.UTC(2026, 7, 26, 6, 12, 41), 'gmail.users.messages.send'),
    call(Date.UTC(2026, 8, 2, 6, 12, 39), 'gmail.users.messages.send'),
  ];
}

function plainRevocation(connector: GoogleConnector, person: Person, time: number): TokenActivity[] {
  return [{ time, person, address: person.address, events: [scopeEvent('revoke', connector)] }];
}

/** Consent and use are in the log, the grant is in no inventory. */
function ghost(seed: number, connector: GoogleConnector, person: Person): TokenActivity[] {
  const consent = Date.UTC(2026, 6, 20, 11, 20, 15);
  const use = sessionsOf(seed, connector, [person]).filter(
    (activity) => activity.time > consent && activity.time < Date.UTC(2026, 8, 10),
  );
  return [{ time: consent, person, address: person.address, events: [scopeEvent('authorize', connector)] }, ...use];
}

function askedAndDenied(connector: GoogleConnector, person: Person): TokenActivity[] {
  const asked = Date.UTC(2026, 7, 11, 13, 45, 2);
  return [
    { time: asked, person, address: person.address, events: [scopeEvent('request', connector)] },
    { time: asked + 26 * HOUR, person, address: person.address, events: [scopeEvent('deny', connector)] },
  ];
}

function workingTime(random: Random, dayOfWindow: number): number {
  let day = WINDOW_START + Math.min(dayOfWindow, WINDOW_DAYS - 1) * DAY;
  while (!isWorkday(day)) day -= DAY;
  return Math.min(Math.max(day, WINDOW_START) + random.between(7 * HOUR, 17 * HOUR), WINDOW_END - 1);
}
