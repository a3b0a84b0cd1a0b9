import { textOf } from '../import/field-reader.ts';
import type { JsonValue } from '../reading/types.ts';
import { parseConsentPermissions } from '../lib/consent-permissions.ts';
import { defineImporter, type ClientReference, type EventFact, type Fact, type Mapped } from './importer.ts';
import { scoreSignature } from './keys.ts';

/**
 * Entra directory audit in JSON: Graph `directoryAudits`, the portal download, Log Analytics rows (where lists are JSON
 * in strings) and diagnostic records. The layout flips: "Consent to application" names the client first, the grant and
 * app-role activities name the resource first.
 */
export default defineImporter({
  id: 'entra.audit',
  platform: 'entra',
  label: 'Directory audit log (JSON)',
  system: 'Microsoft Entra, directory audit log',
  dayOrder: 'month-first',
  log: { id: 'entra.audit', label: 'Entra directory audit log', grade: 'Q2' },
  fields: {
    id: { from: ['id', 'properties.id'] },
    time: { from: ['activityDateTime', 'ActivityDateTime', 'TimeGenerated', 'properties.activityDateTime', 'time'] },
    activity: {
      from: [
        'activityDisplayName',
        'ActivityDisplayName',
        'OperationName',
        'properties.activityDisplayName',
        'operationName',
      ],
      required: true,
    },
    result: { from: ['result', 'Result', 'properties.result'] },
    reason: { from: ['resultReason', 'ResultReason', 'ResultDescription', 'properties.resultReason'] },
    actor: { from: ['initiatedBy', 'InitiatedBy', 'properties.initiatedBy'] },
    targets: { from: ['targetResources', 'TargetResources', 'properties.targetResources'] },
    correlation: { from: ['correlationId', 'CorrelationId', 'properties.correlationId'] },
  },
  detect: (head) => {
    if (head.kind !== 'json') return { score: 0, reason: 'not a JSON file' };
    return scoreSignature(head, {
      required: [
        'activityDisplayName|OperationName|properties.activityDisplayName',
        'targetResources|properties.targetResources',
      ],
      bonus: [
        'initiatedBy|properties.initiatedBy',
        'activityDateTime|TimeGenerated|properties.activityDateTime',
        'correlationId|properties.correlationId',
      ],
    });
  },
  map: (record, context) => {
    const activity = canonicalActivity(record.text('activity'));
    const kind = ACTIVITIES.get(activity);
    const time = context.time(record.text('time'));
    if (kind === undefined) {
      return { notRelevant: 'activity that says nothing about grants', ...(time === null ? {} : { at: time }) };
    }
    if (time === null) return { rejected: 'no readable time' };
    const targets = list(decode(record.raw('targets')));
    const actor = readActor(decode(record.raw('actor')));
    const eventId = record.text('id');
    const correlation = record.text('correlation');
    const common: Common = {
      time,
      result: resultOf(record.text('result')),
      actor: actor.id,
      ip: actor.ip,
      eventId,
      correlation,
      reason: record.text('reason'),
    };
    const mapped = kind.read(targets, common, activity);
    if ('facts' in mapped && actor.ids.length > 1)
      return { facts: [...mapped.facts, { fact: 'principal', ids: actor.ids }] };
    return mapped;
  },
});

interface Common {
  readonly time: number;
  readonly result: EventFact['result'];
  readonly actor: string;
  readonly ip: string;
  readonly eventId: string;
  readonly correlation: string;
  readonly reason: string;
}

/** Some routes leave the field empty; a time-out or a value of later days is an attempt. */
function resultOf(text: string): EventFact['result'] {
  if (/^(?:success|succeeded|0)?$/i.test(text)) return 'success';
  return /^fail/i.test(text) ? 'denied' : 'attempted';
}

type Reader = (targets: readonly JsonValue[], common: Common, activity: string) => Mapped;

/** Activity names lose dashes, dots and case on the way through other tools; old and new names live side by side. */
function canonicalActivity(name: string): string {
  return name.normalize('NFKC').replace(/[‐-―]/g, '-').replace(/\s+/g, ' ').replace(/\.$/, '').trim().toLowerCase();
}

const ACTIVITIES: ReadonlyMap<string, { readonly read: Reader }> = new Map([
  ['consent to application', { read: readConsent }],
  ['add delegated permission grant', { read: (targets, common) => readGrant(targets, common, false) }],
  ['add oauth2permissiongrant', { read: (targets, common) => readGrant(targets, common, false) }],
  ['remove delegated permission grant', { read: (targets, common) => readGrant(targets, common, true) }],
  ['remove oauth2permissiongrant', { read: (targets, common) => readGrant(targets, common, true) }],
  [
    'add app role assignment to service principal',
    { read: (targets, common) => readAppRole(targets, common, 'consent') },
  ],
  [
    'remove app role assignment from service principal',
    { read: (targets, common) => readAppRole(targets, common, 'revoke') },
  ],
  [
    'add service principal',
    { read: (targets, common) => readServicePrincipal(targets, common, 'install', 'service principal added') },
  ],
  [
    'remove service principal',
    { read: (targets, common) => readServicePrincipal(targets, common, 'uninstall', 'service principal removed') },
  ],
  [
    'hard delete service principal',
    {
      read: (targets, common) =>
        readServicePrincipal(targets, common, 'uninstall', 'service principal deleted for good'),
    },
  ],
  [
    'disable service principal',
    { read: (targets, common) => readServicePrincipal(targets, common, 'disable', 'service principal disabled') },
  ],
  [
    'add service principal credentials',
    { read: (targets, common) => readServicePrincipal(targets, common, 'credential', 'credential added') },
  ],
  [
    'remove service principal credentials',
    { read: (targets, common) => readServicePrincipal(targets, common, 'credential', 'credential removed') },
  ],
  [
    'update application - certificates and secrets management',
    {
      read: (_targets, _common) => ({
        notRelevant: 'credential change of an app registration, which names no service principal',
      }),
    },
  ],
]);

