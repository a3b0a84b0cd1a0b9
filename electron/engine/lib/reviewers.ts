import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type AppSettings, appSettings } from '../../../shared/contract/reviewers.ts';
import { AppError } from './errors.ts';
import type { Log } from '../../common/log.ts';
import { saveWhole } from './save-whole.ts';

const profileSchema = z.object({ name: z.string(), createdAt: z.iso.datetime() });
const currentSchema = z.object({ id: z.string() });

/** The lists that lay in the data folder itself while there was one reviewer. */
const FLAT_LISTS = ['keys.json', 'recent.json', 'card-libraries.json'];
const UNCHANGED = 'Nothing was changed.';

export interface Reviewer {
  readonly id: string;
  /** Empty until somebody gives one. */
  readonly name: string;
}

/** The reviewers of this computer, each with a folder for lists and settings. */
export interface Reviewers {
  /** Oldest first; never empty. */
  list(): Reviewer[];
  current(): Reviewer;
  /** Folder of the reviewer in use, or of the one named. Throws `not-found`. */
  folder(id?: string): string;
  /** Makes a reviewer and answers the id; the one in use stays. */
  create(name: string): string;
  choose(id: string): void;
  rename(id: string, name: string): void;
  /** Throws `conflict` for the one in use. */
  refuseInUse(id: string): void;
  /** Deletes the folder. Throws `conflict` for the one in use. */
  remove(id: string): void;
  /** Settings of the one in use; null when none were saved or they cannot be read. */
  settings(): AppSettings | null;
  saveSettings(settings: AppSettings): void;
}

/**
 * The reviewers kept in `dataFolder`. The first start makes one and gives it the lists that lay there before; they are
 * copied first and taken away last, so that none is lost when it is interrupted.
 */
export function openReviewers(dataFolder: string, now: () => number, log: Log): Reviewers {
  const root = join(dataFolder, 'reviewers');
  const pointer = join(root, 'current.json');
  const place = (id: string) => join(root, id);
  const at = () => new Date(now()).toISOString();

  const list = (): (Reviewer & { readonly createdAt: string })[] => {
    if (!existsSync(root)) return [];
    return readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name: id }) => {
        const profile = readJson(join(place(id), 'profile.json'), profileSchema, log);
        return profile === null ? [] : [{ id, ...profile }];
      })
      .toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.id < b.id ? -1 : 1));
  };
  const known = (id: string): Reviewer => {
    const found = list().find((one) => one.id === id);
    if (found === undefined) throw new AppError('not-found', `There is no such profile any more. ${UNCHANGED}`);
    return found;
  };
  const current = (): Reviewer => {
    const all = list();
    const id = readJson(pointer, currentSchema, log)?.id;
    const found = all.find((one) => one.id === id) ?? all[0];
    // Somebody took the folders away while the program runs: it goes on with an empty profile.
    return found ?? known(makeFirst());
  };
  const write = (file: string, content: unknown) =>
    saveWhole(file, Buffer.from(JSON.stringify(content, null, 2)), 'The profile', UNCHANGED);
  const make = (name: string): string => {
    const id = randomUUID();
    mkdirSync(place(id), { recursive: true });
    write(join(place(id), 'profile.json'), { name, createdAt: at() });
    return id;
  };
  const makeFirst = (): string => {
    const id = randomUUID();
    const flat = FLAT_LISTS.filter((file) => existsSync(join(dataFolder, file)));
    mkdirSync(place(id), { recursive: true });
    for (const file of flat) copyFileSync(join(dataFolder, file), join(place(id), file));
    // From here on the folder counts as a profile.
    write(join(place(id), 'profile.json'), { name: '', createdAt: at() });
    for (const file of flat) rmSync(join(dataFolder, file), { force: true });
    return id;
  };
  const refuseInUse = (id: string): void => {
    if (known(id).id === current().id)
      throw new AppError('conflict', `This profile is in use. ${UNCHANGED} Choose another one first.`);
  };
  current();

  return {
    list,
    current,
    folder: (id) => place(id === undefined ? current().id : known(id).id),
    create: make,
    choose: (id) => write(pointer, { id: known(id).id }),
    rename(id, name) {
      const file = join(place(known(id).id), 'profile.json');
      write(file, { name, createdAt: readJson(file, profileSchema, log)?.createdAt ?? at() });
    },
    refuseInUse,
    remove(id) {
      refuseInUse(id);
      // Without its description the folder is no profile any more, whatever interrupts the rest.
      rmSync(join(place(id), 'profile.json'), { force: true });
      rmSync(place(id), { recursive: true, force: true });
    },
    settings: () => readJson(join(place(current().id), 'settings.json'), appSettings, log),
    saveSettings: (settings) => write(join(place(current().id), 'settings.json'), settings),
  };
}

function readJson<T>(file: string, schema: z.ZodType<T>, log: Log): T | null {
  if (!existsSync(file)) return null;
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    log.warn({ file, cause: String(cause) }, 'a file of a profile could not be read');
    return null;
  }
}
