import type { SampleExpectation } from './expectation.ts';

const expectations: readonly SampleExpectation[] = [
  {
    file: 'slack/javasdk_admin_apps_approved_list_blanked.json',
    format: 'slack.admin.apps',
    verdict: 'unusable',
    says: 'No usable records: no app id (1)',
    ledger: [1, 0, 1, 0, 0],
  },
  {
    file: 'slack/javasdk_admin_apps_requests_list_blanked.json',
    format: 'slack.admin.apps',
    verdict: 'unusable',
    says: 'No usable records: no app id (1)',
    ledger: [1, 0, 1, 0, 0],
  },
  {
    file: 'slack/javasdk_audit_actions_catalog.json',
    format: null,
    verdict: 'unusable',
    says: 'this is the catalog of action names of the Slack audit API',
  },
  {
    file: 'slack/javasdk_audit_logs_blanked.json',
    format: 'slack.audit',
    verdict: 'unusable',
    says: 'No usable records: no action (1)',
    ledger: [1, 0, 1, 0, 0],
  },
  {
    file: 'slack/javasdk_team_integrationlogs_blanked.json',
    format: 'slack.integrationlogs',
    verdict: 'unusable',
    says: 'No usable records: no change type (1)',
    ledger: [1, 0, 1, 0, 0],
  },
  // Three entries are one and the same; two have no time; three name no app.
  {
    file: 'slack/panther_app_added_and_scopes_expanded.json',
    format: 'slack.audit',
    verdict: 'recognized',
    ledger: [11, 5, 2, 2, 2],
  },
  {
    file: 'slack/sentinel_slackaudit.json',
    format: 'slack.audit',
    verdict: 'recognized',
    says: 'activity that says nothing about app access (30)',
    ledger: [30, 0, 0, 0, 30],
  },
  {
    file: 'slack/sentinel_slackaudit_nativepoller_flat.json',
    format: 'slack.audit',
    verdict: 'recognized',
    says: 'activity that says nothing about app access (10)',
    ledger: [10, 0, 0, 0, 10],
  },
  {
    file: 'slack/spec_admin_apps_approved_list.json',
    format: 'slack.admin.apps',
    verdict: 'recognized',
    ledger: [1, 1, 0, 0, 0],
  },
  {
    file: 'slack/spec_team_accesslogs.json',
    format: null,
    verdict: 'unusable',
    says: 'It names no app',
  },
];

export default expectations;
