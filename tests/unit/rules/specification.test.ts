import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { DEFAULT_POLICY, parameterList } from '../../../electron/engine/rules/policy.ts';
import { rules } from '../../../electron/engine/rules/index.ts';

/** Rule, title, and its controls: OWASP NHI 2025, NIST CSF 2.0, CIS v8.1, ISO/IEC 27001 Annex A. */
const SPECIFIED: readonly (readonly [
  id: string,
  title: string,
  owasp: string,
  csf: string,
  cis: string,
  iso: string,
])[] = [
  ['CS-01', 'No accountable business owner', 'NHI1', 'GV.RR-02 ID.AM-08', '5.5', 'A.5.9 A.5.16'],
  ['CS-02', 'Owner of record has left, is disabled or moved', 'NHI1', 'GV.RR-02 PR.AA-01', '5.5 6.2', 'A.5.18 A.6.5'],
  ['CS-03', 'Human use of an application identity', 'NHI10', 'PR.AA-03 DE.CM-03', '8.11', 'A.5.16 A.8.15'],
  ['CS-04', 'Approver unclear', 'NHI3', 'PR.AA-05 GV.SC-06', '6.1', 'A.5.18 A.5.19'],
  ['CS-05', 'Approver conflict or unauthorised approval', 'NHI3', 'PR.AA-05', '6.1', 'A.5.3 A.5.18'],
  ['CS-06', 'Recertification missing or overdue', 'NHI1', 'PR.AA-05', '5.5', 'A.5.18'],
  ['CS-07', 'Conditional approval or time box expired', 'NHI1', 'ID.RA-07 PR.AA-05', '6.2', 'A.5.18'],
  ['CS-08', 'Over-scoped: granted scope not observed', 'NHI5', 'PR.AA-05', '6.8 3.3', 'A.5.15 A.8.2'],
  ['CS-09', 'Broader than needed: a narrower scope suffices', 'NHI5', 'PR.AA-05', '6.8', 'A.5.15 A.8.3'],
  ['CS-10', 'Scope or reach grew since last approval', 'NHI5', 'ID.RA-07 PR.AA-05', '6.1', 'A.5.18 A.5.22'],
  ['CS-11', 'Toxic scope combination', 'NHI5', 'PR.AA-05', '6.8', 'A.5.3 A.8.2'],
  ['CS-12', 'Grant can raise its own or others’ privilege', 'NHI5', 'PR.AA-05', '5.4 6.8', 'A.8.2'],
  ['CS-13', 'Scope not in the catalog', 'NHI5', 'ID.RA-05', '15.1', 'A.5.9'],
  [
    'CS-14',
    'Tenant-wide consent, domain-wide delegation or org-wide install',
    'NHI5',
    'PR.AA-05',
    '6.8 3.3',
    'A.5.15 A.8.3',
  ],
  ['CS-15', 'Legacy or weak flow in use', 'NHI4', 'PR.AA-03', '', 'A.8.5'],
  // The specification says “or never used”: no text of ours does without the window.
  ['CS-16', 'Dormant: no successful use in the window', 'NHI1', 'PR.AA-05 PR.AA-01', '5.3', 'A.5.18'],
  ['CS-17', 'AI agent or automation able to act', 'NHI3 NHI5', 'PR.AA-05 GV.SC-07', '15.6', 'A.5.21'],
  ['CS-18', 'Refresh without use or lifecycle', 'NHI7 NHI1', 'PR.AA-01 ID.AM-08', '5.3', 'A.5.17 A.5.18'],
  ['CS-19', 'Unbounded refresh window', 'NHI7', 'PR.AA-01', '5.5', 'A.5.17'],
  ['CS-20', 'Application credential expiring or expired', 'NHI1', 'PR.AA-01', '5.5', 'A.5.17'],
  ['CS-21', 'Long-lived or surplus application credentials', 'NHI7', 'PR.AA-01', '5.5', 'A.5.17'],
  ['CS-22', 'Grant held by a disabled or departed user', 'NHI1', 'PR.AA-01', '6.2 5.3', 'A.5.18 A.6.5'],
  ['CS-23', 'Connector retired or replaced but still granted', 'NHI1', 'GV.SC-10', '15.7', 'A.5.20 A.5.18'],
  ['CS-24', 'Use after revocation', 'NHI1', 'DE.CM-06 DE.AE-02 RS.MI-01', '6.2 8.11', 'A.5.18 A.5.25'],
  ['CS-25', 'Re-consent after revocation', 'NHI1 NHI3', 'PR.AA-05 ID.RA-07', '6.1', 'A.5.18'],
  ['CS-26', 'Decision not effected within its deadline', 'NHI1', 'ID.RA-06', '6.2', 'A.5.18'],
  ['CS-27', 'Purpose missing, changed or contradicted', 'NHI5 NHI1', 'ID.AM-08 ID.RA-07', '5.5', 'A.5.9 A.5.15'],
  [
    'CS-28',
    'Publisher unverified or unknown, with sensitive scope',
    'NHI3',
    'GV.SC-06 GV.SC-07',
    '15.5',
    'A.5.19 A.5.21',
  ],
  ['CS-29', 'Look-alike application name', 'NHI3', 'ID.RA-09', '15.5', 'A.5.21'],
  ['CS-30', 'Publisher or redirect mismatch or change', 'NHI3 NHI4', 'ID.RA-07', '15.6', 'A.5.22'],
  ['CS-31', 'Consent burst (illicit consent pattern)', 'NHI3', 'DE.AE-02 DE.AE-03', '8.11', 'A.8.16 A.5.25'],
  [
    'CS-32',
    'Behaviour shift: new country, network, client or volume',
    'NHI3 NHI2',
    'DE.CM-06 DE.AE-02',
    '8.11 8.12',
    'A.8.16',
  ],
  ['CS-33', 'Shared across teams', 'NHI9', 'GV.RR-02 PR.AA-05', '5.5', 'A.5.16'],
  ['CS-34', 'Shared across environments', 'NHI8 NHI9', 'PR.PS-01 PR.AA-05', '16.8', 'A.8.31'],
  ['CS-35', 'Chained delegated trust', 'NHI3', 'GV.SC-07 ID.AM-04', '15.6', 'A.5.21 A.5.22'],
];

