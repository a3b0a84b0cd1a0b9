import { expect, test } from 'vitest';
import { CATALOG_PLATFORMS } from '../../../electron/engine/catalog/types.ts';
import { importers } from '../../../electron/engine/importers/index.ts';
import { platform } from './fixtures.ts';

type Kind = 'delegated' | 'application';

function logs(name: string, kind: Kind, scope: string) {
  return platform(name)
    .observableBy(kind, scope)
    .logs.map(
      (one) => `${one.log}${one.needsCalls ? ' with calls' : ''}${one.blindSpots.length > 0 ? ' in part' : ''}`,
    );
}

test('Microsoft Graph scopes show in the activity log, and some in part in the unified audit log', () => {
  expect(logs('entra', 'delegated', 'Mail.Read')).toEqual([
    'm365.graphactivity',
    'm365.graphactivity.rollup',
    'm365.ual in part',
    'm365.cloudappevents in part',
  ]);
  expect(logs('entra', 'delegated', 'Calendars.Read')).toEqual(['m365.graphactivity', 'm365.graphactivity.rollup']);
  expect(logs('entra', 'application', 'Exchange Online/full_access_as_app')).toEqual([
    'm365.ual in part',
    'm365.cloudappevents in part',
  ]);
});

test('Google scopes show in the token activity log, those of Drive also as events', () => {
  expect(logs('google', 'delegated', 'gmail.readonly')).toEqual([
    'google.reports.token',
    'google.reports.token.rollup',
  ]);
  expect(logs('google', 'delegated', 'drive.readonly')).toEqual([
    'google.reports.token',
    'google.reports.token.rollup',
    'google.reports.drive in part',
  ]);
  expect(logs('google', 'delegated', 'https://mail.google.com/')).toEqual([
    'google.reports.token in part',
    'google.reports.token.rollup in part',
  ]);
});

test('GitHub: OAuth scopes need the streamed log; permissions of apps are derived and so never shown in full', () => {
  expect(logs('github', 'delegated', 'gist')).toEqual(['github.audit with calls', 'github.insights.routes in part']);
  expect(logs('github', 'delegated', 'repo')).toEqual([
    'github.audit with calls',
    'github.audit in part',
    'github.insights.routes in part',
  ]);
  expect(logs('github', 'application', 'issues:write')).toEqual([
    'github.audit with calls in part',
    'github.insights.routes in part',
  ]);
});

test('Okta: what manages shows in part, what only reads shows nowhere', () => {
  const manage = platform('okta').observableBy('application', 'okta.users.manage');
  expect(manage.logs).toEqual([
    {
      log: 'okta.syslog',
      name: 'the Okta System Log',
      needsCalls: false,
      blindSpots: [
        'The Okta System Log does not record reading',
        'The Okta System Log records certain kinds of events, not every use',
      ],
    },
  ]);
  expect(platform('okta').observableBy('delegated', 'okta.users.read')).toEqual({
    logs: [],
    reason: 'no-such-log',
    explanation: 'The platform has no log of calls, and the Okta System Log does not record reading.',
  });
});

test('Slack: the audit log shows some changes; reading shows nowhere, although single events may prove it', () => {
  expect(logs('slack', 'application', 'files:write')).toEqual(['slack.audit in part']);
  for (const scope of ['channels:history', 'files:read'])
    expect(platform('slack').observableBy('application', scope)).toMatchObject({ logs: [], reason: 'no-such-log' });
  expect(platform('slack').observableBy('application', 'chat:write')).toMatchObject({
    logs: [],
    reason: 'no-such-log',
    explanation: 'The platform has no log of calls, and none of its audit events shows the use of this scope.',
  });
});

test('Salesforce: an area of the REST API shows in files of REST calls, the API as a whole in no single file', () => {
  expect(logs('salesforce', 'delegated', 'wave_api')).toEqual([
    'sf.elf.RestApi',
    'sf.elf.ApiTotalUsage',
    'sf.elf.mixed with calls in part',
  ]);
  expect(logs('salesforce', 'delegated', 'api')).toEqual([
    'sf.elf.RestApi in part',
    'sf.elf.API in part',
    'sf.elf.BulkApi in part',
    'sf.elf.BulkApi2 in part',
    'sf.elf.ApexRestApi in part',
    'sf.elf.ApiTotalUsage in part',
    'sf.elf.MetadataApiOperation in part',
    'sf.elf.mixed with calls in part',
  ]);
  expect(platform('salesforce').observableBy('delegated', 'visualforce')).toMatchObject({
    logs: [],
    reason: 'no-such-log',
  });
});

test('no log at all: persistence, unknown, granted in single teams, no call known', () => {
  expect(platform('entra').observableBy('delegated', 'offline_access')).toMatchObject({ reason: 'persistence' });
  expect(platform('entra').observableBy('delegated', 'Nothing.Known')).toMatchObject({ reason: 'no-mapping' });
  expect(platform('entra').observableBy('application', 'ApprovalSolution.Read.All')).toMatchObject({
    reason: 'no-mapping',
  });
  expect(platform('entra').observableBy('application', 'ChannelMessage.Read.Group')).toMatchObject({
    reason: 'not-attributable',
  });
});

test('every log that is named is one that an importer declares', () => {
  const declared = new Set(
    importers.flatMap((importer) => (typeof importer.log === 'object' ? [importer.log.id] : [importer.id])),
  );
  const named = CATALOG_PLATFORMS.flatMap((name) =>
    (['delegated', 'application'] as const).flatMap((kind) =>
      SCOPES[name].flatMap((scope) =>
        platform(name)
          .observableBy(kind, scope)
          .logs.map(({ log }) => log),
      ),
    ),
  );
  expect(named.length).toBeGreaterThan(15);
  for (const log of named) if (!log.endsWith('.rollup')) expect(declared).toContain(log);
});

const SCOPES: Readonly<Record<(typeof CATALOG_PLATFORMS)[number], readonly string[]>> = {
  entra: ['Mail.Read', 'Files.Read.All'],
  google: ['drive', 'gmail.readonly'],
  github: ['repo', 'issues:write'],
  slack: ['files:write'],
  okta: ['okta.groups.manage'],
  salesforce: ['api', 'chatter_api'],
};
