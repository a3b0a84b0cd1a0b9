import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QueueRow } from '../../../shared/contract/review.ts';
import { type EngineCase, importFiles, newCase } from './engine-case.ts';

const SCOPES = ['openid', 'https://www.googleapis.com/auth/userinfo.email', 'https://mail.google.com/'] as const;
/** Of every three apps, which is missing from the registers. */
const UNREGISTERED = 2;

/**
 * A case of so many apps with one consent each. Of every three, two only sign people in, have an owner and were certified
 * lately, so that no rule finds much about them; the third reads mail, and no register knows it.
 */
export async function populationCase(apps: number): Promise<EngineCase> {
  const started = await newCase();
  const id = (index: number): string => `${index}-a.apps.googleusercontent.com`;
  const write = (name: string, lines: readonly string[]): string => {
    const path = join(started.folder, name);
    writeFileSync(path, `${lines.join('\n')}\n`);
    return path;
  };
  const all = Array.from({ length: apps }, (_, index) => index);
  const known = all.filter((index) => index % 3 !== UNREGISTERED);
  const files = [
    {
      format: 'register.people',
      path: write('people.csv', [
        'person_id,email,display_name,department,status,manager_email,left_on',
        '1,ann@firm.example,Ann,Sales,active,,',
        '2,olga@firm.example,Olga Owner,Sales,active,,',
      ]),
    },
    {
      format: 'register.owners',
      path: write('owners.csv', [
        'platform,connector_id,owner_email,role,since,purpose',
        ...known.map((index) => `google,${id(index)},olga@firm.example,business,2025-01-01,Signing in`),
      ]),
    },
    {
      format: 'register.prior-decisions',
      path: write('prior-decisions.csv', [
        'platform,client_id,app_name,decision,decided_by,decided_on,valid_until,scopes,campaign,reason',
        ...known.map(
          (index) =>
            `google,${id(index)},App ${index},certify,x@firm.example,2026-09-01,,${SCOPES[index % 3]},Earlier,Needed`,
        ),
      ]),
    },
    {
      format: 'google.gam.tokens',
      path: write('grants.csv', [
        'user,clientId,displayText,anonymous,nativeApp,userKey,scopes',
        ...all.map((index) => `ann@firm.example,${id(index)},App ${index},False,False,1,${SCOPES[index % 3]}`),
      ]),
    },
  ];
  const job = await importFiles(started, files);
  if (job.failures.length > 0) throw new Error(job.failures[0]?.message);
  return started;
}

/** Every row of the queue as whoever signed in sees it. */
export async function queueOf({ engine }: EngineCase, filter: object = {}): Promise<readonly QueueRow[]> {
  const page = await engine.handlers['review.queue'](
    { filter: { state: 'all', ...filter }, offset: 0, limit: 500 },
    {},
  );
  return page.rows;
}
