import type { JsonValue } from '../../reading/types.ts';
import {
  actorOf,
  type DirectoryRecord,
  directoryResult,
  type DirectoryTarget,
  readChanges,
} from './directory-record.ts';
import { cellText, decodeJson, guidsIn, isGuid, isLost, listOf, textAt } from './json-cells.ts';
import { personOf } from './principals.ts';
import { addressOf, type AuditRecord } from './unified-fields.ts';

/**
 * A directory activity as the unified audit log keeps it. Its target list describes the first target alone, one id in
 * each entry; values of properties are not encoded once more; `InterSystemsId` joins the records of one act, as the
 * correlation id does in the directory audit log.
 */
export function unifiedActivity(record: AuditRecord, operation: string, time: number | null): DirectoryRecord {
  const user = cellText(record.raw('userId'));
  const actors = listOf(decodeJson(record.raw('actor'))).map((entry) => textAt(entry, 'ID'));
  const changes = record.raw('changes');
  const target = readTarget(record);
  return {
    activity: operation,
    time,
    result: directoryResult(cellText(record.raw('result'))),
    reason: '',
    actor: actorOf([user, taggedId(actors, 'User')], taggedId([user, ...actors], 'ServicePrincipal')),
    ip: addressOf(record),
    eventId: cellText(record.raw('id')),
    correlation: cellText(record.raw('correlation')),
    targets: target === null ? [] : [target],
    appId: appIdOf(record.raw('extended')),
    omission: isLost(changes) ? 'the changed properties were lost in the export (@{…})' : '',
  };
}

/** The GUID behind a tag: `User_<id>`, `ServicePrincipal_<id>`; '' when no entry has it. */
function taggedId(entries: readonly string[], tag: string): string {
  const start = `${tag.toLowerCase()}_`;
  const entry = entries.find((text) => text.toLowerCase().startsWith(start));
  const id = entry?.slice(start.length) ?? '';
  return isGuid(id) ? id.toLowerCase() : '';
}

function readTarget(record: AuditRecord): DirectoryTarget | null {
  const entries = listOf(decodeJson(record.raw('target'))).map((entry) => ({
    id: textAt(entry, 'ID'),
    type: textAt(entry, 'Type'),
  }));
  const ids = entries.map((entry) => entry.id);
  const servicePrincipal = taggedId(ids, 'ServicePrincipal');
  const application = taggedId(ids, 'Application');
  const user = taggedId(ids, 'User');
  const plain = entries.find((entry) => entry.type === '2' && isGuid(entry.id))?.id.toLowerCase() ?? '';
  const objectId = cellText(record.raw('objectId'));
  const changes = new Map(readChanges(record.raw('changes'), ['Name', 'NewValue', 'OldValue']));
  const names = entries.find((entry) => entry.type === '4')?.id ?? objectId;
  const appId = guidsIn(names)[0];
  // Where the log keeps the application id among the names of the target, it is read as Graph writes it.
  if (appId !== undefined && appId !== servicePrincipal && !changes.has('targetid.serviceprincipalnames'))
    changes.set('targetid.serviceprincipalnames', { value: appId, previous: '' });
  if (entries.length === 0 && changes.size === 0 && objectId === '') return null;
  return {
    id: servicePrincipal || user || (application === '' ? plain : application),
    name: entries.find((entry) => entry.type === '1')?.id ?? '',
    type: application !== '' && servicePrincipal === '' ? 'Application' : '',
    address: ids.find((id) => id.includes('@') && personOf(id) !== null) ?? '',
    changes,
  };
}

/** `additionalDetails` among the extended properties is JSON that may name the application id. */
function appIdOf(value: JsonValue | undefined): string {
  const details = listOf(decodeJson(value)).find(
    (entry) => textAt(entry, 'Name').toLowerCase() === 'additionaldetails',
  );
  return guidsIn(textAt(decodeJson(textAt(details, 'Value')), 'AppId'))[0] ?? '';
}
