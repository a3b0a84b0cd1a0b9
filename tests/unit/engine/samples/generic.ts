import type { SampleExpectation } from './expectation.ts';

const expectations: readonly SampleExpectation[] = [
  {
    file: 'generic/okta_log_fields_messy.csv',
    format: null,
    verdict: 'unusable',
    says: 'documentation of a log, not a log',
  },
  {
    file: 'generic/scubagear_actionplan.csv',
    format: null,
    verdict: 'unusable',
    says: 'report of a configuration assessment',
  },
  {
    file: 'generic/sentinel_aaduserinfo_bom.csv',
    format: 'register.people',
    verdict: 'recognized',
    ledger: [6, 6, 0, 0, 0],
  },
  {
    file: 'generic/sentinel_oauth_knownapplications_noheader.csv',
    format: null,
    verdict: 'unknown',
  },
];
export default expectations;
