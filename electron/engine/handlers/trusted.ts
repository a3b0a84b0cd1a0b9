import type { TrustedCertificate, trustedContract } from '../../../shared/contract/trusted.ts';
import type { Handlers } from '../../../shared/contract/rpc.ts';
import { trustedRows } from '../db/queries/trusted.ts';
import { readCertificate } from '../lib/certificate.ts';
import { AppError } from '../lib/errors.ts';
import { readPem, writePem } from '../lib/pem.ts';
import { actingWith } from '../review/acting.ts';
import { addTrusted, removeTrusted, type TrustedSubject } from '../review/trusted-act.ts';
import type { Trusted } from '../verify/report.ts';
import { readCertificates } from './certificates.ts';
import type { EngineContext } from './context.ts';

/** Certificates that the open case trusts. */
export function trustedHandlers(context: EngineContext): Handlers<typeof trustedContract, unknown> {
  return {
    'trusted.list': () => listTrusted(context),
    'trusted.add': ({ use, of, reason }) => {
      const { db } = context.open();
      const acting = actingWith(context, 'preparer', 'approver');
      const subject = trustedOf(context, of);
      if (subject.certificate === '' && use !== 'signer')
        throw new AppError(
          'invalid-request',
          'An authority is trusted by its certificate: choose the file. Nothing was changed.',
        );
      addTrusted(db, { use, ...subject }, reason, acting, context.now());
      context.changed('journal', 'workspace');
      return listTrusted(context);
    },
    'trusted.remove': ({ use, fingerprint, reason }) => {
      const { db } = context.open();
      removeTrusted(db, { use, fingerprint }, reason, actingWith(context, 'preparer', 'approver'), context.now());
      context.changed('journal', 'workspace');
      return listTrusted(context);
    },
  };
}

/** What the open case trusts; nothing when none is open. */
export function listTrusted(context: EngineContext): TrustedCertificate[] {
  const { current } = context.session;
  if (current === null) return [];
  return trustedRows(current.db).map(({ certificate, acted_by, acted_at, ...row }) => {
    const [der] = derOf(certificate);
    const notAfter = der === undefined ? null : readCertificate(der).notAfter;
    return {
      ...row,
      notAfter: notAfter === null ? null : new Date(notAfter).toISOString(),
      isExpired: notAfter !== null && notAfter < context.now(),
      by: acted_by,
      at: acted_at,
    };
  });
}

/** What the open case trusts, as a verifier asks for it. */
export function trustedIn(context: EngineContext): Trusted {
  const { current } = context.session;
  const rows = current === null ? [] : trustedRows(current.db);
  const certificatesFor = (use: TrustedSubject['use']): Uint8Array[] =>
    rows.filter((row) => row.use === use).flatMap((row) => derOf(row.certificate));
  return {
    pinnedFingerprints: rows.filter((row) => row.use === 'signer').map((row) => row.fingerprint),
    issuers: certificatesFor('issuer'),
    authorities: certificatesFor('time-stamps'),
  };
}

/** Whose certificate it is, from a file or by its fingerprint. Throws `corrupt-input` or `invalid-request`. */
export function trustedOf(
  context: EngineContext,
  of: { readonly token: string } | { readonly fingerprint: string; readonly name: string },
): Omit<TrustedSubject, 'use'> {
  return 'token' in of ? fromFile(context.files.resolve(of.token)) : fromFingerprint(of.fingerprint, of.name);
}

function derOf(pem: string): Uint8Array[] {
  return readPem(pem)
    .slice(0, 1)
    .map(({ der }) => der);
}

function fromFile(path: string): Omit<TrustedSubject, 'use'> {
  const [der = new Uint8Array()] = readCertificates(path);
  const { commonName, fingerprint } = readCertificate(der);
  return { name: commonName, fingerprint, certificate: writePem('CERTIFICATE', der) };
}

function fromFingerprint(typed: string, name: string): Omit<TrustedSubject, 'use'> {
  const digits = typed.replaceAll(/[\s:]/g, '').toUpperCase();
  if (!/^[0-9A-F]{64}$/.test(digits))
    throw new AppError(
      'invalid-request',
      'A SHA-256 fingerprint has 64 hexadecimal digits, with or without colons. Nothing was changed.',
    );
  return { name, fingerprint: digits.match(/../g)?.join(':') ?? '', certificate: '' };
}
