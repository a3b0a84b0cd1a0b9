import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type ListedPerson, roleSchema } from '../../../shared/contract/people.ts';
import { hasPeople } from '../db/queries/people.ts';
import type { Engine } from '../engine.ts';
import { JOURNAL, listedPeople } from '../handlers/people.ts';
import { AppError } from '../lib/errors.ts';
import { actingIn, requireRole } from '../review/acting.ts';
import { makeCheckpoint } from '../review/checkpoint.ts';
import { addPerson } from '../review/person-act.ts';
import { type KnownOwner, readKeyOwner } from '../signing/key-owner.ts';
import { openAnyKey } from '../signing/open-any-key.ts';
import { assertCanSignAt } from '../signing/open-key.ts';
import { actAs } from './act-as.ts';
import { type Command, openWorkspace, printJson, required, withEngine } from './command.ts';
import { CASE_OPTIONS, chooseKey, KEY_USAGE, type KeyOptions, namesKey } from './key-choice.ts';

const roleList = z.array(roleSchema);

export const peopleCommand: Command = {
  usage: `people --workspace W [--add CERT --roles a,b [--manager ADDRESS] [--reason TEXT] (--by WHO | ${KEY_USAGE}) [--without-key]] [--json]`,
  summary:
    'Lists who takes part in a review, or adds somebody by their certificate; in a case with people a preparer adds with their key. The first person shows with --by and their own key that it is at hand, or it is said with --without-key that somebody else has it.',
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
        'without-key': { type: 'boolean' },
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
        const { db } = context.open();
        const owner = readKeyOwner(resolve(path));
        const isFirst = !hasPeople(db);
        const seal = isFirst
          ? await showKey(engine, owner, values, values['without-key'] === true)
          : await actAs(engine, values);
        const acting = actingIn(db, context.session.person, values.by ?? context.actor());
        requireRole(acting, 'preparer');
        addPerson(db, owner, terms, acting, context.now());
        await seal();
      }
      const people = listedPeople(context);
      if (values.json) printJson(people);
      else process.stdout.write(people.length === 0 ? 'One reviewer; nobody has a key.\n' : people.map(line).join(''));
      return 0;
    });
  },
};

/**
 * From its first person on, a case can be worked on with keys only: with a wrong certificate nobody could. So the key of that
 * certificate is used before, unless somebody says that it is in other hands. Answers what to call when the person is added.
 */
async function showKey(
  { context }: Engine,
  owner: KnownOwner,
  options: KeyOptions,
  isElsewhere: boolean,
): Promise<() => Promise<void>> {
  if (!namesKey(options)) {
    if (isElsewhere) return () => Promise.resolve();
    throw new AppError(
      'invalid-request',
      `${owner.name} would be the first person of this case, and from then on nobody works on it without a key. Show that the key of this certificate is at hand (--key FILE --passphrase-file F, or another KEY), or say with --without-key that somebody else has it. Nothing was recorded.`,
    );
  }
  const { path, secret } = await chooseKey(context, options);
  const signer = await openAnyKey(context, path, secret, JOURNAL);
  assertCanSignAt(signer, new Date(context.now()));
  if (signer.fingerprint !== owner.id)
    throw new AppError(
      'invalid-request',
      `The key is that of ${signer.commonName}, and the certificate that of ${owner.name}, or an older one. The first person of a case shows their own key. Nothing was recorded.`,
    );
  const { db } = context.open();
  return async () => {
    await makeCheckpoint(db, signer, 'seal', context.now());
  };
}

function line({ name, email, roles, id, notAfter }: ListedPerson): string {
  const part = roles.length === 0 ? 'no longer takes part' : roles.join(', ');
  return `${name}${email === '' ? '' : ` <${email}>`}: ${part}\n  ${id}, valid to ${notAfter.slice(0, 10)}\n`;
}
