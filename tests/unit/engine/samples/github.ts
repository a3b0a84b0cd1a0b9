import type { SampleExpectation } from './expectation.ts';

const samples: readonly SampleExpectation[] = [
  {
    file: 'github/octokit_webhook_installation_created.json',
    format: 'github.installations.webhook',
    verdict: 'recognized',
    ledger: [1, 1, 0, 0, 0],
  },
  {
    file: 'github/octokit_webhook_installation_new_permissions_accepted.json',
    format: 'github.installations.webhook',
    verdict: 'recognized',
    ledger: [1, 1, 0, 0, 0],
  },
  {
    file: 'github/octokit_webhook_installation_suspend.json',
    format: 'github.installations.webhook',
    verdict: 'recognized',
    ledger: [1, 1, 0, 0, 0],
  },
  {
    // The payload names neither the app nor a time: it says that somebody revoked something.
    file: 'github/octokit_webhook_github_app_authorization_revoked.json',
    format: 'github.authorizationrevoked',
    verdict: 'unusable',
    says: 'names no time and no app',
    ledger: [1, 0, 1, 0, 0],
  },
  {
    file: 'github/panther_app_integration_installed.json',
    format: 'github.audit',
    verdict: 'recognized',
    ledger: [14, 2, 0, 0, 12],
  },
  {
    file: 'github/openapi_org_installations.json',
    format: 'github.installations',
    verdict: 'recognized',
    ledger: [1, 1, 0, 0, 0],
  },
  {
    file: 'github/openapi_credential_authorizations.json',
    format: 'github.credentials',
    verdict: 'recognized',
    ledger: [5, 4, 0, 0, 1],
  },
  {
    file: 'github/openapi_personal_access_tokens.json',
    format: 'github.pats',
    verdict: 'recognized',
    ledger: [1, 1, 0, 0, 0],
  },
  {
    file: 'github/openapi_audit_log.json',
    format: 'github.audit',
    verdict: 'recognized',
    says: 'No usable records: action that says nothing about grants (3)',
    ledger: [3, 0, 0, 0, 3],
  },
  {
    file: 'github/openapi_insights_subject_stats.json',
    format: 'github.insights',
    verdict: 'recognized',
    ledger: [1, 1, 0, 0, 0],
  },
  {
    file: 'github/openapi_insights_route_stats.json',
    format: 'github.insights.routes',
    verdict: 'recognized',
    ledger: [1, 1, 0, 0, 0],
  },
];
export default samples;