function readConsent(targets: readonly JsonValue[], common: Common): Mapped {
  const target = targets[0];
  if (target === undefined) return { rejected: 'no target resource' };
  const id = text(target, 'id');
  if (id === '') return { rejected: 'the consented app has no id' };
  const properties = modified(target);
  const appId = guids(properties.get('targetid.serviceprincipalnames')?.value ?? '')[0];
  const permissions = parseConsentPermissions(properties.get('consentaction.permissions')?.value ?? '');
  const isTenantWide =
    /true/i.test(properties.get('consentcontext.isadminconsent')?.value ?? '') ||
    permissions.added.some((entry) => entry.consentType === 'AllPrincipals');
  const client: ClientReference = { space: 'sp', id, ...named(text(target, 'displayName')) };
  const scopes = permissions.added.flatMap((entry) => entry.scopes);
  const before = permissions.previous.flatMap((entry) => entry.scopes);
  const fact: EventFact = {
    ...base(common),
    kind: common.result === 'denied' ? 'deny' : before.length > 0 ? 'scope-change' : 'consent',
    client,
    principal: isTenantWide ? null : personOf(common),
    tenantWide: isTenantWide,
    scopes,
    previousScopes: before,
    detail:
      common.result === 'denied'
        ? `consent blocked${common.reason === '' ? '' : `: ${common.reason}`}`
        : `${isTenantWide ? 'admin consent' : 'consent'}${scopes.length > 0 ? ` to ${scopes.length} scope${scopes.length === 1 ? '' : 's'}` : ''}`,
  };
  return { facts: [fact, ...bridge(client, appId)] };
}

/** Who acted, when it was a person: a program never holds a consent. */
function personOf(common: Common): string | null {
  return common.actor === '' || common.actor.startsWith('app:') ? null : common.actor;
}

/** Target 0 is the resource API; the client is target 1 or the modified property ServicePrincipal.ObjectID. */
function readGrant(targets: readonly JsonValue[], common: Common, isRemoval: boolean): Mapped {
  const resource = targets[0];
  if (resource === undefined) return { rejected: 'no target resource' };
  const properties = modified(resource);
  const named1 = targets[1];
  const id =
    properties.get('serviceprincipal.objectid')?.value ||
    properties.get('serviceprincipal.objectid')?.previous ||
    (named1 === undefined ? '' : text(named1, 'id'));
  if (id === '') return { rejected: 'the grant names no client service principal' };
  const scope = properties.get('delegatedpermissiongrant.scope');
  const after = words(scope?.value ?? '');
  const before = words(scope?.previous ?? '');
  const consentType =
    properties.get('delegatedpermissiongrant.consenttype')?.value ||
    properties.get('delegatedpermissiongrant.consenttype')?.previous ||
    '';
  const name =
    properties.get('serviceprincipal.displayname')?.value ?? (named1 === undefined ? '' : text(named1, 'displayName'));
  const appId = guids(properties.get('serviceprincipal.appid')?.value ?? '')[0];
  const client: ClientReference = { space: 'sp', id, ...named(name) };
  const isTenantWide = /allprincipals/i.test(consentType);
  const added = after.filter((entry) => !before.includes(entry));
  const fact: EventFact = {
    ...base(common),
    kind: common.result === 'denied' ? 'deny' : isRemoval ? 'revoke' : before.length > 0 ? 'scope-change' : 'consent',
    client,
    // Whose grant was removed is not said; a person who acts is taken for its holder.
    principal: isTenantWide ? null : personOf(common),
    tenantWide: isTenantWide,
    scopes: isRemoval ? before : after,
    previousScopes: before,
    detail: isRemoval
      ? `delegated grant ${common.result === 'success' ? '' : 'not '}removed (${before.join(' ') || 'scopes not stated'})`
      : added.length > 0 && before.length > 0
        ? `scopes added: ${added.join(' ')}`
        : `delegated grant of ${after.length} scope${after.length === 1 ? '' : 's'}`,
  };
  return { facts: [fact, ...bridge(client, appId), ...resourceName(resource)] };
}

