import type { TraitKind } from '../importers/importer.ts';
import type { RuleContext } from './rule.ts';

/** From where or with what a connector worked in one tenant: a value of a kind. Times are UTC milliseconds. */
export interface Trait {
  readonly connector: number;
  readonly tenant: string;
  readonly kind: TraitKind | 'block';
  readonly value: string;
  readonly isApp: boolean;
  readonly count: number;
  readonly first: number;
  readonly last: number;
  /** The record of the first time, and the log it stands in; null for a file that is no log. */
  readonly importId: number;
  readonly line: number;
  readonly log: string | null;
}

interface Row {
  readonly connector: number;
  readonly tenant: string;
  readonly kind: Trait['kind'];
  readonly value: string;
  readonly is_app: number;
  readonly count: number;
  readonly first_time: number;
  readonly last_time: number;
  readonly import_id: number;
  readonly line: number;
  readonly log: string | null;
}

/** The traits of every connector of which rules ask, in the order of their kind and value. */
export function readTraits({ db }: RuleContext): ReadonlyMap<number, readonly Trait[]> {
  const rows = db
    .prepare<[], Row>(
      `SELECT trait.connector, trait.tenant, trait.kind, trait.value, trait.is_app, trait.count, trait.first_time,
              trait.last_time, trait.import_id, trait.line, import.log
       FROM v_trait AS trait JOIN import ON import.id = trait.import_id
       WHERE trait.kind IN ('agent', 'address', 'block', 'country', 'network')
       ORDER BY trait.connector, trait.kind, trait.value, trait.tenant, trait.is_app`,
    )
    .all();
  const traits = rows.map((row) => ({
    connector: row.connector,
    tenant: row.tenant,
    kind: row.kind,
    value: row.value,
    isApp: row.is_app === 1,
    count: row.count,
    first: row.first_time,
    last: row.last_time,
    importId: row.import_id,
    line: row.line,
    log: row.log,
  }));
  return Map.groupBy(traits, (trait) => trait.connector);
}
