import { createHash, verify, X509Certificate } from 'node:crypto';
import { readCertificate } from '../lib/certificate.ts';
import {
  child,
  children,
  context,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  readDer,
  readOid,
  readTime,
  sequence,
  setOf,
  tagged,
  type DerElement,
} from '../lib/der.ts';
import { hashOfOid, OID, SIGNATURE_OID, type HashName } from '../lib/object-identifiers.ts';

export interface CmsResult {
  /** Empty when everything holds; else one sentence per fault. */
  readonly problems: readonly string[];
  /** Signer's certificate, DER; null when the CMS could not be read so far. */
  readonly certificate: Uint8Array | null;
  /** All certificates inside, DER, signer's first. */
  readonly certificates: readonly Uint8Array[];
  /** UTC milliseconds of the signing-time attribute. */
  readonly signingTime: number | null;
  /** The signature value, which a time stamp inside the message covers. */
  readonly signature: Uint8Array;
  /** The time-stamp token among the unsigned attributes (RFC 3161 appendix A), not judged here. */
  readonly timestampToken: Uint8Array | null;
}

const UNREADABLE = {
  certificate: null,
  certificates: [],
  signingTime: null,
  signature: new Uint8Array(),
  timestampToken: null,
} as const;

/**
 * Checks a detached CMS signature with CAdES attributes: structure, message digest, signing-certificate hash,
 * algorithm protection, signature value. Does not judge who the certificate belongs to. Never throws for what the
 * bytes hold. `digestOf` hashes the signed content with the hash the signature names.
 */
export function verifyCms(der: Uint8Array, digestOf: (hash: HashName) => Uint8Array): CmsResult {
  try {
    return check(der, digestOf);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...UNREADABLE, problems: [`it is not a readable CMS signature (${why})`] };
  }
}

function check(der: Uint8Array, digestOf: (hash: HashName) => Uint8Array): CmsResult {
  const parsed = parse(der);
  const { attributes, signerInfo } = parsed;
  const problems: string[] = [];
  const certificate = parsed.certificates.find((candidate) => {
    const { issuer, serialNumber } = readCertificate(candidate);
    return equal(signerInfo.id, Buffer.concat([issuer, serialNumber]));
  });
  if (!certificate) {
    return { ...UNREADABLE, problems: ["the signer's certificate is not inside"] };
  }
  const { hash } = signerInfo;
  const key = new X509Certificate(certificate).publicKey;
  const kind = key.asymmetricKeyType;
  if (kind !== 'ec' && kind !== 'rsa') problems.push(`keys of the kind ${kind} are not accepted`);
  else if (SIGNATURE_OID[kind][hash] !== signerInfo.signatureAlgorithm) {
    problems.push('the signature algorithm does not belong to the key and hash');
  } else if (!equal(encode(parsed, kind), der)) {
    problems.push('it is not encoded the one way it can be');
  }
  const certificates = [certificate, ...parsed.certificates.filter((other) => other !== certificate)];
  if (!isChain(certificates)) problems.push('its certificates do not issue one another');
  const attribute = (oid: string): DerElement | null => attributes.get(oid) ?? null;
  const contentType = attribute(OID.contentType);
  if (!contentType || readOid(contentType) !== OID.data)
    problems.push('the content-type attribute is missing or wrong');
  const digest = attribute(OID.messageDigest);
  if (!digest || !equal(digest.content, digestOf(hash))) {
    problems.push('the signed content was changed: its digest is not the one that was signed');
  }
  if (!certificateHashFits(attribute(OID.signingCertificateV2), certificate)) {
    problems.push('the signing-certificate attribute is missing or names another certificate');
  }
  const protection = attribute(OID.cmsAlgorithmProtection);
  if (protection && !protectionFits(protection, signerInfo)) {
    problems.push('the algorithm-protection attribute does not match the algorithms used');
  }
  // What was signed is the SET OF encoding; the message carries the same content under [0].
  if (!verify(hash, tagged(0x31, signerInfo.signedAttributes), key, signerInfo.signature)) {
    problems.push('the signature value is wrong: the signature or what it covers was changed');
  }
  const time = attribute(OID.signingTime);
  return {
    problems,
    certificate,
    certificates,
    signingTime: time ? readTime(time) : null,
    signature: signerInfo.signature,
    timestampToken: signerInfo.timestampToken,
  };
}

interface SignerInfo {
  /** Content of IssuerAndSerialNumber. */
  readonly id: Uint8Array;
  readonly hash: HashName;
  readonly digestAlgorithm: string;
  readonly signatureAlgorithm: string;
  readonly signedAttributes: Uint8Array;
  readonly signature: Uint8Array;
  readonly timestampToken: Uint8Array | null;
}

interface ParsedCms {
  readonly certificates: readonly Uint8Array[];
  readonly attributes: ReadonlyMap<string, DerElement>;
  readonly signerInfo: SignerInfo;
}

