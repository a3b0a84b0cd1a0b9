import { isoDate } from './clock.ts';
import { csvText } from './csv.ts';
import type { Ownership } from './ownership.ts';
import { leadOf, type Person } from './people.ts';
import { at, createRandom } from './random.ts';
import type { Tenants } from './review-registers.ts';

/** The personnel register: everybody, with the directory's object id as `person_id`. */
export function peopleCsv(people: readonly Person[]): string {
  const rows = people.map((person) => [
    person.id,
    person.email,
    person.name,
    person.department,
    person.status,
    person.managerEmail,
    person.leftOn === undefined ? '' : isoDate(person.leftOn),
  ]);
  return csvText(['person_id', 'email', 'display_name', 'department', 'status', 'manager_email', 'left_on'], rows);
}

/** The register of owners. Connectors without an entry have no owner of record. */
export function ownersCsv(seed: number, { google, entra, others }: Tenants, people: readonly Person[]): string {
  const random = createRandom(seed, 'owners');
  const row = (platform: string, id: string, ownership: Ownership): string[] => [
    platform,
    id,
    ownerOf(ownership, people).email,
    ownership.role,
    isoDate(Date.UTC(2024, 0, 15) + random.below(500) * 86_400_000),
    ownership.purpose,
  ];
  const rows = [
    ...google.connectors.flatMap(({ clientId, ownership }) => (ownership ? [row('google', clientId, ownership)] : [])),
    ...entra.connectors.flatMap(({ appId, ownership }) => (ownership ? [row('entra', appId, ownership)] : [])),
    ...others.connectors.map(({ platform, id, ownership }) => row(platform, id, ownership)),
  ];
  return csvText(['platform', 'connector_id', 'owner_email', 'role', 'since', 'purpose'], rows);
}

function ownerOf(ownership: Ownership, people: readonly Person[]): Person {
  if (!ownership.ownerLeft) return leadOf(people, ownership.department);
  return at(
    people.filter((person) => person.status === 'left'),
    2,
  );
}
