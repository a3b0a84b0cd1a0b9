import { parseConsentPermissions } from '../../lib/consent-permissions.ts';
import type { EventFact, Fact, Mapped } from '../importer.ts';
import {
  bridge,
  clientOf,
  type DirectoryRecord,
  type DirectoryTarget,
  eventBase,
  type TimedRecord,
} from './directory-record.ts';
import { guidsIn } from './json-cells.ts';
import { isPlaceholder } from './placeholders.ts';
import { scopeWords } from './scope-words.ts';

/** "Consent to application": target 0 is the client, the permissions stand in a language of their own. */
export function readConsent(record: TimedRecord): Mapped {
  const [target] = record.targets;
  if (target === undefined) return { rejected: 'no target resource' };
  const value = (name: string): string => target.changes.get(name)?.value ?? '';
  const appId = guidsIn(value('targetid.serviceprincipalnames'))[0] ?? record.appId;
  const client = clientOf(target.id, appId, target.name);
  if (client === null) return { rejected: 'the consented app has no id' };
  const permissions = parseConsentPermissions(value('consentaction.permissions'));
  const isTenantWide =
    permissions.added.some((entry) => entry.consentType === 'AllPrincipals') ||
    (permissions.added.every((entry) => entry.consentType !== 'Principal') &&
      (/true/i.test(value('consentcontext.isadminconsent')) || /true/i.test(value('consentcontext.onbehalfofall'))));
  const scopes = distinct(permissions.added.flatMap((entry) => entry.scopes));
  const before = distinct(permissions.previous.flatMap((entry) => entry.scopes));
  const added = scopes.filter((scope) => !before.includes(scope));
  const isDenied = record.result === 'denied';
  const reason = value('consentaction.reason') || record.reason;
  const fact: EventFact = {
    ...eventBase(record),
    kind: isDenied ? 'deny' : before.length > 0 && added.length > 0 ? 'scope-change' : 'consent',
    client,
    principal: isTenantWide ? null : (holderOf(permissions.added) ?? personOfRecord(record)),
    tenantWide: isTenantWide,
    // Scopes that the record does not state are unknown, not none.
    ...(target.changes.has('consentaction.permissions') ? { scopes, previousScopes: before } : {}),
    detail: isDenied
      ? `consent blocked${reason === '' ? '' : `: ${reason}`}`
      : consentDetail(isTenantWide, scopes, before, added, record, target),
  };
  return { facts: [fact, ...bridge(client, appId)] };
}

function consentDetail(
  isTenantWide: boolean,
  scopes: readonly string[],
  before: readonly string[],
  added: readonly string[],
  record: DirectoryRecord,
  target: DirectoryTarget,
): string {
  const who = isTenantWide ? 'admin consent' : 'consent';
  if (!target.changes.has('consentaction.permissions')) return `${who}; ${notStated(record)}`;
  const what = scopes.length > 0 ? ` to ${scopes.length} scope${scopes.length === 1 ? '' : 's'}` : '';
  if (before.length === 0) return `${who}${what}`;
  return `${who}${what}; ${added.length === 0 ? 'none of them new' : `scopes added: ${added.join(' ')}`}`;
}

function notStated({ omission }: DirectoryRecord): string {
  return `scopes not stated${omission === '' ? '' : `: ${omission}`}`;
}

/** The person for whom the consent holds, when the entries name exactly one. */
function holderOf(entries: readonly { readonly principalId: string }[]): string | null {
  const holders = distinct(entries.map((entry) => entry.principalId).filter((id) => !isPlaceholder(id)));
  return holders.length === 1 ? (holders[0] ?? null) : null;
}

/** Who acted, when it was a person: a program never holds a consent. */
function personOfRecord({ actor }: DirectoryRecord): string | null {
  return actor.ids.length === 0 ? null : actor.id;
}

