import { defineImporter, type Mapped } from './importer.ts';
import {
  ACTIVITY_FIELDS,
  type ActivityField,
  detectActivities,
  otherApplication,
  readActivityEvents,
  readActor,
} from './parts/google-activities.ts';
import { adminFacts, ADMIN_PARAMETERS, type AdminParameter } from './parts/google-admin-event.ts';

/**
 * Reports API `admin` activities. Domain-wide delegation stands nowhere else: AUTHORIZE_API_CLIENT_ACCESS is a grant for
 * the whole tenant, known from its event, until REMOVE_API_CLIENT_ACCESS ends it. Marketplace apps are installed and
 * removed (ADD_APPLICATION, REMOVE_APPLICATION; their id is a project number). What administrators trust, limit or block
 * (…_OAUTH2_APPS, the setting "Allowlist app_access") is policy, not a grant: it goes to the register of approvals.
 */
export default defineImporter<ActivityField | AdminParameter>({
  id: 'google.reports.admin',
  platform: 'google',
  label: 'Admin audit log (Reports API)',
  system: 'Google Workspace, Reports API admin activities',
  log: { id: 'google.reports.admin', label: 'Google admin log', grade: 'Q2', retention: '180 days' },
  fields: {
    ...ACTIVITY_FIELDS,
    API_CLIENT_NAME: { from: ['API_CLIENT_NAME'] },
    API_SCOPES: { from: ['API_SCOPES'] },
    APP_ID: { from: ['APP_ID'] },
    APPLICATION_NAME: { from: ['APPLICATION_NAME'] },
    APPLICATION_ENABLED: { from: ['APPLICATION_ENABLED'] },
    OAUTH2_APP_ID: { from: ['OAUTH2_APP_ID'] },
    OAUTH2_APP_NAME: { from: ['OAUTH2_APP_NAME'] },
    OAUTH2_APP_TYPE: { from: ['OAUTH2_APP_TYPE'] },
    SETTING_NAME: { from: ['SETTING_NAME'] },
    OLD_VALUE: { from: ['OLD_VALUE'] },
    NEW_VALUE: { from: ['NEW_VALUE'] },
  },
  detect: (head) => detectActivities(head, 'admin'),
  map: (record, context): Mapped => {
    const other = otherApplication(record.text('application'), 'admin');
    if (other !== null) return { notRelevant: other };
    const time = context.time(record.text('time'));
    if (time === null) return { rejected: 'no readable time' };
    const actor = readActor(record);
    const common = { time, actor: actor.person, ip: record.text('ip'), qualifier: record.text('qualifier') };
    const outcomes = readActivityEvents(record, ADMIN_PARAMETERS).map((event) => adminFacts(event, common));
    const facts = outcomes.flatMap((outcome) => ('facts' in outcome ? outcome.facts : []));
    if (facts.length > 0) return { facts: [...facts, ...actor.facts] };
    const rejected = outcomes.find((outcome) => 'rejected' in outcome);
    return rejected ?? { notRelevant: 'activity that says nothing about grants', at: time };
  },
});
