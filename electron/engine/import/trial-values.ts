import type { Fact, GrantFact, EventFact } from '../importers/importer.ts';
import { redactSecrets } from '../lib/redact.ts';
import { inspectName } from '../lib/text.ts';

interface Value {
  readonly label: string;
  readonly value: string;
}

/** At most so many scopes are named, the others counted. */
const MOST_SCOPES = 4;
const KINDS: Readonly<Record<GrantFact['kind'], string>> = {
  application: 'the app itself',
  'delegated-tenant': 'everyone in the tenant',
  'delegated-user': 'people whom the record does not name',
};

/** The facts of one record in the words of the screen: app, person, scopes, times. Blank values are left out. */
export function valuesOf(facts: readonly Fact[]): Value[] {
  const values: Value[] = [];
  const add = (label: string, value: string): void => {
    if (value === '' || values.some((one) => one.label === label)) return;
    values.push({ label, value: redactSecrets(inspectName(value).display).text });
  };
  const events = facts.filter((fact) => fact.fact === 'event');
  const grants = facts.filter((fact) => fact.fact === 'grant');
  for (const { client } of [...grants, ...events]) {
    add('App', client.name ?? '');
    if (client.space !== 'name') add('App id', client.id);
  }
  for (const event of events) addEvent(event, add);
  const people = grants.flatMap(({ principal }) => principal ?? []);
  const [grant] = grants;
  if (grant !== undefined) addGrant(grant, people, add);
  for (const fact of facts) {
    if (fact.fact !== 'connector') continue;
    add('Publisher', fact.publisher ?? '');
    if (typeof fact.publisherVerified === 'boolean') add('Verified', fact.publisherVerified ? 'yes' : 'no');
    if (fact.statedUsers !== undefined) add('Users', fact.statedUsers.toLocaleString('en-US'));
  }
  return values;
}

function addGrant(grant: GrantFact, people: readonly string[], add: (label: string, value: string) => void): void {
  add('Granted for', people.length === 0 ? KINDS[grant.kind] : people.slice(0, 3).join(', ') + more(people.length - 3));
  add('Scopes', scopeText(grant.scopes));
  add('Resource', grant.resource?.name ?? '');
  add('Granted', timeText(grant.grantedAt));
  add('Expires', timeText(grant.expiresAt));
  add('Last used', timeText(grant.lastUsedAt));
}

function addEvent(event: EventFact, add: (label: string, value: string) => void): void {
  add('Time', timeText(event.time));
  add('Kind', event.kind === 'authorize' ? 'consent or change' : event.kind);
  add('Person', event.principal ?? '');
  add(
    'Operation',
    event.operation !== undefined && 'name' in event.operation ? event.operation.name : (event.detail ?? ''),
  );
  add('Result', event.result);
  add('Scopes', scopeText(event.scopes ?? []));
  add('Address', event.ip ?? '');
}

function scopeText(scopes: readonly string[]): string {
  return scopes.slice(0, MOST_SCOPES).join(', ') + more(scopes.length - MOST_SCOPES);
}

function more(count: number): string {
  return count > 0 ? ` and ${count} more` : '';
}

function timeText(time: number | undefined): string {
  return time === undefined ? '' : `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
