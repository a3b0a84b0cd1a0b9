import type { CsvHead, JsonHead, JsonValue } from '../reading/types.ts';
import { defineImporter, type Detection, type FieldReader } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { cleanAddress } from './parts/addresses.ts';
import { readActivity } from './parts/directory-activities.ts';
import {
  actorOf,
  type DirectoryActor,
  directoryResult,
  type DirectoryTarget,
  readInitiator,
  readTargets,
} from './parts/directory-record.ts';
import { decodeJson, guidsIn, listOf, textAt } from './parts/json-cells.ts';
import { PORTAL_COLUMNS, portalDetail, portalTargets } from './parts/portal-audit.ts';
import { isSignInRecord, signInShare } from './parts/sign-in-kinds.ts';

/**
 * Entra directory audit: Graph `directoryAudits`, the portal's JSON and CSV, Log Analytics rows (where lists are JSON in
 * strings) and diagnostic records. The portal's CSV has numbered targets and leaves properties out beyond five.
 */
export default defineImporter<string>({
  id: 'entra.audit',
  platform: 'entra',
  label: 'Directory audit log',
  system: 'Microsoft Entra, directory audit log',
  dayOrder: 'month-first',
  log: {
    id: 'entra.audit',
    label: 'Entra directory audit log',
    grade: 'Q2',
    retention: '30 days (7 without a premium licence)',
    latencyHours: 24,
  },
  caps: [{ records: 250_000, what: 'the download of the audit log in the portal stops' }],
  fields: {
    id: { from: ['id', 'properties.id'] },
    time: {
      from: ['activityDateTime', 'properties.activityDateTime', 'Date (UTC)', 'TimeGenerated', 'time'],
    },
    activity: {
      from: [
        'activityDisplayName',
        'properties.activityDisplayName',
        'Activity',
        'OperationName',
        'properties.operationName',
      ],
      required: true,
    },
    category: { from: ['category'] },
    appDisplayName: { from: ['appDisplayName', 'properties.appDisplayName'] },
    result: { from: ['result', 'properties.result'] },
    reason: { from: ['resultReason', 'properties.resultReason', 'ResultDescription'] },
    initiator: { from: ['initiatedBy', 'properties.initiatedBy'] },
    targets: { from: ['targetResources', 'properties.targetResources'] },
    details: { from: ['additionalDetails', 'properties.additionalDetails'] },
    correlation: { from: ['correlationId', 'properties.correlationId'] },
    actorName: { from: ['ActorUserPrincipalName'] },
    actorId: { from: ['ActorObjectId'] },
    actorApp: { from: ['ActorServicePrincipalId'] },
    actorAppName: { from: ['ActorServicePrincipalName'] },
    ip: { from: ['IPAddress', 'callerIpAddress'] },
    ...PORTAL_COLUMNS,
  },
  detect: (head) => (head.kind === 'csv' ? detectCsv(head) : detectJson(head)),
  map: (record, context) => {
    if (isSignInRecord(record.text('category'), record.text('appDisplayName')))
      return { notRelevant: 'a sign-in: import this file once more as sign-in log' };
    const timeText = record.text('time');
    if (timeText === '' && !record.has('time'))
      return { rejected: 'the file has no time column, so its records cannot be dated' };
    const text = (field: string): string => record.text(field);
    const activity = record.text('activity');
    const correlation = record.text('correlation');
    const what = readWhat(record, text);
    return readActivity({
      activity,
      time: context.time(timeText),
      result: directoryResult(record.text('result')),
      reason: record.text('reason'),
      // The portal's CSV has no ids: the records of one act differ in what was done and to what.
      eventId: record.text('id') || [timeText, correlation, activity, what.targets[0]?.id ?? ''].join(' '),
      correlation,
      ...readWho(record),
      ...what,
    });
  },
});

function readWho(record: FieldReader<string>): { actor: DirectoryActor; ip: string } {
  const initiator = record.raw('initiator');
  const own = cleanAddress(record.text('ip'));
  if (initiator === undefined) {
    const actor = actorOf(
      [record.text('actorName'), record.text('actorId')],
      record.text('actorApp') || record.text('actorAppName'),
    );
    return { actor, ip: own };
  }
  const { actor, ip } = readInitiator(initiator);
  return { actor, ip: ip === '' ? own : ip };
}

function readWhat(
  record: FieldReader<string>,
  text: (field: string) => string,
): { targets: readonly DirectoryTarget[]; omission: string; appId: string } {
  const targets = record.raw('targets');
  if (targets === undefined) return { ...portalTargets(text), appId: guidsIn(portalDetail(text, 'appid'))[0] ?? '' };
  return { targets: readTargets(targets), omission: '', appId: appIdOf(record.raw('details')) };
}

/** `additionalDetails` may name the application id of the first target. */
function appIdOf(details: JsonValue | undefined): string {
  const entry = listOf(decodeJson(details)).find((one) => textAt(one, 'key').toLowerCase() === 'appid');
  return guidsIn(textAt(entry, 'value'))[0] ?? '';
}

function detectJson(head: JsonHead): Detection {
  const detection = scoreSignature(head, {
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
  if (detection.score === 0 || signInShare(head) < 0.5) return detection;
  return { score: 0.5, reason: `at least half of the records are sign-ins; ${detection.reason}` };
}

function detectCsv(head: CsvHead): Detection {
  const portal = scoreSignature(head, {
    required: ['Activity', 'Target1ObjectId|Target1UserPrincipalName', 'CorrelationId'],
    bonus: ['ActorUserPrincipalName', 'Target1ModifiedProperty1Name', 'Date (UTC)', 'User Agent'],
  });
  const logAnalytics = scoreSignature(head, {
    required: ['OperationName|ActivityDisplayName', 'TargetResources', 'InitiatedBy'],
    bonus: ['ActivityDateTime|TimeGenerated', 'CorrelationId', 'LoggedByService'],
  });
  return portal.score >= logAnalytics.score ? portal : logAnalytics;
}
