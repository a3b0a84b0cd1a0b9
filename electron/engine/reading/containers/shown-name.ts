import { basename } from 'node:path';
import { inspectName } from '../../lib/text.ts';

const MAX_SHOWN = 200;
const KEPT_START = 60;
/** https://learn.microsoft.com/windows/win32/fileio/naming-a-file: also with an extension. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])[ .]*(?:\.|$)/i;

/** A path that a third party chose, as it may be shown: one line, forward slashes, its middle cut when it is long. */
export function shownPath(raw: string): string {
  const line = raw
    .replaceAll('\\', '/')
    .split('/')
    .map((segment) => cutMiddle(segment, (part) => inspectName(part).display))
    .join('/');
  return cutMiddle(line, (part) => part);
}

/** The name of the file at a local path, as it may be shown. */
export function shownFileName(path: string): string {
  return shownPath(basename(path));
}

/** The end of a path says most, its start where it lies. */
function cutMiddle(text: string, show: (part: string) => string): string {
  const characters = [...text];
  if (characters.length <= MAX_SHOWN) return show(text);
  const end = characters.slice(characters.length - (MAX_SHOWN - KEPT_START - 1)).join('');
  return `${show(characters.slice(0, KEPT_START).join(''))}…${show(end)}`;
}

/**
 * The shown path of an archive's entry, with a remark when another program might be led astray by it. `repeat` is 1 for
 * the first entry of this path in the archive, 2 for the second.
 */
export function shownEntry(raw: string, repeat: number): string {
  const remarks = dangersOf(raw);
  const unused = remarks.length === 0 ? [] : [`read without this path: ${remarks.join(', ')}`];
  const repeated = repeat === 1 ? [] : [`entry ${repeat} of this name`];
  const remark = [...unused, ...repeated].join('; ');
  return remark === '' ? shownPath(raw) : `${shownPath(raw)} (${remark})`;
}

function dangersOf(raw: string): string[] {
  const found: string[] = [];
  const segments = raw.split(/[/\\]/);
  const drive = /^[a-z]:/i.test(raw);
  if (drive || segments[0] === '' || segments.includes('..')) found.push('it points outside the archive');
  const reserved = segments.find((segment) => RESERVED.test(segment));
  if (reserved !== undefined) found.push(`Windows reserves the name “${inspectName(reserved).display}”`);
  if ((drive ? raw.slice(2) : raw).includes(':')) found.push('it holds “:”');
  if (raw.includes('\\')) found.push('it holds backslashes');
  if ([...raw].length > MAX_SHOWN) found.push(`it is ${[...raw].length.toLocaleString('en-US')} characters long`);
  return found;
}
