import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadKits } from '../../../electron/engine/collect/load.ts';
import { importers } from '../../../electron/engine/importers/index.ts';
import { redactSecrets } from '../../../electron/engine/lib/redact.ts';
import { collectContract, type CollectKit } from '../../../shared/contract/collect.ts';
import type { TextBlock } from '../../../shared/contract/text-blocks.ts';
import { PLATFORMS } from '../../../shared/domain/vocabulary.ts';

const FOLDER = join(import.meta.dirname, '../../../resources/collect');
const kits = loadKits(FOLDER);
const each = kits.map((kit) => [kit.id, kit] as const);

/** The block itself, and those inside it. */
function flat(blocks: readonly TextBlock[]): TextBlock[] {
  return blocks.flatMap((block) => (block.kind === 'list' ? block.items.flat() : [block]));
}

/** Everything a reader sees of a kit, code included. */
function shown(kit: CollectKit): string {
  return JSON.stringify([kit.title, kit.needs, kit.caps, kit.blocks]);
}

test('every file of the folder is a kit, and they come by platform', () => {
  expect(kits.length).toBe(readdirSync(FOLDER).length);
  const order = kits.map((kit) => PLATFORMS.indexOf(kit.platform));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect([...new Set(kits.map((kit) => kit.platform))]).toEqual([...PLATFORMS]);
});

describe.each(each)('%s', (_, kit) => {
  test('fits the contract and says where it ends', () => {
    expect(collectContract['collect.kit'].result.parse(kit)).toEqual(kit);
    expect(kit.caps.length).toBeGreaterThan(0);
    expect(kit.needs.length).toBeGreaterThan(0);
    expect(new Set([...kit.caps, ...kit.needs]).size).toBe(kit.caps.length + kit.needs.length);
  });

  test('has code to copy, steps or a file to write, traps, and a way to tell that it is complete', () => {
    const blocks = flat(kit.blocks);
    expect(blocks.filter((block) => block.kind === 'code').length).toBeGreaterThan(0);
    expect(blocks.filter((block) => block.kind === 'note').length).toBeGreaterThan(0);
    const headings = blocks.flatMap((block) => (block.kind === 'heading' ? block.text.map((span) => span.text) : []));
    expect(headings).toContain('How to tell that it is complete');
    expect(/declared total/.test(kit.text), 'says which number is the declared total').toBe(true);
  });

  test('names formats that exist', () => {
    const known = importers.map((importer) => importer.id);
    const exists = (id: string): boolean =>
      id.endsWith('.*') ? known.some((name) => name.startsWith(id.slice(0, -1))) : known.includes(id);
    expect(kit.gives.filter((id) => !exists(id))).toEqual([]);
  });

  test('holds nothing that looks like a secret, a registry or a place of ours', () => {
    expect(redactSecrets(kit.text).text).toBe(kit.text);
    expect(kit.text).not.toMatch(
      /xox[a-z]-|gh[pousr]_|eyJ[A-Za-z0-9]|AKIA|-----BEGIN|SSWS |\bregistry\b|npmjs|\/work\//,
    );
    for (const address of kit.text.match(/[\w.+-]+@[\w-]+\.[\w.]+/g) ?? [])
      expect(address).toMatch(/@example\.(?:com|net|org)$/);
  });

  test('shows addresses as text: no links, no HTML', () => {
    expect(shown(kit)).not.toMatch(/"href"|<\/?(?:a|img|script|b|i|p|br|div|span|details)\b/i);
    expect(kit.text).not.toMatch(/\]\(/);
  });
});
