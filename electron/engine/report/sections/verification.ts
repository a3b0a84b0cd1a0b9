import { BUNDLE_FILES } from '../../evidence/bundle-layout.ts';
import { VERIFY_COMMANDS as run } from '../../evidence/verify-commands.ts';
import { column, facts, heading, table, text } from '../blocks.ts';
import { defineSection } from '../section.ts';
import { timeText } from '../words.ts';

const COMMANDS: readonly (readonly [title: string, command: string])[] = [
  ['Nothing is damaged', run.sums],
  ['Who signed', run.signers],
  ['After comparing fingerprints: whom you trust', run.trust],
  ['The signatures over the lists of all files', run.openssl],
  ['The same by GnuTLS', run.certtool],
  ['The same by GnuPG, once', run.gpgsmTrust.join('; ')],
  ['The same by GnuPG, then', run.gpgsm],
  ['The signatures inside the PDF', run.pdfsig],
  ['The same by MuPDF', run.mutool],
  ['The structure of the PDF', run.qpdf],
  ['The data embedded in the PDF', run.pdfdetach],
  ['Time stamps, if there are any', run.timestamp],
  [
    'All of it with this program, SHA256 being the fingerprint you were told',
    'npm run cli -- verify bundle.zip --fingerprint SHA256',
  ],
];

export default defineSection({
  id: 'verification',
  number: '15',
  order: 150,
  title: 'How to verify this report',
  build: ({ signature, journal, contentDigest }) => [
    text(
      'The evidence bundle is a zip file with this report, the data behind it, the journal and the signature. Unpack it into an empty folder and run the commands there. They need a POSIX shell, coreutils, OpenSSL 3 and poppler-utils, and for further opinions GnuTLS, GnuPG, MuPDF and qpdf; not this program.',
    ),
    heading('Commands'),
    table(
      'verify-commands',
      'In this order, in the folder the bundle was unpacked into',
      [column('No.', 'number', '12mm'), column('What it shows', 'text', '46mm'), column('Command', 'mono', '120mm')],
      COMMANDS.map(([title, command], index) => [index + 1, title, command]),
      '',
    ),
    text(
      `For certificates of an organization, put its root certificate into root.pem instead; tsa-root.pem is the root certificate of a time-stamping authority. ${BUNDLE_FILES.instructions} in the bundle says the same and more.`,
    ),
    heading('What to compare'),
    facts([
      ['Signer', signature?.name ?? null],
      ['Meaning of the signature', signature?.meaning ?? null],
      ['Time stated by the signer', signature === undefined ? null : timeText(signature.at)],
      [
        'Fingerprint of the certificate (SHA-256)',
        signature?.fingerprint ?? 'This is a draft: nothing is signed yet.',
        signature === undefined ? undefined : 'mono',
      ],
      ['Digest of the facts (content digest)', contentDigest ?? null, 'mono'],
      ['Head of the journal when the report was made', journal.head, 'mono'],
      ['Entries in the journal', String(journal.count)],
    ]),
    text(
      'Compare the fingerprint with the one the signer tells you in person, by telephone or in an earlier report. Every line of the journal holds the hash of the line before, so its head stands for the whole journal.',
    ),
  ],
});
