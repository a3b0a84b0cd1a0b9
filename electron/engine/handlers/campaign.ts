import type Database from 'better-sqlite3';
import type { z } from 'zod';
import type { Campaign, campaignContract, Simulation } from '../../../shared/contract/campaign.ts';
import type { CampaignPlan } from '../../../shared/contract/campaign-plan.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { platformSchema } from '../../../shared/domain/vocabulary.ts';
import {
  assignedItems,
  campaignHistory,
  type CampaignRecord,
  campaignUnderWay,
  eligibleFor,
  excludedApps,
  newestCampaign,
  tierProgress,
  waitingItems,
} from '../db/queries/campaign.ts';
import { readMeta } from '../db/meta.ts';
import { listPeople } from '../db/queries/people.ts';
import { AppError } from '../lib/errors.ts';
import { amendCampaign, closeCampaign, drawWithWord, openCampaign, reassign } from '../review/campaign/acts.ts';
import { chosenFindings, recordExceptions } from '../review/campaign/exceptions.ts';
import { draftPlan, planChanges, planProblems } from '../review/campaign/plan.ts';
import { readLots } from '../review/campaign/scope.ts';
import { simulate } from '../review/campaign/simulate.ts';
import { stageCampaign } from '../review/campaign/stage.ts';
import { awaitsDraw, checkStaging, type StagingCheck } from '../review/campaign/staging.ts';
import { journalHead } from '../review/journal.ts';
import { ruleById } from '../rules/index.ts';
import type { EngineContext } from './context.ts';
import { detailsOf } from '../cases/details.ts';

/** Planning the review: the simulator, the freeze, the staging check and what changes a campaign under way. */
export function campaignHandlers(context: EngineContext): Handlers<typeof campaignContract, unknown> {
  const staging = createStaging(context);
  const acted = (): void => context.changed('workspace', 'review', 'inventory', 'journal', 'report');
  const act = <T>(work: (db: Database.Database) => T): T => {
    const result = work(context.open().db);
    acted();
    return result;
  };
  return {
    'campaign.current': () => currentOf(context),
    'campaign.draft': () => draftOf(context),
    'campaign.simulate': ({ plan }) => simulationOf(context, plan),
    'campaign.stage': ({ plan }) => {
      if (context.session.isImporting)
        throw new AppError(
          'conflict',
          'An import is running, so the population is not known yet. Wait until it ends. Nothing was changed.',
        );
      act((db) => stageCampaign(db, plan, context.acting(), context.now()));
      return currentOf(context);
    },
    'campaign.staging': () => staging().state,
    'campaign.stagingRows': ({ group, offset, limit }) => {
      const own = staging().findings.filter((finding) => finding.group === group);
      // What is open comes first.
      const rows = [...own.filter((row) => row.exception === null), ...own.filter((row) => row.exception !== null)];
      return {
        total: rows.length,
        rows: rows
          .slice(offset, offset + limit)
          .map(({ key, sentence, item, exception }) => ({ key, sentence, item, exception })),
      };
    },
    'campaign.reassign': ({ to, reason, ...choice }) => {
      const chosen = chosenFindings(staging().findings, choice);
      const round = chosen[0]?.round ?? null;
      if (round === null)
        throw new AppError('conflict', 'None of these is about an item that somebody reviews. Nothing was changed.');
      const items = new Set(chosen.flatMap(({ item }) => (item === null ? [] : [item.itemId])));
      return act((db) => ({
        changed: reassign(db, { round, to, reason }, ({ item }) => items.has(item), context.acting(), context.now()),
      }));
    },
    'campaign.handOver': ({ from, round, to, reason }) =>
      act((db) => ({
        changed: reassign(
          db,
          { round, to, reason },
          (item) => (round === 'first' ? item.reviewer : item.second) === from,
          context.acting(),
          context.now(),
        ),
      })),
    'campaign.except': ({ reason, ...choice }) => {
      const chosen = chosenFindings(staging().findings, choice);
      return act((db) => ({ recorded: recordExceptions(db, chosen, reason, context.acting(), context.now()) }));
    },
    'campaign.draw': ({ nonce }) => {
      act((db) => drawWithWord(db, nonce, context.acting(), context.now()));
      return currentOf(context);
    },
    'campaign.open': ({ reason }) => {
      const { blocked } = staging().state;
      act((db) => openCampaign(db, reason, blocked, context.acting(), context.now()));
      return currentOf(context);
    },
    'campaign.amend': ({ plan, reason }) => {
      act((db) => amendCampaign(db, plan, reason, context.acting(), context.now()));
      return currentOf(context);
    },
    'campaign.close': ({ reason }) => {
      act((db) => closeCampaign(db, reason, context.acting(), context.now()));
      return currentOf(context);
    },
  };
}

