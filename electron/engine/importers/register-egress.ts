import { defineImporter, type Detection } from './importer.ts';
import { headKeys, scoreSignature } from './keys.ts';
import { compilePath, findColumn } from '../reading/keys.ts';
import type { CsvHead, JsonHead } from '../reading/types.ts';
import { textOf } from '../import/field-reader.ts';
import { addressRange } from './parts/address-range.ts';
import { anyOf, listInCell, registerDate, stated } from './parts/register.ts';

const ADDRESS = {
  from: [
    'ipRanges.cidrAddress',
    'gateways.value',
    'cidr',
    'ip',
    'ip_address',
    'address',
    'range',
    'ip_range',
    'ip_ranges',
    'network',
    'subnet',
    'prefix',
    'egress_ip',
    'egress',
    'public_ip',
    'nat_ip',
  ],
};
const NAME = {
  from: [
    'name',
    'label',
    'site',
    'location_name',
    'network_name',
    'zone',
    'display_name',
    'office',
    'location',
    'description',
  ],
};

/**
 * Register of known egress addresses: networks from which calls are expected. The only column it cannot do without is
 * the address (`cidr`, `ip`, `range`, `network`, `subnet`…): IPv4 or IPv6, alone, with a prefix length or as
 * `first-last`; several in one cell are several entries. Named locations (`ipRanges[].cidrAddress`) and network zones
 * (`gateways[].value`) are read too. Values: `address`, `name`, `owner`, `purpose`, `since`, `until` (ISO 8601). Key: the
 * address range in one spelling.
 */
export default defineImporter({
  id: 'register.egress',
  platform: 'other',
  label: 'Register of egress addresses',
  system: 'Register of egress addresses',
  fields: {
    address: ADDRESS,
    name: NAME,
    owner: { from: ['owner', 'provider', 'vendor', 'contact', 'responsible'] },
    purpose: { from: ['purpose', 'usage', 'type', 'comment', 'comments', 'notes'] },
    since: { from: ['since', 'valid_from', 'from', 'added_on'] },
    until: { from: ['until', 'valid_until', 'to', 'retired_on'] },
  },
  detect,
  map: (record, context) => {
    const raw = record.raw('address');
    const cells = Array.isArray(raw) ? raw.map(textOf) : addressesIn(textOf(raw));
    if (cells.length === 0) return { rejected: 'no address' };
    const ranges = cells.map((cell) => ({ cell, range: addressRange(cell) }));
    if (ranges.some(({ range }) => range === null)) return { rejected: 'the address column holds no address' };
    const since = registerDate(context, record.text('since'));
    const until = registerDate(context, record.text('until'));
    if (since === null || until === null) return { rejected: 'a date that cannot be read' };
    return {
      facts: ranges.map(({ cell, range }) => ({
        fact: 'register',
        register: 'egress',
        key: range ?? cell,
        values: stated({
          address: range ?? cell,
          name: record.text('name'),
          owner: record.text('owner'),
          purpose: record.text('purpose'),
          since,
          until,
        }),
      })),
    };
  },
});

/** A range may be written with blanks around its dash. */
function addressesIn(cell: string): string[] {
  const joined = cell
    .split(/[-–]/)
    .map((part) => part.trim())
    .join('-');
  return listInCell(joined);
}

/** Logs have address columns too: a register has no times of events, no people and no apps, and only addresses there. */
function detect(head: CsvHead | JsonHead): Detection {
  const column = head.kind === 'csv' ? findColumn(head.header, ADDRESS.from) : -1;
  const read = compilePath(ADDRESS.from);
  const cells =
    head.kind === 'csv'
      ? head.sample.map((row) => row[column] ?? '')
      : head.sample.map((record) => textOf(read(record)));
  const filled = cells.filter((cell) => cell.trim() !== '');
  const good = filled.filter((cell) => addressesIn(cell).every((one) => addressRange(one) !== null));
  if (filled.length === 0 || good.length < filled.length * 0.8)
    return { score: 0, reason: 'has no column of network addresses' };
  const foreign = [...headKeys(head)].find(
    (key) => LOG_KEY.test(key) && !/^(?:created|modified|lastupdated)/.test(key),
  );
  if (foreign !== undefined) return { score: 0, reason: `has ${foreign}, which this format does not` };
  return scoreSignature(head, { required: [anyOf(ADDRESS)], bonus: [anyOf(NAME)] });
}

/** Parts of the names that columns of logs and of lists of grants have, in canonical spelling. */
const LOG_KEY =
  /time|^date$|event|actor|user|mail|client|^app|application|session|request|login|agent|action|operation|^result|count$|principal|scope/;
