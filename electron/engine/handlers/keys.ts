import { X509Certificate } from 'node:crypto';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import type { CardTokenView, keysContract } from '../../../shared/contract/keys.ts';
import type { KnownKey } from '../../../shared/contract/known-key.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { readCertificate } from '../lib/certificate.ts';
import { readCertificateFile } from '../lib/certificate-file.ts';
import { AppError } from '../lib/errors.ts';
import { diskFault } from '../lib/disk-fault.ts';
import { readPem } from '../lib/pem.ts';
import { type RememberedList, rememberedList } from '../lib/remembered-list.ts';
import { saveWhole } from '../lib/save-whole.ts';
import { listTokens } from '../signing/card.ts';
import { requestCertificate, withIssuedCertificate } from '../signing/certificate-request.ts';
import { createSigningKey } from '../signing/create-key.ts';
import { type KnownOwner, ownerOf, readKeyBytes, readKeyOwner } from '../signing/key-owner.ts';
import {
  isReference,
  type KeyReference,
  readReference,
  referenceCertificates,
  saveReference,
} from '../signing/key-reference.ts';
import { openAnyKey } from '../signing/open-any-key.ts';
import { describeKeyFile, openPkcs12 } from '../signing/open-key.ts';
import { looksLikePkcs12 } from '../signing/pkcs12.ts';
import { algorithmOf, issuersOf, leafOf, signingProblem } from '../signing/signer-of.ts';
import type { EngineContext } from './context.ts';
import { type KeyEntry, keyList, MOST } from './key-list.ts';

const librarySchema = z.array(z.object({ path: z.string() }));

function libraryList(context: EngineContext, reviewer?: string): RememberedList<{ path: string }> {
  return rememberedList(
    join(context.reviewers.folder(reviewer), 'card-libraries.json'),
    librarySchema,
    MOST,
    context.log,
  );
}

/** File names of the card libraries that a reviewer confirmed. */
export function listLibraries(context: EngineContext, reviewer: string): string[] {
  return libraryList(context, reviewer)
    .read()
    .map(({ path }) => basename(path));
}

/** Keys of every kind, and requests for certificates. */
export function keysHandlers(context: EngineContext): Handlers<typeof keysContract, unknown> {
  const pathOf = (token: string): string => context.files.resolve(token);
  const told = (key: KnownKey): KnownKey => {
    context.changed('keys');
    return key;
  };
  return {
    'keys.list': () => listKeys(context),
    'keys.create': ({ saveToken, ...request }) => told(createKeyFile(context, pathOf(saveToken), request)),
    'keys.forget': ({ token, deleteFile }) => {
      forgetKey(context, pathOf(token), deleteFile);
      context.changed('keys');
      return {};
    },
    'keys.needsPassphrase': ({ token }) => ({ isNeeded: looksLikePkcs12(readKeyBytes(pathOf(token))) }),
    'keys.add': ({ token, passphrase }) => told(addKeyFile(context, pathOf(token), passphrase)),
    'keys.libraries': () =>
      libraryList(context)
        .read()
        .map(({ path }) => ({
          token: context.files.registerLibrary(path),
          fileName: basename(path),
          location: dirname(path),
          isMissing: !existsSync(path),
        })),
    'keys.cards': ({ libraryToken }) => listCards(context, context.files.resolveLibrary(libraryToken)),
    'keys.addCard': async ({ libraryToken, chainToken, ...choice }) =>
      told(
        await addCard(context, {
          ...choice,
          library: context.files.resolveLibrary(libraryToken),
          chain: chainToken === null ? null : pathOf(chainToken),
        }),
      ),
    'keys.addExternal': ({ certificateToken, folderToken }) =>
      told(addExternal(context, pathOf(certificateToken), pathOf(folderToken))),
    'keys.request': async ({ keyToken, passphrase, saveToken }) => {
      const target = await writeRequest(context, pathOf(keyToken), passphrase, pathOf(saveToken));
      return { file: basename(target), location: dirname(target) };
    },
    'keys.takeCertificate': ({ keyToken, certificateToken }) =>
      told(takeCertificate(context, pathOf(keyToken), pathOf(certificateToken))),
  };
}

function toKnown(context: EngineContext, entry: KeyEntry): KnownKey {
  const shared = {
    token: context.files.register(entry.path),
    name: entry.name,
    fingerprint: entry.fingerprint,
    notAfter: entry.notAfter,
    isExpired: Date.parse(entry.notAfter) < context.now(),
  };
  const reference = referenceOf(context, entry.path);
  if (reference === null)
    return {
      ...shared,
      kind: 'file',
      secret: 'passphrase',
      fileName: basename(entry.path),
      location: dirname(entry.path),
      isMissing: !existsSync(entry.path),
      isRequestable: isPem(entry.path),
    };
  if (reference.kind === 'card')
    return {
      ...shared,
      kind: 'card',
      secret: reference.hasPinPad ? 'none' : 'pin',
      fileName: reference.label,
      location: basename(reference.module),
      isMissing: !existsSync(reference.module),
      isRequestable: false,
    };
  return {
    ...shared,
    kind: 'external',
    secret: 'none',
    fileName: basename(reference.folder),
    location: reference.folder,
    isMissing: !existsSync(reference.folder),
    isRequestable: false,
  };
}

