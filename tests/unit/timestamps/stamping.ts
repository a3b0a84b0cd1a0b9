import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { StampTarget } from '../../../shared/contract/timestamps.ts';
import type { Signer } from '../../../electron/engine/signing/signer.ts';
import { requestList } from '../../../electron/engine/timestamps/request-list.ts';
import { draftRequest, exportRequest, importAnswer } from '../../../electron/engine/timestamps/timestamps.ts';
import type { Authority } from './authority.ts';

/** A bundle stamped the whole way: request out, answer of the authority in, the result read from its file. */
export async function stamped(
  path: (name: string) => string,
  authority: Authority,
  bundle: Uint8Array,
  target: StampTarget,
  signer: Signer | null = null,
): Promise<Buffer> {
  const list = requestList(path('requests'));
  const now = Date.now();
  const { id } = draftRequest(list, { bundle, bundleName: 'signed.zip', target, now });
  const request = exportRequest(list, id, path(`${id}.tsq`));
  const answer = authority.reply(readFileSync(request.exportedTo ?? ''));
  const result = path(`${basename(id)}-stamped.zip`);
  const order = { id, answer, bundle: null, authorities: [authority.rootDer], target: result, signer, now };
  await importAnswer(list, order);
  return readFileSync(result);
}
