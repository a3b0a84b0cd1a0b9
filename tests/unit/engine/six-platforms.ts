import { join } from 'node:path';
import { type EngineCase, importFiles } from './engine-case.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/importers');

/** Grant lists of all six platforms, as the importers' own fixtures have them. */
const FILES: readonly (readonly [folder: string, file: string])[] = [
  ['google.gam.tokens', 'tokens.csv'],
  ['entra.sp.graph', 'list.json'],
  ['entra.grants.graph', 'page.json'],
  ['entra.approles', 'assignments.json'],
  ['sf.oauthtoken', 'data-loader.csv'],
  ['slack.integrationlogs', 'lines.ndjson'],
  ['slack.admin.apps', 'approved.json'],
  ['github.installations', 'page.json'],
  ['github.pats', 'page.json'],
  ['github.credentials', 'page.json'],
  ['okta.grants', 'app-grants.json'],
  ['okta.tokens', 'app-tokens.json'],
  ['okta.apitokens', 'one-token.json'],
];

/** Apps of one vendor in these files, one per platform and three on GitHub. */
export const MEMBERS = [
  'entra:0a0a0a0a-0000-4000-8000-000000000001',
  'github:9001',
  'github:name:Example Editor',
  'github:pat:98801',
  'google:123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com',
  'okta:0oaexampleapp0000001',
  'salesforce:name:Example Sync',
  'slack:A0000000E1',
] as const;

/** Imports the files of all platforms and puts the apps above under the vendor `name`. */
export async function importSixPlatforms(started: EngineCase, name: string): Promise<void> {
  await importFiles(
    started,
    FILES.map(([folder, file]) => ({
      path: join(FIXTURES, folder, file),
      format: folder,
      tenant: `${folder.split('.')[0] ?? ''}.example`,
    })),
  );
  await started.engine.handlers['vendors.merge'](
    { vendor: name, connectorIds: [...MEMBERS], reason: 'One contract names them all.' },
    {},
  );
}
