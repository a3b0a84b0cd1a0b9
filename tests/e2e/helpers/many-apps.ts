import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const AUTH = 'https://www.googleapis.com/auth';
/** Scopes from harmless to the whole tenant, so that every tier is in the population. */
const SCOPES = [
  ['openid'],
  [`${AUTH}/userinfo.email`, `${AUTH}/userinfo.profile`],
  [`${AUTH}/calendar.readonly`],
  [`${AUTH}/drive.file`],
  [`${AUTH}/gmail.readonly`, `${AUTH}/drive.readonly`],
  [`${AUTH}/drive`, 'https://mail.google.com/'],
  [`${AUTH}/admin.directory.user`],
  [`${AUTH}/contacts`, `${AUTH}/tasks`],
] as const;

/** A list of tokens with so many apps of Google Workspace, two people each, an owner for three of four, and the people. */
export function manyApps(folder: string, apps: number): { tokens: string; people: string; owners: string } {
  const at = (name: string): string => join(folder, name);
  const staff = Array.from({ length: 20 }, (_, index) => `person${index}@firm.example`);
  const id = (index: number): string => `${String(100000000000 + index)}-app.apps.googleusercontent.com`;
  const tokens = ['user,clientId,displayText,anonymous,nativeApp,userKey,scopes'];
  const owners = ['platform,connector_id,owner_email,role,since,purpose'];
  for (let index = 0; index < apps; index += 1) {
    const scopes = (SCOPES[index % SCOPES.length] ?? []).join(' ');
    for (const step of [0, 7]) {
      const user = staff[(index + step) % staff.length] ?? '';
      tokens.push(`${user},${id(index)},Connector ${String(index).padStart(3, '0')},False,False,${user},${scopes}`);
    }
    if (index % 4 !== 0)
      owners.push(
        `google,${id(index)},${staff[index % staff.length] ?? ''},business,2025-01-01,Work of team ${index % 9}`,
      );
  }
  const people = [
    'person_id,email,display_name,department,status,manager_email,left_on',
    ...staff.map(
      (email, index) => `p${index},${email},Person ${index},Department ${index % 4},active,person0@firm.example,`,
    ),
  ];
  const write = (name: string, lines: readonly string[]): string => {
    writeFileSync(at(name), `${lines.join('\n')}\n`);
    return at(name);
  };
  return {
    tokens: write('gam-tokens.csv', tokens),
    people: write('people.csv', people),
    owners: write('owners.csv', owners),
  };
}

/** What the command line is told of these files. */
export const MANY_APPS_SOURCE = [
  '--tenant',
  'firm.example',
  '--as-of',
  '2026-10-01T06:00:00Z',
  '--extracted-by',
  'A. Admin',
  '--method',
  'gam print tokens',
] as const;