/** The severities that each rule may give. A use that is only possible is high at most (CS-24). */
const SEVERITIES: Readonly<Record<string, string>> = {
  'CS-01': 'high medium',
  'CS-02': 'critical high',
  'CS-03': 'high',
  'CS-04': 'high medium',
  'CS-05': 'high medium',
  'CS-06': 'high medium',
  'CS-07': 'high',
  'CS-08': 'high medium low',
  'CS-09': 'high medium',
  'CS-10': 'high medium low',
  'CS-11': 'critical high',
  'CS-12': 'critical high',
  'CS-13': 'medium',
  'CS-14': 'high medium',
  'CS-15': 'high',
  'CS-16': 'high medium',
  'CS-17': 'high medium',
  'CS-18': 'high medium',
  'CS-19': 'high medium',
  'CS-20': 'high medium low',
  'CS-21': 'high medium',
  'CS-22': 'critical high',
  'CS-23': 'high',
  'CS-24': 'critical high',
  'CS-25': 'high',
  'CS-26': 'critical high',
  'CS-27': 'high medium',
  'CS-28': 'critical high medium',
  'CS-29': 'critical high',
  'CS-30': 'high medium',
  'CS-31': 'critical high',
  'CS-32': 'high medium',
  'CS-33': 'high medium',
  'CS-34': 'high',
  'CS-35': 'high medium',
};

test('the rules are those of the specification, with its titles and controls', () => {
  expect(rules).toHaveLength(35);
  expect(
    rules.map(({ id, title, controls }) => [
      id,
      title,
      controls.owasp.map((control) => control.replace(/:2025$/, '')).join(' '),
      controls.csf.join(' '),
      controls.cis.join(' '),
      controls.iso.join(' '),
    ]),
  ).toEqual(SPECIFIED);
});

const verdicts = z.array(z.looseObject({ outcome: z.string(), severity: z.string().nullish() }));
const told = z.looseObject({ verdicts });

/** Every severity that the fixtures of a rule show. */
function shownSeverities(rule: string): Set<string> {
  const root = join(import.meta.dirname, '../../fixtures/rules', rule);
  const all = readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
    const path = entry.isDirectory() ? join(root, entry.name, 'verdicts.json') : join(root, entry.name);
    const said: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return entry.isDirectory() ? verdicts.parse(said) : told.parse(said).verdicts;
  });
  return new Set(all.flatMap(({ outcome, severity }) => (outcome === 'finding' ? [severity ?? ''] : [])));
}

test.each(Object.entries(SEVERITIES))(
  'the fixtures of %s show each of its severities and no other: %s',
  (rule, said) => {
    expect(shownSeverities(rule)).toEqual(new Set(said.split(' ')));
  },
);

/** Starting values, as the specification gives them; shares and chances are parts of 1. */
const STARTING_VALUES = {
  windowDays: 90,
  coveredShare: 0.95,
  acceptGuestOwner: false,
  acceptGroupOwner: false,
  ownerGraceDays: 7,
  missingMeansLeft: true,
  humanOperations: 5,
  humanDays: 30,
  consentToleranceMinutes: 10,
  requireRequest: true,
  cadenceTier4Days: 90,
  cadenceTier3Days: 90,
  cadenceTier2Days: 180,
  cadenceTier1Days: 365,
  reachGrowth: 0.5,
  catalogMaxAgeDays: 180,
  narrowBelow: 0.05,
  dormantDays: 90,
  neverUsedAgeDays: 30,
  requireOversight: true,
  refreshEvents: 3,
  refreshDays: 30,
  maxRefreshDays: 90,
  credentialLeadDays: 30,
  credentialUrgentDays: 7,
  passwordMaxDays: 180,
  certificateMaxDays: 365,
  rotationOverlapDays: 14,
  newCredentialDays: 7,
  holderGraceDays: 1,
  tokenLifeMinutes: 90,
  clockSkewMinutes: 5,
  reconsentDays: 365,
  deadlineTier4Days: 1,
  deadlineTier3Days: 5,
  deadlineTier2Days: 14,
  deadlineTier1Days: 30,
  rareUsers: 2,
  lookalikeLength: 6,
  burstPeople: 5,
  burstHours: 24,
  burstProbability: 0.001,
  burstTrailingDays: 60,
  shiftRecentDays: 14,
  shiftBaseDays: 60,
  shiftOperations: 20,
  shiftFactor: 8,
  teamMinimum: 2,
  teamShare: 0.1,
  chainDepth: 4,
  staleDays: 7,
};

test('the parameters start with the values of the specification', () => {
  expect(DEFAULT_POLICY).toMatchObject(STARTING_VALUES);
});

test('every parameter is read by a rule, a check or what they rest on: none is shown that changes nothing', () => {
  const engine = join(import.meta.dirname, '../../../electron/engine');
  const sources = globSync('{rules,checks,derive}/*.ts', { cwd: engine })
    .filter((file) => !/^rules\/(?:parameters|presets|policy)\.ts$/.test(file))
    .map((file) => readFileSync(join(engine, file), 'utf8'));
  expect(
    parameterList()
      .map(([name]) => name)
      .filter((name) => !sources.some((source) => new RegExp(String.raw`\b${name}\b`).test(source))),
  ).toEqual([]);
});
