import type Database from 'better-sqlite3';
import { z } from 'zod';
import { bulkInsert } from '../db/bulk-insert.ts';
import { inspectName } from '../lib/text.ts';
import { compare } from './entities.ts';

const texts = z.array(z.string());

interface ConnectorRow {
  readonly id: number;
  readonly key: string;
  readonly platform: string;
  readonly name: string;
  readonly names: string;
  readonly name_warning: string | null;
  readonly publisher: string | null;
  readonly publisher_verified: number | null;
}

interface Act {
  readonly act: 'merge' | 'split';
  readonly vendor: string;
  readonly connectors: string;
}

interface Member {
  readonly vendor: string;
  readonly state: 'suggested' | 'merged';
  readonly basis: string;
}

/**
 * Puts apps of one vendor together: as a person merged them; else suggested by the vendor register, by one publisher, or
 * by one name on several platforms. Names that hide something are never suggested: a look-alike must not pass for the real one.
 */
export function deriveVendors(db: Database.Database): void {
  db.exec('DELETE FROM vendor_member');
  const connectors = db
    .prepare<[], ConnectorRow>(
      `SELECT id, key, platform, name, names, name_warning, publisher, publisher_verified FROM connector WHERE is_resource_only = 0 ORDER BY key`,
    )
    .all();
  const { merged, banned } = readActs(db);
  const groups = new Map<string, { label: string; members: Map<number, Member> }>();
  const join = (key: string, label: string, row: ConnectorRow, member: Omit<Member, 'vendor'>): void => {
    if (member.state === 'suggested' && (merged.has(row.key) || banned.has(`${row.key}\n${key}`))) return;
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { label, members: new Map() }));
    const known = group.members.get(row.id);
    if (known === undefined || (known.state === 'suggested' && member.state === 'merged'))
      group.members.set(row.id, { ...member, vendor: group.label });
  };
  const registered = vendorRegister(db);
  const publishers = publishersByName(connectors);
  for (const row of connectors) {
    const vendor = merged.get(row.key);
    if (vendor !== undefined) join(vendorKey(vendor), vendor, row, { state: 'merged', basis: 'merged by hand' });
  }
  for (const row of connectors) {
    if (row.name_warning !== null) continue;
    const suggestion = suggest(row, registered, publishers);
    for (const { label, basis } of suggestion) join(vendorKey(label), label, row, { state: 'suggested', basis });
  }
  const platformOf = new Map(connectors.map((row) => [row.id, row.platform]));
  const rows = bulkInsert(db, 'vendor_member', ['vendor', 'connector', 'state', 'basis'], 'ON CONFLICT DO NOTHING');
  const placed = new Set<number>();
  // Groups with a decision of a person first, then the largest; an app belongs to one vendor.
  const ordered = [...groups.values()].toSorted(
    (a, b) =>
      Number(hasMerged(b)) - Number(hasMerged(a)) || b.members.size - a.members.size || compare(a.label, b.label),
  );
  for (const group of ordered) {
    const free = [...group.members].filter(([id]) => !placed.has(id));
    const platforms = new Set(free.map(([id]) => platformOf.get(id)));
    // One name twice on one platform is no sign of one vendor; it may be a sign of an impostor.
    const isNameAlone = free.every(([, member]) => member.basis === SAME_NAME);
    const isWorthSaying = hasMerged(group) || (free.length > 1 && (platforms.size > 1 || !isNameAlone));
    if (!isWorthSaying) continue;
    for (const [id, member] of free) {
      placed.add(id);
      rows.add(group.label, id, member.state, member.basis);
    }
  }
  rows.flush();
}

function hasMerged(group: { readonly members: ReadonlyMap<number, Member> }): boolean {
  return [...group.members.values()].some((member) => member.state === 'merged');
}

const SAME_NAME = 'same name on several platforms';

