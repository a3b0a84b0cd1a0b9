import { redactSecrets } from '../lib/redact.ts';
import type { NothingHead } from './types.ts';

type Nothing = Pick<NothingHead, 'why' | 'sentence'>;

const CONTAINERS: readonly { readonly magic: readonly number[]; readonly nothing: Nothing }[] = [
  archive(
    [0x50, 0x4b, 0x03, 0x04],
    'a ZIP archive or an Excel workbook that was not opened',
    'Unpack it, or save the sheet as CSV, and import that.',
  ),
  archive([0x50, 0x4b, 0x05, 0x06], 'an empty ZIP archive', 'Export it again.'),
  archive([0x1f, 0x8b], 'a gzip archive that was not opened', 'Unpack it and import the file inside.'),
  archive([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], 'a 7-Zip archive', 'Unpack it and import the files inside.'),
  archive([0x52, 0x61, 0x72, 0x21, 0x1a, 0x07], 'a RAR archive', 'Unpack it and import the files inside.'),
  archive([0x28, 0xb5, 0x2f, 0xfd], 'a Zstandard archive', 'Unpack it and import the file inside.'),
  archive([0x42, 0x5a, 0x68], 'a bzip2 archive', 'Unpack it and import the file inside.'),
  binary([0x25, 0x50, 0x44, 0x46, 0x2d], 'a PDF document'),
  binary([0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66], 'an SQLite database'),
  binary([0xd0, 0xcf, 0x11, 0xe0], 'an old Office document'),
  binary([0x50, 0x41, 0x52, 0x31], 'a Parquet file'),
  binary([0x4f, 0x62, 0x6a, 0x01], 'an Avro file'),
  binary([0x45, 0x6c, 0x66, 0x46, 0x69, 0x6c, 0x65], 'a Windows event log'),
  binary([0x89, 0x50, 0x4e, 0x47], 'a picture'),
];

/** Recognizes archives and other binary files by their first bytes; null when the bytes may be text. */
export function notText(bytes: Buffer): Nothing | null {
  const known = CONTAINERS.find(({ magic }) => magic.every((byte, index) => bytes[index] === byte));
  // BZh and the like may begin a text too, but then no control characters follow.
  if (known !== undefined && (known.nothing.why === 'binary' || hasControls(bytes))) return known.nothing;
  if (bytes.subarray(257, 262).toString('latin1') === 'ustar') {
    return { why: 'archive', sentence: 'The file is a tar archive. Unpack it and import the files inside.' };
  }
  if (!isUtf16(bytes) && hasManyControls(bytes)) {
    return {
      why: 'binary',
      sentence: 'The file is binary data, not an export in CSV or JSON. Export it as one of these.',
    };
  }
  return null;
}

/** Recognizes text that holds no records at all: placeholders, web pages, XML errors, white space; null otherwise. */
export function notTable(text: string): Nothing | null {
  const start = text.slice(0, 4096).trimStart();
  if (start === '' && text.trim() === '') {
    return {
      why: 'empty',
      sentence: 'The file holds only white space. That is not evidence of zero grants; export it again.',
    };
  }
  if (start.startsWith('version https://git-lfs.github.com/spec/')) {
    return {
      why: 'pointer',
      sentence:
        'The file is a Git LFS pointer: it names the data but does not hold it. Fetch the real file with “git lfs pull”.',
    };
  }
  if (/^(?:<!--[\s\S]*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b/i.test(start)) {
    const title = /<title[^>]*>([^<]{1,200})/i.exec(text)?.[1]?.trim();
    const named = title === undefined ? '' : ` titled “${title}”`;
    return {
      why: 'html',
      sentence: `The file is a web page${named}, most likely a login or error page saved in place of the export. Export it again.`,
    };
  }
  if (/^<(?:\?xml|[A-Za-z])/.test(start)) return xmlAnswer(text);
  return null;
}

function xmlAnswer(text: string): Nothing {
  const message = /<(?:\w+:)?(?:Message|faultstring|error_description|Code)\b[^>]*>([^<]{1,300})/i
    .exec(text)?.[1]
    ?.trim();
  if (message !== undefined && /<(?:\w+:)?(?:Error|Errors|Fault)\b/i.test(text)) {
    return {
      why: 'error-payload',
      sentence: `The file is an error answer, not data: “${redactSecrets(message).text}”. Export it again.`,
    };
  }
  return { why: 'text', sentence: 'The file is XML. Export it as CSV or JSON.' };
}

function archive(magic: readonly number[], what: string, advice: string) {
  return { magic, nothing: { why: 'archive', sentence: `The file is ${what}. ${advice}` } } as const;
}

function binary(magic: readonly number[], what: string) {
  return {
    magic,
    nothing: {
      why: 'binary',
      sentence: `The file is ${what}, not an export in CSV or JSON. Export it as one of these.`,
    },
  } as const;
}

function isUtf16(bytes: Buffer): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
}

function hasControls(bytes: Buffer): boolean {
  return countControls(bytes.subarray(0, 512), true) > 0;
}

function hasManyControls(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 64 * 1024);
  // Zero bytes at every second place are UTF-16 without a mark; a few are damage that reading repairs.
  const zeros = countZeros(start);
  const isHalfZero =
    Math.abs(zeros.even - zeros.odd) > start.length * 0.08 && Math.min(zeros.even, zeros.odd) <= start.length * 0.01;
  return countControls(start, !isHalfZero) > Math.max(4, start.length * 0.02);
}

function countControls(bytes: Buffer, countsZero: boolean): number {
  let count = 0;
  for (const byte of bytes) {
    if (byte === 0 ? countsZero : byte < 0x20 && (byte < 0x09 || (byte > 0x0d && byte !== 0x1b && byte !== 0x1e)))
      count += 1;
  }
  return count;
}

function countZeros(bytes: Buffer): { readonly even: number; readonly odd: number } {
  let even = 0;
  let odd = 0;
  bytes.forEach((byte, index) => {
    if (byte !== 0) return;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  });
  return { even, odd };
}
