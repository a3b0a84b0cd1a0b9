import { expect, test } from 'vitest';
import { CATALOG_PLATFORMS } from '../../../electron/engine/catalog/types.ts';
import { COMBINATIONS } from '../../../electron/engine/rules/combinations.ts';
import { isPlainHttp, readRedirect } from '../../../electron/engine/rules/redirects.ts';
import { catalog } from './imported-case.ts';

test('every scope of the combinations is one of the catalog, and every combination can be met somewhere', () => {
  expect(new Set(COMBINATIONS.map(({ id }) => id)).size).toBe(COMBINATIONS.length);
  for (const { id, parts } of COMBINATIONS) {
    const platforms = CATALOG_PLATFORMS.filter((platform) =>
      parts.every((part) => part.scopes[platform] !== undefined),
    );
    expect(platforms, id).not.toHaveLength(0);
    for (const part of parts) {
      for (const [platform, scopes] of Object.entries(part.scopes)) {
        const known = catalog.platform(platform);
        for (const scope of scopes)
          expect(known?.scope('delegated', scope) ?? known?.scope('application', scope), scope).toBeDefined();
      }
    }
  }
});

test.each([
  ['https://app.example/callback', 'app.example', false],
  ['HTTP://user@App.Example:8080/x', 'app.example', true],
  ['http://localhost:3000/', 'localhost', false],
  ['http://127.0.0.1/', '127.0.0.1', false],
  ['http://[::1]:8080/', '::1', false],
  ['http://127.0.0.1.example/', '127.0.0.1.example', true],
  ['http://localhost:*/', 'localhost', false],
])('%s leads to %s', (written, host, isPlain) => {
  expect(readRedirect(written)?.host).toBe(host);
  expect(isPlainHttp(written)).toBe(isPlain);
});

test.each(['fieldnotes://auth', 'urn:ietf:wg:oauth:2.0:oob', 'https:///x', '', 'app.example'])(
  '%j is no address of the web',
  (written) => {
    expect(readRedirect(written)).toBeNull();
  },
);
