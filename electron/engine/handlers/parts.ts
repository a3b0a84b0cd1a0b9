import { jobsContract } from '../../../shared/contract/jobs.ts';
import { inventoryContract } from '../../../shared/contract/inventory.ts';
import { handOffContract } from '../../../shared/contract/hand-off.ts';
import { sessionContract } from '../../../shared/contract/people.ts';
import { protectionContract } from '../../../shared/contract/protection.ts';
import { reviewersContract } from '../../../shared/contract/reviewers.ts';
import { workspaceContract } from '../../../shared/contract/workspace.ts';
import { handOffHandlers } from './hand-off.ts';
import { inventoryHandlers } from './inventory.ts';
import { jobHandlers } from './jobs.ts';
import { protectionHandlers } from './protection.ts';
import { reviewersHandlers } from './reviewers.ts';
import { sessionHandlers } from './session.ts';
import { workspaceHandlers } from './workspace.ts';
import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { Contract, Handlers } from '../../../shared/contract/rpc.ts';
import type { AnyHandlers } from '../rpc/find.ts';
import type { EngineContext } from './context.ts';

type Method = keyof EngineContract;

/** Some methods of the contract: what they take and answer, and what answers them. */
export interface Part<M extends Method> {
  readonly contract: Pick<EngineContract, M>;
  readonly handlers: Pick<Handlers<EngineContract, unknown>, M>;
}

/** A part of which is not known what is in it. */
export interface AnyPart {
  readonly contract: Contract;
  readonly handlers: AnyHandlers;
}

function part<M extends Method>(
  contract: Pick<EngineContract, M>,
  handlers: Pick<Handlers<EngineContract, unknown>, M>,
): Part<M> {
  return { contract, handlers };
}

/**
 * The parts of the engine, each with all that it needs. A part is read when it is first asked for: the first screen waits
 * for what it shows, not for the importers, the report or the verifier.
 */
