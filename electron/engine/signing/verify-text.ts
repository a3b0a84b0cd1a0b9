import {
  attestationNames,
  BUNDLE_FILES,
  COMMITMENTS_FILE,
  EXPORT_FILES,
  ORIGINALS_FOLDER,
  REDACTION_FILE,
  SCHEMA_FOLDER,
} from '../evidence/bundle-layout.ts';
import { VERIFY_COMMANDS as run } from '../evidence/verify-commands.ts';

/** A command as it stands in the text: deeper than sentences, so that it can be told from them. */
function shown(...commands: readonly string[]): string {
  return commands.map((command) => `      ${command}`).join('\n');
}

/**
 * Text of VERIFY.txt: how to check a bundle with common tools, without this program. Lines end with LF; those that begin
 * with six spaces are commands, to be run in this order.
 */
export function verifyText(input: { readonly signerName: string; readonly fingerprint: string }): string {
  const { statement } = attestationNames(1, 'review');
  return `How to check this evidence bundle without Countersign
=====================================================

This zip holds a signed review of OAuth grants. Unpack it into an empty folder and run the commands below there, one
after the other. They need a POSIX shell and widespread tools: coreutils, OpenSSL 3 and poppler-utils; for a second and
third opinion GnuTLS (certtool), GnuPG (gpgsm), qpdf and mupdf-tools. Each of these can be left out.

1. Nothing is damaged

${shown(run.sums)}

2. Who signed

${shown(run.signers)}

   Signer named when this bundle was made: ${input.signerName}
   SHA-256 fingerprint:
   ${input.fingerprint}

   A certificate the signer made proves nothing by itself. Compare the fingerprint with one the signer gave you by
   another way: in person, by telephone, or from an earlier report. Do the same for an approver, whose certificate
   comes second. Then say that you trust these certificates:

${shown(run.trust)}

   With certificates of an organization, put its root certificate into root.pem instead.

3. The signatures over the statements that list every file

${shown(run.openssl)}

   It says "CAdES Verification successful" for each. The same by GnuTLS ("Signature status: ok") and by GnuPG ("Good
   signature"), which first must be told whom you trust:

${shown(run.certtool, ...run.gpgsmTrust, run.gpgsm)}

4. The files are those of the statement (every "name" and "sha256" in ${statement})

   The digest of ${BUNDLE_FILES.pdf} there is over its first predicate.report.bytes bytes, because a later approver
   adds a signature to the end of the file, and an authority a time stamp.

5. The signed PDF and the data embedded in it

${shown(run.pdfsig, run.qpdf, run.mutool, run.pdfdetach)}

   pdfsig and mutool cannot judge a time stamp of the whole document (the field "Timestamp1"); for that see step 7. The
   last command says nothing when the ${BUNDLE_FILES.report} in the PDF is the one here.

   The last signature of the PDF by OpenSSL alone:

${shown(...run.pdfPart, run.pdfSignature)}

6. The journal of decisions

   Each line of ${BUNDLE_FILES.journal} is canonical JSON (RFC 8785). "hash" is the SHA-256 of the line without its
   "hash" member, "prev" is the hash of the line before. The statement names the last hash and the number of lines.
   Only the first line differs: its "prev" is the statement's journal.genesis.

7. Time stamps, if there are any

   The time a signer states is that of their own clock. An authority that saw a signature proves when. Get the root
   certificate of the authority from itself and save it as tsa-root.pem. For the files attestations/*.tsr:

${shown(run.timestamp)}

   If the last signature of the PDF is a time stamp (step 5 shows its field), with the files made in step 5:

${shown(run.pdfTimestamp)}

8. What else may be here

   ${EXPORT_FILES.schedules} (for spreadsheets), ${EXPORT_FILES.sarif} (SARIF 2.1.0, for trackers) and
   ${EXPORT_FILES.oscal} (OSCAL 1.1.2, experimental) say in other forms what ${BUNDLE_FILES.report} and
   ${BUNDLE_FILES.sources} say. ${SCHEMA_FOLDER} holds JSON Schemas of the machine-readable files.
   ${ORIGINALS_FOLDER} holds imported files, each under the SHA-256 that ${BUNDLE_FILES.sources} lists for it.

9. A redacted copy (a bundle with ${COMMITMENTS_FILE})

   Tokens such as [person 12] stand for names, addresses and texts of people; the journal says who acted and when, not
   what was done. Who holds the full bundle can give you one value with its salt, from ${REDACTION_FILE} there. It is
   the one that the copy was signed with when this gives the "sha256" of its token in ${COMMITMENTS_FILE}
   (value written as in JSON):

   printf '%s' '["SALT","KIND","VALUE"]' | sha256sum

Steps 1 to 4, 6 and 7, and the signatures of the PDF, are also done by ${BUNDLE_FILES.page}: open it in Chromium, Chrome,
Edge or Firefox and choose the zip. It needs no network and judges nobody's certificate. Take it from somebody you trust
rather than out of the bundle.
`;
}
