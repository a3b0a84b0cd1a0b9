import { FULL_REPORT } from '../../../shared/contract/report.ts';
import type { ScopeUsage } from '../../../shared/contract/connectors.ts';
import type { ImportSummary } from '../../../shared/contract/jobs.ts';
import { conclude } from '../../../electron/engine/report/conclusion.ts';
import type { ReportItem, ReportModel, ReportRule } from '../../../electron/engine/report/model.ts';
import type { ReportWindow } from '../../../electron/engine/report/windows.ts';
import { DEFAULT_POLICY } from '../../../electron/engine/rules/policy.ts';
import { qualityOfItems } from './quality.ts';
import { decision, finding, FORMULA_NAME, importSummary, RECORD, REMEDIES, reportItem, scopeUsage } from './records.ts';

const NO_USE: Partial<ScopeUsage> = { need: null, count: 0, people: 0, first: null, last: null, operations: [] };
const ownerless = finding();
const burst = finding({
  id: 2,
  rule: 'CS-31',
  title: 'Consent burst (illicit consent pattern)',
  severity: 'critical',
  sentence: '9 people consented within 24 hours of its first appearance (audit log).',
  connectorId: 'entra:app-2',
  connectorName: 'Fast Notes',
  itemId: null,
  recommendation: 'escalate',
  recommendedAction: 'Escalate.',
  controls: ['OWASP NHI3:2025'],
  evidence: [3, 4, 5, 6].map((line) => ({ importId: 2, file: 'audit.json', line, note: 'consent' })),
});
const unscoped = finding({
  id: 3,
  rule: 'CS-08',
  title: 'Over-scoped',
  severity: 'medium',
  sentence: 'Files.Read was not seen in 2026-07-01 to 2026-09-30 (Graph activity log).',
  connectorId: 'entra:app-2',
  connectorName: 'Fast Notes',
  itemId: 'i-2b',
  recommendation: 'reduce',
});

const ITEMS: readonly ReportItem[] = [
  reportItem({
    findings: [ownerless],
    scopes: [
      scopeUsage(),
      scopeUsage({
        ...NO_USE,
        scope: 'Files.Read',
        label: '',
        status: 'not-seen-full',
        statement:
          'Not seen in 2026-07-01 to 2026-09-30 (92 days, Graph activity log); the log covers the whole window.',
      }),
    ],
    decision: decision({
      decision: 'reduce',
      scopes: ['Files.Read'],
      principals: ['left@contoso.example'],
      reason: 'Files are not its task.',
      agreed: false,
    }),
  }),
  reportItem({
    itemId: 'i-2a',
    connectorId: 'entra:app-2',
    name: 'Fast Notes',
    publisher: null,
    publisherVerified: null,
    kind: 'delegated-tenant',
    grants: 1,
    people: 0,
    tier: 4,
    purpose: null,
    purposeCode: null,
    suppressed: [],
    owners: [],
    findings: [burst],
    scopes: [
      scopeUsage({
        scope: 'Directory.ReadWrite.All',
        tier: 4,
        status: 'denied-only',
        statement: '2 attempts, none successful.',
        need: null,
        count: 0,
        denied: 2,
      }),
    ],
    decision: decision({ decision: 'escalate', reason: 'Looks like consent phishing.', agreed: true }),
  }),
  reportItem({
    itemId: 'i-2b',
    connectorId: 'entra:app-2',
    name: 'Fast Notes',
    grants: 9,
    people: 9,
    tier: 2,
    owners: [],
    findings: [burst, unscoped],
    scopes: [
      scopeUsage({
        ...NO_USE,
        scope: 'offline_access',
        tier: 2,
        status: 'persistence',
        statement: 'Keeps access while nobody is signed in: judged by refresh and token events, not by calls.',
      }),
    ],
    decision: decision({ decision: 'revoke', reason: 'Revoked with the escalation.', agreed: null }),
  }),
  reportItem({
    itemId: 'i-3',
    connectorId: 'google:app-3',
    name: FORMULA_NAME,
    nameWarning: 'The name begins like a spreadsheet formula.',
    platform: 'google',
    tenant: 'C0contoso',
    tier: null,
    lastUse: { at: null, grade: 'Q0' },
    scopes: [
      scopeUsage({
        ...NO_USE,
        scope: 'new.scope',
        label: '',
        tier: null,
        known: false,
        status: 'not-observable',
        statement: 'Not observable: the catalog knows no operation for it.',
        grade: 'Q0',
      }),
    ],
    undeterminable: [{ rule: 'CS-28', missing: 'The verification of the publisher.' }],
  }),
  reportItem({
    itemId: 'i-4',
    connectorId: 'google:app-4',
    name: 'Calendar Board',
    platform: 'google',
    tenant: 'C0contoso',
    tier: 1,
    lastUse: { at: null, grade: 'Q1' },
    scopes: [
      scopeUsage({
        ...NO_USE,
        scope: 'userinfo.email',
        tier: 1,
        status: 'not-seen-partial',
        statement: 'Not seen, but the evidence is incomplete: days are missing.',
      }),
    ],
    decision: decision(),
  }),
  reportItem({
    itemId: 'i-5',
    connectorId: 'google:app-5',
    name: 'Form Maker',
    platform: 'google',
    tenant: 'C0contoso',
    tier: 0,
    grants: 1,
    people: 1,
    scopes: [scopeUsage({ scope: 'openid', tier: 0, need: 'redundant', redundantWith: ['profile'] })],
    decision: decision({ decision: 'conditional', until: '2026-12-31', reason: 'Until the contract ends.' }),
  }),
  reportItem({
    itemId: 'i-6',
    connectorId: 'google:app-6',
    name: 'Poll Bot',
    platform: 'google',
    tenant: 'C0contoso',
    tier: 2,
    grants: 2,
    people: 2,
    scopes: [scopeUsage({ scope: 'drive.file', tier: 2 })],
    decision: decision({ decision: 'assign-owner', owner: 'carl@contoso.example', reason: 'Carl runs the polls.' }),
  }),
  reportItem({
    itemId: 'i-7',
    connectorId: 'google:app-7',
    name: 'Map Pins',
    platform: 'google',
    tenant: 'C0contoso',
    tier: 2,
    grants: 2,
    people: 2,
    scopes: [],
    decision: decision({ decision: 'need-info', reason: 'Which team needs it?' }),
  }),
];

