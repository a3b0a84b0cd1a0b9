import { parseArgs } from 'node:util';
import { z } from 'zod';
import { decideParams } from '../../../shared/contract/review.ts';
import { reviewProgress } from '../db/queries/progress.ts';
import { decisionInForce, itemByKey } from '../db/queries/review.ts';
import { AppError } from '../lib/errors.ts';
import { actingIn } from '../review/acting.ts';
import { decide, undoDecision } from '../review/decide.ts';
import { actAs } from './act-as.ts';
import { type Command, openWorkspace, printJson, required, withEngine } from './command.ts';
import { CASE_OPTIONS, KEY_USAGE, namesKey } from './key-choice.ts';

function list(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

export const decideCommand: Command = {
  usage: `decide --workspace W --item ID (--decision D --reason TEXT | --undo) (--by WHO | ${KEY_USAGE}) [--scopes a,b] [--principals a,b] [--until DATE] [--owner WHO] [--agree yes|no] [--json]`,
  summary: 'Records a decision on a review item in the journal, or takes the newest one back.',
  async run(argv) {
    const option = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...argv],
      options: {
        ...CASE_OPTIONS,
        item: option,
        decision: option,
        reason: option,
        by: option,
        scopes: option,
        principals: option,
        until: option,
        owner: option,
        agree: option,
        undo: { type: 'boolean' },
      },
    });
    const workspace = required(values.workspace, 'workspace');
    const itemId = required(values.item, 'item');
    const by = !namesKey(values) ? required(values.by, 'by') : '';
    const parsed = values.undo
      ? null
      : decideParams.safeParse({
          itemId,
          decision: required(values.decision, 'decision'),
          reason: required(values.reason, 'reason'),
          scopes: list(values.scopes),
          principals: list(values.principals),
          until: values.until ?? null,
          owner: values.owner ?? null,
          agreed: values.agree === undefined ? null : values.agree === 'yes',
        });
    if (parsed !== null && !parsed.success) throw new AppError('invalid-request', z.prettifyError(parsed.error));
    return withEngine(async (engine) => {
      await openWorkspace(engine, workspace, false, values['case-passphrase-file']);
      const { db } = engine.context.open();
      const seal = await actAs(engine, values);
      const acting = actingIn(db, engine.context.session.person, by);
      if (parsed === null) undoDecision(db, itemId, acting, Date.now());
      else decide(db, parsed.data, acting, Date.now());
      await seal();
      const answer = { itemId, decision: decisionInForce(db, itemByKey(db, itemId).id), progress: reviewProgress(db) };
      if (values.json) printJson(answer);
      else
        process.stdout.write(
          `${itemId}: ${answer.decision?.decision ?? 'undecided'} (${answer.progress.decided} of ${answer.progress.total} decided)\n`,
        );
      return 0;
    });
  },
};
