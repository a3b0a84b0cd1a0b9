import { dirname, join, resolve } from 'node:path';
import { copyFileSync, mkdirSync } from 'node:fs';

const FIXTURES = resolve(import.meta.dirname, '../../fixtures/importers');

/** Grant lists of all six platforms by the name under which they are handed over. */
const FILES: Readonly<Record<string, string>> = {
  'google tokens.csv': 'google.gam.tokens/tokens.csv',
  'entra apps.json': 'entra.sp.graph/list.json',
  'entra consents.json': 'entra.grants.graph/page.json',
  'entra roles.json': 'entra.approles/assignments.json',
  'salesforce tokens.csv': 'sf.oauthtoken/data-loader.csv',
  'slack logs.ndjson': 'slack.integrationlogs/lines.ndjson',
  'github installations.json': 'github.installations/page.json',
  'github tokens.json': 'github.pats/page.json',
  'okta grants.json': 'okta.grants/app-grants.json',
};

/** Puts them into a folder and gives their paths. */
export function sixPlatformFiles(folder: string): string[] {
  return Object.entries(FILES).map(([name, source]) => {
    const path = join(folder, 'six', name);
    mkdirSync(dirname(path), { recursive: true });
    copyFileSync(join(FIXTURES, source), path);
    return path;
  });
}
