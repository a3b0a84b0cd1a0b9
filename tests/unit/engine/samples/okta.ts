import type { SampleExpectation } from './expectation.ts';

const samples: readonly SampleExpectation[] = [
  {
    // Two changes by hand; the token number is blanked, so no use of an API token can be told.
    file: 'okta/rapid7_systemlog_page.json',
    format: 'okta.syslog',
    verdict: 'recognized',
    says: 'No usable records: event that says nothing about grants (2)',
    ledger: [2, 0, 0, 0, 2],
  },
  {
    file: 'okta/panther_oauth_token_reuse_and_api_token.json',
    format: 'okta.syslog',
    verdict: 'recognized',
    ledger: [3, 3, 0, 0, 0],
  },
  {
    file: 'okta/spec_app_grants_list.json',
    format: 'okta.grants',
    verdict: 'unusable',
    says: 'no client id, or a placeholder for one (2)',
    ledger: [2, 0, 2, 0, 0],
  },
  {
    file: 'okta/spec_app_refresh_tokens_list.json',
    format: 'okta.tokens',
    verdict: 'recognized',
    ledger: [1, 1, 0, 0, 0],
  },
  {
    file: 'okta/spec_authserver_client_tokens_list.json',
    format: 'okta.tokens',
    verdict: 'unusable',
    says: 'no client id, or a placeholder for one (1)',
    ledger: [1, 0, 1, 0, 0],
  },
  {
    file: 'okta/spec_api_tokens_list.json',
    format: 'okta.apitokens',
    verdict: 'recognized',
    ledger: [2, 2, 0, 0, 0],
  },
  {
    file: 'okta/sdk_app_grants_recorded.json',
    format: 'okta.grants',
    verdict: 'recognized',
    ledger: [3, 3, 0, 0, 0],
  },
];
export default samples;