function readAppRole(targets: readonly JsonValue[], common: Common, kind: 'consent' | 'revoke'): Mapped {
  const resource = targets[0];
  if (resource === undefined) return { rejected: 'no target resource' };
  const properties = modified(resource);
  const value = (name: string): string => properties.get(name)?.value || properties.get(name)?.previous || '';
  const second = targets[1];
  const id = value('serviceprincipal.objectid') || (second === undefined ? '' : text(second, 'id'));
  if (id === '') return { rejected: 'the assignment names no client service principal' };
  const role = value('approle.value');
  const client: ClientReference = { space: 'sp', id, ...named(value('serviceprincipal.displayname')) };
  const fact: EventFact = {
    ...base(common),
    kind: common.result === 'denied' ? 'deny' : kind,
    client,
    principal: null,
    tenantWide: true,
    scopes: role === '' ? [] : [role],
    detail: `application permission ${role === '' ? '(name not stated)' : role} ${common.result === 'success' ? '' : 'not '}${kind === 'consent' ? 'granted' : 'removed'}`,
  };
  return { facts: [fact, ...bridge(client, guids(value('serviceprincipal.appid'))[0]), ...resourceName(resource)] };
}

function readServicePrincipal(
  targets: readonly JsonValue[],
  common: Common,
  kind: 'install' | 'uninstall' | 'disable' | 'credential',
  detail: string,
): Mapped {
  const target = targets[0];
  const id = target === undefined ? '' : text(target, 'id');
  if (target === undefined || id === '') return { rejected: 'the service principal has no id' };
  const client: ClientReference = { space: 'sp', id, ...named(text(target, 'displayName')) };
  return {
    facts: [
      { ...base(common), kind, client, principal: null, detail },
      ...bridge(client, guids(modified(target).get('targetid.serviceprincipalnames')?.value ?? '')[0]),
    ],
  };
}

function base(common: Common): Omit<EventFact, 'kind' | 'client' | 'principal'> {
  return {
    fact: 'event',
    time: common.time,
    result: common.result,
    ...(common.actor === '' ? {} : { actor: common.actor }),
    ...(common.ip === '' ? {} : { ip: common.ip }),
    ...(common.eventId === '' ? {} : { eventId: common.eventId }),
    ...(common.correlation === '' ? {} : { correlation: common.correlation }),
  };
}

/** An audit entry that names both ids of an app is as good a bridge as the service principal list. */
function bridge(client: ClientReference, appId: string | undefined): Fact[] {
  return appId === undefined || appId === client.id
    ? []
    : [
        {
          fact: 'connector',
          client: { space: 'app', id: appId, ...named(client.name ?? '') },
          sameAs: [{ space: 'sp', id: client.id }],
          publisherVerified: null,
        },
      ];
}

function resourceName(resource: JsonValue): Fact[] {
  const id = text(resource, 'id');
  const name = text(resource, 'displayName');
  return id === '' || name === ''
    ? []
    : [{ fact: 'connector', client: { space: 'sp', id, name }, publisherVerified: null }];
}

function readActor(value: JsonValue | undefined): { id: string; ip: string; ids: string[] } {
  const user = value === undefined ? undefined : child(value, 'user');
  const app = value === undefined ? undefined : child(value, 'app');
  const ids = user === undefined ? [] : [text(user, 'userPrincipalName'), text(user, 'id')].filter((id) => id !== '');
  if (user !== undefined && ids.length > 0) {
    return { id: ids.at(-1) ?? '', ip: text(user, 'ipAddress'), ids };
  }
  const id = app === undefined || app === null ? '' : text(app, 'servicePrincipalId') || text(app, 'displayName');
  return { id: id === '' ? '' : `app:${id}`, ip: '', ids: [] };
}

interface Modified {
  readonly value: string;
  readonly previous: string;
}

function modified(target: JsonValue): Map<string, Modified> {
  const result = new Map<string, Modified>();
  for (const entry of list(decode(child(target, 'modifiedProperties')))) {
    result.set(text(entry, 'displayName').toLowerCase(), {
      value: plain(child(entry, 'newValue')),
      previous: plain(child(entry, 'oldValue')),
    });
  }
  return result;
}

/** Values are JSON in a string in JSON: decode until it stays the same, three times at most. */
function plain(value: JsonValue | undefined): string {
  let current: JsonValue | undefined = value;
  for (let round = 0; round < 3 && typeof current === 'string'; round += 1) {
    const next = decode(current);
    if (next === current) break;
    current = next;
  }
  return textOf(current);
}

function decode(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== 'string' || !/^\s*["[{]/.test(value)) return value;
  try {
    // JSON.parse answers a JSON value.
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
}

function child(value: JsonValue, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const key = Object.keys(value).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  // The key was taken from the object itself.
  return key === undefined ? undefined : (value as Readonly<Record<string, JsonValue>>)[key];
}

function text(value: JsonValue, name: string): string {
  return textOf(child(value, name));
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  if (value === undefined || value === null || typeof value !== 'object') return [];
  return Array.isArray(value) ? value : [value];
}

function named(name: string): { name?: string } {
  return name === '' ? {} : { name };
}

function words(value: string): string[] {
  return value.split(/\s+/).filter((word) => word !== '');
}

function guids(value: string): string[] {
  return (
    value.match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi)?.map((id) => id.toLowerCase()) ?? []
  );
}
