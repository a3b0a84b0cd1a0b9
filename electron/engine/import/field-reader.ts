import type { FieldReader, FieldSource, Importer } from '../importers/importer.ts';
import { compilePath, findColumn } from '../reading/keys.ts';
import type { CsvHead, JsonHead, JsonValue } from '../reading/types.ts';

/** Text of a value: numbers and booleans as written, lists joined by spaces, objects as JSON. */
export function textOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(textOf).join(' ');
  return JSON.stringify(value);
}

/** A reader that is pointed at one record after another. */
export interface BoundReader<F extends string> extends FieldReader<F> {
  readonly point: (record: JsonValue | readonly string[]) => void;
  /** The first required field that is absent or blank, or null. */
  readonly missing: () => F | null;
}

/** Resolves the declared fields once per file: column positions in CSV, compiled paths in JSON. */
export function createFieldReader<F extends string>(
  fields: Importer<F>['fields'],
  head: CsvHead | JsonHead,
): BoundReader<F> {
  return head.kind === 'csv' ? csvReader(fields, head) : jsonReader(fields);
}

function names<F extends string>(fields: Readonly<Record<F, FieldSource>>): F[] {
  // Object.keys forgets the key type of a record whose keys are exactly F.
  return Object.keys(fields) as F[];
}

function csvReader<F extends string>(fields: Readonly<Record<F, FieldSource>>, head: CsvHead): BoundReader<F> {
  let row: readonly string[] = [];
  const columns = new Map<F, number>(
    names(fields).map((field) => [field, findColumn(head.header, fields[field].from)]),
  );
  const required = names(fields).filter((field) => fields[field].required);
  const text = (field: F): string => row[columns.get(field) ?? -1]?.trim() ?? '';
  return {
    point: (record) => {
      // A CSV head is only ever paired with rows of text.
      row = record as readonly string[];
    },
    text,
    raw: (field) => row[columns.get(field) ?? -1],
    has: (field) => (columns.get(field) ?? -1) >= 0,
    missing: () => required.find((field) => text(field) === '') ?? null,
  };
}

function jsonReader<F extends string>(fields: Readonly<Record<F, FieldSource>>): BoundReader<F> {
  let current: JsonValue = null;
  const paths = new Map<F, (record: JsonValue) => JsonValue | undefined>(
    names(fields).map((field) => [field, compilePath(fields[field].from)]),
  );
  const required = names(fields).filter((field) => fields[field].required);
  const raw = (field: F): JsonValue | undefined => paths.get(field)?.(current);
  return {
    point: (record) => {
      // A JSON head is only ever paired with JSON values.
      current = record as JsonValue;
    },
    text: (field) => textOf(raw(field)),
    raw,
    has: (field) => raw(field) !== undefined,
    missing: () => required.find((field) => textOf(raw(field)) === '') ?? null,
  };
}