const WINDOWS: readonly ReportWindow[] = [
  {
    log: 'entra.graph',
    label: 'Graph activity log',
    tenant: 'contoso.example',
    platform: 'entra',
    grade: 'Q1',
    from: '2026-07-01T00:00:00.000Z',
    to: '2026-07-10T23:59:59.000Z',
    coveredDays: 7,
    totalDays: 10,
    missingDays: ['2026-07-03', '2026-07-04', '2026-07-08'],
  },
];

const RULES: readonly ReportRule[] = [
  {
    rule: 'CS-01',
    title: 'No accountable business owner',
    findings: 1,
    clear: 7,
    undeterminable: 0,
    notApplicable: 0,
    missing: [],
    controls: { owasp: ['NHI1:2025'], csf: ['GV.RR-02'], cis: ['5.5'], iso: ['A.5.9'] },
  },
  {
    rule: 'CS-08',
    title: 'Over-scoped',
    findings: 1,
    clear: 5,
    undeterminable: 0,
    notApplicable: 2,
    missing: [],
    controls: { owasp: ['NHI5:2025'], csf: ['PR.AA-05'], cis: ['6.8'], iso: ['A.5.15'] },
  },
  {
    rule: 'CS-28',
    title: 'Publisher unverified',
    findings: 0,
    clear: 3,
    undeterminable: 1,
    notApplicable: 4,
    missing: ['The verification of the publisher.'],
    controls: { owasp: ['NHI3:2025'], csf: ['GV.SC-06'], cis: ['15.5'], iso: ['A.5.19'] },
  },
  {
    rule: 'CS-31',
    title: 'Consent burst (illicit consent pattern)',
    findings: 1,
    clear: 6,
    undeterminable: 0,
    notApplicable: 0,
    missing: [],
    controls: { owasp: ['NHI3:2025'], csf: ['DE.AE-02'], cis: ['8.11'], iso: ['A.8.16'] },
  },
];

