import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { STAMP_TARGETS, type StampTarget } from '../../../shared/contract/timestamps.ts';
import { readCertificates } from '../handlers/certificates.ts';
import { readAnswer, readBundle } from '../handlers/timestamps.ts';
import { AppError } from '../lib/errors.ts';
import { openAnyKey } from '../signing/open-any-key.ts';
import type { Signer } from '../signing/signer.ts';
import { requestList, type RequestList, type StoredRequest } from '../timestamps/request-list.ts';
import { draftRequest, exportRequest, findRequest, importAnswer } from '../timestamps/timestamps.ts';
import { type Command, printJson, required, withEngine } from './command.ts';
import { chooseKey, KEY_OPTIONS, KEY_USAGE, type KeyOptions, namesKey } from './key-choice.ts';

const option = { type: 'string' } as const;
const OPTIONS = {
  requests: option,
  bundle: option,
  target: option,
  out: option,
  answer: option,
  id: option,
  authority: option,
  ...KEY_OPTIONS,
  json: { type: 'boolean' },
} as const;

export const timestampCommand: Command = {
  usage: `timestamp request --bundle b.zip --requests FOLDER --out x.tsq [--target review|approval|document|signature] | import --requests FOLDER --answer x.tsr --out stamped.zip [--id ID] [--authority CERT] [--bundle b.zip] [${KEY_USAGE}] | list --requests FOLDER [--json]`,
  summary: 'Asks a time-stamping authority by file (RFC 3161) and puts its answer into a copy of the bundle.',
  async run(argv) {
    const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
    const list = requestList(resolve(required(values.requests, 'requests')));
    const print = (request: StoredRequest, text: string): number => {
      if (values.json) printJson(request);
      else process.stdout.write(text);
      return 0;
    };
    if (positionals[0] === 'request') {
      const path = resolve(required(values.bundle, 'bundle'));
      const target = targetOf(values.target ?? 'review');
      const draft = draftRequest(list, {
        bundle: readBundle(path),
        bundleName: basename(path),
        target,
        now: Date.now(),
      });
      const out = resolve(required(values.out, 'out'));
      const request = exportRequest(list, draft.id, out);
      return print(request, `${out}\nRequest ${request.id}. Send the file to the authority and import its answer.\n`);
    }
    if (positionals[0] === 'import') {
      const answer = readAnswer(resolve(required(values.answer, 'answer')));
      const out = resolve(required(values.out, 'out'));
      const { request } = await withSigner(values, (signer) =>
        importAnswer(list, {
          id: values.id ?? idFor(list, answer),
          answer,
          bundle: values.bundle === undefined ? null : readBundle(resolve(values.bundle)),
          authorities: values.authority === undefined ? [] : readCertificates(resolve(values.authority)),
          signer,
          target: out,
          now: Date.now(),
        }),
      );
      return print(request, `${out}\n${lineOf(request)}\n`);
    }
    if (positionals[0] === 'list') {
      if (values.json) printJson(list.read());
      else
        process.stdout.write(
          list
            .read()
            .map((request) => `${lineOf(request)}\n`)
            .join(''),
        );
      return 0;
    }
    throw new AppError('invalid-request', 'Usage: timestamp request | import | list');
  },
};

function targetOf(text: string): StampTarget {
  const target = STAMP_TARGETS.find((one) => one === text);
  if (target === undefined)
    throw new AppError('invalid-request', `--target is one of ${STAMP_TARGETS.join(', ')}, not ${text}.`);
  return target;
}

function idFor(list: RequestList, answer: Uint8Array): string {
  const found = findRequest(list, answer);
  if (found === null)
    throw new AppError('not-found', 'This file answers none of the requests in the list. Nothing was changed.');
  return found.id;
}

/** With the reviewer's key, when one is named: only a time stamp inside their signature needs it. */
async function withSigner<T>(options: KeyOptions, work: (signer: Signer | null) => Promise<T>): Promise<T> {
  if (!namesKey(options)) return work(null);
  return withEngine(async ({ context }) => {
    const { path, secret } = await chooseKey(context, options);
    return work(await openAnyKey(context, path, secret, ['the statement about the bundle']));
  });
}

function lineOf({ id, state, target, bundleName, problem, result }: StoredRequest): string {
  const more =
    result === null
      ? (problem ?? '')
      : `time proven by ${result.authority} on ${result.time}${result.trusted === null ? ' (authority not judged)' : ''}`;
  return [id, state, target, bundleName, more].filter((text) => text !== '').join('  ');
}
