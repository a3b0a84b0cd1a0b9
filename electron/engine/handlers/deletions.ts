import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Deletion } from '../../../shared/contract/case-life.ts';
import { textOf } from '../cases/delete.ts';
import { deletionRecord, recordName } from '../cases/deletion-record.ts';
import { rememberedList } from '../lib/remembered-list.ts';
import type { EngineContext } from './context.ts';

const MOST_DELETIONS = 1000;
const listed = z.array(z.object({ path: z.string() }));

/** The deletions that were done on this computer, newest first. */
export function deletionList(context: EngineContext): Deletion[] {
  return deletions(context)
    .read()
    .flatMap(({ path }) => {
      if (!existsSync(path) || statSync(path).size === 0) return [];
      const record = deletionRecord.safeParse(JSON.parse(readFileSync(path, 'utf8')));
      if (!record.success) return [];
      const { case: deleted, at, by, reason, state, removed } = record.data;
      const text = context.files.register(textOf(path));
      return [{ token: text, name: deleted.name, at, by, reason, state, files: removed.length }];
    });
}

/** Adds the record of a deletion to the list of this computer. */
export function listDeletion(context: EngineContext, path: string): void {
  deletions(context).remember({ path });
}

/** Where this computer keeps its own copy of the record of a deletion. */
export function ownRecord(context: EngineContext, casePath: string): string {
  const folder = join(context.dataFolder, 'deletions');
  mkdirSync(folder, { recursive: true });
  const name = recordName(casePath, context.now()).replace(/\.json$/, '');
  for (let number = 1; ; number += 1) {
    const path = join(folder, `${name}${number === 1 ? '' : ` (${number})`}.json`);
    if (!existsSync(path)) return path;
  }
}

function deletions(context: EngineContext) {
  return rememberedList(join(context.dataFolder, 'deletions.json'), listed, MOST_DELETIONS, context.log);
}
