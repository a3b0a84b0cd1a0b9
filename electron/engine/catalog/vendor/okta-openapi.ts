import { z } from 'zod';
import type { CatalogPatch } from './patch.ts';
import { MOST_MEMBERS, pathTemplate, plainName } from './safe-text.ts';
import { collectSets } from './sets.ts';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const security = z.array(z.record(z.string(), z.array(plainName))).max(20);
const operation = z.object({ security: security.optional() });

/** Okta's management API as an OpenAPI file in JSON: per path and method the scopes of its `oauth2` security. */
const oktaFile = z.object({
  openapi: z.string().regex(/^3\.\d/, 'is no OpenAPI 3 version'),
  info: z.object({ title: z.string().regex(/okta/i, 'does not name Okta'), version: z.string().max(60) }),
  paths: z.record(
    pathTemplate,
    z.object({
      get: operation.optional(),
      post: operation.optional(),
      put: operation.optional(),
      patch: operation.optional(),
      delete: operation.optional(),
    }),
  ),
});

/** Throws a ZodError for a file of another shape. */
export function readOktaFile(content: unknown): CatalogPatch {
  const file = oktaFile.parse(content);
  const sets = collectSets();
  const ops: CatalogPatch['ops'] = [];
  const also: CatalogPatch['also'] = [];
  const ids = new Set<string>();
  for (const [template, item] of Object.entries(file.paths)) {
    const path = template.replace(/\{[^}]*\}/g, '{}');
    for (const method of METHODS) {
      const stated = item[method]?.security;
      if (stated === undefined) continue;
      const alternatives = stated.flatMap((entry) => entry['oauth2'] ?? []);
      const scopes = alternatives.filter((id) => id.startsWith('okta.') || id.startsWith('ssf.'));
      for (const id of scopes) ids.add(id);
      // Okta lists several scopes where a call needs all of them: the first is filed, the rest is needed beside it.
      const [first, ...others] = scopes;
      const named = first === undefined ? [] : [first];
      ops.push([method.toUpperCase(), path, sets.add([named, [], named, []])]);
      if (first !== undefined) for (const other of others) also.push([first, path, [other]]);
    }
  }
  if (ops.length > MOST_MEMBERS) throw new RangeError(`${ops.length} calls are more than such a file has`);
  const row = { level: 0, consent: false, guid: '' };
  return {
    format: 'countersign-catalog-patch/1',
    platform: 'okta',
    part: 'okta',
    version: file.info.version,
    asOf: '',
    scopes: [...ids].map((id) => ({ id, verb: id.endsWith('.read') ? 'read' : 'admin', d: row, a: row })),
    sets: sets.rows,
    ops,
    also,
  };
}
