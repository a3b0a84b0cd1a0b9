import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QueueRow } from '../../../shared/contract/review.ts';
import { type EngineCase, importFiles, newCase } from './engine-case.ts';

const SCOPES = ['openid', 'https://www.googleapis.com/auth/userinfo.email', 'https://mail.google.com/'] as const;

/** A case of so many apps with one consent each: of every three, two only sign people in and one reads mail. */
export async function populationCase(apps: number): Promise<EngineCase> {
  const started = await newCase();
  const path = join(started.folder, 'grants.csv');
  const rows = Array.from(
    { length: apps },
    (_, index) => `ann@firm.example,${index}-a.apps.googleusercontent.com,App ${index},False,False,1,${SCOPES[index % 3]}`,
  );
  writeFileSync(path, `user,clientId,displayText,anonymous,nativeApp,userKey,scopes\n${rows.join('\n')}\n`);
  const job = await importFiles(started, [{ path, format: 'google.gam.tokens' }]);
  if (job.failures.length > 0) throw new Error(job.failures[0]?.message);
  return started;
}

/** Every row of the queue as whoever signed in sees it. */
export async function queueOf({ engine }: EngineCase, filter: object = {}): Promise<readonly QueueRow[]> {
  const page = await engine.handlers['review.queue']({ filter: { state: 'all', ...filter }, offset: 0, limit: 500 }, {});
  return page.rows;
}
