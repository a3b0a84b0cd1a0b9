import { csvText } from './csv.ts';
import type { GoogleConnector, GoogleTenant } from './google-connectors.ts';
import { activeIn, type Person } from './people.ts';
import { at, createRandom } from './random.ts';

/** One person's consent to one connector, as the inventory shows it. */
export interface GoogleGrant {
  readonly connector: GoogleConnector;
  readonly person: Person;
}

/** Who holds which grant when the inventory is taken. Two people who have left still hold the whiteboard's. */
export function createGoogleGrants(
  seed: number,
  tenant: GoogleTenant,
  people: readonly Person[],
  serviceAccount: Person,
): GoogleGrant[] {
  return tenant.connectors.flatMap((connector) => {
    if (connector.heldBy === 'service-account') return [{ connector, person: serviceAccount }];
    const random = createRandom(seed, `google holders ${connector.key}`);
    const candidates = activeIn(people, connector.departments);
    const stillThere =
      connector.key === 'orrery' ? people.filter((person) => person.status === 'left').slice(0, 2) : [];
    const holders = [...random.sample(candidates, connector.holders - stillThere.length), ...stillThere];
    return holders.map((person) => ({ connector, person }));
  });
}

/** `gam all users print tokens`: one row per person and connector, scopes joined by a space. */
export function gamTokensCsv(grants: readonly GoogleGrant[]): string {
  const rows = [...grants]
    .sort((one, other) => compare(one.person.email, other.person.email))
    .map(({ connector, person }) => [
      person.email,
      connector.clientId,
      connector.name,
      pythonBoolean(connector.anonymous),
      pythonBoolean(connector.clientType !== 'WEB'),
      person.googleId,
      connector.scopes.join(' '),
    ]);
  return csvText(['user', 'clientId', 'displayText', 'anonymous', 'nativeApp', 'userKey', 'scopes'], rows);
}

/** `tokens.list` of a few people: grants the CSV also holds, so that an importer has duplicates to tell. */
export function tokensListJson(grants: readonly GoogleGrant[]): string {
  const chosen = ['cadenza', 'brindle', 'murmur'].map(
    (key) =>
      at(
        grants.filter((grant) => grant.connector.key === key),
        0,
      ).person.email,
  );
  const items = grants
    .filter((grant) => chosen.includes(grant.person.email))
    .map(({ connector, person }) => ({
      kind: 'admin#directory#token',
      clientId: connector.clientId,
      displayText: connector.name,
      anonymous: connector.anonymous,
      nativeApp: connector.clientType !== 'WEB',
      userKey: person.googleId,
      scopes: connector.scopes,
    }));
  return `${JSON.stringify({ kind: 'admin#directory#tokenList', items }, undefined, 2)}\n`;
}

function pythonBoolean(value: boolean): string {
  return value ? 'True' : 'False';
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
