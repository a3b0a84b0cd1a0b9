import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The page that checks a bundle in any browser, as one file: its parts from the folder of resources, with a policy that
 * allows exactly this script and these styles, and no network. The same parts give the same bytes.
 */
export function buildVerifyPage(resourcesFolder: string): Uint8Array {
  const part = (name: string): string => readFileSync(join(resourcesFolder, 'verify', name), 'utf8');
  const page = part('page.html')
    // By functions, so that a `$` in the texts means nothing.
    .replace('STYLE_TEXT', () => part('page.css'))
    .replace('SCRIPT_TEXT', () => part('verify.js'));
  const inside = (tag: string): string => new RegExp(`<${tag}>([^]*)</${tag}>`).exec(page)?.[1] ?? '';
  return Buffer.from(
    page
      .replace('SCRIPT_DIGEST', () => digest(inside('script')))
      .replace('STYLE_DIGEST', () => digest(inside('style'))),
    'utf8',
  );
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
