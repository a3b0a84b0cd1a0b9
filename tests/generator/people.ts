import { DAY, WINDOW_START } from './clock.ts';
import { FAMILY_NAMES, GIVEN_NAMES } from './names.ts';
import { at, createRandom } from './random.ts';

/** Mail and sign-in domain of the invented company, reserved for examples. */
export const DOMAIN = 'tarnbrook.example';

export const DEPARTMENTS = [
  'Sales',
  'Customer Care',
  'Engineering',
  'Optics Research',
  'Finance',
  'People',
  'Legal',
  'Marketing',
  'Facilities',
  'IT',
  'Production',
] as const;

const SHARES = [60, 50, 70, 40, 24, 16, 10, 30, 14, 24, 62] as const;
const LEFT = 14;
const DISABLED = 5;

export type Department = (typeof DEPARTMENTS)[number];

export interface Person {
  /** Object id in the directory; grants and activity logs name people by it. */
  readonly id: string;
  /** Google's numeric user id, 21 digits. */
  readonly googleId: string;
  readonly email: string;
  readonly name: string;
  readonly department: Department;
  readonly managerEmail: string;
  readonly status: 'active' | 'left' | 'disabled';
  /** Milliseconds; only people who left have it. */
  readonly leftOn: number | undefined;
  /** Where this person works from; every person has an address of their own, documentation ranges only. */
  readonly address: string;
}

/** The 400 people of the company, department by department; the first of each department leads it and is active. */
export function createPeople(seed: number): Person[] {
  const random = createRandom(seed, 'people');
  const departments = DEPARTMENTS.flatMap((department, index) =>
    Array.from({ length: at(SHARES, index) }, () => department),
  );
  const names = uniqueNames(departments.length, random.sample(pairs(), departments.length));
  const gone = new Set(random.sample(followers(departments), LEFT + DISABLED));
  const left = new Set([...gone].slice(0, LEFT));
  return departments.map((department, index) => {
    const { name, email } = at(names, index);
    const lead = departments.indexOf(department);
    return {
      id: random.guid(),
      googleId: `1${random.digits(20)}`,
      email,
      name,
      department,
      managerEmail: index === lead ? at(names, 0).email : at(names, lead).email,
      status: left.has(index) ? 'left' : gone.has(index) ? 'disabled' : 'active',
      leftOn: left.has(index) ? WINDOW_START + random.between(-120, 75) * DAY : undefined,
      address: index < 250 ? `198.51.100.${index + 1}` : `192.0.2.${index - 249}`,
    };
  });
}

/** The account that automations of the company use: nobody's, and in no register of people. */
export function createServiceAccount(seed: number): Person {
  const random = createRandom(seed, 'service account');
  return {
    id: random.guid(),
    googleId: `1${random.digits(20)}`,
    email: `svc-workflow@${DOMAIN}`,
    name: 'Workflow service',
    department: 'IT',
    managerEmail: '',
    status: 'active',
    leftOn: undefined,
    address: '198.51.100.254',
  };
}

/** Active members of the departments, in register order. */
export function activeIn(people: readonly Person[], departments: readonly Department[]): Person[] {
  return people.filter((person) => person.status === 'active' && departments.includes(person.department));
}

/** The active person who leads a department. */
export function leadOf(people: readonly Person[], department: Department): Person {
  return at(activeIn(people, [department]), 0);
}

function pairs(): (readonly [number, number])[] {
  return GIVEN_NAMES.flatMap((_, given) => FAMILY_NAMES.map((__, family) => [given, family] as const));
}

function followers(departments: readonly Department[]): number[] {
  return departments
    .map((_, index) => index)
    .filter((index) => departments.indexOf(at(departments, index)) < index - 2);
}

function uniqueNames(count: number, order: readonly (readonly [number, number])[]): { name: string; email: string }[] {
  return order.slice(0, count).map(([given, family]) => {
    const [first, firstAddress] = at(GIVEN_NAMES, given);
    const [last, lastAddress] = at(FAMILY_NAMES, family);
    return {
      name: `${first} ${last}`,
      email: `${firstAddress ?? folded(first)}.${lastAddress ?? folded(last)}@${DOMAIN}`,
    };
  });
}

function folded(name: string): string {
  return name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(' ', '.');
}
