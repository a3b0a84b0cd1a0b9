import { z } from 'zod';
import { basisWords } from './build-basis.ts';
import type { Built } from './build-entra.ts';
import { convertTier, SCOPE_COLS } from './build-entra.ts';
import { LOG_NAMES, OWN_EVENTS, OWN_LOGS } from './build-logs.ts';
import { type EventFile, scopeFile, type ScopeFile, type ScopeRow } from './schema.ts';

const verb = z.enum(['identity', 'offline', 'read', 'write', 'admin']);
const indexes = z.array(z.int());
type KindRow = NonNullable<ScopeRow['d']>;

function kindRow(platform: string, id: string, tier: number, scopeVerb: string, basis = ''): KindRow {
  return [convertTier(tier, scopeVerb), 0, 0, '', basisWords(platform, id, 'd', tier, basis.split(' '))];
}

const rawGoogle = z.object({
  asOf: z.string(),
  apis: z.array(z.tuple([z.string(), z.string(), z.string(), z.int()])),
  scopes: z.array(
    z.tuple([
      z.string(),
      verb,
      z.int(),
      z.enum(['R', 'S', 'N', 'r', 's', 'n']),
      z.union([z.string(), z.literal(0)]),
      z.string(),
      indexes,
    ]),
  ),
  sets: z.array(z.tuple([indexes, indexes, indexes])),
  ops: z.array(z.tuple([z.string(), z.string(), z.union([z.string(), z.literal(0)]), z.int()])),
});

/** Scope families that reach what the consenting person can see. */
const PERSONAL_GOOGLE =
  /^(gmail|drive|calendar|contacts|documents|spreadsheets|presentations|forms|tasks|keep|user|userinfo|openid|meetings|youtube|https:\/\/(mail|www)\.google\.com)/;

export function buildGoogle(raw: unknown): Built {
  const google = rawGoogle.parse(raw);
  return {
    platform: 'google',
    asOf: google.asOf,
    sources: [
      {
        name: 'google-api-python-client: discovery documents',
        version: '2.201.0',
        date: '2026-09-24',
        license: 'Apache-2.0',
      },
      {
        name: 'Google support: restricted scopes, and the scope pages of each API (class of 45 scopes)',
        version: 'stored copies',
        date: '2026-09',
        license: 'facts only',
      },
    ],
    notes: [
      'Scope ids are without the prefix https://www.googleapis.com/auth/.',
      'Class letters: R restricted, S sensitive, N neither; lower case: assumed.',
    ],
    cols: {
      ...SCOPE_COLS,
      ops: ['http', 'method id', 'set', 'API name where it is not the first part'],
      sets: ['anyOf', 'least'],
      'tables.apis': ['API', 'version', 'revision', 'methods'],
    },
    scopes: google.scopes.map(([id, scopeVerb, tier, letter, limit, basis, inc]): ScopeRow => {
      const tenantWide = /admin|tenant/.test(basis) || /^(admin|chrome|apps|cloud-identity|ediscovery)\b/.test(id);
      const row = kindRow('google', id, tier, scopeVerb, basis);
      return {
        id,
        verb: scopeVerb,
        breadth: tenantWide ? 'tenant' : PERSONAL_GOOGLE.test(id) ? 'own' : 'unknown',
        ...(limit !== 0 && { limit }),
        class: letter,
        d: row,
        a: row,
        ...(inc.length > 0 && { inc }),
      };
    }),
    sets: google.sets.map(([anyOf, least]) => [anyOf, least]),
    ops: google.ops.map(([id, http, api, set]) => (api === 0 ? [http, id, set] : [http, id, set, api])),
    tables: { apis: google.apis },
  };
}

const rawGitHub = z.object({
  asOf: z.string(),
  scopes: z.array(z.tuple([z.string(), verb, z.int(), z.union([z.array(z.string()), z.literal(0)])])),
  appPermissions: z.array(
    z.tuple([z.string(), z.array(z.enum(['read', 'write', 'admin'])), z.tuple([z.int(), z.int()])]),
  ),
  sets: z.array(z.array(z.json())),
  ops: z.array(z.array(z.json())),
});

