import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { listPeople } from '../db/queries/people.ts';
import type { Engine } from '../engine.ts';
import { handOutCase, inspectPacket, mergeFile, receivePacket, sendDecisions } from '../handlers/exchange.ts';
import { statusOf } from '../handlers/workspace.ts';
import { AppError } from '../lib/errors.ts';
import { actAs } from './act-as.ts';
import { type Command, openWorkspace, printJson, required, withEngine } from './command.ts';
import { chooseKey, CASE_OPTIONS, KEY_USAGE, type KeyOptions, type WorkspaceOptions } from './key-choice.ts';

const WAYS = ['hand-out', 'receive', 'send-back', 'merge', 'inspect'] as const;

export const packetCommand: Command = {
  usage: `packet --workspace W (--hand-out FILE --for PERSON[,PERSON] | --send-back FILE | --merge FILE | --inspect FILE | --receive FILE) ${KEY_USAGE} [--json]`,
  summary:
    'Carries a campaign to other computers as a signed file and brings decisions back. --receive makes the case W and takes no key.',
  async run(argv) {
    const option = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...argv],
      options: {
        ...CASE_OPTIONS,
        'hand-out': option,
        for: option,
        receive: option,
        'send-back': option,
        merge: option,
        inspect: option,
      },
    });
    const workspace = required(values.workspace, 'workspace');
    const chosen = WAYS.flatMap((way) => {
      const file = values[way];
      return file === undefined ? [] : [{ way, file: resolve(file) }];
    });
    const [order] = chosen;
    if (order === undefined || chosen.length > 1)
      throw new AppError(
        'invalid-request',
        'Say one of --hand-out, --send-back, --merge, --inspect or --receive with a file.',
      );
    return withEngine(async (engine) => {
      const answer = await carry(engine, order, { ...values, workspace });
      if (values.json) printJson(answer);
      else process.stdout.write(`${textOf(order.way, answer)}\n`);
      return 0;
    });
  },
};

interface Carried {
  readonly file: string;
  readonly [field: string]: unknown;
}

async function carry(
  engine: Engine,
  { way, file }: { readonly way: (typeof WAYS)[number]; readonly file: string },
  options: WorkspaceOptions & KeyOptions & { readonly workspace: string; readonly for?: string | undefined },
): Promise<Carried> {
  const { context } = engine;
  if (way === 'receive') {
    await receivePacket(context, file, resolve(options.workspace));
    const status = statusOf(context);
    return { file: status.fileName, location: status.location, case: status.details.name };
  }
  await openWorkspace(engine, options.workspace, false, options['case-passphrase-file']);
  if (way === 'inspect' || way === 'merge') {
    const seal = await actAs(engine, options);
    if (way === 'inspect') return { ...inspectPacket(context, file) };
    const result = mergeFile(context, file);
    await seal();
    return { file, ...result };
  }
  await actAs(engine, options);
  const { path: keyPath, secret } = await chooseKey(context, options);
  const key = { keyToken: context.files.register(keyPath), passphrase: secret };
  const { path, ...sent } =
    way === 'hand-out'
      ? await handOutCase(context, peopleNamed(engine, required(options.for, 'for')), key, file)
      : await sendDecisions(context, key, file);
  return { file: path, ...sent };
}

/** People by name, address or fingerprint. Throws `invalid-request` for somebody who is not there, or there twice. */
function peopleNamed(engine: Engine, text: string): string[] {
  const people = listPeople(engine.context.open().db);
  return text.split(',').map((part) => {
    const wanted = part.trim();
    const found = people.filter(({ id, name, email }) => [id, name, email].includes(wanted));
    const [person] = found;
    if (person === undefined || found.length > 1)
      throw new AppError(
        'invalid-request',
        `${wanted} is ${person === undefined ? 'nobody' : 'more than one person'} in this case. Nothing was written.`,
      );
    return person.id;
  });
}

function textOf(way: (typeof WAYS)[number], answer: Carried): string {
  switch (way) {
    case 'hand-out':
    case 'send-back':
      return `${answer.file}\nSHA-256 ${String(answer['digest'])}`;
    case 'receive':
      return `${answer.file}: ${String(answer['case'])}`;
    case 'merge':
    case 'inspect':
      return JSON.stringify(answer['totals'] ?? answer, null, 2);
  }
}
