import { csvLine } from './csv.ts';
import { createWriter } from './large-writer.ts';
import { at, createRandom } from './random.ts';

const DOMAIN = 'population.example';
const PEOPLE = 400;
/** Of each hundred connectors so many have an owner on record: names with an owner are compared with all others. */
const OWNED_PERCENT = 1;
/** So many apps in a row come from one vendor, and share its name. */
const APPS_OF_VENDOR = 8;
const SCOPES = [
  'openid',
  'https://www.googleapis.com/auth/userinfo.email openid',
  'https://www.googleapis.com/auth/calendar.readonly',
  'https://www.googleapis.com/auth/gmail.readonly',
  'https://www.googleapis.com/auth/gmail.send https://www.googleapis.com/auth/contacts.readonly',
  'https://www.googleapis.com/auth/drive',
  'https://www.googleapis.com/auth/drive.file',
  'https://mail.google.com/ https://www.googleapis.com/auth/admin.directory.user',
  'https://www.googleapis.com/auth/tasks.unlisted-example',
] as const;

/** Where the files of a large population lie. */
export interface PopulationFiles {
  readonly grants: string;
  readonly people: string;
  readonly owners: string;
}

/**
 * Writes a GAM export of `items` connectors, each with one consent or two, a register of people and one of owners: a
 * review of exactly so many items, of all tiers, with and without findings.
 */
export function writePopulation(files: PopulationFiles, items: number, seed: number): void {
  const random = createRandom(seed, 'large population');
  const people = Array.from({ length: PEOPLE }, (_, index) => ({
    email: `person.${String(index).padStart(4, '0')}@${DOMAIN}`,
    userKey: `1${random.digits(20)}`,
  }));
  const register = createWriter(files.people);
  register.line('person_id,email,display_name,department,status,manager_email,left_on', '\n');
  for (const [index, { email, userKey }] of people.entries())
    register.line(
      csvLine([
        userKey,
        email,
        `Person ${index}`,
        `Department ${index % 12}`,
        'active',
        at(people, index % 9).email,
        '',
      ]),
      '\n',
    );
  register.end();
  const grants = createWriter(files.grants);
  const owners = createWriter(files.owners);
  grants.line('user,clientId,displayText,anonymous,nativeApp,userKey,scopes', '\n');
  owners.line('platform,connector_id,owner_email,role,since,purpose', '\n');
  for (let index = 0; index < items; index += 1) {
    const clientId = `${random.digits(12)}-${random.text(32, 'abcdefghijklmnopqrstuvwxyz0123456789')}.apps.googleusercontent.com`;
    const name = `Vendor ${Math.floor(index / APPS_OF_VENDOR)} app ${index % APPS_OF_VENDOR}`;
    const scopes = random.pick(SCOPES);
    for (const { email, userKey } of random.sample(people.slice(0, 40), random.between(1, 2)))
      grants.line(csvLine([email, clientId, name, 'False', 'False', userKey, scopes]), '\n');
    if (random.below(100) < OWNED_PERCENT)
      owners.line(csvLine(['google', clientId, random.pick(people).email, 'business', '2025-03-01', 'Booking']), '\n');
  }
  grants.end();
  owners.end();
}
