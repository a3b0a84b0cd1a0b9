import { z } from 'zod';
import { scopeName } from '../scope-text.ts';
import type { CatalogPatch } from './patch.ts';
import { httpMethod, plainName } from './safe-text.ts';
import { collectSets, verbOfName } from './sets.ts';

/** How deep resources of a discovery document may nest. */
const DEEPEST = 12;

const method = z.object({ id: plainName, httpMethod, scopes: z.array(plainName).max(200).optional() });
type Method = z.output<typeof method>;

/** A Google API discovery document (discovery#restDescription): method ids and the scopes each accepts alone. */
const discoveryDocument = z.object({
  kind: z.literal('discovery#restDescription'),
  name: plainName,
  version: plainName,
  revision: z.string().max(40).optional(),
  rootUrl: z.string().regex(/^https:\/\/[a-z0-9.-]+\.googleapis\.com\//, 'is no address of a Google API'),
  auth: z.object({ oauth2: z.object({ scopes: z.record(plainName, z.unknown()) }) }).optional(),
  methods: z.record(z.string(), method).optional(),
  resources: z.record(z.string(), z.unknown()).optional(),
});

const resource = z.object({
  methods: z.record(z.string(), method).optional(),
  resources: z.record(z.string(), z.unknown()).optional(),
});

/** Throws a ZodError for a file of another shape. */
export function readDiscoveryDocument(content: unknown): CatalogPatch {
  const document = discoveryDocument.parse(content);
  const methods = methodsOf(document, 0);
  const ids = new Set([
    ...Object.keys(document.auth?.oauth2.scopes ?? {}),
    ...methods.flatMap(({ scopes = [] }) => scopes),
  ]);
  const sets = collectSets();
  const ops = methods.map(({ id, httpMethod: http, scopes = [] }): CatalogPatch['ops'][number] => {
    const names = scopes.map((scope) => scopeName('google', scope));
    // Any one of the scopes suffices; the document does not say which is least.
    const set = sets.add([names, [], names, []]);
    const row: [string, string, number] = [http.toUpperCase(), id, set];
    return id.startsWith(`${document.name}.`) ? row : [...row, document.name];
  });
  return {
    format: 'countersign-catalog-patch/1',
    platform: 'google',
    part: 'google',
    version: `${document.name} ${document.version} ${document.revision ?? ''}`.trim(),
    asOf: revisionDate(document.revision ?? ''),
    scopes: [...ids].map((id) => {
      const name = scopeName('google', id);
      // Google says "readonly" where a scope only reads.
      const verb = name.includes('readonly') ? 'read' : verbOfName(name) === 'unknown' ? 'write' : verbOfName(name);
      const row = { level: 0, consent: false, guid: '' };
      return { id: name, verb, d: row, a: row };
    }),
    sets: sets.rows,
    ops,
    also: [],
  };
}

function methodsOf(holder: z.output<typeof resource>, depth: number): Method[] {
  if (depth > DEEPEST) throw new RangeError('its resources nest too deep');
  return [
    ...Object.values(holder.methods ?? {}),
    ...Object.values(holder.resources ?? {}).flatMap((inner) => methodsOf(resource.parse(inner), depth + 1)),
  ];
}

/** Google writes revisions as YYYYMMDD. */
function revisionDate(revision: string): string {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(revision) ?? [];
  return year === undefined ? '' : `${year}-${month}-${day}`;
}
