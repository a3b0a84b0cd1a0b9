import type { Finding } from '../../../../shared/contract/connectors.ts';
import type { QueueRow, Recommendation, ReviewItem } from '../../../../shared/contract/review.ts';
import type { ItemStatus } from '../../../../shared/contract/item-states.ts';
import { FINAL_DECISIONS, type Severity } from '../../../../shared/domain/vocabulary.ts';
import { inspectName } from '../../lib/text.ts';
import { ruleById } from '../../rules/index.ts';
import { recommend } from '../recommend.ts';
import type { Canary, CanaryAnswer, Fault } from './canaries.ts';

/** The rule that would report each fault, as it words it. */
const FAULTS: Readonly<
  Record<Fault, { readonly rule: string; readonly severity: Severity; readonly sentence: (name: string) => string }>
> = {
  'no-owner': {
    rule: 'CS-01',
    severity: 'high',
    sentence: (name) => `No active person answers for ${name} as business owner: the one on record has left.`,
  },
  'look-alike': {
    rule: 'CS-29',
    severity: 'critical',
    sentence: (name) =>
      `The name ${name} is made of letters that look like others; app and publisher are not those of the name it imitates.`,
  },
  'use-after-revocation': {
    rule: 'CS-24',
    severity: 'critical',
    sentence: (name) =>
      `${name} was used after its consent was taken back, later than a token can live, with no consent in between.`,
  },
};

/** Latin letters with a Cyrillic one that looks the same. */
const TWINS: Readonly<Record<string, string>> = { a: 'а', c: 'с', e: 'е', o: 'о', p: 'р', x: 'х', y: 'у' };

/** The name as the made-up item shows it: with a look-alike, one letter is another one. */
export function shownName({ name, fault }: Canary): string {
  if (fault !== 'look-alike') return name;
  const at = [...name].findIndex((letter) => letter in TWINS);
  return [...name].map((letter, index) => (index === at ? (TWINS[letter] ?? letter) : letter)).join('');
}

/** The rule that reports the fault of a made-up item. */
export function faultRule({ fault }: Canary): string {
  return FAULTS[fault].rule;
}

function faultFinding(canary: Canary, connectorId: string): Finding {
  const { rule, severity, sentence } = FAULTS[canary.fault];
  const known = ruleById(rule);
  const name = shownName(canary);
  return {
    id: 0,
    rule,
    title: known?.title ?? rule,
    severity,
    sentence: sentence(name),
    connectorId,
    connectorName: name,
    itemId: canary.key,
    recommendation: known?.recommendation ?? null,
    recommendedAction: known?.recommendedAction ?? '',
    controls: [],
    evidence: [],
    suppressed: null,
  };
}

/** Where it stands, as an item that was answered in the same way. */
export function canaryStatus(answer: CanaryAnswer | undefined): ItemStatus {
  if (answer === undefined) return 'undecided';
  return FINAL_DECISIONS.includes(answer.decision) ? 'decided' : 'interim';
}

/** The line of the queue, made from that of the item that is copied. */
export function canaryRow(canary: Canary, source: QueueRow, answer: CanaryAnswer | undefined): QueueRow {
  const { rule, severity } = FAULTS[canary.fault];
  const name = shownName(canary);
  return {
    ...source,
    itemId: canary.key,
    name,
    nameWarning: inspectName(name).warning,
    highestTier: 4,
    findings: [{ rule, severity }, ...source.findings.filter((finding) => finding.rule !== rule)],
    decision: answer?.decision ?? null,
    decidedAt: answer?.at ?? null,
    status: canaryStatus(answer),
  };
}

/** The screen of the item that is copied, with the fault in it. Where it stands among others is for the caller to say. */
export function canaryScreen(canary: Canary, source: ReviewItem, answer: CanaryAnswer | undefined): ReviewItem {
  const name = shownName(canary);
  // As on every item of high risk, what is recommended is kept back until the reviewer has judged.
  const isCovered = answer === undefined;
  const fault = faultFinding(canary, source.item.connectorId);
  const planted = isCovered ? { ...fault, recommendation: null, recommendedAction: '' } : fault;
  const findings = [planted, ...source.findings.filter((finding) => finding.rule !== planted.rule)];
  const record = answerRecord(answer);
  const owners = source.connector.owners.map((owner) => ({ ...owner, status: 'has left' }));
  return {
    ...source,
    item: canaryRow(canary, source.item, answer),
    connector: {
      ...source.connector,
      name,
      nameWarning: inspectName(name).warning,
      names: [],
      publisherVerified: canary.fault === 'look-alike' ? false : source.connector.publisherVerified,
      owners: canary.fault === 'no-owner' ? owners : source.connector.owners,
      findings: [planted, ...source.connector.findings.filter((finding) => finding.rule !== planted.rule)],
    },
    findings,
    recommendation: isCovered ? null : canaryRecommendation(canary),
    isCovered,
    // Who certifies it must be able to.
    certifyLocked: null,
    decision: record,
    history: record === null ? [] : [{ ...record, undone: false }],
    disputed: [],
  };
}

/** What the rule of the fault recommends. */
export function canaryRecommendation(canary: Canary): Recommendation | null {
  return recommend([faultFinding(canary, '')], () => [], 0, true);
}

function answerRecord(answer: CanaryAnswer | undefined): ReviewItem['decision'] {
  if (answer === undefined) return null;
  return {
    uid: `entry-${answer.seq}`,
    round: 'first',
    decision: answer.decision,
    reason: answer.reason,
    scopes: [],
    principals: [],
    until: null,
    owner: null,
    by: answer.by,
    at: answer.at,
    journalSeq: answer.seq,
    agreed: null,
    submitted: false,
  };
}
