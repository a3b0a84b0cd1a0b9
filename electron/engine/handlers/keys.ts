import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import type { KnownKey } from '../../../shared/contract/report.ts';
import { AppError } from '../lib/errors.ts';
import { type RememberedList, rememberedList } from '../lib/remembered-list.ts';
import { createSigningKey } from '../signing/create-key.ts';
import { describeKeyFile } from '../signing/open-key.ts';
import type { EngineContext } from './context.ts';

const listSchema = z.array(
  z.object({ path: z.string(), name: z.string(), fingerprint: z.string(), notAfter: z.iso.datetime() }),
);
type Entry = z.output<typeof listSchema>[number];
const MOST = 50;

function keyList(context: EngineContext): RememberedList<Entry> {
  return rememberedList(join(context.dataFolder, 'keys.json'), listSchema, MOST, context.log);
}

function toKnown(context: EngineContext, entry: Entry): KnownKey {
  return {
    token: context.files.register(entry.path),
    name: entry.name,
    fingerprint: entry.fingerprint,
    fileName: basename(entry.path),
    location: dirname(entry.path),
    notAfter: entry.notAfter,
    isMissing: !existsSync(entry.path),
    isExpired: Date.parse(entry.notAfter) < context.now(),
  };
}

/** Keys that were made or used here before; only their places and certificates are remembered, never a passphrase. */
export function listKeys(context: EngineContext): KnownKey[] {
  return keyList(context)
    .read()
    .map((entry) => toKnown(context, entry));
}

/** Makes a key file; refuses to write over one that exists. */
export function createKeyFile(
  context: EngineContext,
  path: string,
  request: { name: string; organization: string; email: string; passphrase: string },
): KnownKey {
  const target = path.endsWith('.pem') ? path : `${path}.pem`;
  if (existsSync(target))
    throw new AppError(
      'conflict',
      `${basename(target)} already exists. A key file is never written over: choose another name.`,
    );
  const key = createSigningKey({ ...request, now: new Date(context.now()) });
  writeFileSync(target, key.pem, { mode: 0o600, flag: 'wx' });
  const entry = { path: target, name: request.name, fingerprint: key.fingerprint, notAfter: key.notAfter };
  keyList(context).remember(entry);
  return toKnown(context, entry);
}

/** Takes a key file made elsewhere into the list, after reading its certificate. */
export function addKeyFile(context: EngineContext, path: string): KnownKey {
  const description = describeKeyFile(readFileSync(path, 'utf8'));
  const entry = {
    path,
    name: description.commonName,
    fingerprint: description.fingerprint,
    notAfter: description.notAfter,
  };
  keyList(context).remember(entry);
  return toKnown(context, entry);
}