/** What a person decided last about each connector. */
function readActs(db: Database.Database): { merged: ReadonlyMap<string, string>; banned: ReadonlySet<string> } {
  const merged = new Map<string, string>();
  const banned = new Set<string>();
  const acts = db.prepare<[], Act>('SELECT act, vendor, connectors FROM vendor_act ORDER BY id').all();
  for (const act of acts) {
    for (const connector of texts.parse(JSON.parse(act.connectors))) {
      if (act.act === 'merge') {
        merged.set(connector, act.vendor);
        banned.delete(`${connector}\n${vendorKey(act.vendor)}`);
      } else {
        merged.delete(connector);
        banned.add(`${connector}\n${vendorKey(act.vendor)}`);
      }
    }
  }
  return { merged, banned };
}

const LEGAL_FORMS =
  /\b(?:inc|incorporated|llc|l\.l\.c|ltd|limited|gmbh|ag|corp|corporation|co|company|sa|sas|sarl|srl|bv|oy|ab|plc|pty|pte|kk)\b\.?/giu;

/** One spelling of a vendor's name: without legal form, case and punctuation. */
export function vendorKey(name: string): string {
  const plain = inspectName(name.replace(LEGAL_FORMS, ' ')).skeleton;
  return plain === '' ? name.trim().toLowerCase() : plain;
}

interface Publisher {
  readonly label: string;
  readonly platform: string;
}

/** Who publishes the apps of each name, where a platform says it. */
function publishersByName(connectors: readonly ConnectorRow[]): ReadonlyMap<string, readonly Publisher[]> {
  const said = connectors.flatMap((row) =>
    row.name_warning !== null || row.publisher === null || row.publisher.trim() === ''
      ? []
      : [{ key: vendorKey(row.name), label: row.publisher, platform: row.platform }],
  );
  return Map.groupBy(said, ({ key }) => key);
}

function suggest(
  row: ConnectorRow,
  registered: ReadonlyMap<string, string>,
  publishers: ReadonlyMap<string, readonly Publisher[]>,
): { label: string; basis: string }[] {
  const names = [row.name, ...texts.parse(JSON.parse(row.names))];
  const listed = [row.publisher ?? '', ...names].map((name) => registered.get(vendorKey(name)));
  const vendor = listed.find((name) => name !== undefined);
  if (vendor !== undefined) return [{ label: vendor, basis: 'named in the register of vendors' }];
  if (row.publisher !== null && row.publisher.trim() !== '' && inspectName(row.publisher).warning === null)
    return [
      {
        label: row.publisher,
        basis: row.publisher_verified === 1 ? 'same verified publisher' : 'same publisher by its own statement',
      },
    ];
  if (/name unknown/.test(row.name)) return [];
  // Only some platforms name the publisher: an app of the same name elsewhere goes with it, unless two claim the name.
  const claims = publishers.get(vendorKey(row.name)) ?? [];
  const [claim] = claims;
  const isOne =
    claim !== undefined &&
    claims.every(({ label, platform }) => vendorKey(label) === vendorKey(claim.label) && platform !== row.platform);
  return [{ label: isOne ? claim.label : row.name, basis: SAME_NAME }];
}

/** Names of a vendor's apps, as an entry of the register of vendors lists them. */
export function appsOf(values: Readonly<Record<string, string>>): readonly string[] {
  return (values['apps'] ?? '').split(/[;,|\n]/).flatMap((name) => (name.trim() === '' ? [] : [name.trim()]));
}

/** Vendor names and the app names listed with them, as the register gives them. */
function vendorRegister(db: Database.Database): ReadonlyMap<string, string> {
  const entries = db
    .prepare<[], { key: string; values: string }>(
      `SELECT key, "values" AS "values" FROM register_fact JOIN import ON import.id = import_id AND status = 'complete'
       WHERE register = 'vendors' ORDER BY key, as_of`,
    )
    .all();
  const known = new Map<string, string>();
  for (const entry of entries) {
    const values = z.record(z.string(), z.string()).parse(JSON.parse(entry.values));
    for (const name of [entry.key, ...appsOf(values)])
      if (!known.has(vendorKey(name))) known.set(vendorKey(name), entry.key);
  }
  return known;
}
