import type { SampleExpectation } from './expectation.ts';

const expectations: readonly SampleExpectation[] = [
  {
    file: 'salesforce/newrelic_elf_apexcallout.csv',
    format: 'sf.elf.other',
    verdict: 'recognized',
    says: 'event type that says nothing about app use (2)',
    ledger: [2, 0, 0, 0, 2],
  },
  {
    file: 'salesforce/newrelic_eventlogfile_records.json',
    format: null,
    verdict: 'unusable',
    says: 'this is the list of Salesforce log files',
  },
  {
    file: 'salesforce/panther_third_party_integration.json',
    format: 'sf.elf.mixed',
    verdict: 'recognized',
    ledger: [5, 4, 0, 0, 1],
  },
  {
    file: 'salesforce/rapid7_loginhistory_soql.json',
    format: 'sf.loginhistory',
    verdict: 'recognized',
    ledger: [2, 1, 0, 0, 1],
  },
  // One record is a header; 31 of 37 events are of types that say nothing about apps.
  {
    file: 'salesforce/sentinel_salesforceservicecloud.json',
    format: 'sf.elf.mixed',
    verdict: 'recognized',
    ledger: [38, 6, 1, 0, 31],
  },
];

export default expectations;