export function buildGitHub(raw: unknown): Built {
  const github = rawGitHub.parse(raw);
  const index = new Map(github.scopes.map(([id], position) => [id, position]));
  const scopes = github.scopes.map(([id, scopeVerb, tier, inc]): ScopeRow => ({
    id,
    verb: scopeVerb,
    breadth: 'unknown',
    d: kindRow('github', id, tier, scopeVerb),
    ...(inc !== 0 && { inc: inc.flatMap((name) => index.get(name) ?? []) }),
  }));
  for (const [name, levels, [readTier, writeTier]] of github.appPermissions) {
    for (const [position, level] of levels.entries()) {
      scopes.push({
        id: `${name}:${level}`,
        verb: level,
        breadth: 'selected',
        a: kindRow('github', `${name}:${level}`, level === 'read' ? readTier : writeTier, level),
        ...(position > 0 && { inc: [scopes.length - 1] }),
      });
    }
  }
  return {
    platform: 'github',
    asOf: github.asOf,
    sources: [{ name: '@octokit/openapi: ghec.json', version: '23.0.2', date: '2026-09-22', license: 'MIT' }],
    notes: [
      'Delegated: OAuth app scopes. Application: GitHub App permissions, one row per level.',
      'Which App permission an endpoint needs is derived by rule from the shape of its path.',
    ],
    cols: {
      ...SCOPE_COLS,
      'tables.sets': [
        'allOf[anyOf] always',
        'allOf[anyOf] private repository',
        'anyOf public repository',
        'App permission, derived',
        'basis 1 stated 2 rule 0 none',
      ],
      'tables.ops': ['methods', 'path', 'set'],
    },
    scopes,
    tables: tablesOf({ sets: github.sets, ops: github.ops }),
  };
}

const rawSlack = z.object({
  asOf: z.string(),
  scopes: z.array(z.tuple([z.string(), verb, z.int(), z.enum(['', 'b', 'u', 'bu']), indexes])),
  ops: z.array(z.tuple([z.string(), z.string(), indexes, indexes, indexes])),
  legacyOps: z.array(z.tuple([z.string(), indexes])),
});

export function buildSlack(raw: unknown): Built {
  const slack = rawSlack.parse(raw);
  const intern = interning();
  const ops: NonNullable<ScopeFile['ops']> = slack.ops.map(([method, http, bot, user, other]) => [
    http,
    method,
    intern.add([union(user, other), [], union(bot, other), []]),
  ]);
  for (const [method, anyOf] of slack.legacyOps) ops.push(['POST', method, intern.add([anyOf, [], anyOf, []])]);
  return {
    platform: 'slack',
    asOf: slack.asOf,
    sources: [
      {
        name: 'slack-ruby/slack-api-ref',
        version: 'f4837c0cb6dba1b1122ce66a5b69195ce47213f8',
        date: '2026-08-20',
        license: 'MIT',
      },
      {
        name: 'slackapi/slack-api-specs',
        version: 'bc08db49625630e3585bf2f1322128ea04f2a7f3',
        date: '2021-09-07',
        license: 'MIT',
      },
    ],
    notes: [
      'Delegated: user token. Application: bot token. Several scopes for a method: which one depends on the conversation.',
    ],
    cols: { ...SCOPE_COLS, ops: ['http', 'method', 'set'], sets: ['userAnyOf', '-', 'botAnyOf', '-'] },
    scopes: slack.scopes.map(([id, scopeVerb, tier, kinds, inc]): ScopeRow => ({
      id,
      verb: scopeVerb,
      breadth: id.startsWith('admin') || id === 'auditlogs:read' ? 'tenant' : 'unknown',
      ...(kinds !== 'b' && { d: kindRow('slack', id, tier, scopeVerb) }),
      ...(kinds !== 'u' && { a: kindRow('slack', id, tier, scopeVerb) }),
      ...(inc.length > 0 && { inc }),
    })),
    sets: intern.rows,
    ops,
  };
}

const rawOkta = z.object({
  asOf: z.string(),
  scopes: z.array(z.tuple([z.string(), verb, z.int(), indexes])),
  ops: z.array(z.tuple([z.string(), z.string(), indexes])),
});

export function buildOkta(raw: unknown): Built {
  const okta = rawOkta.parse(raw);
  const intern = interning();
  const name = (position: number) => okta.scopes[position]?.[0] ?? '';
  return {
    platform: 'okta',
    asOf: okta.asOf,
    sources: [
      {
        name: 'okta/okta-management-openapi-spec',
        version: '2026.06.3 (fdda229e82940cf5af4611ad673ca6a27974e31b)',
        date: '2026-06-29',
        license: 'Apache-2.0',
      },
    ],
    notes: ['Shared-signals scopes (ssf.*) are API scopes, not sign-in claims.'],
    cols: {
      ...SCOPE_COLS,
      ops: ['methods', 'path', 'set'],
      sets: ['anyOf', '-'],
      also: ['scope', 'path', 'anyOfNeededBeside'],
    },
    scopes: okta.scopes.map(([id, rawVerb, tier, inc]): ScopeRow => {
      const scopeVerb = id === 'ssf.read' ? 'read' : id === 'ssf.manage' ? 'admin' : rawVerb;
      const row = kindRow('okta', id, tier, scopeVerb);
      const isApi = /^(okta|ssf)\./.test(id);
      return {
        id,
        verb: scopeVerb,
        breadth: !isApi ? 'own' : id.endsWith('.self') || id.includes('myAccount') ? 'own' : 'tenant',
        d: row,
        ...(isApi && { a: row }),
        ...(inc.length > 0 && { inc }),
      };
    }),
    sets: intern.rows,
    ops: okta.ops.map(([methods, path, allOf]) => [methods, path, intern.add([allOf.slice(0, 1), []])]),
    also: okta.ops.flatMap(([, path, [first, ...others]]) =>
      first === undefined ? [] : others.map((other): [number, string, string[]] => [first, path, [name(other)]]),
    ),
  };
}

