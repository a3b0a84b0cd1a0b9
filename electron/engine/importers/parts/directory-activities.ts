import type { ClientReference, EventFact, Fact, Mapped } from '../importer.ts';
import { readAppRole, readConsent, readGrant } from './directory-consents.ts';
import { bridge, clientOf, type DirectoryRecord, eventBase, type TimedRecord } from './directory-record.ts';
import { guidsIn, named } from './json-cells.ts';
import { personOf } from './principals.ts';

/** Reason of activities that no rule asks about: most of every directory audit log. */
const SAYS_NOTHING = 'activity that says nothing about grants';

/**
 * The one spelling of an activity: names lose dashes, final dots and case on the way through other tools.
 */
export function canonicalActivity(name: string): string {
  return name.normalize('NFKC').replace(/[‐-―]/g, '-').replace(/\s+/g, ' ').trim().replace(/\.$/, '').toLowerCase();
}

/** Whether `readActivity` has something to read from an activity of this canonical name. */
export function isGrantActivity(activity: string): boolean {
  return ACTIVITIES.has(activity);
}

/**
 * The facts of a directory activity. "Consent to application" names the client first, the grant and app-role activities
 * name the resource first. A failed consent is a denial, a change of what an app asks for a request.
 */
export function readActivity(record: DirectoryRecord): Mapped {
  const read = ACTIVITIES.get(canonicalActivity(record.activity));
  if (read === undefined) {
    return { notRelevant: SAYS_NOTHING, ...(record.time === null ? {} : { at: record.time }) };
  }
  if (record.time === null) return { rejected: 'no readable time' };
  const timed = { ...record, time: record.time };
  const mapped = typeof read === 'string' ? { notRelevant: read, at: record.time } : read(timed);
  if (!('facts' in mapped) || record.actor.ids.length < 2) return mapped;
  return { facts: [...mapped.facts, { fact: 'principal', ids: record.actor.ids }] };
}

type Reader = (record: TimedRecord) => Mapped;

const PERSON_TO_APP = 'assignment of a person or group to an app, not a permission';
const OWNER_CHANGE = 'change of an owner: the list of service principals states who owns an app';

/** What each activity says, old and new names side by side; a text is the reason why it is not relevant. */
const ACTIVITIES: ReadonlyMap<string, Reader | string> = new Map<string, Reader | string>([
  ['consent to application', readConsent],
  ['add delegated permission grant', (record) => readGrant(record, false)],
  ['add oauth2permissiongrant', (record) => readGrant(record, false)],
  ['add delegation entry', (record) => readGrant(record, false)],
  ['set delegation entry', (record) => readGrant(record, false)],
  ['update delegated permission grant', (record) => readGrant(record, false)],
  ['remove delegated permission grant', (record) => readGrant(record, true)],
  ['remove oauth2permissiongrant', (record) => readGrant(record, true)],
  ['remove delegation entry', (record) => readGrant(record, true)],
  ['add app role assignment to service principal', (record) => readAppRole(record, 'consent')],
  ['remove app role assignment from service principal', (record) => readAppRole(record, 'revoke')],
  ['add app role assignment grant to user', PERSON_TO_APP],
  ['add app role assignment to group', PERSON_TO_APP],
  ['remove app role assignment from user', PERSON_TO_APP],
  ['remove app role assignment from group', PERSON_TO_APP],
  ['add service principal', (record) => readTarget(record, 'install', 'service principal added')],
  ['remove service principal', (record) => readTarget(record, 'uninstall', 'service principal removed')],
  ['hard delete service principal', (record) => readTarget(record, 'uninstall', 'service principal deleted for good')],
  ['disable service principal', (record) => readTarget(record, 'disable', 'service principal disabled')],
  ['add service principal credentials', (record) => readTarget(record, 'credential', 'credential added')],
  ['remove service principal credentials', (record) => readTarget(record, 'credential', 'credential removed')],
  ['update application - certificates and secrets management', readRegistrationCredential],
  ['update application', readUpdate],
  ['update service principal', readUpdate],
  ['update stsrefreshtokenvalidfrom timestamp', readSessionsEnded],
  ['revoke user sign-in sessions', readSessionsEnded],
  ['add owner to service principal', OWNER_CHANGE],
  ['remove owner from service principal', OWNER_CHANGE],
  ['add owner to application', OWNER_CHANGE],
  ['remove owner from application', OWNER_CHANGE],
]);

