import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../lib/errors.ts';
import { createEventMatcher } from './event-matcher.ts';
import { createGitHubMatcher } from './github-route.ts';
import { createGoogleMatcher } from './google.ts';
import { createGraphMatcher } from './graph-path.ts';
import { createOktaMatcher } from './okta-route.ts';
import { buildPathTrie } from './path-trie.ts';
import { buildPlatform } from './platform.ts';
import type { BuiltPlatform } from './platform.ts';
import { createAreaMatcher } from './salesforce-area.ts';
import { contentDigest, eventFile, scopeFile } from './schema.ts';
import { CATALOG_PLATFORMS } from './types.ts';
import type { EventFile, ScopeFile } from './schema.ts';
import type { Catalog, CatalogPlatform, OperationMatch, TierOverride } from './types.ts';

const PARTS = {
  entra: ['entra-graph', 'entra-other'],
  google: ['google'],
  github: ['github'],
  slack: ['slack'],
  okta: ['okta'],
  salesforce: ['salesforce'],
} as const satisfies Record<CatalogPlatform, readonly string[]>;

const PLATFORM_ALIASES: Readonly<Record<string, CatalogPlatform>> = {
  m365: 'entra',
  microsoft: 'entra',
  'google-workspace': 'google',
  sf: 'salesforce',
};

/** What the parts of the catalog say of themselves stands within so many bytes of their beginning and of their end. */
const END_BYTES = 400;

/** The checked files a catalog is put together from. */
export interface CatalogFiles {
  readonly version: string;
  readonly platforms: ReadonlyMap<CatalogPlatform, readonly ScopeFile[]>;
  readonly events: EventFile;
}

/**
 * Reads and checks all parts of the scope catalog in a folder. Call it once: it takes about a tenth of a second.
 * Throws `io` when a file cannot be read and `corrupt-input` when a file is malformed, was changed, or belongs to
 * another version.
 */
export function loadCatalog(directory: string): Catalog {
  return assembleCatalog(readCatalogFiles(directory));
}

/** The shipped files, checked. Throws like `loadCatalog`. */
export function readCatalogFiles(directory: string): CatalogFiles {
  const events = readPart(directory, 'events', eventFile);
  const platforms = new Map(
    CATALOG_PLATFORMS.map((platform) => [
      platform,
      PARTS[platform].map((part) => readPart(directory, part, scopeFile)),
    ]),
  );
  const { version } = events;
  const stranger = [...platforms.values()].flat().find((file) => file.version !== version);
  if (stranger) {
    throw damaged(directory, stranger.part, `is version ${stranger.version}, the others are ${version}`);
  }
  return { version, platforms, events };
}

/** What the files of a catalog state of themselves, unchecked. */
export interface StatedCatalog {
  readonly version: string;
  readonly digest: string;
}

/** Version and digest as the shipped files state them, in a fraction of the time of reading them; null when one does not. */
export function statedCatalog(directory: string): StatedCatalog | null {
  const stated = ['events', ...Object.values(PARTS).flat()].map((part) => {
    const { start, end } = readEnds(directory, part);
    // Among the first members of a file, and its last one.
    const version = /^"version":"([^"\\]+)",$/m.exec(start)?.[1];
    const digest = /^"digest":"([0-9a-f]{64})"$/m.exec(end)?.[1];
    return version === undefined || digest === undefined ? null : { part, version, digest };
  });
  const known = stated.filter((file) => file !== null);
  const version = known[0]?.version;
  if (version === undefined || known.length < stated.length || known.some((file) => file.version !== version))
    return null;
  return { version, digest: digestOf(known, []) };
}

/**
 * Puts a catalog together. Its digest follows from the digests of the files and from the organisation's own tiers. Throws
 * `corrupt-input` when a scope includes itself through others.
 */
