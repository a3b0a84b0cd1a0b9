import type Database from 'better-sqlite3';
import {
  APP_FIELD_LABELS,
  APP_FIELDS,
  type AppField,
  type RegisterRow,
  type RegisterValue,
} from '../../../../shared/contract/policy.ts';
import { purposeOf } from '../../../../shared/domain/purpose.ts';
import { type Platform, platformSchema } from '../../../../shared/domain/vocabulary.ts';
import { registerStatements } from '../../derive/app-attributes.ts';
import { isActiveStatus } from '../../rules/ownership.ts';
import { likePattern } from './inventory.ts';

export interface RegisterFilter {
  readonly text?: string | undefined;
  readonly platforms?: readonly Platform[] | undefined;
  readonly missing?: AppField | undefined;
  readonly conflicts?: boolean | undefined;
  readonly connectorId?: string | undefined;
}

interface ConnectorRow {
  readonly id: number;
  readonly key: string;
  readonly name: string;
  readonly name_warning: string | null;
  readonly platform: string;
  readonly in_population: number;
}

interface Act {
  readonly connector: number;
  readonly field: string;
  readonly value: string;
  readonly reason: string;
  readonly decided_by: string;
  readonly decided_at: string;
}

interface Owner {
  readonly connector: number;
  readonly role: string;
  readonly key: string;
  readonly name: string | null;
  readonly status: string | null;
  readonly left_on: string | null;
  readonly in_register: number;
}

/** One statement of the registers with its place. */
interface Stated {
  readonly value: string;
  readonly source: string;
}

/** One page of connectors with every field of the registers, the basis of each, and what contradicts what. */
export function registerPage(
  db: Database.Database,
  filter: RegisterFilter,
  offset: number,
  limit: number,
): { total: number; rows: RegisterRow[] } {
  const read = createReader(db);
  // Contradictions are found by looking, so rows are made before they are counted; a case has at most some thousands.
  const rows = connectorsOf(db, filter)
    .map(read)
    .filter(
      (row) =>
        (filter.missing === undefined || row.fields[filter.missing].value === null) &&
        (filter.conflicts !== true || row.conflicts.length > 0),
    );
  return { total: rows.length, rows: rows.slice(offset, offset + limit) };
}

function connectorsOf(db: Database.Database, filter: RegisterFilter): ConnectorRow[] {
  const parts = ['is_resource_only = 0'];
  const params: unknown[] = [];
  const text = filter.text?.trim() ?? '';
  if (text !== '') {
    parts.push(`(name LIKE ? ESCAPE '\\' OR native_id LIKE ? ESCAPE '\\' OR publisher LIKE ? ESCAPE '\\')`);
    params.push(likePattern(text), likePattern(text), likePattern(text));
  }
  if (filter.platforms !== undefined && filter.platforms.length > 0) {
    parts.push(`platform IN (${filter.platforms.map(() => '?').join(', ')})`);
    params.push(...filter.platforms);
  }
  if (filter.connectorId !== undefined) {
    parts.push('key = ?');
    params.push(filter.connectorId);
  }
  return db
    .prepare<unknown[], ConnectorRow>(
      `SELECT id, key, name, name_warning, platform, in_population FROM connector WHERE ${parts.join(' AND ')} ORDER BY risk DESC, key`,
    )
    .all(...params);
}

/** Reads the registers and acts once, and answers the row of any connector. */
function createReader(db: Database.Database): (connector: ConnectorRow) => RegisterRow {
  const acts = new Map(
    db
      .prepare<[], Act>('SELECT connector, field, value, reason, decided_by, decided_at FROM v_app_act')
      .all()
      .map((act) => [`${act.connector} ${act.field}`, act]),
  );
  const registered = registeredValues(db);
  const owners = Map.groupBy(
    db
      .prepare<[], Owner>(
        `SELECT owner.connector, role, key, name, status, left_on, in_register
         FROM owner JOIN principal ON principal.id = owner.principal ORDER BY connector, role, key`,
      )
      .all(),
    (owner) => owner.connector,
  );
  const hasPeople =
    db.prepare<[], { n: number }>('SELECT EXISTS (SELECT 1 FROM principal WHERE in_register = 1) AS n').get()?.n === 1;
  return (connector) => {
    const valueOf = (field: AppField): RegisterValue =>
      toValue(acts.get(`${connector.id} ${field}`), registered.get(`${connector.id} ${field}`));
    const fields: Record<AppField, RegisterValue> = {
      'business-owner': valueOf('business-owner'),
      'technical-owner': valueOf('technical-owner'),
      'purpose-code': valueOf('purpose-code'),
      purpose: valueOf('purpose'),
      environment: valueOf('environment'),
      'replaced-by': valueOf('replaced-by'),
      agent: valueOf('agent'),
      oversight: valueOf('oversight'),
      'enterprise-service': valueOf('enterprise-service'),
    };
    return {
      connectorId: connector.key,
      name: connector.name,
      nameWarning: connector.name_warning,
      platform: platformSchema.parse(connector.platform),
      inPopulation: connector.in_population === 1,
      fields,
      conflicts: [
        ...(hasPeople ? ownerConflicts(owners.get(connector.id) ?? []) : []),
        ...codeConflicts(fields['purpose-code']),
        ...APP_FIELDS.flatMap((field) => differs(field, fields[field])),
      ],
    };
  };
}

