import type { SampleExpectation } from './expectation.ts';

/** Real exports of Entra and Microsoft 365. */
const samples: readonly SampleExpectation[] = [
  {
    file: 'entra/climicrosoft365_oauth2grant_list.csv',
    format: 'entra.grants.graph',
    verdict: 'recognized',
    ledger: [1, 1, 0, 0, 0],
  },
  {
    file: 'entra/climicrosoft365_oauth2grant_list.json',
    format: 'entra.grants.graph',
    verdict: 'recognized',
    ledger: [1, 1, 0, 0, 0],
  },
  {
    file: 'entra/graphdocs_oauth2permissiongrants_list.json',
    format: 'entra.grants.graph',
    verdict: 'recognized',
    ledger: [2, 2, 0, 0, 0],
  },
  { file: 'entra/otrf_aadauditevents.json', format: 'entra.audit', verdict: 'recognized', ledger: [4, 1, 0, 0, 3] },
  { file: 'entra/otrf_officeactivityevents.json', format: 'm365.ual', verdict: 'recognized', ledger: [1, 1, 0, 0, 0] },
  {
    file: 'entra/panther_azure_signin_and_sp_credentials.json',
    format: 'entra.signin',
    verdict: 'recognized',
    ledger: [4, 2, 0, 0, 2],
  },
  { file: 'entra/plaso_microsoft_audit_log.jsonl', format: 'm365.ual', verdict: 'recognized', ledger: [4, 1, 0, 0, 3] },
  {
    file: 'entra/scubagear_provider_export_risky_slice.json',
    format: 'entra.scubagear',
    verdict: 'recognized',
    ledger: [1, 1, 0, 0, 0],
  },
  {
    file: 'entra/scubagear_resourcepermissioncache.json',
    format: 'entra.permissions',
    verdict: 'recognized',
    ledger: [1, 1, 0, 0, 0],
  },
  {
    file: 'entra/scubagear_serviceprincipals_utf16le.json',
    format: 'entra.sp.graph',
    verdict: 'recognized',
    ledger: [6, 6, 0, 0, 0],
  },
  {
    file: 'entra/scubagear_sp_approleassignments_utf16le.json',
    format: 'entra.approles.app',
    // Which app the list is of is asked; without an answer its records cannot be used.
    verdict: 'recognized',
    says: 'appRoleId',
    ledger: [8, 0, 8, 0, 0],
  },
  {
    file: 'entra/sentinel_auditlogs_hunting.csv',
    format: 'entra.audit',
    verdict: 'unusable',
    says: 'no time column',
    ledger: [5, 0, 5, 0, 0],
  },
  {
    file: 'entra/sentinel_office_activity_inbox_rule.csv',
    format: 'm365.ual',
    verdict: 'recognized',
    says: 'names no app',
    ledger: [2, 0, 0, 0, 2],
  },
  { file: 'entra/sentinel_signin_adele.csv', format: 'entra.signin', verdict: 'recognized', ledger: [56, 56, 0, 0, 0] },
  {
    file: 'entra/sentinel_signin_disable_accounts.csv',
    format: 'entra.signin',
    verdict: 'recognized',
    says: 'derived',
    ledger: [4, 4, 0, 0, 0],
  },
  {
    file: 'entra/sentinel_signinlogs_aggregate.csv',
    format: null,
    verdict: 'unusable',
    says: 'summary',
  },
];

export default samples;