/** RFC 5652: ContentInfo { signedData, [0] SignedData { version, digests, content, [0] certificates, signerInfos } }. */
function parse(der: Uint8Array): ParsedCms {
  const contentInfo = readDer(der);
  if (contentInfo.end !== der.length) throw new Error('bytes follow it');
  if (readOid(child(contentInfo, 0)) !== OID.signedData) throw new Error('not SignedData');
  const [, , content, ...rest] = children(child(contentInfo, 1, 0));
  const contentParts = children(child(content));
  if (contentParts.length !== 1 || readOid(child(contentParts[0])) !== OID.data) throw new Error('not detached data');
  const certificates = rest.find((part) => part.tag === 0xa0);
  const signerInfos = children(child(rest.find((part) => part.tag === 0x31)));
  if (signerInfos.length !== 1) throw new Error(`${signerInfos.length} signers instead of one`);
  const [, id, digestAlgorithm, signedAttributes, signatureAlgorithm, signature, unsigned] = children(
    child(signerInfos[0]),
  );
  if (signedAttributes?.tag !== 0xa0) throw new Error('no signed attributes');
  const digestOid = readOid(child(digestAlgorithm, 0));
  const hash = hashOfOid(digestOid);
  if (!hash) throw new Error(`hash ${digestOid} is not accepted`);
  return {
    certificates: certificates ? children(certificates).map((certificate) => certificate.raw) : [],
    attributes: attributesOf(signedAttributes),
    signerInfo: {
      id: child(id).content,
      hash,
      digestAlgorithm: digestOid,
      signatureAlgorithm: readOid(child(signatureAlgorithm, 0)),
      signedAttributes: signedAttributes.content,
      signature: child(signature).content,
      timestampToken: unsigned ? tokenOf(unsigned) : null,
    },
  };
}

/** Only a time stamp may stand among the unsigned attributes. */
function tokenOf(unsigned: DerElement): Uint8Array {
  const token = attributesOf(unsigned).get(OID.timeStampToken);
  if (!token) throw new Error('it has unsigned attributes other than a time stamp');
  return token.raw;
}

/** Attributes by identifier; each has one value and occurs once. */
export function attributesOf(element: DerElement): ReadonlyMap<string, DerElement> {
  const attributes = new Map<string, DerElement>();
  for (const attribute of children(element)) {
    const oid = readOid(child(attribute, 0));
    const values = children(child(attribute, 1));
    if (attributes.has(oid) || values.length !== 1) throw new Error(`attribute ${oid} occurs more than once`);
    attributes.set(oid, child(values[0]));
  }
  return attributes;
}

/**
 * Writes the message again from its parts. Version numbers and the list of digest algorithms are signed by nobody;
 * comparing leaves no byte that could be changed unnoticed.
 */
function encode({ certificates, signerInfo }: ParsedCms, kind: 'ec' | 'rsa'): Uint8Array {
  const digestAlgorithm = sequence(objectIdentifier(signerInfo.digestAlgorithm));
  const parameters = kind === 'rsa' ? [nullValue()] : [];
  const info = sequence(
    integer(1),
    sequence(signerInfo.id),
    digestAlgorithm,
    tagged(0xa0, signerInfo.signedAttributes),
    sequence(objectIdentifier(signerInfo.signatureAlgorithm), ...parameters),
    octetString(signerInfo.signature),
    ...(signerInfo.timestampToken ? [unsignedTimestamp(signerInfo.timestampToken)] : []),
  );
  const signedData = sequence(
    integer(1),
    setOf(digestAlgorithm),
    sequence(objectIdentifier(OID.data)),
    tagged(0xa0, ...certificates),
    setOf(info),
  );
  return sequence(objectIdentifier(OID.signedData), context(0, signedData));
}

/** The unsigned attributes of a signer with a time stamp over the signature value (RFC 3161 appendix A). */
export function unsignedTimestamp(token: Uint8Array): Uint8Array {
  return tagged(0xa1, sequence(objectIdentifier(OID.timeStampToken), setOf(token)));
}

/** Each certificate is signed by the next; a last one that names itself as issuer, by itself. */
function isChain(certificates: readonly Uint8Array[]): boolean {
  const chain = certificates.map((der) => new X509Certificate(der));
  return chain.every((certificate, index) => {
    const issuer = chain[index + 1];
    if (issuer) return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
    return certificate.issuer !== certificate.subject || certificate.verify(certificate.publicKey);
  });
}

/** ESSCertIDv2 (RFC 5035): an optional algorithm (default SHA-256), then the hash. */
export function certificateHashFits(attribute: DerElement | null, certificate: Uint8Array): boolean {
  if (!attribute) return false;
  const parts = children(child(attribute, 0, 0));
  const hasAlgorithm = parts[0]?.tag === 0x30;
  const hash = hasAlgorithm ? hashOfOid(readOid(child(parts[0], 0))) : 'sha256';
  const stated = child(parts[hasAlgorithm ? 1 : 0]).content;
  return hash !== undefined && equal(stated, createHash(hash).update(certificate).digest());
}

/** RFC 6211: the digest algorithm, and the signature algorithm under [1]. */
function protectionFits(attribute: DerElement, signerInfo: SignerInfo): boolean {
  return (
    readOid(child(attribute, 0, 0)) === signerInfo.digestAlgorithm &&
    child(attribute, 1).tag === 0xa1 &&
    readOid(child(attribute, 1, 0)) === signerInfo.signatureAlgorithm
  );
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
