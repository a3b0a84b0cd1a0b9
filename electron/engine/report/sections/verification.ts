import { attestationNames, BUNDLE_FILES } from '../../evidence/bundle-layout.ts';
import { facts, heading, text } from '../blocks.ts';
import { defineSection } from '../section.ts';
import { timeText } from '../words.ts';

const review = attestationNames(1, 'review');

export default defineSection({
  id: 'verification',
  order: 110,
  title: 'How to verify this report',
  include: () => true,
  build: ({ signature, journal }) => [
    text(
      'The evidence bundle is a zip file with this report, the data behind it, the journal and the signature. Unpack it into an empty folder and run the commands there. They need coreutils, OpenSSL 3, poppler-utils and qpdf, not this program.',
    ),
    heading('K1', 'Commands'),
    facts([
      ['Nothing is damaged', `sha256sum -c ${BUNDLE_FILES.sums}`, 'mono'],
      ['Who signed', `openssl x509 -in ${review.certificate} -noout -subject -fingerprint -sha256`, 'mono'],
      [
        'The signature over the list of all files',
        `openssl cms -verify -cades -binary -inform DER -in ${review.signature} -content ${review.statement} -CAfile ${review.certificate} -out /dev/null`,
        'mono',
      ],
      ['The signature inside the PDF', `pdfsig ${BUNDLE_FILES.pdf}`, 'mono'],
      ['The structure of the PDF', `qpdf --check ${BUNDLE_FILES.pdf}`, 'mono'],
      ['The data embedded in the PDF', `pdfdetach -saveall ${BUNDLE_FILES.pdf}`, 'mono'],
      [
        'All of it with this program, SHA256 being the fingerprint you were told',
        'npm run cli -- verify bundle.zip --fingerprint SHA256',
        'mono',
      ],
    ]),
    text(
      `For a certificate of an organization, give the root certificate of that organization to -CAfile instead. ${BUNDLE_FILES.instructions} in the bundle says the same and more.`,
    ),
    heading('K2', 'What to compare'),
    facts([
      ['Signer', signature?.name ?? null],
      ['Meaning of the signature', signature?.meaning ?? null],
      ['Time stated by the signer', signature === undefined ? null : timeText(signature.at)],
      [
        'Fingerprint of the certificate (SHA-256)',
        signature?.fingerprint ?? 'This is a draft: nothing is signed yet.',
        signature === undefined ? undefined : 'mono',
      ],
      ['Head of the journal when the report was made', journal.head, 'mono'],
      ['Entries in the journal', String(journal.count)],
    ]),
    text(
      'Compare the fingerprint with the one the signer tells you in person, by telephone or in an earlier report. Every line of the journal holds the hash of the line before, so its head stands for the whole journal.',
    ),
  ],
});