function toValue(act: Act | undefined, stated: Stated | undefined): RegisterValue {
  if (act === undefined)
    return stated === undefined
      ? { value: null, basis: 'none', source: '', registered: null }
      : { value: stated.value, basis: 'register', source: stated.source, registered: null };
  return {
    value: act.value === '' ? null : act.value,
    basis: 'act',
    source: `${act.decided_by}, ${act.decided_at.slice(0, 10)}: ${act.reason}`,
    registered: stated === undefined || stated.value === act.value ? null : stated.value,
  };
}

/** What the registers state, by connector and field; several owners in one value. */
function registeredValues(db: Database.Database): ReadonlyMap<string, Stated> {
  const files = new Map(
    db.prepare<[], [number, string]>(`SELECT id, file_name FROM import WHERE status = 'complete'`).raw().all(),
  );
  const place = (importId: number, line: number): string => `${files.get(importId) ?? ''}, line ${line}`;
  const values = new Map<string, Stated>();
  for (const [key, row] of registerStatements(db))
    values.set(key, { value: row.value, source: place(row.import_id, row.line) });
  const owners = db
    .prepare<[], { connector: number; role: string; key: string; import_id: number; line: number }>(
      `SELECT DISTINCT c.id AS connector, role, p.key, min(import_id) AS import_id, min(owner_fact.line) AS line
       FROM owner_fact JOIN import ON import.id = import_id AND import.status = 'complete'
       JOIN entity c ON c.ref = client JOIN entity pe ON pe.ref = owner JOIN principal p ON p.id = pe.id
       GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    )
    .all();
  for (const { connector, role, key, import_id, line } of owners) {
    const name = `${connector} ${role === 'technical' ? 'technical-owner' : 'business-owner'}`;
    const known = values.get(name);
    values.set(name, {
      value: known === undefined ? key : `${known.value}; ${key}`,
      source: known?.source ?? place(import_id, line),
    });
  }
  return values;
}

type Conflict = RegisterRow['conflicts'][number];

function ownerConflicts(owners: readonly Owner[]): Conflict[] {
  return owners.flatMap((owner) => {
    const field = owner.role === 'technical' ? 'technical-owner' : 'business-owner';
    const sentence = ownerFault(owner);
    return sentence === null ? [] : [{ field, sentence }];
  });
}

function ownerFault(owner: Owner): string | null {
  const name = owner.name ?? owner.key;
  // Entra writes the address of a guest with this mark in the user principal name.
  if (/#ext#/i.test(owner.key) || owner.status === 'guest') return `${name} is a guest.`;
  if (owner.in_register !== 1) return `${name} is not in the register of people.`;
  if (owner.status === 'left')
    return `${name} left${owner.left_on === null || owner.left_on === '' ? '' : ` on ${owner.left_on}`}.`;
  if (isActiveStatus(owner.status)) return null;
  return owner.status === null || owner.status === ''
    ? `The register of people does not say whether ${name} works here.`
    : `${name} is not active: ${owner.status}.`;
}

function codeConflicts(code: RegisterValue): Conflict[] {
  return code.value === null || purposeOf(code.value) !== null
    ? []
    : [{ field: 'purpose-code', sentence: `“${code.value}” is no purpose code; it counts as free text.` }];
}

function differs(field: AppField, value: RegisterValue): Conflict[] {
  if (value.registered === null) return [];
  const stated = value.value === null ? 'none' : `“${value.value}”`;
  return [
    { field, sentence: `${APP_FIELD_LABELS[field]}: stated as ${stated}, the register says “${value.registered}”.` },
  ];
}
