import { defineImporter, type Fact, type Mapped } from './importer.ts';
import { cleanAddress } from './parts/addresses.ts';
import {
  ACTIVITY_FIELDS,
  activityEventId,
  type ActivityField,
  detectActivities,
  otherApplication,
  readActivityEvents,
  readActor,
} from './parts/google-activities.ts';
import { clientIdFault } from './parts/google-ids.ts';
import { seenWith } from './parts/seen-with.ts';

const PARAMETERS = ['originating_app_id'] as const;

/**
 * Reports API `drive` activities. `originating_app_id` is the project number of the app through which a file was touched:
 * evidence of use, bridged to an app where exactly one has that number. One act may leave several events. Events without
 * it name no app. The log shows work on files only, so it is no log of all calls: its silence proves nothing.
 */
export default defineImporter<ActivityField | (typeof PARAMETERS)[number]>({
  id: 'google.reports.drive',
  platform: 'google',
  label: 'Drive audit log (Reports API)',
  system: 'Google Workspace, Reports API drive activities',
  log: { id: 'google.reports.drive', label: 'Google Drive log', grade: 'Q2', retention: '180 days' },
  fields: { ...ACTIVITY_FIELDS, originating_app_id: { from: ['originating_app_id'] } },
  detect: (head) => detectActivities(head, 'drive'),
  map: (record, context): Mapped => {
    const other = otherApplication(record.text('application'), 'drive');
    if (other !== null) return { notRelevant: other };
    const time = context.time(record.text('time'));
    if (time === null) return { rejected: 'no readable time' };
    const actor = readActor(record);
    const ip = cleanAddress(record.text('ip'));
    const facts: Fact[] = [];
    let fault: string | null = null;
    for (const event of readActivityEvents(record, PARAMETERS)) {
      const id = event.parameters.get('originating_app_id')?.[0]?.trim() ?? '';
      if (id === '' || id === '0') continue;
      const why = clientIdFault(id);
      if (why !== null || event.name === '') {
        fault ??= why ?? 'no event name';
        continue;
      }
      facts.push({
        fact: 'event',
        kind: 'use',
        time,
        client: { space: /^\d+$/.test(id) ? 'project' : 'app', id },
        principal: actor.person,
        operation: { matcher: 'event', source: 'drive', name: event.name.slice(0, 80) },
        result: 'success',
        ...(ip === '' ? {} : { ip }),
        ...seenWith({ country: record.text('country'), network: record.text('network') }),
        ...activityEventId(time, record.text('qualifier'), event.before),
      });
    }
    if (facts.length > 0) return { facts: [...facts, ...actor.facts] };
    return fault === null ? { notRelevant: 'Drive event that names no app', at: time } : { rejected: fault };
  },
});
