import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { TRUSTED_LABELS, TRUSTED_USES } from '../../../shared/contract/trusted.ts';
import { trustedOf, listTrusted } from '../handlers/trusted.ts';
import { AppError } from '../lib/errors.ts';
import { actingWith } from '../review/acting.ts';
import { addTrusted } from '../review/trusted-act.ts';
import { actAs } from './act-as.ts';
import { type Command, openWorkspace, printJson, required, withEngine } from './command.ts';
import { CASE_OPTIONS, KEY_USAGE } from './key-choice.ts';

export const trustCommand: Command = {
  usage: `trust --workspace W [--add CERT --use ${TRUSTED_USES.join('|')} --reason TEXT [${KEY_USAGE}]] [--json]`,
  summary: 'Lists the certificates that a case trusts, or adds one, with a word on how it was compared.',
  async run(argv) {
    const option = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...argv],
      options: {
        ...CASE_OPTIONS,
        add: option,
        use: option,
        reason: option,
      },
    });
    const workspace = required(values.workspace, 'workspace');
    return withEngine(async (engine) => {
      await openWorkspace(engine, workspace, false, values['case-passphrase-file']);
      const { context } = engine;
      if (values.add !== undefined) {
        const use = TRUSTED_USES.find((one) => one === required(values.use, 'use'));
        if (use === undefined) throw new AppError('invalid-request', `--use is one of ${TRUSTED_USES.join(', ')}.`);
        const subject = trustedOf(context, { token: context.files.register(resolve(values.add)) });
        const seal = await actAs(engine, values);
        const acting = actingWith(context, 'preparer', 'approver');
        addTrusted(context.open().db, { use, ...subject }, required(values.reason, 'reason'), acting, context.now());
        await seal();
      }
      const list = listTrusted(context);
      if (values.json) printJson(list);
      else
        for (const { name, use, fingerprint, reason } of list)
          process.stdout.write(`${name}  ${TRUSTED_LABELS[use]}  ${fingerprint}  ${reason}\n`);
      return 0;
    });
  },
};
