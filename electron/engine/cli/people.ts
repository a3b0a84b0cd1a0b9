import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type ListedPerson, roleSchema } from '../../../shared/contract/people.ts';
import { listedPeople } from '../handlers/people.ts';
import { AppError } from '../lib/errors.ts';
import { actingIn, requireRole } from '../review/acting.ts';
import { addPerson } from '../review/person-act.ts';
import { readKeyOwner } from '../signing/key-owner.ts';
import { actAs } from './act-as.ts';
import { type Command, openWorkspace, printJson, required, withEngine } from './command.ts';
import { CASE_OPTIONS, KEY_USAGE } from './key-choice.ts';

const roleList = z.array(roleSchema);

export const peopleCommand: Command = {
  usage: `people --workspace W [--add CERT --roles a,b [--manager ADDRESS] [--reason TEXT] (--by WHO | ${KEY_USAGE})] [--json]`,
  summary:
    'Lists who takes part in a review, or adds somebody by their certificate; in a case with people a preparer adds with their key.',
  async run(argv) {
    const option = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...argv],
      options: {
        ...CASE_OPTIONS,
        add: option,
        roles: option,
        manager: option,
        reason: option,
        by: option,
      },
    });
    const workspace = required(values.workspace, 'workspace');
    return withEngine(async (engine) => {
      await openWorkspace(engine, workspace, false, values['case-passphrase-file']);
      const { context } = engine;
      const path = values.add;
      if (path !== undefined) {
        const roles = roleList.safeParse(
          required(values.roles, 'roles')
            .split(',')
            .map((role) => role.trim()),
        );
        if (!roles.success)
          throw new AppError('invalid-request', `--roles takes ${roleSchema.options.join(', ')}, separated by commas.`);
        const terms = {
          roles: roles.data,
          manager: values.manager ?? '',
          reason: values.reason ?? 'Added on the command line',
        };
        const seal = await actAs(engine, values);
        const { db } = context.open();
        const acting = actingIn(db, context.session.person, values.by ?? context.actor());
        requireRole(acting, 'preparer');
        addPerson(db, readKeyOwner(resolve(path)), terms, acting, context.now());
        await seal();
      }
      const people = listedPeople(context);
      if (values.json) printJson(people);
      else process.stdout.write(people.length === 0 ? 'One reviewer; nobody has a key.\n' : people.map(line).join(''));
      return 0;
    });
  },
};

function line({ name, email, roles, id, notAfter }: ListedPerson): string {
  const part = roles.length === 0 ? 'no longer takes part' : roles.join(', ');
  return `${name}${email === '' ? '' : ` <${email}>`}: ${part}\n  ${id}, valid to ${notAfter.slice(0, 10)}\n`;
}
