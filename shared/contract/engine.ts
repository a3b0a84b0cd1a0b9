import { z } from 'zod';
import { baselineContract } from './baseline.ts';
import { campaignContract } from './campaign.ts';
import { batchContract } from './batch.ts';
import { caseLifeContract, caseProgress } from './case-life.ts';
import { catalogContract } from './catalog.ts';
import { collectContract } from './collect.ts';
import { diagnosticsContract } from './diagnostics.ts';
import { drillContract } from './drill.ts';
import { evidenceContract } from './evidence.ts';
import { exchangeContract } from './exchange.ts';
import { findingsContract } from './findings.ts';
import { helpContract } from './help.ts';
import { importsContract, inspectProgress, jobFinished, jobProgress } from './imports.ts';
import { inventoryContract } from './inventory.ts';
import { journalContract } from './journal.ts';
import { keysContract } from './keys.ts';
import { matchingContract } from './matching.ts';
import { peopleContract } from './people.ts';
import { namedOwnerContract } from './named-owner.ts';
import { ownersContract } from './owners.ts';
import { policyContract } from './policy.ts';
import { protectionContract } from './protection.ts';
import { qualityContract } from './quality.ts';
import { reductionContract } from './reduction.ts';
import { remediationContract } from './remediation.ts';
import { reperformContract } from './reperform.ts';
import { reportContract } from './report.ts';
import { reviewContract } from './review.ts';
import { reviewersContract } from './reviewers.ts';
import { timestampsContract } from './timestamps.ts';
import { trustContract } from './trust.ts';
import { trustedContract } from './trusted.ts';
import { workspaceContract } from './workspace.ts';

/** Everything the page may ask of the engine. */
export const engineContract = {
  ...workspaceContract,
  ...caseLifeContract,
  ...protectionContract,
  ...importsContract,
  ...inventoryContract,
  ...matchingContract,
  ...trustContract,
  ...reviewContract,
  ...batchContract,
  ...reportContract,
  ...reperformContract,
  ...trustedContract,
  ...timestampsContract,
  ...keysContract,
  ...reviewersContract,
  ...collectContract,
  ...helpContract,
  ...diagnosticsContract,
  ...catalogContract,
  ...reductionContract,
  ...evidenceContract,
  ...exchangeContract,
  ...policyContract,
  ...peopleContract,
  ...journalContract,
  ...namedOwnerContract,
  ...ownersContract,
  ...findingsContract,
  ...drillContract,
  ...campaignContract,
  ...remediationContract,
  ...baselineContract,
  ...qualityContract,
};
export type EngineContract = typeof engineContract;

/** Everything the engine tells the page without being asked. */
export const engineEvents = {
  'job.progress': jobProgress,
  'job.finished': jobFinished,
  'inspect.progress': inspectProgress,
  'case.progress': caseProgress,
  /**
   * Which kinds of data are no longer what they were; the page asks again. `case`: another case is open, or none, and
   * nothing known of the last one may be shown any more.
   */
  'data.changed': z.object({
    topics: z.array(
      z.enum([
        'case',
        'workspace',
        'imports',
        'inventory',
        'review',
        'journal',
        'report',
        'keys',
        'people',
        'reviewers',
      ]),
    ),
  }),
};
export type EngineEvents = typeof engineEvents;
export type Topic = z.output<(typeof engineEvents)['data.changed']>['topics'][number];
