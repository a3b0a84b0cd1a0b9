import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { REQUEST_STATES, STAMP_TARGETS } from '../../../shared/contract/timestamps.ts';
import { AppError } from '../lib/errors.ts';
import { saveWhole } from '../lib/save-whole.ts';

const hex = z.string().regex(/^(?:[0-9a-f]{2})+$/);

const storedRequest = z.strictObject({
  id: z.uuid(),
  target: z.enum(STAMP_TARGETS),
  state: z.enum(REQUEST_STATES),
  bundleName: z.string(),
  bundleSha256: hex,
  /** SHA-256 the authority is asked to stamp. */
  imprint: hex,
  nonce: hex,
  createdAt: z.iso.datetime(),
  /** Path of the saved request; null while it is a draft. */
  exportedTo: z.string().nullable(),
  /** Why the last answer was not taken. */
  problem: z.string().nullable(),
  result: z
    .strictObject({
      path: z.string(),
      sha256: hex,
      authority: z.string(),
      time: z.iso.datetime(),
      trusted: z.boolean().nullable(),
    })
    .nullable(),
});
export type StoredRequest = z.output<typeof storedRequest>;

const listSchema = z.strictObject({ version: z.literal(1), requests: z.array(storedRequest).max(1000) });

/** Time-stamp requests in a folder, newest first, each with the bundle as it was when the request was made. */
export interface RequestList {
  read(): readonly StoredRequest[];
  /** Throws `not-found`. */
  get(id: string): StoredRequest;
  add(request: StoredRequest, bundle: Uint8Array): void;
  update(request: StoredRequest): void;
  remove(id: string): void;
  /** The bundle, unaltered. Throws `not-found`. */
  bundleOf(id: string): Uint8Array;
}

/** The list in `folder`; each write replaces it as a whole. A list that cannot be read is said so, never taken for empty. */
export function requestList(folder: string): RequestList {
  const file = join(folder, 'requests.json');
  const bundleFile = (id: string): string => join(folder, `${id}.zip`);
  const read = (): StoredRequest[] => {
    if (!existsSync(file)) return [];
    try {
      return listSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).requests;
    } catch (cause) {
      throw new AppError(
        'corrupt-input',
        `The list of time-stamp requests (${file}) cannot be read. Put back a whole copy of it, or move it away and make the requests again.`,
        { cause },
      );
    }
  };
  const write = (requests: readonly StoredRequest[]): void =>
    saveWhole(
      file,
      Buffer.from(`${JSON.stringify({ version: 1, requests }, null, 2)}\n`, 'utf8'),
      'The list of time-stamp requests',
      'The request was not recorded.',
    );
  const dropBundle = (id: string): void => rmSync(bundleFile(id), { force: true });
  return {
    read,
    get: (id) => {
      const found = read().find((request) => request.id === id);
      if (!found) throw new AppError('not-found', 'This time-stamp request is no longer in the list.');
      return found;
    },
    add: (request, bundle) => {
      mkdirSync(folder, { recursive: true });
      const known = read();
      saveWhole(bundleFile(request.id), bundle, 'The copy of the bundle', 'The request was not recorded.');
      write([request, ...known]);
    },
    update: (request) => {
      write(read().map((known) => (known.id === request.id ? request : known)));
      if (request.state === 'imported') dropBundle(request.id);
    },
    remove: (id) => {
      const known = read();
      const kept = known.filter((request) => request.id !== id);
      if (kept.length < known.length) write(kept);
      dropBundle(id);
    },
    bundleOf: (id) => {
      if (!existsSync(bundleFile(id)))
        throw new AppError(
          'not-found',
          'The bundle this request was made for is no longer in the data folder. Make the request again.',
        );
      return readFileSync(bundleFile(id));
    },
  };
}