/** The staging check of the campaign under way, worked out anew when the case changed. */
function createStaging(context: EngineContext): () => StagingCheck {
  let kept: { readonly db: Database.Database; readonly stamp: string; readonly check: StagingCheck } | null = null;
  return () => {
    const { db } = context.open();
    const campaign = campaignUnderWay(db);
    const stamp = `${journalHead(db).head} ${readMeta(db, 'derived-sums') ?? ''}`;
    if (kept?.db !== db || kept.stamp !== stamp)
      kept = { db, stamp, check: checkStaging(db, campaign, context.policy()) };
    return kept.check;
  };
}

function currentOf(context: EngineContext): z.output<(typeof campaignContract)['campaign.current']['result']> {
  const { db } = context.open();
  const found = newestCampaign(db);
  return {
    campaign: found === null ? null : stateOf(context, found),
    people: listPeople(db),
    today: new Date(context.now()).toISOString().slice(0, 10),
  };
}

function stateOf(context: EngineContext, campaign: CampaignRecord): Campaign {
  const { db } = context.open();
  const tiers = tierProgress(db, campaign);
  const { number, id, version, state, plan, root, frozenAt } = campaign;
  return {
    number,
    id,
    version,
    state,
    plan,
    root,
    frozenAt,
    items: tiers.reduce((sum, tier) => sum + tier.items, 0),
    decided: tiers.reduce((sum, tier) => sum + tier.decided, 0),
    waiting: waitingItems(db),
    tiers,
    loads: loadsOf(context, campaign),
    awaitsDraw: awaitsDraw(plan),
    excluded: excludedApps(db, plan),
    history: campaignHistory(db, number, (before, after) => planChanges(db, before, after)),
  };
}

function loadsOf(context: EngineContext, { number, plan }: CampaignRecord): Campaign['loads'] {
  const { db } = context.open();
  const names = namesOf(context);
  const able = new Set([...eligibleFor(db, plan, 'first').keys(), ...eligibleFor(db, plan, 'second').keys()]);
  const loads = new Map<string, { first: number; firstOpen: number; second: number; secondOpen: number }>();
  const of = (person: string | null) => {
    const known = loads.get(person ?? '') ?? { first: 0, firstOpen: 0, second: 0, secondOpen: 0 };
    loads.set(person ?? '', known);
    return known;
  };
  for (const item of assignedItems(db, number)) {
    const first = of(item.reviewer);
    first.first += 1;
    if (item.isFirstOpen) first.firstOpen += 1;
    if (item.second === null) continue;
    const second = of(item.second);
    second.second += 1;
    if (item.isSecondOpen) second.secondOpen += 1;
  }
  return [...loads]
    .map(([person, counts]) => ({
      person: person === '' ? null : person,
      name: names.get(person) ?? 'Nobody',
      takesPart: person === '' || able.has(person),
      ...counts,
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** People by id; under '' the one reviewer of a case without people. */
function namesOf(context: EngineContext): Map<string, string> {
  const { db } = context.open();
  const people = listPeople(db);
  const alone = detailsOf(db).reviewer;
  return new Map([
    ...people.map((person) => [person.id, person.name] as const),
    ...(people.length === 0 ? [['', alone === '' ? 'Reviewer (not named)' : alone] as const] : []),
  ]);
}

/** What a plan would mean for the case that is open. */
export function simulationOf(context: EngineContext, plan: CampaignPlan): Simulation {
  const { db } = context.open();
  return {
    ...simulate(plan, readLots(db, plan), namesOf(context), planProblems(db, plan)),
    excluded: excludedApps(db, plan),
  };
}

function draftOf(context: EngineContext): z.output<(typeof campaignContract)['campaign.draft']['result']> {
  const { db } = context.open();
  const today = new Date(context.now()).toISOString().slice(0, 10);
  const all = <T>(sql: string): T[] => db.prepare<[], T>(sql).all();
  return {
    plan: draftPlan(db, context.policy(), today),
    platforms: all<{ platform: string; items: number }>(
      'SELECT platform, count(*) AS items FROM item JOIN connector ON connector.id = item.connector GROUP BY 1 ORDER BY 1',
    ).map((row) => ({ ...row, platform: platformSchema.parse(row.platform) })),
    tenants: all<{ tenant: string; items: number }>(
      'SELECT tenant, count(*) AS items FROM item GROUP BY 1 ORDER BY 1 LIMIT 500',
    ),
    rules: all<{ rule: string; findings: number }>(
      `SELECT rule, count(*) AS findings FROM finding WHERE outcome = 'finding' AND suppression IS NULL GROUP BY 1 ORDER BY 1`,
    ).map((row) => ({ ...row, title: ruleById(row.rule)?.title ?? row.rule })),
  };
}
