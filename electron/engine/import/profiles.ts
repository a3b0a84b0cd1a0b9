import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ImportOrder, mappingProfile, type MappingProfile } from '../../../shared/contract/imports.ts';
import { canonicalJson } from '../evidence/canonical-json.ts';
import { AppError } from '../lib/errors.ts';
import { type FirstRow, firstRowOf, withFirstRow } from '../reading/first-row.ts';
import { canonicalKey } from '../reading/keys.ts';
import type { CsvHead, JsonHead } from '../reading/types.ts';
import { nameFits } from './column-names.ts';
import { shapeOf } from './column-shapes.ts';
import { previewOf } from './preview.ts';

/** Profiles are small; a file that is not comes from elsewhere. */
const MOST_BYTES = 1024 * 1024;

/** Mappings kept by this user, as files named by their digest in one folder. */
export interface ProfileStore {
  /** The newest version of each name, by name. */
  readonly list: () => MappingProfile[];
  /** Keeps a mapping as the next version of its name. */
  readonly save: (draft: Omit<MappingProfile, 'v' | 'version' | 'sha256'>) => MappingProfile;
  readonly remove: (sha256: string) => void;
  /** Writes one to a file for another computer. Throws `not-found` and `io`. */
  readonly exportTo: (sha256: string, path: string) => void;
  /**
   * Takes one over from a file, as it is. Throws `corrupt-input` when it was changed by hand or is something else, and
   * `conflict` when another profile of its name and version is kept.
   */
  readonly importFrom: (path: string) => MappingProfile;
}

/** The digest of a profile: of the canonical JSON of everything in it but the digest. */
export function profileDigest(profile: Omit<MappingProfile, 'sha256'>): string {
  return createHash('sha256').update(canonicalJson(profile)).digest('hex');
}

/**
 * By what a profile knows its export again: the canonical names of the columns, sorted. Columns without names are known by
 * their place and by what their values are.
 */
export function columnSignature(head: CsvHead | JsonHead, firstRow?: FirstRow): string[] {
  const read = withFirstRow(head, firstRow);
  const { columns, rows } = previewOf(read);
  const names =
    firstRowOf(read) === 'data'
      ? columns.map((column, index) => {
          const values = rows.map((row) => (row[index] ?? '').trim()).filter((value) => value !== '');
          return [canonicalKey(column), ...shapeOf(values).ids].join(' ');
        })
      : columns.map(canonicalKey);
  return [...new Set(names)].toSorted();
}