/** Target 0 is the resource API; the client is the modified property ServicePrincipal.ObjectID, else target 1. */
export function readGrant(record: TimedRecord, isRemoval: boolean): Mapped {
  const [resource, second] = record.targets;
  if (resource === undefined) return { rejected: 'no target resource' };
  const either = eitherValue(resource);
  const appId = guidsIn(either('serviceprincipal.appid'))[0] ?? '';
  const name = either('serviceprincipal.displayname') || (second?.name ?? '');
  const client = clientOf(either('serviceprincipal.objectid') || (second?.id ?? ''), appId, name);
  if (client === null) return { rejected: 'the grant names no client service principal' };
  const scope = resource.changes.get('delegatedpermissiongrant.scope');
  const after = scopeWords(scope?.value ?? '');
  const before = scopeWords(scope?.previous ?? '');
  const consentType = either('delegatedpermissiongrant.consenttype');
  const isTenantWide = /allprincipals/i.test(consentType);
  const added = after.filter((entry) => !before.includes(entry));
  const holder = either('delegatedpermissiongrant.principalid');
  const fact: EventFact = {
    ...eventBase(record),
    kind: record.result === 'denied' ? 'deny' : isRemoval ? 'revoke' : before.length > 0 ? 'scope-change' : 'consent',
    client,
    // Where nobody is named as its holder, a person who acts is taken for it.
    principal: isTenantWide ? null : isPlaceholder(holder) ? personOfRecord(record) : holder,
    tenantWide: isTenantWide,
    ...(scope === undefined ? {} : { scopes: isRemoval ? before : after, previousScopes: before }),
    detail: grantDetail(record, isRemoval, before, after, added, scope === undefined),
  };
  return { facts: [fact, ...bridge(client, appId), ...resourceName(resource)] };
}

function grantDetail(
  record: DirectoryRecord,
  isRemoval: boolean,
  before: readonly string[],
  after: readonly string[],
  added: readonly string[],
  isScopeAbsent: boolean,
): string {
  if (isRemoval) {
    const what = before.join(' ') || 'scopes not stated';
    return `delegated grant ${record.result === 'success' ? '' : 'not '}removed (${what})`;
  }
  if (isScopeAbsent) return `delegated grant; ${notStated(record)}`;
  return added.length > 0 && before.length > 0
    ? `scopes added: ${added.join(' ')}`
    : `delegated grant of ${after.length} scope${after.length === 1 ? '' : 's'}`;
}

/** An application permission: target 0 is the resource API, the client stands in the properties, else it is target 1. */
export function readAppRole(record: TimedRecord, kind: 'consent' | 'revoke'): Mapped {
  const [resource, second] = record.targets;
  if (resource === undefined) return { rejected: 'no target resource' };
  const either = eitherValue(resource);
  const appId = guidsIn(either('serviceprincipal.appid'))[0] ?? '';
  const name = either('serviceprincipal.displayname') || (second?.name ?? '');
  const client = clientOf(either('serviceprincipal.objectid') || (second?.id ?? ''), appId, name);
  if (client === null) return { rejected: 'the assignment names no client service principal' };
  const role = either('approle.value');
  const unnamed = record.omission === '' ? 'name not stated' : `name not stated: ${record.omission}`;
  const fact: EventFact = {
    ...eventBase(record),
    kind: record.result === 'denied' ? 'deny' : kind,
    client,
    principal: null,
    tenantWide: true,
    ...(role === '' ? {} : { scopes: [role] }),
    detail: `application permission ${role === '' ? `(${unnamed})` : role} ${record.result === 'success' ? '' : 'not '}${kind === 'consent' ? 'granted' : 'removed'}`,
  };
  return { facts: [fact, ...bridge(client, appId), ...resourceName(resource)] };
}

/** New value of a property, else the old one: removals keep only the old. */
function eitherValue(target: DirectoryTarget): (name: string) => string {
  return (name) => {
    const change = target.changes.get(name);
    return change === undefined ? '' : change.value || change.previous;
  };
}

function resourceName({ id, name }: DirectoryTarget): Fact[] {
  return id === '' || name === ''
    ? []
    : [{ fact: 'connector', client: { space: 'sp', id, name }, publisherVerified: null }];
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
