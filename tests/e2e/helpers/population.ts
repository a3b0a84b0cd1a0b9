import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { cli } from './cli.ts';

const SCOPES = ['openid', 'https://www.googleapis.com/auth/userinfo.email', 'https://mail.google.com/'] as const;
/** Of every three apps, which no register knows. */
const UNREGISTERED = 2;
const SOURCE = ['--tenant', 'firm.example', '--as-of', '2026-10-01T06:00:00Z', '--extracted-by', 'A. Admin'] as const;

/**
 * Makes a case of so many apps by the command line. Two of every three only sign people in, have an owner and
 * were certified lately; the third reads mail, and no register knows it. Two apps share a name.
 */
export function makePopulation(workspace: string, folder: string, apps: number): void {
  const id = (index: number): string => `${index}-a.apps.googleusercontent.com`;
  const name = (index: number): string => (index === 3 ? 'Signpost 0' : `Signpost ${index}`);
  const all = Array.from({ length: apps }, (_, index) => index);
  const known = all.filter((index) => index % 3 !== UNREGISTERED);
  const files: Readonly<Record<string, readonly string[]>> = {
    'people.csv': [
      'person_id,email,display_name,department,status,manager_email,left_on',
      '1,ann@firm.example,Ann Abel,Sales,active,,',
      '2,olga@firm.example,Olga Owner,Sales,active,,',
    ],
    'owners.csv': [
      'platform,connector_id,owner_email,role,since,purpose',
      ...known.map((index) => `google,${id(index)},olga@firm.example,business,2025-01-01,Signing in`),
    ],
    'prior-decisions.csv': [
      'platform,client_id,app_name,decision,decided_by,decided_on,valid_until,scopes,campaign,reason',
      ...known.map(
        (index) =>
          `google,${id(index)},${name(index)},certify,x@firm.example,2026-09-01,,${SCOPES[index % 3]},Earlier,Needed`,
      ),
    ],
    'grants.csv': [
      'user,clientId,displayText,anonymous,nativeApp,userKey,scopes',
      ...all.map((index) => `ann@firm.example,${id(index)},${name(index)},False,False,1,${SCOPES[index % 3]}`),
    ],
  };
  const paths = Object.entries(files).map(([file, lines]) => {
    const path = join(folder, file);
    writeFileSync(path, `${lines.join('\n')}\n`);
    return path;
  });
  const made = cli('import', '--whole', '--workspace', workspace, ...SOURCE, '--method', 'export', ...paths, '--json');
  expect(made, made.stderr).toMatchObject({ code: 0 });
}
