import { defineImporter, type ClientReference, type EventFact } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { cleanAddress } from './parts/addresses.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { salesforceAppName } from './parts/salesforce-app-name.ts';
import { salesforceFlow } from './parts/salesforce-flow.ts';
import { salesforceId } from './parts/salesforce-id.ts';
import { salesforceUser } from './parts/salesforce-user.ts';
import { seenWith } from './parts/seen-with.ts';

/**
 * Login history: the CSV of the Setup page, whose times are in the zone of whoever downloaded it, LoginHistory rows, and
 * LoginEvent rows of real-time monitoring. Only sign-ins by OAuth are of apps; they name the app and give no id.
 */
export default defineImporter({
  id: 'sf.loginhistory',
  platform: 'salesforce',
  label: 'Login history',
  system: 'Salesforce, Login History',
  zone: 'local',
  log: { id: 'sf.loginhistory', label: 'Salesforce login history', grade: 'Q2', retention: '6 months' },
  fields: {
    time: { from: ['Login Time', 'LoginTime', 'EventDate'] },
    userId: { from: ['UserId', 'User ID'] },
    userName: { from: ['Username', 'User.Username'] },
    type: { from: ['Login Type', 'LoginType'] },
    subType: { from: ['Login Subtype', 'LoginSubType'] },
    status: { from: ['Status'] },
    application: { from: ['Application'] },
    ip: { from: ['Source IP', 'SourceIp'] },
    id: { from: ['Id', 'LoginHistoryId'] },
    loginKey: { from: ['LoginKey'] },
    browser: { from: ['Browser'] },
    system: { from: ['Platform'] },
    country: { from: ['CountryIso', 'LoginGeo.CountryIso', 'Country'] },
  },
  detect: (head) =>
    scoreSignature(head, {
      required: ['Login Type|LoginType', 'Source IP|SourceIp', 'Application'],
      bonus: ['Login Time|LoginTime|EventDate', 'Status', 'Login URL|LoginUrl', 'Username|UserId', 'Browser'],
      against: ['EVENT_TYPE'],
    }),
  map: (record, context) => {
    const time = context.time(record.text('time'));
    const type = record.text('type');
    const subType = record.text('subType').replace(/[^a-z]/gi, '');
    if (!/^remote access\b/i.test(type) && !/oauth/i.test(subType)) {
      if (isPlaceholder(type)) return { rejected: 'no login type' };
      return { notRelevant: 'sign-in without OAuth', ...(time === null ? {} : { at: time }) };
    }
    if (time === null) return { rejected: 'no readable time' };
    const user = salesforceUser([record.text('userId')], record.text('userName'));
    const application = salesforceAppName(record.text('application'));
    const vendorId = salesforceId(record.text('id'))?.id;
    const loginKey = record.text('loginKey');
    const ip = cleanAddress(record.text('ip'));
    const common = {
      kind: /refresh/i.test(subType) ? ('refresh' as const) : ('issue' as const),
      time,
      principal: user.principal,
      result: resultOf(record.text('status')),
      ...(vendorId === undefined ? {} : { eventId: vendorId }),
      ...(isPlaceholder(loginKey) ? {} : { session: `login ${loginKey.slice(0, 100)}` }),
    };
    if (application === null)
      return {
        facts: [{ fact: 'unattributed', reason: 'the sign-in names no application', ...common }, ...user.facts],
      };
    const client: ClientReference = { space: 'name', id: application, name: application };
    const event: EventFact = {
      fact: 'event',
      client,
      ...common,
      ...(ip === '' ? {} : { ip }),
      ...seenWith({
        agent: agentOf(record.text('browser'), record.text('system')),
        country: record.text('country'),
        flow: salesforceFlow(subType),
      }),
    };
    return { facts: [event, ...user.facts] };
  },
});

/** The log names browser and system in place of the user agent: `Chrome 115; Windows 10`. */
function agentOf(browser: string, system: string): string {
  return [browser, system].filter((part) => !isPlaceholder(part)).join('; ');
}

/** The status is a sentence: `Success`, `Failed: …`, `Invalid Password`, in the language of whoever exported it. */
function resultOf(status: string): EventFact['result'] {
  if (/^success/i.test(status)) return 'success';
  return /^(?:failed|invalid|denied|blocked|restricted|no salesforce|user|password|login rate)\b/i.test(status)
    ? 'denied'
    : 'attempted';
}
