import { expect, test } from 'vitest';
import { rematch } from '../../../electron/engine/derive/observed-operations.ts';
import { catalog, platform } from './fixtures.ts';

/** `full` allows everything that any area does. */
const ROWS = [
  ['RestApi GET /services/data/v*/sobjects/Account/{id}', 'exact', 'read', ['api', 'full']],
  ['RestApi POST /services/data/v*/composite', 'exact', 'write', ['api', 'full']],
  ['RestApi GET /services/data/v60.0/limits', 'exact', 'read', ['api', 'full']],
  ['RestApi GET /services/data/v*/chatter/feeds/news/me', 'exact', 'read', ['api', 'chatter_api', 'full']],
  ['RestApi POST /services/data/v*/connect/communities', 'exact', 'write', ['api', 'chatter_api', 'full']],
  ['RestApi GET /services/data/v*/wave/dashboards', 'exact', 'read', ['api', 'full', 'wave_api']],
  ['RestApi GET /services/data/v*/eclair/geodata', 'exact', 'read', ['api', 'eclair_api', 'full']],
  ['RestApi POST /services/data/v*/einstein/llm', 'exact', 'write', ['api', 'einstein_gpt_api', 'full', 'sfap_api']],
  [
    'RestApi POST /services/data/v*/ssot/queryv2',
    'exact',
    'write',
    ['api', 'cdp_api', 'cdp_profile_api', 'cdp_query_api', 'full'],
  ],
  ['RestApi POST /api/v*/query', 'exact', 'write', ['cdp_api', 'cdp_query_api', 'full']],
  ['ApiTotalUsage REST GET /v*/query Account', 'exact', 'read', ['api', 'full']],
  ['ApiTotalUsage REST GET /v60.0/chatter/feeds', 'exact', 'read', ['api', 'chatter_api', 'full']],
  ['ApiTotalUsage SOAP describeSObjects', 'folded', 'read', ['api', 'chatter_api', 'full', 'wave_api']],
  ['ApexRestApi POST /services/apexrest/Orders', 'exact', 'write', ['api', 'full']],
  ['API query Contact', 'folded', 'read', ['api', 'full']],
  ['API upsert Lead', 'folded', 'write', ['api', 'full']],
  ['BulkApi insert Case', 'folded', 'write', ['api', 'full']],
  ['BulkApi2 query Account', 'folded', 'read', ['api', 'full']],
  ['MetadataApiOperation retrieve', 'folded', 'read', ['api', 'full']],
  ['RestApi GET Account', 'folded', 'read', ['api', 'full']],
  ['ApiEvent Query Opportunity', 'folded', 'read', ['api', 'full']],
  ['URI GET /secur/frontdoor.jsp', 'exact', 'read', ['full', 'web']],
  ['URI GET /lightning/page/home', 'exact', 'read', ['full', 'lightning', 'web']],
  ['URI GET /apex/Invoice', 'exact', 'read', ['full', 'visualforce', 'web']],
] as const;

test.each(ROWS)('%s', (name, quality, verb, scopes) => {
  const match = catalog().matchSalesforce(name);
  expect(match).toMatchObject({ key: `salesforce:${name}`, quality, verb });
  expect(platform('salesforce').coveringScopes('delegated', match)).toEqual(scopes);
  expect(platform('salesforce').coveringScopes('application', match)).toEqual([]);
  expect(rematch(catalog(), 'salesforce', match.key)).toEqual(match);
});

test('a type that names several areas proves one of them, an address proves its own', () => {
  expect(catalog().matchSalesforce('ApiTotalUsage SOAP query').isEvent).toBe(true);
  expect(catalog().matchSalesforce('ApiTotalUsage REST GET /v60.0/chatter/feeds').isEvent).toBeUndefined();
});

test.each([
  ['ConnectedAppUsage connect', 'salesforce:ConnectedAppUsage connect'],
  ['Report run 00O000000000001', 'salesforce:Report run {}'],
  ['Unknown GET /x/user@example.com?token=abc', 'salesforce:Unknown GET /x/{}'],
])('unknown: %s', (name, key) => {
  const match = catalog().matchSalesforce(name);
  expect(match).toMatchObject({ key, quality: 'none', setIndex: null });
  expect(rematch(catalog(), 'salesforce', key)).toEqual(match);
});
