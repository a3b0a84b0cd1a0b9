import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { AppError } from '../lib/errors.ts';
import { contentDigest, scopeFile, type ScopeFile } from './schema.ts';
import type { CatalogPatch } from './vendor/patch.ts';
import { isPermissionsFile, readPermissionsFile } from './vendor/entra-permissions.ts';
import { readServicePrincipal, servicePrincipalIn } from './vendor/entra-service-principal.ts';
import { readDiscoveryDocument } from './vendor/google-discovery.ts';
import { readOktaFile } from './vendor/okta-openapi.ts';

/** The largest of these files has 3 MB; one of more than this is something else. */
const MOST_BYTES = 32 * 1024 * 1024;

export const CATALOG_FILE_KINDS = [
  'catalog',
  'entra-service-principal',
  'entra-permissions',
  'google-discovery',
  'okta-openapi',
] as const;
export type CatalogFileKind = (typeof CATALOG_FILE_KINDS)[number];

/** What was read from a file that somebody wants laid over the catalog. */
export interface CatalogFileContent {
  readonly kind: CatalogFileKind;
  readonly platform: CatalogPatch['platform'];
  readonly part: string;
  readonly version: string;
  readonly asOf: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly scopes: number;
  readonly operations: number;
  /** What the case keeps. */
  readonly content: ScopeFile | CatalogPatch;
}

/**
 * Reads a catalog file or a vendor's file and says which it is. Throws `io` when it cannot be read and `corrupt-input`,
 * with a sentence for the person at the screen, when it is too large, of no known kind, or not what such a file holds.
 */
export function readCatalogFile(path: string, name: string): CatalogFileContent {
  const bytes = bytesOf(path, name);
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw refused(name, 'is not JSON. An OpenAPI file in YAML has to be saved as JSON first');
  }
  const base = { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
  if (z.object({ format: z.literal('countersign-catalog/1') }).safeParse(content).success) {
    return { ...base, ...catalogPart(content, name) };
  }
  const [kind, read] = readerOf(content, name);
  let patch: CatalogPatch;
  try {
    patch = read();
  } catch (cause) {
    throw refused(name, `looks like ${KIND_NAMES[kind]} but ${problemOf(cause)}`, cause);
  }
  if (patch.scopes.length === 0 && patch.ops.length === 0) throw refused(name, 'names no scope and no call');
  return {
    ...base,
    kind,
    platform: patch.platform,
    part: patch.part,
    version: patch.version,
    asOf: patch.asOf,
    scopes: patch.scopes.length,
    operations: patch.ops.length,
    content: patch,
  };
}

const KIND_NAMES: Readonly<Record<CatalogFileKind, string>> = {
  catalog: 'a catalog file',
  'entra-service-principal': 'a service principal of Microsoft Entra',
  'entra-permissions': 'a list of Microsoft Graph permissions',
  'google-discovery': 'a Google discovery document',
  'okta-openapi': 'an OpenAPI file of Okta',
};

function readerOf(content: unknown, name: string): readonly [CatalogFileKind, () => CatalogPatch] {
  const principal = servicePrincipalIn(content);
  if (principal !== null) return ['entra-service-principal', () => readServicePrincipal(principal)];
  if (isPermissionsFile(content)) return ['entra-permissions', () => readPermissionsFile(content)];
  const marks = z.object({ kind: z.string().optional(), openapi: z.string().optional() }).safeParse(content);
  if (marks.success && marks.data.kind === 'discovery#restDescription') {
    return ['google-discovery', () => readDiscoveryDocument(content)];
  }
  if (marks.success && marks.data.openapi !== undefined) return ['okta-openapi', () => readOktaFile(content)];
  throw refused(
    name,
    'is none of the files that can be laid over the catalog: a catalog file, a service principal, permissions.json, a Google discovery document or the OpenAPI file of Okta',
  );
}

function catalogPart(content: unknown, name: string): Omit<CatalogFileContent, 'sha256' | 'bytes'> {
  const result = scopeFile.safeParse(content);
  if (!result.success) {
    throw refused(name, `is a catalog file but ${problemOf(result.error)}`);
  }
  const file = result.data;
  if (contentDigest(z.record(z.string(), z.unknown()).parse(content)) !== file.digest) {
    throw refused(name, 'was changed after it was built: its digest does not fit its content');
  }
  const problem = indexProblem(file);
  if (problem !== null) throw refused(name, problem);
  return {
    kind: 'catalog',
    platform: file.platform,
    part: file.part,
    version: file.version,
    asOf: file.asOf,
    scopes: file.scopes.length,
    operations: file.ops?.length ?? 0,
    content: file,
  };
}

/** A file points into its own rows; what points elsewhere would silently lose a call or an edge. */
function indexProblem(file: ScopeFile): string | null {
  const scopes = file.scopes.length;
  const sets = file.sets ?? [];
  const isScope = (index: number): boolean => index < scopes;
  if (!file.scopes.every((row) => (row.inc ?? []).every(isScope)))
    return 'names an included scope that it does not hold';
  if (!sets.every((set) => set.every((list) => list.every(isScope))))
    return 'has a set with a scope that it does not hold';
  if (!(file.ops ?? []).every(([, , set]) => set >= 0 && set < sets.length))
    return 'has a call without a set of scopes';
  if (!(file.also ?? []).every(([scope]) => scope >= 0 && isScope(scope)))
    return 'has a condition on a scope that it does not hold';
  return null;
}

function bytesOf(path: string, name: string): Buffer {
  try {
    if (statSync(path).size > MOST_BYTES) throw refused(name, 'is larger than any such file (32 MB)');
    return readFileSync(path);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('io', `${name} cannot be read. Nothing was changed.`, { cause });
  }
}

/** The first thing that is wrong, with its place; never a value of the file. */
function problemOf(cause: unknown): string {
  if (cause instanceof z.ZodError) {
    const [issue] = cause.issues;
    const place = (issue?.path ?? []).filter(
      (part) => typeof part === 'number' || /^[\w$#.-]{1,40}$/.test(String(part)),
    );
    return `is not one: ${issue?.message ?? 'its shape is another'}${place.length === 0 ? '' : ` (at ${place.join(' / ')})`}`;
  }
  return cause instanceof RangeError ? cause.message : 'cannot be understood';
}

function refused(name: string, what: string, cause?: unknown): AppError {
  return new AppError('corrupt-input', `${name} ${what}. The catalog is as it was.`, { cause });
}
