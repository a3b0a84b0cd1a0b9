import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { remedyActions } from '../db/queries/remediation.ts';
import { AppError } from '../lib/errors.ts';
import { deriveAfterAct } from '../handlers/derive-after.ts';
import { exportTickets } from '../remediation/board.ts';
import { actingIn } from '../review/acting.ts';
import { actOnRemedies } from '../review/remedy-act.ts';
import { actAs } from './act-as.ts';
import { type Command, openToRead, openWorkspace, printJson, required, withEngine } from './command.ts';
import { CASE_OPTIONS, KEY_USAGE, namesKey } from './key-choice.ts';

export const remediationCommand: Command = {
  usage: `remediation --workspace W [--claim ITEM --reference R --by WHO] [--tickets out.csv|out.md [--by WHO]] [${KEY_USAGE}] [--json]`,
  summary:
    'Lists what was decided and what later imports show of it; records that somebody says it is done, and writes tickets.',
  async run(argv) {
    const option = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...argv],
      options: {
        ...CASE_OPTIONS,
        claim: option,
        reference: option,
        by: option,
        tickets: option,
      },
    });
    const workspace = required(values.workspace, 'workspace');
    const format = values.tickets === undefined ? null : /\.(csv|md)$/i.exec(values.tickets)?.[1]?.toLowerCase();
    if (format === undefined)
      throw new AppError('invalid-request', '--tickets takes a file that ends in .csv or .md. Nothing was done.');
    return withEngine(async (engine) => {
      const passphraseFile = values['case-passphrase-file'];
      if (values.claim === undefined && values.tickets === undefined && !namesKey(values))
        await openToRead(engine, workspace, passphraseFile);
      else await openWorkspace(engine, workspace, false, passphraseFile);
      const seal = await actAs(engine, values);
      const { context } = engine;
      const { db } = context.open();
      const actions = () => remedyActions(db, context.policy(), context.now());
      const acting = () => actingIn(db, context.session.person, values.by ?? context.actor());
      if (values.claim !== undefined) {
        const wanted = actions().filter((action) => action.itemId === values.claim);
        if (wanted.length === 0)
          throw new AppError(
            'not-found',
            `Nothing is to be carried out on the item ${values.claim}. Nothing was recorded.`,
          );
        const by = required(values.by, 'by');
        const order = { act: 'claim', saidBy: by, reference: required(values.reference, 'reference') } as const;
        actOnRemedies(
          db,
          wanted.map((action) => action.actionId),
          order,
          acting(),
          context.now(),
        );
        deriveAfterAct(context);
      }
      if (values.tickets !== undefined && format !== null) {
        const order = {
          actionIds: actions().map((action) => action.actionId),
          format: format === 'csv' ? ('csv' as const) : ('markdown' as const),
          path: resolve(values.tickets),
        };
        exportTickets(db, order, context.policy(), acting(), context.now());
      }
      await seal();
      const list = actions();
      if (values.json) printJson(list);
      else
        for (const { itemId, stateLabel, decision, name, due, isOverdue, sentence } of list)
          process.stdout.write(
            `${itemId}  ${stateLabel}  ${decision}  ${name}  ${isOverdue ? 'overdue since' : 'due'} ${due}\n    ${sentence}\n`,
          );
      return 0;
    });
  },
};
