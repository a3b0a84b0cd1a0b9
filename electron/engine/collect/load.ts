import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CollectKit } from '../../../shared/contract/collect.ts';
import { PLATFORMS, platformSchema } from '../../../shared/domain/vocabulary.ts';
import { AppError } from '../lib/errors.ts';
import { toBlocks } from '../lib/markdown-blocks.ts';
import { splitFrontMatter } from './front-matter.ts';

const sentences = z.array(z.string().min(1)).min(1);
const matterSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/),
  platform: platformSchema,
  title: z.string().min(1),
  order: z.string().regex(/^\d+$/).transform(Number),
  gives: z.array(z.string().regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*(?:\.\*)?$/)).min(1),
  needs: sentences,
  caps: sentences,
});

/**
 * Reads every collection kit of a folder: by platform, then by its order. Throws `io` when the folder cannot be read and
 * `corrupt-input` when a kit is not what it should be.
 */
export function loadKits(folder: string): readonly CollectKit[] {
  const kits = namesIn(folder).map((name) => readKit(folder, name));
  const ids = new Set(kits.map(({ kit }) => kit.id));
  if (ids.size !== kits.length) throw damaged(folder, 'has two kits of one id');
  return kits
    .toSorted(
      (a, b) =>
        PLATFORMS.indexOf(a.kit.platform) - PLATFORMS.indexOf(b.kit.platform) ||
        a.order - b.order ||
        a.kit.id.localeCompare(b.kit.id, 'en'),
    )
    .map(({ kit }) => kit);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.md'));
  } catch (cause) {
    throw new AppError(
      'io',
      `The collection kits in ${folder} cannot be read. Your data is untouched. Install the application again.`,
      { cause },
    );
  }
}

function readKit(folder: string, name: string): { readonly order: number; readonly kit: CollectKit } {
  const file = join(folder, name);
  try {
    const { matter, body } = splitFrontMatter(readFileSync(file, 'utf8'));
    const { order, ...entry } = matterSchema.parse(Object.fromEntries(matter));
    return { order, kit: { ...entry, blocks: toBlocks(body), text: textOf(entry, body) } };
  } catch (cause) {
    throw damaged(file, reasonOf(cause), cause);
  }
}

function reasonOf(cause: unknown): string {
  if (cause instanceof z.ZodError) return `is malformed: ${z.prettifyError(cause).replaceAll('\n', ' ')}`;
  return cause instanceof Error ? cause.message : 'cannot be read';
}

function textOf(kit: Pick<CollectKit, 'title' | 'gives' | 'needs' | 'caps'>, body: string): string {
  const list = (title: string, lines: readonly string[]): string =>
    `## ${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`;
  const parts = [
    `# ${kit.title}`,
    list('Recognized as', kit.gives),
    list('Needs', kit.needs),
    list('Limits', kit.caps),
    body,
  ];
  return `${parts.join('\n\n')}\n`;
}

function damaged(file: string, what: string, cause?: unknown): AppError {
  return new AppError(
    'corrupt-input',
    `The collection kit ${file} ${what}. Your data is untouched. Install the application again.`,
    { cause },
  );
}