const rawSalesforce = z.object({
  asOf: z.string(),
  scopes: z.array(z.tuple([z.string(), verb, z.int(), indexes, z.array(z.string())])),
  ops: z.array(z.array(z.json())),
});

export function buildSalesforce(raw: unknown): Built {
  const salesforce = rawSalesforce.parse(raw);
  return {
    platform: 'salesforce',
    asOf: salesforce.asOf,
    sources: [
      {
        name: 'Salesforce OpenID configuration; @salesforce/types scope names',
        version: '1.9.0',
        date: '2026-09',
        license: 'BSD-3-Clause',
      },
      { name: 'own patterns of addresses and events', version: '2', date: '2026-11', license: 'own' },
    ],
    notes: ['Scopes are product areas: api covers nearly everything.'],
    cols: { ...SCOPE_COLS, 'tables.names': ['scope', 'metadata name'], 'tables.ops': ['kind', 'pattern', 'anyOf'] },
    scopes: salesforce.scopes.map(([id, scopeVerb, tier, inc]): ScopeRow => ({
      id,
      verb: scopeVerb,
      breadth: 'own',
      d: kindRow('salesforce', id, tier, scopeVerb),
      ...(inc.length > 0 && { inc }),
    })),
    tables: tablesOf({
      names: salesforce.scopes.map(([id, , , , names]) => [id, ...names]),
      // Queries through any of the APIs, as a real-time event.
      ops: [...salesforce.ops, ['event', 'ApiEvent', [salesforce.scopes.findIndex(([id]) => id === 'api')]]],
    }),
  };
}

const rawEvents = z.object({
  events: z.record(z.string(), z.array(z.tuple([z.string(), z.string(), z.array(z.string()), z.string()]))),
  observability: z.array(z.tuple([z.string(), z.string(), z.string(), z.int(), z.int(), z.int(), z.string()])),
});

export function buildEvents(raw: unknown): Pick<EventFile, 'sources' | 'notes' | 'cols'> & {
  asOf: string;
  events: unknown[];
  observability: unknown[];
} {
  const { events, observability } = rawEvents.parse(raw);
  return {
    asOf: '2026-09',
    sources: [{ name: 'own compilation of public event references', version: '2', date: '2026-11', license: 'own' }],
    notes: ['* at the end stands for any continuation.', 'Retention figures are not verified.'],
    cols: {
      events: ['platform', 'log', 'event', 'anyOf', 'verb'],
      observability: [
        'platform',
        'log',
        'granularity',
        'reads visible',
        'writes visible',
        'retention days, 0 varies',
        'note',
        'name in a sentence',
        'log ids of importers',
        'logs of events',
      ],
    },
    events: [
      ...Object.entries(events).flatMap(([platform, rows]) => rows.map((row) => [platform, ...row])),
      ...OWN_EVENTS,
    ],
    observability: [...observability, ...OWN_LOGS].map((row) => {
      const [platform, log] = row;
      const [name, logs, eventLogs] = LOG_NAMES[`${platform} ${log}`] ?? [log, [], []];
      return [...row, name, logs, eventLogs];
    }),
  };
}

/** The rows as they are, checked by the schema of the catalog. */
function tablesOf(tables: unknown): ScopeFile['tables'] {
  return scopeFile.shape.tables.parse(tables);
}

function union(left: readonly number[], right: readonly number[]): number[] {
  return [...new Set([...left, ...right])].toSorted((a, b) => a - b);
}

function interning() {
  const rows: NonNullable<ScopeFile['sets']> = [];
  const positions = new Map<string, number>();
  return {
    rows,
    add(row: NonNullable<ScopeFile['sets']>[number]): number {
      const text = JSON.stringify(row);
      const known = positions.get(text);
      if (known !== undefined) return known;
      positions.set(text, rows.length);
      return rows.push(row) - 1;
    },
  };
}
