import { attestationNames, BUNDLE_FILES } from '../evidence/bundle-layout.ts';

/** Text of VERIFY.txt: how to check a bundle with common tools, without this program. Lines end with LF. */
export function verifyText(input: { readonly signerName: string; readonly fingerprint: string }): string {
  const review = attestationNames(1, 'review');
  return `How to check this evidence bundle without Countersign
=====================================================

This zip holds a signed review of OAuth grants. Unpack it into an empty folder and run the commands below there.
Each needs only widespread tools (coreutils, OpenSSL 3, poppler-utils, qpdf).

1. Nothing is damaged

   sha256sum -c ${BUNDLE_FILES.sums}

2. Who signed

   openssl x509 -in ${review.certificate} -noout -subject -fingerprint -sha256

   Signer named when this bundle was made: ${input.signerName}
   SHA-256 fingerprint:
   ${input.fingerprint}

   A certificate the signer made proves nothing by itself. Compare the fingerprint with one the signer gave you by
   another way: in person, by telephone, or from an earlier report.

3. The signature over the statement that lists every file

   openssl cms -verify -cades -binary -inform DER \\
     -in ${review.signature} -content ${review.statement} \\
     -CAfile ${review.certificate} -out /dev/null

   With a certificate of an organization, give its root certificate to -CAfile instead.

4. The files are those of the statement (every "name" and "sha256" in ${review.statement})

   The digest of ${BUNDLE_FILES.pdf} there is over its first predicate.report.bytes bytes, because a later approver
   adds a signature to the end of the file.

5. The signed PDF and the data embedded in it

   pdfsig ${BUNDLE_FILES.pdf}
   qpdf --check ${BUNDLE_FILES.pdf}
   pdfdetach -saveall ${BUNDLE_FILES.pdf}     (gives ${BUNDLE_FILES.report} again: compare it with the one here)

6. The journal of decisions

   Each line of ${BUNDLE_FILES.journal} is canonical JSON (RFC 8785). "hash" is the SHA-256 of the line without its
   "hash" member, "prev" is the hash of the line before. The statement names the last hash and the number of lines.
   Only the first line differs: its "prev" is the statement's journal.genesis.

Steps 1 to 4 and 6, and the signatures of the PDF, are also done by ${BUNDLE_FILES.page}: open it in Chromium, Chrome, Edge or
Firefox and choose the zip. It needs no network. Take it from somebody you trust rather than out of the bundle.
`;
}
