import { z } from 'zod';
import type { OperationRow, ScopeFile, ScopeRow, SetRow } from '../schema.ts';
import { CATALOG_PLATFORMS } from '../types.ts';

const names = z.array(z.string());
const kind = z.strictObject({
  /** Microsoft privilege level 1-5; 0: not stated. */
  level: z.int().min(0).max(5),
  consent: z.boolean(),
  guid: z.string(),
});

/**
 * What a file of a vendor says about scopes and calls, by name, ready to be laid over one part of the catalog. It holds
 * facts only: the tier of a scope that the catalog does not know stays unrated until somebody rates it.
 */
export const catalogPatch = z.strictObject({
  format: z.literal('countersign-catalog-patch/1'),
  platform: z.enum(CATALOG_PLATFORMS),
  /** Part of the catalog it is laid over. */
  part: z.string(),
  version: z.string(),
  /** YYYY-MM-DD, or empty when the file does not say. */
  asOf: z.string(),
  resource: z.tuple([z.string(), z.string()]).optional(),
  scopes: z.array(
    z.strictObject({
      id: z.string(),
      resource: z.string().optional(),
      verb: z.enum(['read', 'write', 'admin', 'unknown']),
      d: kind.optional(),
      a: kind.optional(),
    }),
  ),
  /** [delegated any of, delegated least, application any of, application least]. */
  sets: z.array(z.tuple([names, names, names, names])),
  /** [method, path or method id, set, API name where it is not the first part of the id]. */
  ops: z.array(
    z.union([z.tuple([z.string(), z.string(), z.int()]), z.tuple([z.string(), z.string(), z.int(), z.string()])]),
  ),
  /** [scope, path, any of these is needed beside it]. */
  also: z.array(z.tuple([z.string(), z.string(), names])),
});
export type CatalogPatch = z.output<typeof catalogPatch>;
export type PatchScope = CatalogPatch['scopes'][number];

/**
 * A part of the catalog with a vendor's facts laid over it: they add scopes and calls and replace what the part says of the
 * same call. Tiers, reach, limits and the hierarchy of known scopes stay. `sha256` marks the rows it added.
 */
export function applyPatch(file: ScopeFile, patch: CatalogPatch, sha256: string): ScopeFile {
  const scopes = [...file.scopes];
  const position = new Map(scopes.map((row, index) => [`${row.resource ?? ''}/${row.id}`, index]));
  for (const entry of patch.scopes) {
    const key = `${entry.resource ?? ''}/${entry.id}`;
    const index = position.get(key);
    const known = index === undefined ? undefined : scopes[index];
    const row = patchedRow(known, entry, sha256);
    if (index === undefined) {
      position.set(key, scopes.length);
      scopes.push(row);
    } else scopes[index] = row;
  }
  const indexOf = (id: string): number[] => [position.get(`/${id}`) ?? []].flat();
  const sets: SetRow[] = [...(file.sets ?? [])];
  const offset = sets.length;
  for (const [d, dLeast, a, aLeast] of patch.sets) {
    sets.push([d.flatMap(indexOf), dLeast.flatMap(indexOf), a.flatMap(indexOf), aLeast.flatMap(indexOf)]);
  }
  const own = new Set(patch.ops.map(([method, path]) => `${method} ${path}`));
  const paths = new Set(patch.also.map(([scope, path]) => `${scope} ${path}`));
  const resources = [...(file.resources ?? [])];
  const [appId, name] = patch.resource ?? ['', ''];
  if (appId !== '' && !resources.some(([known]) => known === appId)) resources.push([appId, name, '']);
  return {
    ...file,
    ...(resources.length > 0 && { resources }),
    scopes,
    ...(sets.length > 0 && { sets }),
    ...((file.ops !== undefined || patch.ops.length > 0) && {
      ops: [
        ...(file.ops ?? []).flatMap((row) => withoutMethods(row, own)),
        ...patch.ops.map((row) => shifted(row, offset)),
      ],
    }),
    ...((file.also !== undefined || patch.also.length > 0) && {
      also: [
        ...(file.also ?? []).filter(([scope, path]) => !paths.has(`${scopes[scope]?.id ?? ''} ${path}`)),
        ...patch.also.flatMap(([scope, path, needed]) =>
          indexOf(scope).map((index): [number, string, string[]] => [index, path, needed]),
        ),
      ],
    }),
  };
}

function patchedRow(known: ScopeRow | undefined, entry: PatchScope, sha256: string): ScopeRow {
  const kindRow = (letter: 'd' | 'a'): ScopeRow['d'] => {
    const before = known?.[letter];
    const stated = entry[letter];
    if (stated === undefined) return before;
    const [tier, level, consent, guid, basis] = before ?? [null, 0, 0, '', ''];
    return [tier, stated.level || level, stated.consent ? 1 : consent, stated.guid || guid, basis];
  };
  const [d, a] = [kindRow('d'), kindRow('a')];
  return {
    ...(known ?? {
      id: entry.id,
      ...(entry.resource !== undefined && { resource: entry.resource }),
      verb: entry.verb,
      breadth: 'unknown',
      src: sha256,
    }),
    ...(d && { d }),
    ...(a && { a }),
  };
}

/** A row of the part without the methods that the patch states itself. */
function withoutMethods(row: OperationRow, own: ReadonlySet<string>): OperationRow[] {
  const [methods, path, set, api] = row;
  const left = methods.split(',').filter((method) => !own.has(`${method} ${path}`));
  if (left.length === 0) return [];
  return [api === undefined ? [left.join(','), path, set] : [left.join(','), path, set, api]];
}

function shifted([method, path, set, api]: CatalogPatch['ops'][number], offset: number): OperationRow {
  return api === undefined ? [method, path, set + offset] : [method, path, set + offset, api];
}
