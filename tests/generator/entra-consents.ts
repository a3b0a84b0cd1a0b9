import { DAY, HOUR, WINDOW_START } from './clock.ts';
import type { EntraConnector } from './entra-connectors.ts';
import type { EntraHolders } from './entra-grants.ts';
import type { Person } from './people.ts';
import { at, createRandom } from './random.ts';

/** A person's own consent during the window. */
export interface EntraConsentEvent {
  readonly connector: EntraConnector;
  readonly person: Person;
  readonly time: number;
}

/** Consents by single people in the window: all nine of the look-alike, and one for each larger connector, days apart. */
export function consentsInWindow(seed: number, holders: readonly EntraHolders[]): EntraConsentEvent[] {
  const personal = holders.filter((entry) => entry.connector.consent === 'user');
  const burst = personal
    .filter((entry) => entry.connector.key === 'lookalike')
    .flatMap(({ connector, people }) =>
      people.map((person, index) => ({ connector, person, time: lookalikeConsentTime(index) })),
    );
  const ordinary = personal.filter((entry) => entry.connector.key !== 'lookalike' && entry.people.length >= 10);
  const single = ordinary.map(({ connector, people }) => {
    const random = createRandom(seed, `entra consent ${connector.key}`);
    const time = WINDOW_START + random.between(4, 70) * DAY + random.between(8 * HOUR, 15 * HOUR);
    return { connector, person: at(people, 0), time };
  });
  return [...burst, ...single];
}

/** When the n-th victim consented to the look-alike: nine within two hours and 43 minutes on 15 September. */
export function lookalikeConsentTime(index: number): number {
  return Date.UTC(2026, 8, 15, 8, 12, 20) + at([0, 19, 31, 52, 74, 83, 110, 139, 163], index) * 60_000 + index * 3_171;
}
