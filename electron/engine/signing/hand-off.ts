import { createHash, verify, X509Certificate } from 'node:crypto';
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../lib/errors.ts';
import { ecdsaDer } from './card.ts';
import { certificatesOfReference, type ExternalReference } from './key-reference.ts';
import { signerOf, unusableKey } from './signer-of.ts';
import type { Signer } from './signer.ts';

/** One signature that is made outside, by the person's own program. */
export interface HandOff {
  /** Where the bytes to be signed lie. */
  readonly folder: string;
  /** Name of the file with the bytes to be signed. */
  readonly file: string;
  /** Name under which the commands in the text file leave the signature. */
  readonly signatureFile: string;
  /** Name of the text file with the commands. */
  readonly commandsFile: string;
  /** Commands of which one makes the signature, in `folder`. */
  readonly commands: readonly { readonly title: string; readonly lines: readonly string[] }[];
  /** Which signature of the act this is, from 1, and how many there are. */
  readonly number: number;
  readonly total: number;
  /** What is signed, for people: `the report`. */
  readonly what: string;
  /** Whose signature it is. */
  readonly name: string;
  /** The signature as it is used, or an AppError with a sentence when it does not belong to certificate and bytes. */
  readonly accept: (signature: Uint8Array) => Uint8Array;
}

/** Brings a hand-off to the person and its signature back. Rejects with `cancelled`. */
export type Deliver = (handOff: HandOff) => Promise<Uint8Array>;

/** What is signed in an act, one after the other, for people. */
export type Parts = readonly [string, ...string[]];

/**
 * A signer whose key is somewhere else: the bytes to be signed are put into a folder, with the commands that sign them, and
 * the signature comes back as a file. It is checked against the certificate before it is used; afterwards, and when it never
 * comes, what was put there is taken away again.
 */
export function externalSigner(reference: ExternalReference, parts: Parts, deliver: Deliver): Signer {
  const [certificate, ...others] = certificatesOfReference(reference);
  if (certificate === undefined) throw unusableKey('Nothing is known of its certificate. Add it again.');
  const { publicKey } = new X509Certificate(certificate);
  let number = 0;
  const signer = signerOf(certificate, others, async (toBeSigned, hash) => {
    number += 1;
    const { kind } = signer;
    const stem = `countersign-${createHash('sha256').update(toBeSigned).digest('hex').slice(0, 8)}-${number}`;
    const file = `${stem}.tbs`;
    const signatureFile = `${stem}.sig`;
    const commandsFile = `${stem}.txt`;
    const handOff: HandOff = {
      folder: reference.folder,
      file,
      signatureFile,
      commandsFile,
      commands: commandsFor(kind, hash, stem),
      number,
      total: Math.max(parts.length, number),
      // More than was foreseen: something was recorded meanwhile, and the last part is signed anew.
      what: parts[number - 1] ?? parts.at(-1) ?? parts[0],
      name: signer.commonName,
      accept: (signature) => {
        const forms = kind === 'ec' && signature.length % 2 === 0 ? [signature, ecdsaDer(signature)] : [signature];
        const right = forms.find((form) => verify(hash, toBeSigned, publicKey, form));
        if (right !== undefined) return right;
        throw new AppError(
          'corrupt-input',
          `This is no signature of ${signer.commonName} over ${file}. Nothing was signed. Sign that file with the key of the certificate and bring the signature back.`,
        );
      },
    };
    const written = [join(reference.folder, file), join(reference.folder, commandsFile)] as const;
    try {
      write(written[0], toBeSigned);
      write(written[1], Buffer.from(commandsText(handOff), 'utf8'));
      return await deliver(handOff);
    } finally {
      for (const path of written) rmSync(path, { force: true });
    }
  });
  return signer;
}

/** A signature file that was brought back. Throws `not-found`, or `corrupt-input` for one too long to be a signature. */
export function assertSignatureSize(path: string): void {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry?.isFile() !== true)
    throw new AppError('not-found', `${basename(path)} is not there. Nothing was signed. Choose the signature file.`);
  if (entry.size === 0 || entry.size > 4096)
    throw new AppError(
      'corrupt-input',
      `${basename(path)} is no signature: it has ${entry.size} bytes. Nothing was signed. Choose the file that the command made.`,
    );
}

/** Somebody changed their mind. */
export function handOffCancelled(): AppError {
  return new AppError('cancelled', 'The signature was not brought back, and nothing was signed. You can start again.');
}

function write(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes);
  } catch (cause) {
    const reason = existsSync(join(path, '..')) ? 'it cannot be written to' : 'it is not there';
    throw new AppError(
      'io',
      `The bytes to be signed could not be put into ${basename(join(path, '..'))}: ${reason}. Nothing was signed. Choose another folder for this certificate.`,
      { cause },
    );
  }
}

function commandsFor(kind: Signer['kind'], hash: string, stem: string): HandOff['commands'] {
  const pkcs11 = 'pkcs11-tool --module YOUR-LIBRARY --login --id YOUR-KEY-ID --sign';
  return [
    {
      title: 'With a key file, by OpenSSL',
      lines: [`openssl dgst -${hash} -sign YOUR-KEY.pem -out ${stem}.sig ${stem}.tbs`],
    },
    kind === 'ec'
      ? {
          title: 'With a card or HSM, by OpenSC',
          lines: [
            `openssl dgst -${hash} -binary -out ${stem}.dgst ${stem}.tbs`,
            `${pkcs11} --mechanism ECDSA --signature-format openssl --input-file ${stem}.dgst --output-file ${stem}.sig`,
          ],
        }
      : {
          title: 'With a card or HSM, by OpenSC',
          lines: [
            `${pkcs11} --mechanism ${hash.toUpperCase()}-RSA-PKCS --input-file ${stem}.tbs --output-file ${stem}.sig`,
          ],
        },
  ];
}

function commandsText(handOff: HandOff): string {
  const { number, total, what, name, file, signatureFile, commands } = handOff;
  return [
    `Signature ${number} of ${total}: ${what}, by ${name}`,
    '',
    `Sign the bytes of ${file} and bring ${signatureFile} back. Run one of these in this folder,`,
    'with your own names in place of the words in capitals.',
    ...commands.flatMap(({ title, lines }) => ['', `${title}:`, ...lines.map((line) => `  ${line}`)]),
    '',
  ].join('\n');
}