export function createProfileStore(folder: string): ProfileStore {
  const fileOf = (sha256: string): string => join(folder, `${sha256}.json`);
  const all = (): MappingProfile[] => {
    let names: string[] = [];
    try {
      names = readdirSync(folder).filter((name) => /^[0-9a-f]{64}\.json$/.test(name));
    } catch {
      return [];
    }
    return names.flatMap((name) => {
      const profile = readProfileFile(join(folder, name));
      return profile === null || `${profile.sha256}.json` !== name ? [] : [profile];
    });
  };
  const write = (profile: MappingProfile, path: string): void => {
    const temporary = `${path}.${randomUUID()}`;
    try {
      writeFileSync(temporary, `${JSON.stringify(profile, null, 2)}\n`, { mode: 0o600 });
      renameSync(temporary, path);
    } catch (cause) {
      rmSync(temporary, { force: true });
      throw new AppError(
        'io',
        'The profile could not be written. Nothing was changed; check the folder and the disk.',
        {
          cause,
        },
      );
    }
  };
  const keep = (profile: MappingProfile): MappingProfile => {
    mkdirSync(folder, { recursive: true });
    write(profile, fileOf(profile.sha256));
    return profile;
  };
  const find = (sha256: string): MappingProfile => {
    const profile = all().find((one) => one.sha256 === sha256);
    if (profile === undefined) throw new AppError('not-found', 'That profile is no longer kept. Nothing was changed.');
    return profile;
  };
  return {
    list: () => {
      const newest = new Map<string, MappingProfile>();
      for (const profile of all()) {
        const known = newest.get(profile.name);
        if (known === undefined || known.version < profile.version) newest.set(profile.name, profile);
      }
      return [...newest.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
    },
    save: (draft) => {
      const versions = all().filter((one) => one.name === draft.name);
      const body = { v: 1 as const, ...draft, version: 1 + Math.max(0, ...versions.map((one) => one.version)) };
      return keep({ ...body, sha256: profileDigest(body) });
    },
    remove: (sha256) => {
      const { name } = find(sha256);
      for (const profile of all()) if (profile.name === name) rmSync(fileOf(profile.sha256), { force: true });
    },
    exportTo: (sha256, path) => write(find(sha256), path),
    importFrom: (path) => {
      const profile = readProfileFile(path);
      if (profile === null)
        throw new AppError(
          'corrupt-input',
          'The file is no mapping profile, or was changed after it was saved: its digest does not fit. Nothing was changed.',
        );
      const other = all().find((one) => one.name === profile.name && one.version === profile.version);
      if (other !== undefined && other.sha256 !== profile.sha256)
        throw new AppError(
          'conflict',
          `Another profile “${profile.name}”, version ${profile.version}, is kept already. Nothing was changed. Remove that one first, or have the new one saved under another name.`,
        );
      return keep(profile);
    },
  };
}

/** The profile in a file when its digest fits, or null. */
export function readProfileFile(path: string): MappingProfile | null {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > MOST_BYTES) return null;
    const parsed = mappingProfile.safeParse(JSON.parse(bytes.toString('utf8')));
    if (!parsed.success) return null;
    const { sha256, ...body } = parsed.data;
    return profileDigest(body) === sha256 ? parsed.data : null;
  } catch {
    return null;
  }
}

/** JSON leaves out keys without a value, so that two exports of one kind may differ in a few columns. */
const ALIKE = 0.8;

/**
 * The kept profile whose export this file is; of several the newest. A CSV file has exactly its columns; a JSON file has
 * all that it reads, and most of the others.
 */
export function profileFor(head: CsvHead | JsonHead, profiles: readonly MappingProfile[]): MappingProfile | null {
  const fitting = profiles.filter((profile) => {
    // A profile for rows without names must not take a row of names for the first of them.
    if (profile.mapping.firstRow === 'data' && hasTellingNames(head)) return false;
    const columns = columnSignature(head, profile.mapping.firstRow);
    if (head.kind === 'csv') return JSON.stringify(profile.columns) === JSON.stringify(columns);
    const found = new Set(columns);
    const wanted = new Set(profile.columns);
    const missing = profile.columns.filter((column) => !found.has(column)).length;
    return (
      Object.values(profile.mapping.fields).every((column) => found.has(canonicalKey(column))) &&
      wanted.size - missing >= ALIKE * (found.size + missing)
    );
  });
  return fitting.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))[0] ?? null;
}

/** True when the header of a CSV file consists mostly of names that columns of exports have. */
function hasTellingNames(head: CsvHead | JsonHead): boolean {
  if (head.kind !== 'csv' || !head.hasHeader) return false;
  return head.header.filter((column) => nameFits(column).size > 0).length * 2 > head.header.length;
}

/** Throws `invalid-request` when an order names a profile that is not kept or says something else than the order. */
export function checkProfile(order: Pick<ImportOrder, 'profile' | 'mapping'>, kept: readonly MappingProfile[]): void {
  if (order.profile === undefined || order.profile === null) return;
  const profile = kept.find((one) => one.sha256 === order.profile);
  if (
    profile !== undefined &&
    order.mapping !== null &&
    canonicalJson(profile.mapping) === canonicalJson(order.mapping)
  )
    return;
  throw new AppError(
    'invalid-request',
    'A mapping profile was changed or removed while files waited to be read by it. Nothing was imported. Remove the files from the desk and add them again.',
  );
}