function readTarget(record: TimedRecord, kind: EventFact['kind'], detail: string): Mapped {
  const [target] = record.targets;
  const names = ['targetid.serviceprincipalnames', 'appprincipalid'].map((name) => target?.changes.get(name)?.value);
  const appId = guidsIn(names.join(' '))[0] ?? record.appId;
  const client = clientOf(target?.id ?? '', appId, target?.name ?? '');
  if (client === null) return { rejected: 'the service principal has no id' };
  return {
    facts: [{ ...eventBase(record), kind, client, principal: null, detail }, ...bridge(client, appId)],
  };
}

/** An app registration is another object than its service principal: only the application id joins them. */
function readRegistrationCredential(record: TimedRecord): Mapped {
  if (record.appId === '')
    return {
      notRelevant: 'credential change of an app registration, which names no service principal',
      at: record.time,
    };
  const detail = 'certificates or secrets of the app registration changed';
  return { facts: [{ ...eventBase(record), kind: 'credential', client: appOf(record), principal: null, detail }] };
}

/** Updates matter where they change what the app asks for, or switch it off. */
function readUpdate(record: TimedRecord): Mapped {
  const [target] = record.targets;
  const required = target?.changes.get('requiredresourceaccess');
  const enabled = target?.changes.get('accountenabled');
  if (required !== undefined) {
    if (record.appId === '')
      return {
        notRelevant: 'requested permissions of an app registration, which names no service principal',
        at: record.time,
      };
    const before = new Set(entitlements(required.previous));
    const added = entitlements(required.value).filter((id) => !before.has(id));
    const detail = `asks for other permissions than before${added.length === 0 ? '' : `, new: ${added.slice(0, 20).join(' ')}`}; requested, not granted`;
    return { facts: [{ ...eventBase(record), kind: 'request', client: appOf(record), principal: null, detail }] };
  }
  const isDisabled = /false/i.test(enabled?.value ?? '') && !/false/i.test(enabled?.previous ?? '');
  if (isDisabled && target?.type.toLowerCase() !== 'application')
    return readTarget(record, 'disable', 'sign-in of the service principal switched off');
  return { notRelevant: SAYS_NOTHING, at: record.time };
}

/** All refresh tokens of a person end, whatever app holds them: it belongs to no single app. */
function readSessionsEnded(record: TimedRecord): Mapped {
  const [target] = record.targets;
  const address = personOf(target?.address ?? '');
  const id = personOf(target?.id ?? '');
  const facts: Fact[] = [
    {
      fact: 'unattributed',
      kind: 'revoke',
      time: record.time,
      principal: id ?? address,
      result: record.result,
      reason: 'ends all sessions of a person, whatever the app',
      ...(record.eventId === '' ? {} : { eventId: record.eventId }),
    },
  ];
  if (address !== null && id !== null) facts.push({ fact: 'principal', ids: [address, id] });
  return { facts };
}

function appOf(record: TimedRecord): ClientReference {
  return { space: 'app', id: record.appId, ...named(record.targets[0]?.name ?? '') };
}

/** Ids of the permissions in the JSON of `RequiredResourceAccess`. */
function entitlements(text: string): string[] {
  return [...text.matchAll(/"EntitlementId"\s*:\s*"([0-9a-f-]{36})"/gi)].map((match) => (match[1] ?? '').toLowerCase());
}
