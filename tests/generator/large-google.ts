import { iso, WINDOW_END, WINDOW_START } from './clock.ts';
import { csvCell, csvLine } from './csv.ts';
import { createGoogleTenant } from './google-connectors.ts';
import { GOOGLE_STORY } from './google-story.ts';
import { createWriter } from './large-writer.ts';
import { DOMAIN } from './people.ts';
import { at, createRandom } from './random.ts';

const CONNECTORS = 200;
const OPEN_SESSIONS = 48;
/** One act in so many is a consent or a revocation, not a call. */
const CALLS_PER_CONSENT = 60;

export interface GamSize {
  /** Connectors of the tenant (200). */
  readonly connectors?: number;
  /** How many connectors one person has consented to, at least and at most (5 to 60). */
  readonly heldByOne?: readonly [number, number];
}

/** Writes a `gam all users print tokens` CSV of exactly `count` rows; a person holds each connector once. */
export function writeGamTokens(path: string, count: number, seed: number, size: GamSize = {}): void {
  const { connectors: most = CONNECTORS, heldByOne: [least, greatest] = [5, 60] } = size;
  const random = createRandom(seed, 'large gam tokens');
  const connectors = manyConnectors(seed, most).map((connector) => {
    const native = connector.clientType === 'WEB' ? 'False' : 'True';
    const head = `${connector.clientId},${csvCell(connector.name)},${connector.anonymous ? 'True' : 'False'},${native}`;
    return { head, scopes: connector.scopes.join(' ') };
  });
  const write = createWriter(path);
  write.line('user,clientId,displayText,anonymous,nativeApp,userKey,scopes', '\n');
  let written = 0;
  for (let person = 0; written < count; person += 1) {
    const email = `person.${String(person).padStart(6, '0')}@${DOMAIN}`;
    const userKey = `1${random.digits(20)}`;
    const first = random.below(most);
    const held = Math.min(random.between(least, greatest), count - written);
    for (let index = 0; index < held; index += 1) {
      const { head, scopes } = at(connectors, (first + index * 7) % most);
      write.line(`${email},${head},${userKey},${scopes}`, '\n');
    }
    written += held;
  }
  write.end();
}

const TOKEN_HEADER = [
  'name',
  'actor.email',
  'actor.profileId',
  'actor.callerType',
  'id.time',
  'id.uniqueQualifier',
  'id.applicationName',
  'id.customerId',
  'ipAddress',
  'networkInfo.regionCode',
  'type',
  'client_id',
  'app_name',
  'client_type',
  'scope',
  'scope_data',
  'product_bucket',
  'api_name',
  'method_name',
  'num_response_bytes',
] as const;

/**
 * Writes GAM's `report token` CSV of exactly `count` acts spread over the window, oldest first: calls in bursts, and now
 * and then a consent or a revocation with all its scopes and their JSON. Twenty columns, about 340 bytes a row. `most` is
 * the number of connectors of the tenant.
 */
export function writeTokenActivity(path: string, count: number, seed: number, most = CONNECTORS): void {
  const random = createRandom(seed, 'large token activity');
  const { customerId } = createGoogleTenant(seed);
  const connectors = manyConnectors(seed, most)
    .filter((connector) => connector.methods.length > 0)
    .map((connector) => ({ ...connector, scopeData: csvCell(scopeData(connector.scopes)) }));
  const people = Array.from({ length: 5000 }, (_, index) => ({
    email: `person.${String(index).padStart(6, '0')}@${DOMAIN}`,
    profileId: `1${random.digits(20)}`,
    address: `198.51.${100 + (index % 2)}.${index % 256}`,
  }));
  const open = () => {
    const person = random.pick(people);
    const connector = random.pick(connectors);
    const client = `${connector.clientId},${csvCell(connector.name)},${connector.clientType}`;
    return {
      connector,
      left: random.between(4, 80),
      actor: `,${person.email},${person.profileId},USER,`,
      afterQualifier: `,token,${customerId},${person.address},GB,auth,${client},`,
    };
  };
  const sessions = Array.from({ length: OPEN_SESSIONS }, open);
  const step = (WINDOW_END - WINDOW_START) / count;
  const write = createWriter(path);
  write.line(csvLine(TOKEN_HEADER), '\n');
  for (let index = 0; index < count; index += 1) {
    const time = Math.floor(WINDOW_START + (index + random.below(1000) / 1000) * step);
    const which = random.below(OPEN_SESSIONS);
    const session = at(sessions, which);
    const { connector } = session;
    const isConsent = random.below(CALLS_PER_CONSENT) === 0;
    const name = isConsent ? (random.chance(0.9) ? 'authorize' : 'revoke') : 'activity';
    const method = random.pick(connector.methods);
    const what = isConsent
      ? `${connector.scopes.join(' ')},${connector.scopeData},IDENTITY,,,`
      : `,,IDENTITY,${apiOf(method)},${method},${random.between(120, 48_000)}`;
    const qualifier = `${random.chance(0.5) ? '-' : ''}${random.digits(18)}`;
    write.line(`${name}${session.actor}${iso(time)},${qualifier}${session.afterQualifier}${what}`, '\n');
    session.left -= 1;
    if (session.left === 0) sessions[which] = open();
  }
  write.end();
}

/** The story's connectors again and again, each time with client ids and names of their own: the same in every file. */
function manyConnectors(seed: number, count: number) {
  const random = createRandom(seed, 'large google connectors');
  // What came to the sample later is left out: files of one seed stay as they were.
  const templates = createGoogleTenant(seed).connectors.slice(0, GOOGLE_STORY.length);
  return Array.from({ length: count }, (_, index) => {
    const template = at(templates, index % templates.length);
    const clientId = `${random.digits(12)}-${random.text(32, 'abcdefghijklmnopqrstuvwxyz0123456789')}.apps.googleusercontent.com`;
    const generation = Math.floor(index / templates.length);
    return generation === 0 ? template : { ...template, clientId, name: `${template.name} ${generation + 1}` };
  });
}

function scopeData(scopes: readonly string[]): string {
  return JSON.stringify(scopes.map((scope) => ({ scope_name: scope, product_bucket: ['IDENTITY'] })));
}

function apiOf(method: string): string {
  return /^(directory|reports)\./.test(method) ? 'admin' : (method.split('.')[0] ?? method);
}
