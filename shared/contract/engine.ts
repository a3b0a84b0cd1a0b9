import { baselineContract } from './baseline.ts';
import { campaignContract } from './campaign.ts';
import { batchContract } from './batch.ts';
import { caseLifeContract } from './case-life.ts';
import { catalogContract } from './catalog.ts';
import { collectContract } from './collect.ts';
import { diagnosticsContract } from './diagnostics.ts';
import { drillContract } from './drill.ts';
import { evidenceContract } from './evidence.ts';
import { exchangeContract } from './exchange.ts';
import { findingsContract } from './findings.ts';
import { helpContract } from './help.ts';
import { importsContract } from './imports.ts';
import { jobsContract } from './jobs.ts';
import { inventoryContract } from './inventory.ts';
import { overviewContract } from './overview.ts';
import { connectorsContract } from './connectors.ts';
import { journalContract } from './journal.ts';
import { keysContract } from './keys.ts';
import { handOffContract } from './hand-off.ts';
import { matchingContract } from './matching.ts';
import { peopleContract, sessionContract } from './people.ts';
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
  ...jobsContract,
  ...inventoryContract,
  ...overviewContract,
  ...connectorsContract,
  ...matchingContract,
  ...trustContract,
  ...reviewContract,
  ...batchContract,
  ...reportContract,
  ...reperformContract,
  ...trustedContract,
  ...timestampsContract,
  ...keysContract,
  ...handOffContract,
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
  ...sessionContract,
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
