import { BUNDLE_FILES } from './bundle-layout.ts';

const each = (command: string): string => `for s in attestations/*.json; do ${command}; done`;

/**
 * Commands that check an unpacked bundle, each for a POSIX shell in its folder. VERIFY.txt and the report print them, and a
 * test runs what they print. `root.pem` holds the certificates of the signers that the reader compared, or the roots of
 * their organizations; `tsa-root.pem` the root of a time-stamping authority.
 */
export const VERIFY_COMMANDS = {
  sums: `sha256sum -c ${BUNDLE_FILES.sums}`,
  signers: 'for c in attestations/*.crt.pem; do openssl x509 -in $c -noout -subject -fingerprint -sha256; done',
  trust: 'cat attestations/*.crt.pem > root.pem',
  openssl: each(
    'openssl cms -verify -cades -binary -inform DER -in $s.p7s -content $s -CAfile root.pem -out /dev/null',
  ),
  certtool: each('certtool --p7-verify --inder --infile $s.p7s --load-data $s --load-ca-certificate root.pem'),
  gpgsmTrust: [
    'export GNUPGHOME=$PWD/gnupg; mkdir -m 700 gnupg; gpgsm --batch --import root.pem',
    `gpgsm --batch --with-colons --list-keys | awk -F: '$1 == "fpr" { print $10 " S relax" }' > gnupg/trustlist.txt`,
    'gpgconf --kill gpg-agent',
  ],
  gpgsm: each('gpgsm --batch --disable-crl-checks --verify $s.p7s $s'),
  pdfsig: `pdfsig ${BUNDLE_FILES.pdf}`,
  qpdf: `qpdf --check ${BUNDLE_FILES.pdf}`,
  mutool: `mutool sign -v ${BUNDLE_FILES.pdf}`,
  pdfdetach: `mkdir embedded; pdfdetach -saveall -o embedded ${BUNDLE_FILES.pdf}; cmp embedded/${BUNDLE_FILES.report} ${BUNDLE_FILES.report}`,
  timestamp: 'for t in attestations/*.tsr; do openssl ts -verify -data ${t%.tsr} -in $t -CAfile tsa-root.pem; done',
  /** The last signature of the PDF: its value, and the bytes it covers. */
  pdfPart: [
    `pdfsig -dump ${BUNDLE_FILES.pdf}; last=$(ls ${BUNDLE_FILES.pdf}.sig* | tail -1)`,
    `set -- $(grep -a -o '/ByteRange *\\[[^]]*\\]' ${BUNDLE_FILES.pdf} | tail -1 | tr -dc '0-9 ')`,
    `{ head -c $(($1+$2)) ${BUNDLE_FILES.pdf}; tail -c +$(($3+1)) ${BUNDLE_FILES.pdf} | head -c $4; } > signed.bin`,
  ],
  pdfSignature: 'openssl cms -verify -binary -inform DER -in $last -content signed.bin -CAfile root.pem -out /dev/null',
  pdfTimestamp: 'openssl ts -verify -token_in -in $last -data signed.bin -CAfile tsa-root.pem',
} as const;
