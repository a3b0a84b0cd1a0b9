import { z } from 'zod';
import { basisWords } from './build-basis.ts';
import type { ScopeFile, ScopeRow } from './schema.ts';

/** What a builder returns; the caller adds format, part, version and digest. */
export type Built = Pick<ScopeFile, 'platform' | 'sources' | 'notes' | 'cols' | 'scopes'> &
  Partial<Pick<ScopeFile, 'resources' | 'sets' | 'ops' | 'also' | 'tables'>> & { readonly asOf: string };

type Verb = ScopeRow['verb'];
type KindRow = NonNullable<ScopeRow['d']>;

export const SCOPE_COLS = {
  'scope.d/a': ['tier 0-4', 'platform level or 0', 'adminConsent', 'permission id', 'basis'],
  'scope.inc': ['index of a scope directly below'],
};

/** Tier of the source (1-4) on the product's scale (0-4). */
export function convertTier(tier: number, verb: string): KindRow[0] {
  return z
    .union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
    .parse(tier === 1 && verb === 'identity' ? 0 : tier);
}

const verb = z.enum(['identity', 'offline', 'read', 'write', 'admin']);
const breadth = z.enum(['own', 'shared', 'selected', 'tenant']);
const rawKind = z.tuple([z.int(), z.int(), z.union([z.literal(0), z.literal(1)]), z.string(), z.string()]);
const rawGraph = z.object({
  asOf: z.string(),
  scopes: z.array(
    z.object({
      id: z.string(),
      verb,
      breadth,
      rsc: z.literal(1).optional(),
      d: rawKind.optional(),
      a: rawKind.optional(),
      inc: z.array(z.int()).optional(),
    }),
  ),
  sets: z.array(z.tuple([z.array(z.int()), z.array(z.int()), z.array(z.int()), z.array(z.int())])),
  ops: z.array(z.tuple([z.string(), z.string(), z.int()])),
  also: z.array(z.tuple([z.int(), z.string(), z.array(z.string())])),
});

export function buildEntraGraph(raw: unknown): Built {
  const graph = rawGraph.parse(raw);
  const index = new Map(graph.scopes.map((scope, position) => [scope.id, position]));
  const scopes = graph.scopes.map((scope): ScopeRow => ({
    id: scope.id,
    verb: scope.verb,
    // The source reads "own" off the name; what needs an administrator's consent is no one's own.
    breadth: scope.breadth === 'own' && scope.d?.[2] === 1 ? 'unknown' : scope.breadth,
    ...(scope.breadth === 'selected' && { limit: limitOf(scope.id) }),
    ...(scope.rsc && { rsc: scope.rsc }),
    ...(scope.d && { d: kind(scope.id, 'd', scope.d, scope.verb) }),
    ...(scope.a && { a: kind(scope.id, 'a', scope.a, scope.verb) }),
    ...(scope.inc && { inc: scope.inc }),
  }));
  // The user info endpoint is not in the source, but its calls appear in the activity log.
  const signIn = ['openid', 'profile', 'email'].flatMap((id) => index.get(id) ?? []);
  const sets: ScopeFile['sets'] = [...graph.sets, [signIn, signIn.slice(0, 1), [], []]];
  return {
    platform: 'entra',
    asOf: graph.asOf,
    sources: [
      {
        name: 'microsoftgraph/microsoft-graph-devx-content: permissions, provisioning ids',
        version: '6cbd6bbd665a877560fdefbad74f3bdb5b57af88',
        date: '2026-08-07',
        license: 'MIT',
      },
      {
        name: 'merill/microsoft-info: permission ids of a live tenant',
        version: '43b8a5d9fb6648f3ef36ec051acd988fdd19558b',
        date: '2026-08-20',
        license: 'MIT',
      },
      {
        name: 'AzureAD/MSIdentityTools: consent risk table (check list for tiers)',
        version: 'f5d0ca776c9ec00457e5a69b91a85c9a533227eb',
        date: '2025-11-18',
        license: 'MIT',
      },
      {
        name: 'own supplement: reference writes, deleted items, user info endpoint',
        version: '1',
        date: '2026-09',
        license: 'own',
      },
    ],
    notes: [
      'Version 1.0 and beta are merged, as in the source.',
      'Paths are lower case; {} stands for an id; /me is filed under /users/{}.',
      'Tiers are the project’s own judgement from level, kind and basis (tier policy 1).',
    ],
    cols: {
      ...SCOPE_COLS,
      ops: ['methods', 'path', 'set'],
      sets: ['delegatedAnyOf', 'delegatedLeast', 'applicationAnyOf', 'applicationLeast'],
      also: ['scope', 'path', 'anyOfNeededBeside'],
    },
    scopes,
    sets,
    ops: uniqueOperations([...graph.ops, ['GET,POST', '/oidc/userinfo', sets.length - 1]]),
    also: graph.also.map(([scope, path, ids]) => [scope, cleanPath(path), ids]),
  };
}

