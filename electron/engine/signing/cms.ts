import { createHash } from 'node:crypto';
import {
  context,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  readDer,
  sequence,
  setOf,
  tagged,
  time,
} from '../lib/der.ts';
import { readCertificate } from '../lib/certificate.ts';
import { OID, SIGNATURE_OID, type HashName } from '../lib/object-identifiers.ts';
import type { Signer } from './signer.ts';

export interface SignDetachedInput {
  readonly signer: Signer;
  /** Hash of the content, made with `hash`. */
  readonly digest: Uint8Array;
  /** Must be the signer's hash; stated so that digest and signature cannot drift apart. */
  readonly hash: HashName;
  /** Adds the signing-time attribute. Files want it; PDF signatures must not have it (EN 319 142-1 table 1). */
  readonly signingTime?: Date;
}

/**
 * A detached CMS SignedData (RFC 5652) with the signed attributes of CAdES baseline B: content-type, message-digest,
 * signing-certificate-v2, and CMSAlgorithmProtection (RFC 6211). Returns DER.
 */
export async function signDetached({ signer, digest, hash, signingTime }: SignDetachedInput): Promise<Uint8Array> {
  if (hash !== signer.hash) throw new RangeError(`the signer signs with ${signer.hash}, not ${hash}`);
  const { issuer, serialNumber } = readCertificate(signer.certificate);
  const digestAlgorithm = sequence(objectIdentifier(OID[hash]));
  const signatureAlgorithm = signatureAlgorithmOf(signer.kind, hash);
  const attributes = setOf(
    attribute(OID.contentType, objectIdentifier(OID.data)),
    attribute(OID.messageDigest, octetString(digest)),
    attribute(OID.signingCertificateV2, signingCertificate(signer.certificate, hash, issuer, serialNumber)),
    // The signature algorithm sits in an IMPLICIT [1]: its content under another tag.
    attribute(OID.cmsAlgorithmProtection, sequence(digestAlgorithm, tagged(0xa1, readDer(signatureAlgorithm).content))),
    ...(signingTime ? [attribute(OID.signingTime, time(signingTime))] : []),
  );
  // The signature covers the SET OF encoding; inside SignerInfo the same content stands under [0].
  const signature = await signer.sign(attributes);
  const signerInfo = sequence(
    integer(1),
    sequence(issuer, serialNumber),
    digestAlgorithm,
    tagged(0xa0, readDer(attributes).content),
    signatureAlgorithm,
    octetString(signature),
  );
  const signedData = sequence(
    integer(1),
    setOf(digestAlgorithm),
    sequence(objectIdentifier(OID.data)),
    tagged(0xa0, signer.certificate, ...signer.chain),
    setOf(signerInfo),
  );
  return sequence(objectIdentifier(OID.signedData), context(0, signedData));
}

/** RSA algorithm identifiers carry an explicit NULL, ECDSA ones nothing (RFC 4055, RFC 5758). */
export function signatureAlgorithmOf(kind: Signer['kind'], hash: HashName): Uint8Array {
  const oid = objectIdentifier(SIGNATURE_OID[kind][hash]);
  return kind === 'rsa' ? sequence(oid, nullValue()) : sequence(oid);
}

function attribute(oid: string, value: Uint8Array): Uint8Array {
  return sequence(objectIdentifier(oid), setOf(value));
}

/** ESSCertIDv2 (RFC 5035): SHA-256 is the default and must then be left out. */
function signingCertificate(
  certificate: Uint8Array,
  hash: HashName,
  issuer: Uint8Array,
  serialNumber: Uint8Array,
): Uint8Array {
  const algorithm = hash === 'sha256' ? [] : [sequence(objectIdentifier(OID[hash]))];
  const certificateHash = octetString(createHash(hash).update(certificate).digest());
  // GeneralNames with one directoryName, which is an EXPLICIT [4].
  const issuerSerial = sequence(sequence(context(4, issuer)), serialNumber);
  return sequence(sequence(sequence(...algorithm, certificateHash, issuerSerial)));
}
