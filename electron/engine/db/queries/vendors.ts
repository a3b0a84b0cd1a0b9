import type Database from 'better-sqlite3';
import type { VendorGroup } from '../../../../shared/contract/evidence.ts';
import { platformSchema } from '../../../../shared/domain/vocabulary.ts';

/** Vendors with their apps, confirmed ones first. */
export function listVendors(db: Database.Database): VendorGroup[] {
  const rows = db
    .prepare<
      [],
      {
        vendor: string;
        state: 'suggested' | 'merged';
        basis: string;
        key: string;
        name: string;
        name_warning: string | null;
        platform: string;
        publisher: string | null;
        in_population: number;
      }
    >(
      `SELECT vendor, state, basis, connector.key, name, name_warning, platform, publisher, in_population
       FROM vendor_member JOIN connector ON connector.id = connector ORDER BY vendor, platform, connector.key`,
    )
    .all();
  return [...Map.groupBy(rows, (row) => row.vendor)]
    .map(([vendor, members]): VendorGroup => ({
      vendor,
      isConfirmed: members.some((member) => member.state === 'merged'),
      platforms: [...new Set(members.map((member) => platformSchema.parse(member.platform)))],
      members: members.map((member) => ({
        connectorId: member.key,
        name: member.name,
        nameWarning: member.name_warning,
        platform: platformSchema.parse(member.platform),
        publisher: member.publisher,
        inPopulation: member.in_population === 1,
        state: member.state,
        basis: member.basis,
      })),
    }))
    .toSorted((a, b) => Number(b.isConfirmed) - Number(a.isConfirmed) || b.members.length - a.members.length);
}
