import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../evidence/canonical-json.ts';
import type { OwnerPacket } from './owner-packet.ts';

/**
 * The questions as one page for any browser: no network, and a policy that allows exactly this script and these styles.
 * What comes from exports stands in it as data, which the script writes as text.
 */
export function buildOwnerPage(resourcesFolder: string, packet: OwnerPacket): Uint8Array {
  const part = (name: string): string => readFileSync(join(resourcesFolder, 'owner-packet', name), 'utf8');
  const page = part('page.html')
    // By functions, so that a `$` in the texts means nothing.
    .replace('STYLE_TEXT', () => part('page.css'))
    .replace('SCRIPT_TEXT', () => part('page.js'));
  const inside = (tag: string): string => new RegExp(`<${tag}>([^]*)</${tag}>`).exec(page)?.[1] ?? '';
  return Buffer.from(
    page
      .replace('SCRIPT_DIGEST', () => digest(inside('script')))
      .replace('STYLE_DIGEST', () => digest(inside('style')))
      // Last, so that nothing in it is taken for a place to fill. No text in it can end the element it stands in.
      .replace('PACKET_DATA', () => canonicalJson(packet).replaceAll('<', '\\u003c')),
    'utf8',
  );
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
