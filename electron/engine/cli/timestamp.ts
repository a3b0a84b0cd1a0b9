import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { STAMP_TARGETS, type StampTarget } from '../../../shared/contract/timestamps.ts';
import { readCertificates } from '../handlers/certificates.ts';
import { readAnswer, readBundle } from '../handlers/timestamps.ts';
import { AppError } from '../lib/errors.ts';
import { readKeyBytes } from '../signing/key-owner.ts';
import { openKeyBytes } from '../signing/open-key.ts';
import type { Signer } from '../signing/signer.ts';
import { requestList, type RequestList, type StoredRequest } from '../timestamps/request-list.ts';
import { draftRequest, exportRequest, findRequest, importAnswer } from '../timestamps/timestamps.ts';
import { type Command, printJson, required } from './command.ts';
import { readPassphrase } from './key-choice.ts';

const option = { type: 'string' } as const;
const OPTIONS = {
  requests: option,
  bundle: option,
  target: option,
  out: option,
  answer: option,
  id: option,
  authority: option,
  key: option,
  'passphrase-file': option,
  json: { type: 'boolean' },
} as const;

export const timestampCommand: Command = {
  usage:
    'timestamp request --bundle b.zip --requests FOLDER --out x.tsq [--target review|approval|document|signature] | import --requests FOLDER --answer x.tsr --out stamped.zip [--id ID] [--authority CERT] [--bundle b.zip] [--key FILE --passphrase-file F] | list --requests FOLDER [--json]',
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
      const { request } = await importAnswer(list, {
        id: values.id ?? idFor(list, answer),
        answer,
        bundle: values.bundle === undefined ? null : readBundle(resolve(values.bundle)),
        authorities: values.authority === undefined ? [] : readCertificates(resolve(values.authority)),
        signer: signerOf(values.key, values['passphrase-file']),
        target: out,
        now: Date.now(),
      });
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

function signerOf(key: string | undefined, passphraseFile: string | undefined): Signer | null {
  if (key === undefined) return null;
  return openKeyBytes(readKeyBytes(resolve(key)), readPassphrase(required(passphraseFile, 'passphrase-file')));
}

function lineOf({ id, state, target, bundleName, problem, result }: StoredRequest): string {
  const more =
    result === null
      ? (problem ?? '')
      : `time proven by ${result.authority} on ${result.time}${result.trusted === null ? ' (authority not judged)' : ''}`;
  return [id, state, target, bundleName, more].filter((text) => text !== '').join('  ');
}
