import type { SampleExpectation } from './expectation.ts';

const expectations: readonly SampleExpectation[] = [
  {
    file: 'google/invictus_alfa_admin_activities.json',
    format: 'google.reports.admin',
    verdict: 'recognized',
    // One domain-wide delegation among 206 activities.
    ledger: [206, 1, 0, 0, 205],
  },
  {
    file: 'google/invictus_alfa_drive_activities.json',
    format: 'google.reports.drive',
    verdict: 'recognized',
    // Nine activities hold the 21 events that name an app.
    ledger: [30, 9, 0, 0, 21],
  },
  {
    file: 'google/panther_token_authorize.json',
    format: 'google.reports.token',
    verdict: 'recognized',
    ledger: [4, 3, 0, 0, 1],
  },
  {
    file: 'google/sentinel_admin_2022_flat.json',
    format: 'google.reports.admin',
    verdict: 'recognized',
    says: 'activity that says nothing about grants',
    ledger: [3, 0, 0, 0, 3],
  },
  {
    file: 'google/sentinel_token_2021_events_plus_flat.json',
    format: 'google.reports.token',
    verdict: 'recognized',
    ledger: [3, 3, 0, 0, 0],
  },
];
export default expectations;