/** The reference behind an entry; one that is damaged or gone counts as a file that is missing. */
function referenceOf(context: EngineContext, path: string): KeyReference | null {
  try {
    return readReference(context.dataFolder, path);
  } catch (cause) {
    context.log.warn({ path, cause: String(cause) }, 'a remembered key could not be read');
    return null;
  }
}

function isPem(path: string): boolean {
  return !/\.(p12|pfx)$/i.test(path);
}

function remember(context: EngineContext, path: string, owner: KnownOwner): KnownKey {
  const { name, id: fingerprint, notAfter, certificate } = owner;
  const entry = { path, name, fingerprint, notAfter, certificate };
  keyList(context).remember(entry);
  return toKnown(context, entry);
}

/**
 * Keys that were made or used here before, by the reviewer in use or the one named; only their places and certificates are
 * remembered, never a passphrase.
 */
export function listKeys(context: EngineContext, reviewer?: string): KnownKey[] {
  return keyList(context, reviewer)
    .read()
    .map((entry) => toKnown(context, entry));
}

/**
 * Takes a key out of the list of the reviewer in use, after deleting its file where that is wanted. When the file cannot be
 * deleted, an AppError is thrown and the key stays in the list.
 */
export function forgetKey(context: EngineContext, path: string, deleteFile: boolean): void {
  if (deleteFile) deleteKeyFile(context, path);
  keyList(context).forget(path);
  dropReference(context, path);
}

/**
 * Deletes a key file that is in the list of the reviewer in use, or of the one named. Nothing but the file of such a key, and
 * only while the key is still in it. One that is gone already counts as deleted.
 */
export function deleteKeyFile(context: EngineContext, path: string, reviewer?: string): void {
  const entry = keyList(context, reviewer)
    .read()
    .find((known) => known.path === path);
  if (entry === undefined || referenceOf(context, path) !== null)
    throw new AppError('invalid-request', 'This is not a key file of this list. It was not deleted.');
  if (!existsSync(path)) return;
  const bytes = readKeyBytes(path);
  if (!looksLikePkcs12(bytes) && readKeyOwner(path).id !== entry.fingerprint)
    throw new AppError(
      'conflict',
      `${basename(path)} holds another key by now. It was not deleted. Take the entry out of the list without the file.`,
    );
  try {
    rmSync(path);
  } catch (cause) {
    throw new AppError('io', `${path} could not be deleted. ${diskFault(cause) ?? ''} The key is still in the list.`, {
      cause,
    });
  }
}

/** Deletes what stands for a card or for another program, once no reviewer of this computer lists it. */
export function dropReference(context: EngineContext, path: string): void {
  if (!isReference(context.dataFolder, path)) return;
  const isListed = context.reviewers.list().some(({ id }) =>
    keyList(context, id)
      .read()
      .some((known) => known.path === path),
  );
  if (!isListed) rmSync(path, { force: true });
}

/**
 * Whose key it is: by the file, or by what is remembered of a key that shows it only when it opens. Throws `corrupt-input`
 * with a sentence.
 */
export function ownerOfKey(context: EngineContext, path: string): KnownOwner {
  const isHidden = readReference(context.dataFolder, path) !== null || looksLikePkcs12(readKeyBytes(path));
  if (!isHidden) return readKeyOwner(path);
  const known = keyList(context)
    .read()
    .find((entry) => entry.path === path);
  const [remembered] = readPem(known?.certificate ?? '');
  return remembered === undefined ? readKeyOwner(path) : ownerOf(path, remembered.der, true);
}

/** Makes a key file; refuses to write over one that exists. */
export function createKeyFile(
  context: EngineContext,
  path: string,
  request: { name: string; organization: string; email: string; passphrase: string },
): KnownKey {
  const target = path.endsWith('.pem') ? path : `${path}.pem`;
  if (existsSync(target))
    throw new AppError(
      'conflict',
      `${basename(target)} already exists. A key file is never written over: choose another name.`,
    );
  const key = createSigningKey({ ...request, now: new Date(context.now()) });
  writeFileSync(target, key.pem, { mode: 0o600, flag: 'wx' });
  return remember(context, target, readKeyOwner(target));
}

/** Takes a key file made elsewhere into the list, after reading its certificate; one of PKCS#12 opens for that. */
export function addKeyFile(context: EngineContext, path: string, passphrase: string | null): KnownKey {
  const bytes = readKeyBytes(path);
  if (!looksLikePkcs12(bytes)) {
    describeKeyFile(Buffer.from(bytes).toString('utf8'));
    return remember(context, path, readKeyOwner(path));
  }
  if (passphrase === null)
    throw new AppError(
      'wrong-passphrase',
      `${basename(path)} shows whose it is only with its passphrase. It was not added. Enter the passphrase.`,
    );
  return remember(context, path, ownerOf(path, openPkcs12(bytes, passphrase).certificate, true));
}

