import { z } from 'zod';
import type { CatalogPatch, PatchScope } from './patch.ts';
import { httpMethod, MOST_MEMBERS, pathTemplate, permissionName } from './safe-text.ts';
import { collectSets, verbOfName } from './sets.ts';

const SCHEMES = { DelegatedWork: 'd', Application: 'a' } as const;
type Letter = 'd' | 'a';

/**
 * Microsoft's permissions.json (microsoftgraph/microsoft-graph-devx-content, permissions/new): per permission its schemes
 * and, per path, the methods and a text such as `least=DelegatedWork,Application;AlsoRequires=User.Read`.
 */
const permissionsFile = z.object({
  permissions: z.record(
    permissionName,
    z.object({
      schemes: z.record(
        z.string(),
        z.object({ privilegeLevel: z.int().min(0).max(5).nullish(), requiresAdminConsent: z.boolean().nullish() }),
      ),
      pathSets: z
        .array(
          z.object({
            schemeKeys: z.array(z.string()),
            methods: z.array(httpMethod),
            paths: z.record(pathTemplate, z.string().max(2000).nullable()),
          }),
        )
        .max(1000)
        .nullish(),
    }),
  ),
});

interface Call {
  readonly method: string;
  readonly path: string;
  readonly any: Record<Letter, string[]>;
  readonly least: Record<Letter, string[]>;
}

export function isPermissionsFile(content: unknown): boolean {
  const file = z.object({ permissions: z.record(z.string(), z.unknown()) }).safeParse(content);
  return (
    file.success &&
    Object.values(file.data.permissions).some((entry) => z.object({ schemes: z.object({}) }).safeParse(entry).success)
  );
}

/** Throws a ZodError for a file of another shape. */
export function readPermissionsFile(content: unknown): CatalogPatch {
  const { permissions } = permissionsFile.parse(content);
  const calls = new Map<string, Call>();
  const scopes: PatchScope[] = [];
  const also: CatalogPatch['also'] = [];
  for (const [name, permission] of Object.entries(permissions)) {
    const scope: PatchScope = { id: name, verb: verbOfName(name) };
    for (const [scheme, letter] of Object.entries(SCHEMES)) {
      const stated = permission.schemes[scheme];
      if (stated === undefined) continue;
      scope[letter] = { level: stated.privilegeLevel ?? 0, consent: stated.requiresAdminConsent === true, guid: '' };
    }
    scopes.push(scope);
    for (const { schemeKeys, methods, paths } of permission.pathSets ?? []) {
      const letters = Object.entries(SCHEMES).flatMap(([scheme, letter]) =>
        schemeKeys.includes(scheme) ? [letter] : [],
      );
      for (const [template, marks] of Object.entries(paths)) {
        const path = normalizedPath(template);
        const { least, needed } = readMarks(marks ?? '');
        if (needed.length > 0) also.push([name, path, needed]);
        for (const method of methods) {
          const call = callOf(calls, method.toUpperCase(), path);
          for (const letter of letters) {
            call.any[letter].push(name);
            if (least.includes(letter)) call.least[letter].push(name);
          }
        }
      }
    }
  }
  if (calls.size > MOST_MEMBERS) throw new RangeError(`${calls.size} calls are more than such a file has`);
  const sets = collectSets();
  const ops = [...calls.values()].map(({ method, path, any, least }): [string, string, number] => [
    method,
    path,
    sets.add([any.d, least.d, any.a, least.a]),
  ]);
  return {
    format: 'countersign-catalog-patch/1',
    platform: 'entra',
    part: 'entra-graph',
    version: `${scopes.length} permissions`,
    asOf: '',
    scopes,
    sets: sets.rows,
    ops,
    also,
  };
}

function callOf(calls: Map<string, Call>, method: string, path: string): Call {
  const key = `${method} ${path}`;
  const call = calls.get(key) ?? { method, path, any: { d: [], a: [] }, least: { d: [], a: [] } };
  calls.set(key, call);
  return call;
}

/** As the catalog writes paths: lower case, {} for ids, () for the arguments of functions, /me filed under /users/{}. */
function normalizedPath(template: string): string {
  return template
    .toLowerCase()
    .replace(/\([^)]*\)/g, '()')
    .replace(/\{[^}]*\}/g, '{}')
    .replace(/\/+$/, '')
    .replace(/^\/(?:me|users\/me)(?=\/|$)/, '/users/{}');
}

function readMarks(text: string): { least: Letter[]; needed: string[] } {
  const least: Letter[] = [];
  const needed: string[] = [];
  for (const part of text.split(';')) {
    const [key = '', values = ''] = part.split('=');
    const list = values.split(',').map((value) => value.trim());
    if (key.trim() === 'least') {
      for (const [scheme, letter] of Object.entries(SCHEMES)) if (list.includes(scheme)) least.push(letter);
    }
    if (key.trim() === 'AlsoRequires') needed.push(...list.filter((name) => permissionName.safeParse(name).success));
  }
  return { least, needed };
}
