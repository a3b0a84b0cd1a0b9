import { FINAL_DECISIONS } from '../../../shared/domain/vocabulary.ts';
import type { Finding, ScopeUsage } from '../../../shared/contract/connectors.ts';
import type { ImportSummary } from '../../../shared/contract/jobs.ts';
import type { RemedyAction } from '../../../shared/contract/remediation.ts';
import type { DecisionRecord } from '../../../shared/contract/review.ts';
import type { ReportItem, ReportModel } from '../../../electron/engine/report/model.ts';

/** A name as an attacker would choose it. */
export const FORMULA_NAME = '=HYPERLINK("https://evil.example","x")';

export function importSummary(over: Partial<ImportSummary> = {}): ImportSummary {
  return {
    importId: 1,
    file: 'grants.json',
    sha256: 'a'.repeat(64),
    bytes: 1234,
    encoding: 'utf-8',
    format: 'entra.grants',
    formatLabel: 'Delegated permission grants',
    platform: 'entra',
    system: 'entra',
    tenant: 'contoso.example',
    asOf: '2026-10-01T06:00:00.000Z',
    extractedBy: 'ada@contoso.example',
    method: 'Graph request',
    importedAt: '2026-10-02T08:00:00.000Z',
    hasCopy: true,
    zone: null,
    dayOrder: null,
    subject: '',
    statedTotal: null,
    foundTotal: null,
    completeness: 'whole',
    truncation: [],
    extraction: '',
    container: null,
    secrets: 0,
    secretKinds: [],
    copySha256: null,
    profile: null,
    unattributed: 0,
    read: 10,
    accepted: 10,
    rejected: 0,
    duplicate: 0,
    notRelevant: 0,
    closes: true,
    reasons: [],
    connectors: 4,
    grants: 10,
    events: 0,
    firstEvent: null,
    lastEvent: null,
    warnings: [],
    ...over,
  };
}

export function scopeUsage(over: Partial<ScopeUsage> = {}): ScopeUsage {
  return {
    scope: 'Mail.Read',
    label: 'Read mail of the signed-in person',
    resource: null,
    tier: 3,
    tierOverride: null,
    known: true,
    basis: ['content'],
    status: 'observed',
    statement: 'Allows 12 successful calls seen by 3 people in 2026-07-01 to 2026-09-30 (92 days, Graph activity log).',
    need: 'needed',
    redundantWith: [],
    grade: 'Q1',
    first: '2026-07-04T10:00:00.000Z',
    last: '2026-09-29T10:00:00.000Z',
    count: 12,
    denied: 0,
    attempted: 0,
    people: 3,
    operations: ['GET /me/messages'],
    ...over,
  };
}

export function finding(over: Partial<Finding> = {}): Finding {
  return {
    id: 1,
    rule: 'CS-01',
    title: 'No accountable business owner',
    severity: 'high',
    sentence: 'No active person answers for it (registers as of 2026-10-01).',
    connectorId: 'entra:app-1',
    connectorName: 'Mail Helper',
    itemId: 'i-1',
    recommendation: 'assign-owner',
    recommendedAction: 'Assign a business owner.',
    controls: ['OWASP NHI1:2025'],
    evidence: [{ importId: 1, file: 'grants.json', line: 7, note: 'grant' }],
    suppressed: null,
    ...over,
  };
}

export function decision(over: Partial<DecisionRecord> = {}): DecisionRecord {
  return {
    uid: 'entry-9',
    round: 'first',
    decision: 'certify',
    reason: 'Needed for daily work.',
    scopes: [],
    principals: [],
    until: null,
    owner: null,
    by: 'Ada Auditor',
    at: '2026-10-05T09:30:00.000Z',
    journalSeq: 9,
    agreed: null,
    submitted: false,
    ...over,
  };
}

