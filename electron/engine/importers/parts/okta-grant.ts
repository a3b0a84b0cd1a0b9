import type { CsvHead, JsonHead } from '../../reading/types.ts';
import type { ClientReference, Detection, Fact, FieldReader, FieldSource, MapContext, Mapped } from '../importer.ts';
import { scoreSignature } from '../keys.ts';
import { headValues } from './head-values.ts';
import { named } from './json-cells.ts';
import { idInLink, issuerResource } from './okta-ids.ts';
import { isPlaceholder } from './placeholders.ts';
import { personOf } from './principals.ts';

type GrantField =
  | 'id'
  | 'status'
  | 'created'
  | 'lastUpdated'
  | 'issuer'
  | 'clientId'
  | 'scope'
  | 'source'
  | 'userId'
  | 'appLink'
  | 'appTitle'
  | 'clientTitle';

export const GRANT_FIELDS: Readonly<Record<GrantField, FieldSource>> = {
  id: { from: ['id'] },
  status: { from: ['status'] },
  created: { from: ['created'] },
  lastUpdated: { from: ['lastUpdated'] },
  issuer: { from: ['issuer'] },
  clientId: { from: ['clientId'] },
  scope: { from: ['scopeId'] },
  source: { from: ['source'] },
  userId: { from: ['userId'] },
  appLink: { from: ['_links.app.href'] },
  appTitle: { from: ['_links.app.title'] },
  clientTitle: { from: ['_links.client.title'] },
};

/** Recognizes grants listed for an app, or for a person: the link of each record to itself says which call listed it. */
export function detectGrants(head: CsvHead | JsonHead, listedFor: 'apps' | 'users'): Detection {
  if (listingOf(head) !== listedFor) {
    return { score: 0, reason: `the grants are listed for ${listedFor === 'apps' ? 'a person' : 'an app'}` };
  }
  return scoreSignature(head, {
    required: ['scopeId', 'clientId', 'issuer'],
    bonus: ['status', 'source', 'created', 'lastUpdated'],
    against: ['scopes'],
  });
}

function listingOf(head: CsvHead | JsonHead): 'apps' | 'users' {
  const link = headValues(head, ['_links.self.href']).find((href) => /\/(?:apps|users)\//.test(href));
  if (link !== undefined) return link.includes('/users/') ? 'users' : 'apps';
  const clients = new Set(headValues(head, ['clientId']));
  const users = new Set(headValues(head, ['userId']));
  return users.size === 1 && !users.has('') && clients.size > 1 ? 'users' : 'apps';
}

/**
 * One scope of one app. `ADMIN`: an administrator consented for everybody, a tenant-wide grant. The record does not say
 * whether the app is an API service app, which uses such a scope as itself and without a person; tenant-wide holds for both,
 * while “acts as itself” would be wrong for every web app. `END_USER`: a person consented. A revoked grant is no grant: it
 * is told as a revocation at the time of the last update.
 */
export function mapGrant(record: FieldReader<GrantField>, context: MapContext): Mapped {
  const clientId = record.text('clientId');
  if (isPlaceholder(clientId)) return { rejected: 'no client id, or a placeholder for one' };
  const scope = record.text('scope');
  if (isPlaceholder(scope)) return { rejected: 'no scope' };
  const user = personOf(record.text('userId'));
  const isTenantWide = /^admin$/i.test(record.text('source')) || (record.text('source') === '' && user === null);
  if (!isTenantWide && user === null) return { rejected: 'a consent of a person that names no person' };
  const principal = isTenantWide ? null : user;
  const name = [record.text('appTitle'), record.text('clientTitle')].find((title) => !isPlaceholder(title)) ?? '';
  const client: ClientReference = { space: 'app', id: clientId, ...named(name) };
  const status = record.text('status').toLowerCase();
  const createdAt = context.time(record.text('created'));
  if (status === 'revoked') {
    const time = context.time(record.text('lastUpdated'));
    if (time === null) return { rejected: 'a revoked grant without a readable time' };
    const id = record.text('id');
    return {
      facts: [
        {
          fact: 'event',
          kind: 'revoke',
          time,
          client,
          principal,
          result: 'success',
          scopes: [scope],
          tenantWide: isTenantWide,
          detail: `grant of ${scope.slice(0, 200)} revoked, at the latest at this time`,
          ...(isPlaceholder(id) ? {} : { eventId: id }),
        },
      ],
    };
  }
  if (status !== '' && status !== 'active') return { notRelevant: 'a grant that is neither active nor revoked' };
  const id = record.text('id');
  const appId = idInLink(record.text('appLink'), 'apps');
  const facts: Fact[] = [
    {
      fact: 'connector',
      client,
      // Apps made with a client id of their own still have an app id.
      ...(appId === '' || appId === clientId ? {} : { sameAs: [{ space: 'app', id: appId }] }),
    },
    {
      fact: 'grant',
      client,
      kind: isTenantWide ? 'delegated-tenant' : 'delegated-user',
      principal,
      ...issuerResource(record.text('issuer')),
      scopes: [scope],
      ...(createdAt === null ? {} : { grantedAt: createdAt }),
      ...(isPlaceholder(id) ? {} : { nativeId: id }),
    },
  ];
  return { facts };
}
