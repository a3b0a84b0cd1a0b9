/**
 * Regenerates the catalog files from a folder of fact tables in the format `scope-catalog/1`.
 *
 *   node electron/engine/catalog/build-catalog.ts INPUT_FOLDER [OUTPUT_FOLDER]
 *
 * Tiers become 0-4: tier 1 with verb `identity` is 0, everything else keeps its number.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { buildEntraGraph, buildEntraOther } from './build-entra.ts';
import { buildEvents, buildGitHub, buildGoogle, buildOkta, buildSalesforce, buildSlack } from './build-platforms.ts';
import { contentDigest } from './schema.ts';

const BUILDERS = {
  'entra-graph': buildEntraGraph,
  'entra-other': buildEntraOther,
  google: buildGoogle,
  github: buildGitHub,
  slack: buildSlack,
  okta: buildOkta,
  salesforce: buildSalesforce,
  events: buildEvents,
} as const;

const VERSION = '2026.09.1';

export function buildCatalog(input: string, output: string): void {
  mkdirSync(output, { recursive: true });
  for (const [part, build] of Object.entries(BUILDERS)) {
    const raw: unknown = JSON.parse(readFileSync(join(input, `${part}.json`), 'utf8'));
    const { asOf, ...content } = build(raw);
    const file = { format: 'countersign-catalog/1', part, version: VERSION, asOf, ...content };
    const complete = { ...file, digest: contentDigest(JSON.parse(JSON.stringify(file))) };
    writeFileSync(join(output, `${part}.json`), oneRowPerLine(complete));
  }
}

/** JSON with one array member per line, so that a difference between versions reads row by row. */
function oneRowPerLine(file: Readonly<Record<string, unknown>>): string {
  const members = Object.entries(file)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      const text = Array.isArray(value) && value.length > 0 ? rows(value) : JSON.stringify(value);
      return `${JSON.stringify(name)}:${text}`;
    });
  return `{\n${members.join(',\n')}\n}\n`;
}

function rows(value: readonly unknown[]): string {
  return `[\n${value.map((row) => JSON.stringify(row)).join(',\n')}\n]`;
}

if (import.meta.main) {
  const [input, output] = z
    .tuple([z.string(), z.string()])
    .parse([process.argv[2], process.argv[3] ?? join(import.meta.dirname, '../../../resources/catalog')]);
  buildCatalog(input, output);
}