export function reportItem(over: Partial<ReportItem> = {}): ReportItem {
  const taken = over.decision ?? null;
  const answer = taken !== null && FINAL_DECISIONS.includes(taken.decision) ? 'decided' : 'answered';
  return {
    progress: taken === null ? 'untouched' : answer,
    itemId: 'i-1',
    connectorId: 'entra:app-1',
    name: 'Mail Helper',
    nameWarning: null,
    publisher: 'Helper Inc.',
    publisherVerified: false,
    platform: 'entra',
    tenant: 'contoso.example',
    kind: 'delegated-user',
    grants: 3,
    people: 3,
    tier: 3,
    lastUse: { at: '2026-09-29T10:00:00.000Z', grade: 'Q1' },
    purpose: 'Sorting of mail',
    purposeCode: 'mail-client',
    suppressed: [],
    owners: ['Bea Owner (active)'],
    hasNarrower: true,
    certificate: [
      {
        scope: 'Mail.Read',
        statement: 'Keep: 1 operation needs it and no other granted scope allows it (GET /me/messages).',
      },
    ],
    scopes: [scopeUsage()],
    findings: [],
    undeterminable: [],
    decision: null,
    ids: ['entra/app:app-1'],
    businessOwners: [{ id: 'bea@contoso.example', name: 'Bea Owner', status: 'active' }],
    calls: [],
    since: null,
    ...over,
  };
}

function remedyAction(over: Partial<RemedyAction> = {}): RemedyAction {
  return {
    actionId: 'a'.repeat(64),
    itemId: 'i-1a',
    isInPopulation: true,
    connectorId: 'entra:app-1',
    hasConnector: true,
    name: 'Mail Helper',
    nameWarning: null,
    platform: 'entra',
    tenant: 'contoso.example',
    kind: 'delegated-user',
    tier: 3,
    decision: 'revoke',
    by: 'Ada Auditor',
    at: '2026-08-20T10:00:00.000Z',
    reason: 'Nobody needs it.',
    until: null,
    scopes: [],
    principals: [],
    what: 'End the consents of all 2 people',
    state: 'decided',
    stateLabel: 'Decided',
    sentence: 'No list of grants made after the decision speaks of it.',
    caution: null,
    missing: null,
    evidenceAsOf: null,
    evidence: [],
    owner: null,
    due: '2026-08-25',
    dueBasis: 'policy',
    isOverdue: false,
    exportedAt: null,
    claim: null,
    ...over,
  };
}

/** One that came back, and one that later evidence shows as gone. */
export const REMEDIES: readonly RemedyAction[] = [
  remedyAction({
    name: FORMULA_NAME,
    state: 'regressed',
    stateLabel: 'Regressed',
    sentence:
      'It was gone as of 2026-09-01 06:00 UTC and is there again as of 2026-10-01 06:00 UTC: 1 grant came back.',
    isOverdue: true,
  }),
  remedyAction({
    actionId: 'b'.repeat(64),
    itemId: 'i-gone',
    isInPopulation: false,
    name: 'Old Clock',
    state: 'verified',
    stateLabel: 'Verified absent',
    sentence: 'The whole list “Tokens” as of 2026-10-01 06:00 UTC no longer shows its 2 grants.',
    caution: 'The list shows that it is gone, not how: no log in the case records the removal.',
    evidence: [
      { importId: 1, file: 'tokens.csv', line: null, asOf: '2026-10-01T06:00:00.000Z', note: 'whole list, without it' },
    ],
    claim: { by: 'Otto Operator', at: '2026-09-20T10:00:00.000Z', reference: 'CHG-1' },
  }),
];

/** A case with one reviewer, no people known by keys and no plan. */
export const RECORD: ReportModel['record'] = {
  people: [],
  plan: null,
  ties: [],
  unknownPeople: [],
  knowsManagers: false,
  exceptions: [],
  submissions: [],
  reports: [],
  journalKinds: [
    {
      type: 'decision',
      label: 'Decision',
      entries: 7,
      first: '2026-10-05T08:00:00.000Z',
      last: '2026-10-05T09:00:00.000Z',
    },
  ],
  extract: [
    {
      seq: 1,
      at: '2026-10-02T08:00:00.000Z',
      actor: 'Ada Auditor',
      label: 'Case created',
      what: 'Name: Autumn review',
      hash: 'a'.repeat(64),
    },
  ],
  rejected: [
    { importId: 2, file: 'audit.json', line: 17, reason: 'time cannot be read', excerpt: '{"time":"yesterday"}' },
    { importId: 2, file: 'audit.json', line: 18, reason: 'time cannot be read', excerpt: '{"time":"=1+1"}' },
  ],
};
