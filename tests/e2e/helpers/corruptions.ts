import { checksumText } from '../../../electron/engine/evidence/bundle-layout.ts';
import { readCanonicalZip } from '../../../electron/engine/evidence/zip-read.ts';
import { writeCanonicalZip } from '../../../electron/engine/evidence/zip.ts';

type Files = Map<string, Uint8Array>;

export interface Corruption {
  readonly what: string;
  readonly bytes: Buffer;
}

const text = (files: Files, name: string): string => Buffer.from(files.get(name) ?? []).toString('latin1');
const put = (files: Files, name: string, value: string): Files => files.set(name, Buffer.from(value, 'latin1'));

/** What somebody without the key may do to the files of a bundle; checksums and archive are made to fit again after each. */
const FILE_CHANGES: readonly (readonly [string, (files: Files) => void])[] = [
  ['report.json left out', (files) => files.delete('report.json')],
  ['journal left out', (files) => files.delete('journal.jsonl')],
  ['signature left out', (files) => files.delete('attestations/01-review.json.p7s')],
  ['certificate left out', (files) => files.delete('attestations/01-review.crt.pem')],
  ['statement left out', (files) => files.delete('attestations/01-review.json')],
  ['report.pdf left out', (files) => files.delete('report.pdf')],
  ['a file more', (files) => put(files, 'extra.csv', 'a,b\r\n')],
  ['a second statement without a signature', (files) => put(files, 'attestations/02-approval.json', '{}')],
  ['decisions renamed', (files) => files.set('decision.csv', files.get('decisions.csv') ?? new Uint8Array())],
  ['decisions emptied', (files) => put(files, 'decisions.csv', '')],
  [
    'a decision changed',
    (files) => put(files, 'decisions.csv', text(files, 'decisions.csv').replace(/revoke|certify/, 'reduced')),
  ],
  [
    'a line of findings left out',
    (files) => put(files, 'findings.csv', text(files, 'findings.csv').replace(/\n[^\n]*\n$/, '\n')),
  ],
  [
    'report.json spelled otherwise',
    (files) => put(files, 'report.json', text(files, 'report.json').replace('{', '{ ')),
  ],
  [
    'a journal entry left out',
    (files) => put(files, 'journal.jsonl', text(files, 'journal.jsonl').replace(/^[^\n]*\n/, '')),
  ],
  [
    'the last journal entry left out',
    (files) => put(files, 'journal.jsonl', text(files, 'journal.jsonl').replace(/[^\n]*\n$/, '')),
  ],
  [
    'a journal actor changed',
    (files) => put(files, 'journal.jsonl', text(files, 'journal.jsonl').replace('"actor":"', '"actor":"X')),
  ],
  [
    'journal lines exchanged',
    (files) =>
      put(files, 'journal.jsonl', `${text(files, 'journal.jsonl').split('\n').slice(0, -1).toReversed().join('\n')}\n`),
  ],
  [
    'journal without its last line feed',
    (files) => put(files, 'journal.jsonl', text(files, 'journal.jsonl').slice(0, -1)),
  ],
  [
    'the role in the statement changed',
    (files) =>
      put(
        files,
        'attestations/01-review.json',
        text(files, 'attestations/01-review.json').replace('"role":"reviewer"', '"role":"approver"'),
      ),
  ],
  [
    'the statement spelled otherwise',
    (files) => put(files, 'attestations/01-review.json', ` ${text(files, 'attestations/01-review.json')}`),
  ],
  [
    'the signature cut off',
    (files) =>
      files.set(
        'attestations/01-review.json.p7s',
        (files.get('attestations/01-review.json.p7s') ?? new Uint8Array()).subarray(0, 300),
      ),
  ],
  [
    'bytes after the signature',
    (files) => put(files, 'attestations/01-review.json.p7s', `${text(files, 'attestations/01-review.json.p7s')}\0`),
  ],
  [
    'words between the certificates',
    (files) =>
      put(files, 'attestations/01-review.crt.pem', `trusted\n${text(files, 'attestations/01-review.crt.pem')}`),
  ],
  ['something drawn over the PDF', (files) => put(files, 'report.pdf', `${text(files, 'report.pdf')}\n%%EOF\n`)],
  [
    'the PDF cut off',
    (files) => files.set('report.pdf', (files.get('report.pdf') ?? new Uint8Array()).subarray(0, -40)),
  ],
  [
    'the page that verifies changed',
    (files) => put(files, 'verify.html', text(files, 'verify.html').replace('Failed', 'Passed')),
  ],
  ['the instructions changed', (files) => put(files, 'VERIFY.txt', `${text(files, 'VERIFY.txt')}Trust it.\n`)],
];

/** Bundles with one thing wrong in each: every one must be refused. */
export function corruptions(bundle: Uint8Array): Corruption[] {
  const whole = Buffer.from(bundle);
  const sums = (files: Files): void => void files.set('SHA256SUMS', Buffer.from(checksumText(files), 'latin1'));
  const archive = (change: (files: Files) => void, after: (files: Files) => void): Buffer => {
    const files = new Map(readCanonicalZip(bundle));
    change(files);
    after(files);
    return Buffer.from(writeCanonicalZip(files));
  };
  return [
    ...FILE_CHANGES.map(([what, change]) => ({ what, bytes: archive(change, sums) })),
    {
      what: 'a changed file without new checksums',
      bytes: archive(
        (files) => put(files, 'items.csv', 'item\r\n'),
        () => undefined,
      ),
    },
    {
      what: 'checksums left out',
      bytes: archive(
        (files) => files.delete('SHA256SUMS'),
        () => undefined,
      ),
    },
    { what: 'the archive cut in half', bytes: whole.subarray(0, whole.length / 2) },
    { what: 'bytes after the archive', bytes: Buffer.concat([whole, Buffer.from('more')]) },
    { what: 'an archive that is empty', bytes: Buffer.alloc(0) },
  ];
}
