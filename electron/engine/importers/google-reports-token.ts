import { defineImporter, type Fact, type Mapped } from './importer.ts';
import {
  ACTIVITY_FIELDS,
  activityEventId,
  type ActivityField,
  detectActivities,
  otherApplication,
  readActivityEvents,
  readActor,
} from './parts/google-activities.ts';
import { googleScopes } from './parts/google-ids.ts';
import { GOOGLE_TOKEN_LOG, tokenEventKind, tokenFact } from './parts/google-token-event.ts';

const PARAMETERS = [
  'client_id',
  'app_name',
  'scope',
  'scope_data',
  'api_name',
  'method_name',
  'num_response_bytes',
  'client_type',
] as const;
type Field = ActivityField | (typeof PARAMETERS)[number];

const IRRELEVANT = 'activity that says nothing about grants';

/**
 * Reports API `token` activities: nested events, one event per record, events as an object, parameters as a dictionary,
 * hoisted columns with or without the original events (read one, never both), and GAM's CSV of the same report. An
 * `activity` names the method called and no scope: which scope it used is inferred from the catalog.
 */
export default defineImporter<Field>({
  id: 'google.reports.token',
  platform: 'google',
  label: 'OAuth token audit log (Reports API)',
  system: 'Google Workspace, Reports API token activities',
  log: GOOGLE_TOKEN_LOG,
  fields: {
    ...ACTIVITY_FIELDS,
    client_id: { from: ['client_id'] },
    app_name: { from: ['app_name'] },
    scope: { from: ['scope'] },
    scope_data: { from: ['scope_data'] },
    api_name: { from: ['api_name'] },
    method_name: { from: ['method_name'] },
    num_response_bytes: { from: ['num_response_bytes'] },
    client_type: { from: ['client_type'] },
  },
  detect: (head) => detectActivities(head, 'token'),
  bulk: {
    what: [
      'application',
      'events',
      'eventName',
      'parameters',
      'client_id',
      'app_name',
      'scope',
      'scope_data',
      'api_name',
      'method_name',
      'client_type',
      'country',
      'network',
    ],
    who: ['email', 'profileId'],
    event: {
      time: 'time',
      ip: 'ip',
      bytes: 'num_response_bytes',
      id: 'qualifier',
      eventId: (time, qualifier) => activityEventId(time, qualifier, 0).eventId,
    },
  },
  map: (record, context): Mapped => {
    const other = otherApplication(record.text('application'), 'token');
    if (other !== null) return { notRelevant: other };
    const time = context.time(record.text('time'));
    if (time === null) return { rejected: 'no readable time' };
    const actor = readActor(record);
    const facts: Fact[] = [];
    let fault: string | null = null;
    let isUsable = false;
    for (const { name, parameters, before } of readActivityEvents(record, PARAMETERS)) {
      const kind = tokenEventKind(name);
      if (kind === undefined) {
        if (name === '') fault ??= 'no event name';
        continue;
      }
      const first = (parameter: string): string => parameters.get(parameter)?.[0] ?? '';
      const scopes = parameters.get('scope') ?? parameters.get('scope_data') ?? [];
      const event = tokenFact({
        kind,
        time,
        person: actor.person,
        clientId: first('client_id'),
        appName: first('app_name'),
        scopes: scopes.flatMap(googleScopes),
        api: first('api_name'),
        method: first('method_name'),
        bytes: first('num_response_bytes'),
        ip: record.text('ip'),
        country: record.text('country'),
        network: record.text('network'),
        clientType: first('client_type'),
        ...activityEventId(time, record.text('qualifier'), before),
      });
      fault ??= event.fault;
      isUsable ||= event.fault === null;
      facts.push(event.fact);
    }
    // An event beside a usable one is kept as unattributed; on its own it is rejected with its fault.
    if (isUsable) return { facts: [...facts, ...actor.facts] };
    return fault === null ? { notRelevant: IRRELEVANT, at: time } : { rejected: fault };
  },
});