/** The cards that a library sees. `library`: path of one that somebody confirmed. */
export async function listCards(context: EngineContext, library: string): Promise<CardTokenView[]> {
  const tokens = await listTokens(library);
  libraryList(context).remember({ path: library });
  return tokens.map(({ serial, label, model, certificates }) => ({
    serial,
    label,
    model,
    certificates: certificates.flatMap(({ id, label: title, der }) => shownCertificate(id, title, der)),
  }));
}

/** One that cannot be read is left out. */
function shownCertificate(id: string, label: string, base64: string): CardTokenView['certificates'] {
  const der = Buffer.from(base64, 'base64');
  try {
    const { commonName, fingerprint, notAfter } = readCertificate(der);
    const name = commonName.toWellFormed();
    return [{ id, label, name, fingerprint, notAfter: new Date(notAfter).toISOString(), problem: signingProblem(der) }];
  } catch {
    return [];
  }
}

export interface CardChoice {
  /** Path of a PKCS#11 library that somebody confirmed. */
  readonly library: string;
  readonly serial: string;
  readonly label: string;
  readonly fingerprint: string;
  /** Path of a file with issuing certificates, or null. */
  readonly chain: string | null;
}

/** Takes a certificate of a card into the list. Throws an AppError when it is not there or cannot sign. */
export async function addCard(context: EngineContext, choice: CardChoice): Promise<KnownKey> {
  const token = (await listTokens(choice.library)).find(
    ({ serial, label }) => serial === choice.serial && label === choice.label,
  );
  const ders = (token?.certificates ?? []).map(({ id, der }) => ({ id, der: Buffer.from(der, 'base64') }));
  const found = ders.find(({ der }) => new X509Certificate(der).fingerprint256 === choice.fingerprint);
  if (token === undefined || found === undefined)
    throw new AppError(
      'not-found',
      'The card with this certificate is not in the reader. It was not added. Put it in and try again.',
    );
  algorithmOf(found.der);
  const given = choice.chain === null ? [] : readCertificateFile(readKeyBytes(choice.chain), basename(choice.chain));
  const others = [...ders.filter(({ id }) => id !== found.id).map(({ der }) => der), ...given];
  const chain = issuersOf(found.der, others);
  if (choice.chain !== null && chain.length === 0)
    throw new AppError(
      'invalid-request',
      `None of the certificates in ${basename(choice.chain)} issued the one on the card. It was not added. Choose the file of the authority that issued it, or none.`,
    );
  const path = saveReference(context.dataFolder, {
    kind: 'card',
    certificates: referenceCertificates([found.der, ...chain]),
    module: choice.library,
    serial: token.serial,
    label: token.label,
    keyId: found.id,
    hasPinPad: token.hasPinPad,
  });
  return remember(context, path, ownerOf(basename(choice.library), found.der, true));
}

/** Takes a certificate into the list whose key signs outside. Throws an AppError when it cannot sign. */
export function addExternal(context: EngineContext, certificate: string, folder: string): KnownKey {
  const certificates = readCertificateFile(readKeyBytes(certificate), basename(certificate));
  const own = leafOf(certificates);
  algorithmOf(own);
  if (!existsSync(folder))
    throw new AppError('not-found', `The folder ${folder} is not there. The certificate was not added.`);
  const chain = issuersOf(
    own,
    certificates.filter((der) => der !== own),
  );
  const path = saveReference(context.dataFolder, {
    kind: 'external',
    certificates: referenceCertificates([own, ...chain]),
    folder,
  });
  return remember(context, path, ownerOf(basename(certificate), own, true));
}

/** Writes a request for a certificate of a key file and answers where. */
export async function writeRequest(
  context: EngineContext,
  keyPath: string,
  passphrase: string,
  place: string,
): Promise<string> {
  const target = /\.(csr|pem|req)$/i.test(place) ? place : `${place}.csr`;
  const signer = await openAnyKey(context, keyPath, passphrase, ['the request for a certificate']);
  const request = Buffer.from(await requestCertificate(signer), 'ascii');
  saveWhole(target, request, 'The request', 'The key is unchanged.');
  return target;
}

/** Puts an issued certificate into a key file. Throws an AppError, after which the file is as it was. */
export function takeCertificate(context: EngineContext, keyPath: string, certificate: string): KnownKey {
  const keyFile = Buffer.from(readKeyBytes(keyPath)).toString('utf8');
  const { pem } = withIssuedCertificate(keyFile, readKeyBytes(certificate), basename(certificate), context.now());
  saveWhole(keyPath, Buffer.from(pem, 'utf8'), 'The key file', 'It is unchanged.', 0o600);
  return remember(context, keyPath, readKeyOwner(keyPath));
}