export function assembleCatalog(files: CatalogFiles, overrides: readonly TierOverride[] = []): Catalog {
  const built = new Map(
    [...files.platforms].map(([platform, parts]) => [
      platform,
      buildPlatform(
        platform,
        parts,
        files.events,
        overrides.filter((override) => override.platform === platform),
      ),
    ]),
  );
  const catalogs = [...built.values()].map(({ catalog }) => catalog);
  const tiers = overrides.map(
    ({ platform, kind, scope, tier, reason }) => `tier:${JSON.stringify([platform, kind, scope, tier, reason])}\n`,
  );
  return {
    version: files.version,
    digest: digestOf([...[...files.platforms.values()].flat(), files.events], tiers),
    asOf: catalogs.map((catalog) => catalog.asOf).toSorted()[0] ?? '',
    platforms: catalogs,
    platform(name) {
      const plain = name.trim().toLowerCase();
      return catalogs.find((catalog) => catalog.platform === (PLATFORM_ALIASES[plain] ?? plain));
    },
    matchGraph: graphMatcher(built.get('entra')),
    matchGoogle: googleMatcher(built.get('google')),
    matchGitHub: routeMatcher(createGitHubMatcher, built.get('github')),
    matchOkta: routeMatcher(createOktaMatcher, built.get('okta')),
    matchSalesforce: createAreaMatcher(built.get('salesforce')?.areas ?? []),
    matchEvent: createEventMatcher(new Map([...built].map(([name, platform]) => [name, platform.events]))),
  };
}

function digestOf(
  files: readonly { readonly part: string; readonly digest: string }[],
  tiers: readonly string[],
): string {
  const digests = files.map(({ part, digest }) => `${part}:${digest}\n`);
  return createHash('sha256')
    .update([...digests.toSorted(), ...tiers.toSorted()].join(''))
    .digest('hex');
}

function graphMatcher(platform: BuiltPlatform | undefined): Catalog['matchGraph'] {
  return createGraphMatcher(buildPathTrie(platform?.ops ?? []), platform?.setVerb ?? (() => 'read'));
}

function googleMatcher(platform: BuiltPlatform | undefined): Catalog['matchGoogle'] {
  return createGoogleMatcher(platform?.ops ?? [], platform?.setVerb ?? (() => 'read'));
}

/** The tree of routes is built with the first call of the platform: most cases have none. */
function routeMatcher(
  create: typeof createGitHubMatcher,
  platform: BuiltPlatform | undefined,
): (method: string, route: string) => OperationMatch {
  let matcher: ((method: string, route: string) => OperationMatch) | undefined;
  return (method, route) => {
    matcher ??= create(buildPathTrie(platform?.ops ?? []), platform?.setVerb ?? (() => 'read'));
    return matcher(method, route);
  };
}

function readPart<S extends z.ZodType<{ digest: string; part: string }>>(
  directory: string,
  part: string,
  schema: S,
): z.output<S> {
  const content = parse(directory, part, readText(directory, part));
  const result = schema.safeParse(content);
  if (!result.success) throw damaged(directory, part, z.prettifyError(result.error).split('\n')[0] ?? 'is malformed');
  if (contentDigest(content) !== result.data.digest || result.data.part !== part) {
    throw damaged(directory, part, 'was changed after it was built');
  }
  return result.data;
}

function readText(directory: string, part: string): string {
  return readFrom(directory, part, (file) => readFileSync(file, 'utf8'));
}

/** The first and the last bytes of a file. */
function readEnds(directory: string, part: string): { readonly start: string; readonly end: string } {
  return readFrom(directory, part, (file) => {
    const handle = openSync(file, 'r');
    try {
      const bytes = (from: number): string => {
        const buffer = Buffer.alloc(END_BYTES);
        return buffer.toString('utf8', 0, readSync(handle, buffer, 0, END_BYTES, from));
      };
      return { start: bytes(0), end: bytes(Math.max(0, fstatSync(handle).size - END_BYTES)) };
    } finally {
      closeSync(handle);
    }
  });
}

function readFrom<T>(directory: string, part: string, read: (file: string) => T): T {
  const file = join(directory, `${part}.json`);
  try {
    return read(file);
  } catch (cause) {
    throw new AppError(
      'io',
      `The scope catalog file ${file} cannot be read. Your data is untouched. Install the application again.`,
      { cause },
    );
  }
}

function parse(directory: string, part: string, text: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    throw damaged(directory, part, 'is not valid JSON');
  }
}

function damaged(directory: string, part: string, what: string): AppError {
  return new AppError(
    'corrupt-input',
    `The scope catalog file ${join(directory, `${part}.json`)} ${what}. Nothing was assessed with it and your data is untouched. Install the application again.`,
  );
}
