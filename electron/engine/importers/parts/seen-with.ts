import type { EventFact, Flow } from '../importer.ts';
import { isPlaceholder } from './placeholders.ts';

/** Facts about how something was done, as a record writes them; '' or absent where it says nothing. */
interface Written {
  readonly agent?: string;
  readonly country?: string;
  readonly network?: string;
  readonly flow?: Flow | null;
  readonly credential?: string;
}

export type SeenWith = Pick<EventFact, 'userAgent' | 'country' | 'network' | 'flow' | 'credentialId'>;

/** From where and with what something was done, without what the record leaves blank. */
export function seenWith({ agent = '', country = '', network = '', flow, credential = '' }: Written): SeenWith {
  const userAgent = agentOf(agent);
  const code = countryCode(country);
  const system = networkOf(network);
  return {
    ...(userAgent === '' ? {} : { userAgent }),
    ...(code === '' ? {} : { country: code }),
    ...(system === '' ? {} : { network: system }),
    ...(flow === undefined || flow === null ? {} : { flow }),
    ...(isPlaceholder(credential) ? {} : { credentialId: credential }),
  };
}

/** Some logs quote the user agent once more, and some write a number of a list of their own in its place. */
function agentOf(text: string): string {
  const agent = text.trim().replace(/^"(.*)"$/s, '$1');
  return isPlaceholder(agent) || /^\d+$/.test(agent) ? '' : agent;
}

/** A two-letter code (ISO 3166-1) in upper case; '' for names of countries and for codes that stand for none. */
function countryCode(text: string): string {
  const code = text.trim().toUpperCase();
  return /^[A-Z]{2}$/.test(code) && code !== 'XX' && code !== 'ZZ' ? code : '';
}

/** The number of an autonomous system (`AS15169`, `15169`, the first of a list), or its name where there is no number. */
function networkOf(text: string): string {
  const network = text.trim();
  const number = /^\[?(?:AS ?)?(\d{1,10})(?=$|[\s,\]])/i.exec(network)?.[1];
  if (number !== undefined) return Number(number) === 0 ? '' : String(Number(number));
  return isPlaceholder(network) ? '' : network;
}

/** Grant types of OAuth 2.0 and its extensions. */
const GRANT_TYPES: ReadonlyMap<string, Flow> = new Map([
  ['authorization_code', 'authorization-code'],
  ['implicit', 'implicit'],
  ['password', 'password'],
  ['client_credentials', 'client-credentials'],
  ['refresh_token', 'refresh-token'],
  ['device_code', 'device-code'],
  ['jwt-bearer', 'jwt-bearer'],
  ['saml2-bearer', 'saml'],
]);

/** The flow of a grant type, short or as a URN; null for any other. */
export function flowOfGrantType(text: string): Flow | null {
  const type = text
    .trim()
    .toLowerCase()
    .replace(/^urn:ietf:params:oauth:grant-type:/, '');
  return GRANT_TYPES.get(type) ?? null;
}
