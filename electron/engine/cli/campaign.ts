import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Campaign, Simulation } from '../../../shared/contract/campaign.ts';
import { campaignPlan, type CampaignPlan } from '../../../shared/contract/campaign-plan.ts';
import type { Engine } from '../engine.ts';
import { AppError } from '../lib/errors.ts';
import { actAs } from './act-as.ts';
import { type Command, openWorkspace, printJson, required, withEngine } from './command.ts';
import { CASE_OPTIONS, KEY_USAGE } from './key-choice.ts';

const ACTS = ['draft', 'simulate', 'stage', 'staging', 'except', 'open', 'close', 'status'] as const;

export const campaignCommand: Command = {
  usage: `campaign --workspace W (--draft | --simulate PLAN | --plan PLAN --stage | --staging | --except GROUP --reason TEXT | --open --reason TEXT | --close --reason TEXT | --status) [${KEY_USAGE}] [--json]`,
  summary:
    'Plans a review: a plan to start from, what it would mean, freezing its population, the staging check, opening and closing.',
  async run(argv) {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean' } as const;
    const { values } = parseArgs({
      args: [...argv],
      options: {
        ...CASE_OPTIONS,
        plan: text,
        simulate: text,
        except: text,
        reason: text,
        draft: flag,
        stage: flag,
        staging: flag,
        open: flag,
        close: flag,
        status: flag,
      },
    });
    const workspace = required(values.workspace, 'workspace');
    const [act, ...others] = ACTS.filter((name) => values[name] !== undefined);
    if (act === undefined || others.length > 0)
      throw new AppError('invalid-request', `Say one thing to do: ${ACTS.map((name) => `--${name}`).join(', ')}.`);
    const reason = (): string => required(values.reason, 'reason');
    return withEngine(async (engine) => {
      await openWorkspace(engine, workspace, false, values['case-passphrase-file']);
      const seal = await actAs(engine, values);
      const { answer, words } = await perform(engine, act, {
        plan: () => readPlan(required(act === 'simulate' ? values.simulate : values.plan, 'plan')),
        group: values.except ?? '',
        reason,
      });
      await seal();
      if (values.json || act === 'draft') printJson(answer);
      else process.stdout.write(words);
      return 0;
    });
  },
};

/** Reads a plan as `--draft` writes it. Throws `invalid-request` naming what does not fit. */
function readPlan(path: string): CampaignPlan {
  const read = (): unknown => {
    try {
      return JSON.parse(readFileSync(resolve(path), 'utf8'));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new AppError('invalid-request', `${path} cannot be read as a plan: ${why}`, { cause });
    }
  };
  const plan = campaignPlan.safeParse(read());
  if (!plan.success) throw new AppError('invalid-request', `${path} is no plan.\n${z.prettifyError(plan.error)}`);
  return plan.data;
}

interface Order {
  readonly plan: () => CampaignPlan;
  readonly group: string;
  readonly reason: () => string;
}

async function perform(
  { handlers }: Engine,
  act: (typeof ACTS)[number],
  order: Order,
): Promise<{ answer: unknown; words: string }> {
  switch (act) {
    case 'draft':
      return { answer: (await handlers['campaign.draft']({}, {})).plan, words: '' };
    case 'simulate': {
      const answer = await handlers['campaign.simulate']({ plan: order.plan() }, {});
      return { answer, words: simulationText(answer) };
    }
    case 'staging': {
      const answer = await handlers['campaign.staging']({}, {});
      const rows = await Promise.all(
        answer.groups.map(async ({ group }) => [
          group,
          (await handlers['campaign.stagingRows']({ group, offset: 0, limit: 500 }, {})).rows,
        ]),
      );
      const groups = answer.groups.map(({ group, open, settled }) => `${group}: ${open} open, ${settled} accepted\n`);
      return {
        answer: { ...answer, rows: Object.fromEntries(rows) },
        words: `${groups.join('')}${answer.notes.map((note) => `${note}\n`).join('')}${answer.blocked ?? 'Nothing is left to settle.'}\n`,
      };
    }
    case 'except': {
      const params = { group: order.group, keys: null, reason: order.reason() };
      const answer = await handlers['campaign.except'](params, {});
      return { answer, words: `${answer.recorded} recorded\n` };
    }
    default: {
      const { campaign } = await changeOrShow(handlers, act, order);
      return { answer: campaign, words: campaign === null ? 'No campaign is planned.\n' : campaignText(campaign) };
    }
  }
}

async function changeOrShow(handlers: Engine['handlers'], act: 'stage' | 'open' | 'close' | 'status', order: Order) {
  switch (act) {
    case 'stage':
      return handlers['campaign.stage']({ plan: order.plan() }, {});
    case 'open':
      return handlers['campaign.open']({ reason: order.reason() }, {});
    case 'close':
      return handlers['campaign.close']({ reason: order.reason() }, {});
    case 'status':
      return handlers['campaign.current']({}, {});
  }
}

function hours(minutes: number): string {
  return `${(minutes / 60).toFixed(1)} h`;
}

function simulationText(simulation: Simulation): string {
  const out = simulation.out
    .filter(({ items }) => items > 0)
    .map(({ reason, items }) => `  out of scope by ${reason}: ${items}\n`);
  const tiers = simulation.tiers.map(
    ({ tier, items, second, minutes, due }) =>
      `  tier ${tier}: ${items} items, ${second} second reviews, ${hours(minutes)}, due ${due}\n`,
  );
  const loads = simulation.loads.map(
    ({ name, first, second, minutes }) => `  ${name}: ${first} first, ${second} second, ${hours(minutes)}\n`,
  );
  return `${simulation.inScope} of ${simulation.total} items in scope\n${[...out, ...tiers, ...loads].join('')}${simulation.problems.map((problem) => `${problem}\n`).join('')}`;
}

function campaignText({ plan, version, state, root, items, decided, tiers }: Campaign): string {
  const lines = tiers
    .filter((tier) => tier.items > 0)
    .map((tier) => `  tier ${tier.tier}: ${tier.decided} of ${tier.items} decided, due ${tier.due}\n`);
  return `${plan.name}, version ${version}, ${state}: ${decided} of ${items} decided\n  root ${root}\n${lines.join('')}`;
}
