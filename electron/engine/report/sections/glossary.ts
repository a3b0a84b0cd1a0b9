import { column, heading, table } from '../blocks.ts';
import { defineSection } from '../section.ts';

/** Terms of this report in our own words, in alphabetical order. */
const TERMS: readonly (readonly [term: string, meaning: string])[] = [
  ['Application permission', 'A grant with which an application acts as itself, without a person signed in.'],
  [
    'As-of time',
    'When an export was taken, as stated at its import. Everything is judged at that time, never by the clock of a computer.',
  ],
  ['Baseline', 'The signed report of the last review, with which this one is compared.'],
  ['Business owner', 'The person inside the organization who answers for why a connector has access.'],
  [
    'Canary',
    'An item made up as known to be bad, mixed in to see whether it is recognized. It is in no total of this report.',
  ],
  ['Certify', 'To decide that access is still needed and stays as it is.'],
  ['Conditional', 'To let access stay until a date, under a condition.'],
  ['Connector', 'An application or integration that holds grants.'],
  ['Consent', 'The act by which a person or an administrator gives an application access.'],
  ['Content digest', 'One SHA-256 over the facts of this report: two bundles with the same facts have the same one.'],
  ['Coverage', 'The days of a window for which a log holds at least one record.'],
  ['Finding', 'What a rule holds against a connector or an item, in one sentence with its evidence.'],
  ['Frozen population', 'The list of items as it was fixed before the review began, with a digest of its own.'],
  [
    'Grade',
    'What a statement about use rests on: Q1 a log of operations, Q2 of sign-ins or tokens, Q3 a field of the platform, Q0 nothing.',
  ],
  ['Grant', 'One row of consent: connector, person or whole tenant, resource, scopes.'],
  ['Journal', 'The list of everything done in the case. Each entry holds the hash of the one before.'],
  ['Ledger', 'The account of every record read: accepted, rejected, duplicate or not relevant.'],
  ['Refresh token', 'What lets an application keep access while nobody is signed in.'],
  ['Review item', 'One connector in one tenant with one kind of grant. Decisions are taken on items.'],
  ['Scope', 'One permission of a grant, as the platform names it.'],
  ['Second review', 'A review of the same item by another person, who does not see the first decision.'],
  ['Tenant', 'One organization’s part of a platform: a directory, domain, workspace or organization.'],
  ['Tenant-wide consent', 'A grant by an administrator that holds for everybody of a tenant.'],
  ['Tier', 'How much a scope can do, from 0 (sign-in only) to 4 (can change who has access, or reach all data).'],
  ['Undeterminable', 'A rule or check lacks evidence, and says which. It is neither a finding nor clear.'],
  ['Verified absent', 'A later whole export lacks what was to end. A claim that it was done is not enough.'],
  [
    'Workpaper',
    'A table or figure of this report with its reference, for instance W7.2a, and where its numbers come from.',
  ],
];

export default defineSection({
  id: 'glossary',
  number: '16',
  order: 160,
  title: 'Glossary',
  build: () => [
    heading('Terms'),
    table(
      'glossary',
      'What the words of this report mean',
      [column('Term', 'text', '42mm'), column('Meaning', 'text', '136mm')],
      TERMS,
      '',
    ),
  ],
});
