import { addressRange } from '../importers/parts/address-range.ts';
import { addressNumber, rangeBounds } from '../lib/address-number.ts';
import { createRegisterEntries } from './register-entries.ts';
import type { RuleContext } from './rule.ts';

/** Whether an address is one of the register of egress addresses at a time, UTC milliseconds. */
export type KnownEgress = (address: string, time: number) => boolean;

interface Entry {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  readonly since: number;
  readonly until: number;
}

const DAY = 86_400_000;

/**
 * Reads the register of egress addresses. An entry explains calls of every connector, whoever owns the network, from the
 * day `since` to the end of the day `until`.
 */
export function readEgress(context: RuleContext): KnownEgress {
  const entries = context
    .read(createRegisterEntries)('egress')
    .flatMap(({ values }): Entry[] => {
      const bounds = rangeBounds(addressRange(values['address'] ?? '') ?? '');
      if (bounds === null) return [];
      const { since, until } = values;
      return [
        {
          ...bounds,
          since: since === undefined ? -Infinity : Date.parse(since),
          until: until === undefined ? Infinity : Date.parse(until) + DAY,
        },
      ];
    });
  return (address, time) => {
    const number = addressNumber(address);
    return (
      number !== null &&
      entries.some(
        (entry) =>
          entry.version === number.version &&
          entry.first <= number.value &&
          number.value <= entry.last &&
          entry.since <= time &&
          time < entry.until,
      )
    );
  };
}
