import { defineImporter, type ConnectorFact, type FieldReader } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { detailed, detailsOf } from './parts/app-details.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { salesforceAppName } from './parts/salesforce-app-name.ts';
import { salesforceId } from './parts/salesforce-id.ts';

/**
 * What apps there are: the table of the Connected Apps OAuth Usage page (names and numbers of people, copied off the page
 * since it has no download), and ConnectedApplication rows (ids and names).
 */
export default defineImporter({
  id: 'sf.connectedapps',
  platform: 'salesforce',
  label: 'Connected apps (OAuth usage page or ConnectedApplication)',
  system: 'Salesforce, Setup, Connected Apps OAuth Usage',
  zone: 'local',
  fields: {
    id: { from: ['Id'] },
    name: { from: ['Connected App', 'Connected App Name', 'Name'] },
    users: { from: ['User Count', 'Users'] },
    action: { from: ['Action', 'Actions'] },
    created: { from: ['CreatedDate'] },
    refreshPeriod: { from: ['RefreshTokenValidityPeriod'] },
    refreshMetric: { from: ['OptionsRefreshTokenValidityMetric'] },
    refreshPolicy: { from: ['RefreshTokenPolicy', 'Refresh Token Policy', 'OauthConfig.RefreshTokenPolicy'] },
  },
  detect: (head) => {
    const page = scoreSignature(head, {
      required: ['Connected App|Connected App Name', 'User Count|Users'],
      bonus: ['Action|Actions', 'Description'],
      against: ['scope', 'scopes', 'EVENT_TYPE'],
    });
    const rows = scoreSignature(head, {
      required: [
        'Id',
        'Name',
        'OptionsAllowAdminApprovedUsersOnly|OptionsRefreshTokenValidityMetric|RefreshTokenValidityPeriod',
      ],
      bonus: ['OptionsAllowAdminApprovedUsersOnly', 'RefreshTokenValidityPeriod'],
    });
    return page.score >= rows.score ? page : rows;
  },
  map: (record, context) => {
    const name = salesforceAppName(record.text('name'));
    if (name === null) return { rejected: 'no app name' };
    const id = salesforceId(record.text('id'));
    const users = wholeNumber(record.text('users'));
    const created = context.time(record.text('created'));
    const fact: ConnectorFact = {
      fact: 'connector',
      client: id === null ? { space: 'name', id: name, name } : { space: 'app', id: id.id, name },
      publisherVerified: null,
      ...(users === null ? {} : { statedUsers: users }),
      // The page offers "Unblock" for an app that is blocked, and "Block" for any other.
      ...(/\bunblock\b/i.test(record.text('action')) ? { enabled: false } : {}),
      ...(created === null ? {} : { createdAt: created }),
      ...detailed(detailsOf('refresh-life', refreshLife(record))),
    };
    return { facts: [fact] };
  },
});

/** Numbers are shown with the separators of the reader's language. */
function wholeNumber(text: string): number | null {
  const count = /^\d{1,3}(?:[.,'\s\u00a0\u202f]?\d{3})*$/.test(text) ? Number(text.replace(/\D/g, '')) : Number.NaN;
  return Number.isSafeInteger(count) ? count : null;
}

/** The policy in words, or the period, of which the object says from when it runs and not in which unit. */
function refreshLife(record: FieldReader<'refreshPeriod' | 'refreshMetric' | 'refreshPolicy'>): string {
  const policy = record.text('refreshPolicy');
  const period = record.text('refreshPeriod');
  if (!isPlaceholder(policy)) return policy;
  if (isPlaceholder(period)) return '';
  const metric = record.text('refreshMetric').toLowerCase();
  return metric === 'true' || metric === 'false'
    ? `${period} ${metric === 'true' ? 'since the last use' : 'since it was given out'}`
    : period;
}
