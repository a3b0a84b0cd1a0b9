import { ENTRA_STORY, type EntraDeclaration } from './entra-story.ts';
import { LATER_ENTRA_STORY } from './entra-story-later.ts';
import type { Ownership } from './ownership.ts';
import type { Department } from './people.ts';
import { createRandom, type Random } from './random.ts';

/** How a connector was consented to. `application` = app-only permissions, `tenant` = for everybody, `user` = person by person. */
export type EntraConsent = 'application' | 'tenant' | 'user';

/** A call an Entra connector makes: `{me}` stays `me` or a user id, `{id}` becomes a random object id. */
export interface GraphCall {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly status: number;
}

/** A client secret of an application registered in the tenant. Times are UTC milliseconds. */
export interface EntraSecret {
  readonly keyId: string;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

export interface EntraConnector {
  readonly key: string;
  readonly name: string;
  readonly appId: string;
  readonly servicePrincipalId: string;
  readonly consent: EntraConsent;
  readonly scopes: readonly string[];
  readonly departments: readonly Department[];
  /** People with a consent of their own, or, for tenant-wide consent, people who use it. Zero for app-only connectors. */
  readonly holders: number;
  readonly calls: readonly GraphCall[];
  readonly sessions: number | 'daily';
  /** Legal name of the verified publisher, or undefined when nobody was verified. */
  readonly verifiedPublisher: string | undefined;
  readonly publisherName: string;
  /** True when the application is registered in the company's own tenant. */
  readonly internal: boolean;
  readonly created: number;
  readonly domain: string;
  readonly userAgent: string;
  readonly address: string;
  readonly redirects: readonly string[];
  /** Secrets that the service principal lists; null where the story leaves them to the writer of the file. */
  readonly secrets: readonly EntraSecret[] | null;
  readonly heldBy?: 'service-account';
  readonly ownership?: Ownership;
}

export interface EntraTenant {
  readonly tenantId: string;
  readonly graphId: string;
  readonly exchangeId: string;
  readonly commandLineId: string;
  readonly managedIdentityId: string;
  readonly managedIdentityAppId: string;
  readonly connectors: readonly EntraConnector[];
}

/** The Entra tenant: 26 connectors, and the service principals every tenant has beside them. */
export function createEntraTenant(seed: number): EntraTenant {
  const random = createRandom(seed, 'entra tenant');
  const first = ENTRA_STORY.map((declared, index) => complete(random, declared, index));
  const tenant = {
    tenantId: random.guid(),
    graphId: random.guid(),
    exchangeId: random.guid(),
    commandLineId: random.guid(),
    managedIdentityId: random.guid(),
    managedIdentityAppId: random.guid(),
  };
  const later = LATER_ENTRA_STORY.map((declared, index) => complete(random, declared, first.length + index));
  return { ...tenant, connectors: [...first, ...later] };
}

const AGENTS = ['python-requests/2.32.3', 'axios/1.7.9', 'GraphServiceClient/5.61', 'okhttp/4.12.0', 'node-fetch/1.0'];

function complete(random: Random, declared: EntraDeclaration, index: number): EntraConnector {
  const { scopes, calls, publisher, unverified, internal, created, redirects, secrets, ...rest } = declared;
  const vendor = publisher ?? `${declared.name.split(' ')[0] ?? declared.name} Software Oy`;
  return {
    ...rest,
    appId: random.guid(),
    servicePrincipalId: random.guid(),
    scopes: scopes.split(' '),
    calls: calls.map(parseCall),
    verifiedPublisher: unverified || internal ? undefined : vendor,
    publisherName: internal ? 'Tarnbrook Optics' : vendor,
    internal: internal ?? false,
    created: created ?? Date.UTC(2023, 1, 6, 9, 30) + random.below(900) * 86_400_000,
    userAgent: AGENTS[index % AGENTS.length] ?? 'axios/1.7.9',
    address: `203.0.113.${100 + index}`,
    redirects: redirects ?? [`https://app.${declared.domain}/oauth/callback`],
    secrets: secrets?.map((secret) => ({ ...secret, keyId: random.guid() })) ?? null,
  };
}

function parseCall(text: string): GraphCall {
  const [method, path, status = '200'] = text.split(' ');
  if (path === undefined || !isMethod(method)) throw new Error(`Not a call: ${text}`);
  return { method, path, status: Number(status) };
}

function isMethod(text: string | undefined): text is GraphCall['method'] {
  return text === 'GET' || text === 'POST' || text === 'PATCH' || text === 'PUT' || text === 'DELETE';
}