export const PARTS = {
  workspace: async (context) => part(workspaceContract, workspaceHandlers(context)),
  caseLife: async (context) => {
    const { caseLifeContract } = await import('../../../shared/contract/case-life.ts');
    const { caseLifeHandlers } = await import('./case-life.ts');
    return part(caseLifeContract, caseLifeHandlers(context));
  },
  protection: async (context) => part(protectionContract, protectionHandlers(context)),
  imports: async (context) => {
    const { importsContract } = await import('../../../shared/contract/imports.ts');
    const { importHandlers } = await import('./imports.ts');
    return part(importsContract, importHandlers(context));
  },
  jobs: async (context) => part(jobsContract, jobHandlers(context)),
  evidence: async (context) => {
    const { evidenceContract } = await import('../../../shared/contract/evidence.ts');
    const { evidenceHandlers } = await import('./evidence.ts');
    return part(evidenceContract, evidenceHandlers(context));
  },
  exchange: async (context) => {
    const { exchangeContract } = await import('../../../shared/contract/exchange.ts');
    const { exchangeHandlers } = await import('./exchange.ts');
    return part(exchangeContract, exchangeHandlers(context));
  },
  findings: async (context) => {
    const { findingsContract } = await import('../../../shared/contract/findings.ts');
    const { findingsHandlers } = await import('./findings.ts');
    return part(findingsContract, findingsHandlers(context));
  },
  drill: async (context) => {
    const { drillContract } = await import('../../../shared/contract/drill.ts');
    const { drillHandlers } = await import('./drill.ts');
    return part(drillContract, drillHandlers(context));
  },
  inventory: async (context) => part(inventoryContract, inventoryHandlers(context)),
  overview: async (context) => {
    const { overviewContract } = await import('../../../shared/contract/overview.ts');
    const { overviewHandlers } = await import('./overview.ts');
    return part(overviewContract, overviewHandlers(context));
  },
  connectors: async (context) => {
    const { connectorsContract } = await import('../../../shared/contract/connectors.ts');
    const { matchingContract } = await import('../../../shared/contract/matching.ts');
    const { trustContract } = await import('../../../shared/contract/trust.ts');
    const { connectorsHandlers } = await import('./connectors.ts');
    return part({ ...connectorsContract, ...matchingContract, ...trustContract }, connectorsHandlers(context));
  },
  batch: async (context) => {
    const { batchContract } = await import('../../../shared/contract/batch.ts');
    const { batchHandlers } = await import('./batch.ts');
    return part(batchContract, batchHandlers(context));
  },
  report: async (context) => {
    const { reportContract } = await import('../../../shared/contract/report.ts');
    const { reportHandlers } = await import('./report.ts');
    return part(reportContract, reportHandlers(context));
  },
  reperform: async (context) => {
    const { reperformContract } = await import('../../../shared/contract/reperform.ts');
    const { reperformHandlers } = await import('./reperform.ts');
    return part(reperformContract, reperformHandlers(context));
  },
  trusted: async (context) => {
    const { trustedContract } = await import('../../../shared/contract/trusted.ts');
    const { trustedHandlers } = await import('./trusted.ts');
    return part(trustedContract, trustedHandlers(context));
  },
  timestamps: async (context) => {
    const { timestampsContract } = await import('../../../shared/contract/timestamps.ts');
    const { timestampsHandlers } = await import('./timestamps.ts');
    return part(timestampsContract, timestampsHandlers(context));
  },
  keys: async (context) => {
    const { keysContract } = await import('../../../shared/contract/keys.ts');
    const { keysHandlers } = await import('./keys.ts');
    return part(keysContract, keysHandlers(context));
  },
  handOff: async (context) => part(handOffContract, handOffHandlers(context)),
  reviewers: async (context) => part(reviewersContract, reviewersHandlers(context)),
  collect: async (context) => {
    const { collectContract } = await import('../../../shared/contract/collect.ts');
    const { collectHandlers } = await import('./collect.ts');
    return part(collectContract, collectHandlers(context));
  },
  help: async (context) => {
    const { helpContract } = await import('../../../shared/contract/help.ts');
    const { helpHandlers } = await import('./help.ts');
    return part(helpContract, helpHandlers(context));
  },
  diagnostics: async (context) => {
    const { diagnosticsContract } = await import('../../../shared/contract/diagnostics.ts');
    const { diagnosticsHandlers } = await import('./diagnostics.ts');
    return part(diagnosticsContract, diagnosticsHandlers(context));
  },
  catalog: async (context) => {
    const { catalogContract } = await import('../../../shared/contract/catalog.ts');
    const { catalogHandlers } = await import('./catalog.ts');
    return part(catalogContract, catalogHandlers(context));
  },
  policy: async (context) => {
    const { policyContract } = await import('../../../shared/contract/policy.ts');
    const { policyHandlers } = await import('./policy.ts');
    return part(policyContract, policyHandlers(context));
  },
  session: async (context) => part(sessionContract, sessionHandlers(context)),
  people: async (context) => {
    const { peopleContract } = await import('../../../shared/contract/people.ts');
    const { peopleHandlers } = await import('./people.ts');
    return part(peopleContract, peopleHandlers(context));
  },
  journal: async (context) => {
    const { journalContract } = await import('../../../shared/contract/journal.ts');
    const { journalHandlers } = await import('./journal.ts');
    return part(journalContract, journalHandlers(context));
  },
  namedOwner: async (context) => {
    const { namedOwnerContract } = await import('../../../shared/contract/named-owner.ts');
    const { namedOwnerHandlers } = await import('./named-owner.ts');
    return part(namedOwnerContract, namedOwnerHandlers(context));
  },
  owners: async (context) => {
    const { ownersContract } = await import('../../../shared/contract/owners.ts');
    const { ownersHandlers } = await import('./owners.ts');
    return part(ownersContract, ownersHandlers(context));
  },
  campaign: async (context) => {
    const { campaignContract } = await import('../../../shared/contract/campaign.ts');
    const { campaignHandlers } = await import('./campaign.ts');
    return part(campaignContract, campaignHandlers(context));
  },
  review: async (context) => {
    const { reviewContract } = await import('../../../shared/contract/review.ts');
    const { reductionContract } = await import('../../../shared/contract/reduction.ts');
    const { baselineContract } = await import('../../../shared/contract/baseline.ts');
    const { remediationContract } = await import('../../../shared/contract/remediation.ts');
    const { reviewHandlers } = await import('./review.ts');
    const { reductionHandlers } = await import('./reduction.ts');
    const { baselineHandlers } = await import('./baseline.ts');
    const { remediationHandlers } = await import('./remediation.ts');
    const { withCanaries } = await import('./canaries.ts');
    const handlers = withCanaries(context, {
      ...reviewHandlers(context),
      ...reductionHandlers(context),
      ...baselineHandlers(context),
      ...remediationHandlers(context),
    });
    return part({ ...reviewContract, ...reductionContract, ...baselineContract, ...remediationContract }, handlers);
  },
  quality: async (context) => {
    const { qualityContract } = await import('../../../shared/contract/quality.ts');
    const { qualityHandlers } = await import('./quality.ts');
    return part(qualityContract, qualityHandlers(context));
  },
} satisfies Record<string, (context: EngineContext) => Promise<AnyPart>>;

export type PartName = keyof typeof PARTS;