function kind(
  id: string,
  letter: 'd' | 'a',
  [tier, level, consent, guid, basis]: z.output<typeof rawKind>,
  scopeVerb: Verb,
): KindRow {
  return [convertTier(tier, scopeVerb), level, consent, guid, basisWords('entra', id, letter, tier, basis.split(' '))];
}

function limitOf(id: string): string {
  if (id.endsWith('.OwnedBy') || id.endsWith('.ManagedBy') || id.endsWith('.IdentityParentedBy')) return 'owned';
  if (id.endsWith('.CreatedByApp') || id.endsWith('.AppFolder')) return 'app-created';
  return 'selected';
}

/** The source holds a few templates with typing errors or sample values. */
function cleanPath(path: string): string {
  return path
    .replaceAll('{}}', '{}')
    .replace('subjectrightsrequests{}', 'subjectrightsrequests/{}')
    .replace('geteffectivepermissionsscope={}', 'geteffectivepermissions()')
    .replace('/root:/{}/', '/root:/{}:/')
    .replace('/foldera/fileb.txt:', '/{}:')
    .replace('/(team-id)', '/{}')
    .replace(/^\/users\/me(?=\/)/, '/users/{}')
    .replace('/directoryroles/roletemplateid={}', '/directoryroles()')
    .replace('/87654321-0abc-zqf0-321456789q', '/{}')
    .replace('/sites/id/contenttypes/id/', '/sites/{}/contenttypes/{}/')
    .replace('itemat()range', 'itemat()/range');
}

/** One row per (method, path); where cleaning makes two equal, the first stays. */
function uniqueOperations(ops: readonly (readonly [string, string, number])[]): [string, string, number][] {
  const seen = new Set<string>();
  return ops.flatMap(([methods, rawPath, set]) => {
    const path = cleanPath(rawPath);
    const fresh = methods.split(',').filter((method) => !seen.has(`${method} ${path}`));
    for (const method of fresh) seen.add(`${method} ${path}`);
    return fresh.length > 0 ? [[fresh.join(','), path, set] satisfies [string, string, number]] : [];
  });
}

const rawOther = z.object({
  asOf: z.string(),
  rows: z.array(
    z.tuple([z.string(), z.string(), z.string(), z.enum(['d', 'a']), z.string(), verb, z.int(), z.string()]),
  ),
});

export function buildEntraOther(raw: unknown): Built {
  const { asOf, rows } = rawOther.parse(raw);
  const resources = new Map(rows.map(([appId, name, , , , , , protocol]) => [appId, { name, protocol }]));
  return {
    platform: 'entra',
    asOf,
    sources: [{ name: 'own compilation of public reference knowledge', version: '1', date: '2026-08', license: 'own' }],
    notes: ['Resources beside Microsoft Graph. None of them has a log of single calls.'],
    cols: { ...SCOPE_COLS, resources: ['application id', 'name', 'protocol'] },
    resources: [...resources].map(([appId, { name, protocol }]) => [appId, name, protocol]),
    scopes: rows.map(([resource, , id, kindLetter, guid, scopeVerb, tier, protocol]): ScopeRow => ({
      id,
      resource,
      verb: scopeVerb,
      breadth: id === 'Sites.Selected' ? 'selected' : kindLetter === 'a' ? 'tenant' : 'own',
      ...(id === 'Sites.Selected' && { limit: 'selected' }),
      [kindLetter]: [
        convertTier(tier, scopeVerb),
        0,
        0,
        guid,
        basisWords('entra', id, kindLetter, tier, [protocol]),
      ] satisfies KindRow,
    })),
  };
}