const IMPORTS: readonly ImportSummary[] = [
  importSummary(),
  importSummary({
    importId: 2,
    file: 'audit.json',
    sha256: 'b'.repeat(64),
    formatLabel: 'Directory audit log',
    read: 100,
    accepted: 90,
    rejected: 2,
    duplicate: 3,
    notRelevant: 5,
    grants: 0,
    events: 90,
    firstEvent: '2026-07-01T00:10:00.000Z',
    lastEvent: '2026-07-10T23:10:00.000Z',
    reasons: [
      { outcome: 'rejected', reason: 'time cannot be read', count: 2 },
      { outcome: 'duplicate', reason: 'record already in the case or in this file', count: 3 },
      { outcome: 'not-relevant', reason: 'activity that says nothing about grants', count: 5 },
    ],
  }),
  importSummary({
    importId: 3,
    file: 'tokens.json',
    sha256: 'c'.repeat(64),
    platform: 'google',
    system: 'google',
    tenant: 'C0contoso',
    formatLabel: 'Directory API token list',
    grants: 16,
    warnings: ['Names hold placeholders.'],
  }),
];

const LEDGER: ReportModel['ledger'] = [
  {
    platform: 'entra',
    tenant: 'contoso.example',
    files: [],
    read: 40,
    accepted: 30,
    rejected: 1,
    duplicate: 2,
    notRelevant: 7,
    grantRecords: 20,
    eventRecords: 8,
    otherRecords: 2,
    logicalGrants: 19,
    inPopulation: 17,
    excluded: [{ reason: 'not in the newer list', count: 2 }],
    unattributed: [{ reason: 'the log names no app', count: 3 }],
    breaks: [],
  },
];
const CHECKS: ReportModel['checks'] = [
  {
    check: 'EV-4',
    title: 'Logs cover the window',
    outcome: 'finding',
    platform: 'entra',
    tenant: 'contoso.example',
    importId: null,
    file: null,
    connectorId: null,
    sentence: 'Graph activity log: 2 days hold no record.',
    effect: 'Partly covered.',
  },
];

/** A case with every decision, status, grade and tier in it; the same at every call. */
export function reportModel(over: Partial<ReportModel> = {}): ReportModel {
  const items = over.items ?? ITEMS;
  const imports = over.imports ?? IMPORTS;
  const windows = over.windows ?? WINDOWS;
  const rules = over.rules ?? RULES;
  const undecided = items.filter((item) => item.progress !== 'decided').length;
  const answered = items.filter((item) => item.progress === 'answered').length;
  const ghosts = over.ghosts ?? [
    { name: 'Gone App', nativeId: 'app-99', platform: 'entra', lastUse: '2026-07-02T10:00:00.000Z' },
  ];
  return {
    details: {
      name: 'Autumn review',
      client: 'Contoso',
      engagement: 'E-2026-4',
      periodFrom: '2026-07-01',
      periodTo: '2026-09-30',
      reviewer: 'Ada Auditor',
    },
    reportId: 'CS-0123456789',
    createdAt: '2026-10-06T12:00:00.000Z',
    asOf: '2026-10-01T06:00:00.000Z',
    isSample: false,
    imports,
    ledger: LEDGER,
    checks: CHECKS,
    baseline: null,
    totals: {
      connectors: new Set(items.map((item) => item.connectorId)).size,
      items: items.length,
      grants: items.reduce((total, item) => total + item.grants, 0),
      events: 90,
      people: 17,
    },
    ghosts,
    windows,
    items,
    findings: [burst, ownerless, unscoped],
    suppressed: [],
    remedies: items.length === 0 ? [] : REMEDIES,
    rules,
    policy: DEFAULT_POLICY,
    digests: {
      policy: 'c'.repeat(64),
      catalog: 'd'.repeat(64),
      catalogVersion: '2026.09.1',
      catalogAsOf: '2026-06',
      rulePack: 'e'.repeat(64),
    },
    journal: { head: 'f'.repeat(64), count: 21 },
    undecided,
    answered,
    review: { total: items.length, decided: items.length - undecided },
    record: RECORD,
    options: FULL_REPORT,
    sample: null,
    quality: qualityOfItems(items),
    conclusion: conclude({
      imports,
      items: items.length,
      undecided,
      answered,
      ghosts: ghosts.length,
      windows,
      withoutLog: ['Google Workspace'],
      rules,
      checks: [],
    }),
    ...over,
  };
}

export const SIGNATURE: NonNullable<ReportModel['signature']> = {
  name: 'Ada Auditor',
  fingerprint: 'AB:'.repeat(31) + 'AB',
  kind: 'reviewed',
  meaning: 'I reviewed the items named in this report and decided them as stated.',
  at: '2026-10-06T12:00:00.000Z',
};
