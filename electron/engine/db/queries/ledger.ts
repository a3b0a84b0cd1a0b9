import type Database from 'better-sqlite3';
import type { LedgerFile, LedgerGroup } from '../../../../shared/contract/evidence.ts';
import { platformSchema } from '../../../../shared/domain/vocabulary.ts';
import { isoDay } from '../../derive/usage.ts';
import { listImports } from './imports.ts';

const DAY = 86_400_000;

interface Records {
  readonly id: number;
  readonly grant_records: number;
  readonly event_records: number;
  readonly other_records: number;
  readonly grants: number;
}

interface Population {
  readonly platform: string;
  readonly tenant: string;
  readonly what: string;
  readonly reason: string;
  readonly count: number;
  readonly sources: number;
  readonly from_time: number | null;
  readonly to_time: number | null;
}

/**
 * The population ledger per platform and tenant: read = accepted + rejected + duplicate + not relevant; accepted = grant,
 * event and other records; what grant records say becomes logical grants; these are in the population or excluded with a
 * reason. Every sum is checked and every one that does not close is said.
 */
export function populationLedger(db: Database.Database): LedgerGroup[] {
  const records = new Map(
    db
      .prepare<[], Records>(
        `SELECT id, grant_records, event_records, other_records, grants FROM import WHERE status = 'complete'`,
      )
      .all()
      .map((row) => [row.id, row]),
  );
  const counts = db.prepare<[], Population>('SELECT * FROM population_count ORDER BY count DESC, what, reason').all();

  const groups = Map.groupBy(listImports(db), (one) => `${one.platform}\n${one.tenant}`);
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, imports]): LedgerGroup => {
      const [platform = '', tenant = ''] = key.split('\n');
      const isHere = (row: { platform: string; tenant: string }): boolean =>
        row.platform === platform && row.tenant === tenant;
      const files = imports.map((one): LedgerFile => {
        const kinds = records.get(one.importId);
        const { read, accepted, rejected, duplicate, notRelevant } = one;
        const breaks = [
          ...(one.closes ? [] : [`${read} read is not ${accepted} + ${rejected} + ${duplicate} + ${notRelevant}`]),
          ...(kinds !== undefined && kinds.grant_records + kinds.event_records + kinds.other_records !== accepted
            ? [
                `${accepted} accepted is not ${kinds.grant_records} grant + ${kinds.event_records} event + ${kinds.other_records} other records`,
              ]
            : []),
        ];
        return {
          importId: one.importId,
          file: one.file,
          container: one.container?.name ?? null,
          format: one.format,
          formatLabel: one.formatLabel,
          platform: one.platform,
          tenant: one.tenant,
          asOf: one.asOf,
          bytes: one.bytes,
          sha256: one.sha256,
          statedTotal: one.statedTotal,
          foundTotal: one.foundTotal,
          read,
          accepted,
          rejected,
          duplicate,
          notRelevant,
          unattributed: one.unattributed,
          reasons: one.reasons,
          truncation: one.truncation,
          warnings: one.warnings,
          completeness: one.completeness,
          grantRecords: kinds?.grant_records ?? 0,
          breaks,
        };
      });
      const sum = (pick: (file: LedgerFile) => number): number => files.reduce((total, file) => total + pick(file), 0);
      const kindSum = (pick: (row: Records) => number): number =>
        files.reduce((total, file) => total + pick(records.get(file.importId) ?? NONE), 0);
      const here = counts.filter(isHere);
      const held = here.find((row) => row.what === 'standing');
      const lost = here.filter((row) => row.what === 'absent' || row.what === 'ended');
      const inPopulation = held?.count ?? 0;
      const excludedCount = lost.reduce((total, row) => total + row.count, 0);
      const stated = kindSum((row) => row.grants);
      const used = (held?.sources ?? 0) + lost.reduce((total, row) => total + row.sources, 0);
      return {
        platform: platformSchema.parse(platform),
        tenant,
        files,
        read: sum((file) => file.read),
        accepted: sum((file) => file.accepted),
        rejected: sum((file) => file.rejected),
        duplicate: sum((file) => file.duplicate),
        notRelevant: sum((file) => file.notRelevant),
        grantRecords: kindSum((row) => row.grant_records),
        eventRecords: kindSum((row) => row.event_records),
        otherRecords: kindSum((row) => row.other_records),
        logicalGrants: inPopulation + excludedCount,
        inPopulation,
        excluded: lost.map((row) => ({ reason: reasonOf(row), count: row.count })),
        unattributed: here.filter((row) => row.what === 'unattributed').map(({ reason, count }) => ({ reason, count })),
        breaks: [
          ...files.flatMap((file) => file.breaks.map((text) => `${file.file}: ${text}`)),
          ...(stated === used
            ? []
            : [`${stated} statements about grants were stored, but ${used} went into logical grants`]),
        ],
      };
    });
}

const NONE: Records = { id: 0, grant_records: 0, event_records: 0, other_records: 0, grants: 0 };

function reasonOf(row: Population): string {
  const [seen, gone] = [row.from_time, row.to_time].map((time) => isoDay(Math.floor((time ?? 0) / DAY)));
  return row.what === 'absent'
    ? `not in the newer list: disappeared between ${seen} and ${gone}, by what the lists show; whether it was revoked is not said`
    : `granted by an event and ended by a later one, at the latest ${gone}`;
}
