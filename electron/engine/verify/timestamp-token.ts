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
  readInteger,
  readOid,
  readTime,
  sequence,
  setOf,
  tagged,
  type DerElement,
} from '../lib/der.ts';
import { hashOfOid, OID, SIGNATURE_OID, type HashName } from '../lib/object-identifiers.ts';
import { attributesOf, certificateHashFits } from './cms.ts';

/** What a time-stamp token says, and what is wrong with it. */
export interface TimestampResult {
  /** Empty when everything holds; else one sentence part per fault. */
  readonly problems: readonly string[];
  /** UTC milliseconds of genTime; null when the token could not be read. */
  readonly time: number | null;
  /** What the authority stamped. */
  readonly imprint: { readonly hash: HashName; readonly digest: Uint8Array } | null;
  /** The nonce as a DER INTEGER; null when there is none. */
  readonly nonce: Uint8Array | null;
  /** The authority's certificate and those that issued it, DER, as far as they are inside. */
  readonly certificates: readonly Uint8Array[];
}

interface ParsedToken {
  readonly certificates: readonly Uint8Array[];
  /** DER of TSTInfo. */
  readonly content: Uint8Array;
  readonly signerId: DerElement;
  readonly hash: HashName;
  readonly digestAlgorithm: Uint8Array;
  readonly signatureAlgorithm: Uint8Array;
  readonly signedAttributes: DerElement;
  readonly signature: Uint8Array;
}

/**
 * Checks an RFC 3161 time-stamp token: its structure, the signature of the authority and its certificate (time stamping
 * and nothing else, valid at the time, named by the ESS attribute), and that it stamps what `digestOf` hashes. Whether
 * the authority is one to trust is for `isTrustedAuthority`. Never throws for what the bytes hold.
 */
export function checkToken(der: Uint8Array, digestOf: (hash: HashName) => Uint8Array): TimestampResult {
  try {
    return check(parseToken(der), der, digestOf);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      problems: [`it is not a readable time stamp (${why})`],
      time: null,
      imprint: null,
      nonce: null,
      certificates: [],
    };
  }
}

/**
 * The token in the one encoding that is accepted here: what no signature covers is left out (certificates that did not
 * issue one another, roots, revocation lists, unsigned attributes). Throws when it cannot be read.
 */
export function canonicalToken(der: Uint8Array): Uint8Array {
  const parsed = parseToken(der);
  const signer = signerOf(parsed);
  if (!signer) throw new Error('the certificate of the authority is not inside');
  return encode({ ...parsed, certificates: chainOf(signer, parsed.certificates) });
}

/**
 * Whether a token's certificates lead to one that was given; null when none was given, so that nothing was judged.
 * `certificates` are the authority's and its issuers' in order.
 */
export function isTrustedAuthority(certificates: readonly Uint8Array[], given: readonly Uint8Array[]): boolean | null {
  if (given.length === 0) return null;
  const chain = certificates.map((der) => new X509Certificate(der));
  const top = chain.at(-1);
  return given.some((der) => {
    const anchor = new X509Certificate(der);
    if (chain.some(({ fingerprint256 }) => fingerprint256 === anchor.fingerprint256)) return true;
    return top !== undefined && anchor.ca && top.checkIssued(anchor) && top.verify(anchor.publicKey);
  });
}

function check(parsed: ParsedToken, der: Uint8Array, digestOf: (hash: HashName) => Uint8Array): TimestampResult {
  const problems: string[] = [];
  const info = readInfo(parsed.content);
  const signer = signerOf(parsed);
  const certificates = signer ? chainOf(signer, parsed.certificates) : [];
  if (!signer) problems.push('the certificate of the authority is not inside');
  else {
    if (!equal(encode({ ...parsed, certificates }), der)) problems.push('it is not encoded the one way it can be');
    problems.push(...signatureProblems(parsed, signer), ...certificateProblems(certificates, info.time));
  }
  if (!equal(info.imprint.digest, digestOf(info.imprint.hash))) {
    problems.push('it stamps something else: the digest in it is not that of what it stands beside');
  }
  return { problems, ...info, certificates };
}

/** RFC 3161 2.4.2: ContentInfo { signedData, [0] SignedData { 3, digests, { tstInfo, [0] TSTInfo }, certificates, signer } }. */
function parseToken(der: Uint8Array): ParsedToken {
  const contentInfo = readDer(der);
  if (contentInfo.end !== der.length) throw new Error('bytes follow it');
  if (readOid(child(contentInfo, 0)) !== OID.signedData) throw new Error('not SignedData');
  const [, , content, ...rest] = children(child(contentInfo, 1, 0));
  if (readOid(child(content, 0)) !== OID.tstInfo) throw new Error('what it signs is no time stamp');
  const certificates = rest.find((part) => part.tag === 0xa0);
  const signers = children(child(rest.find((part) => part.tag === 0x31)));
  if (signers.length !== 1) throw new Error(`${signers.length} signers instead of one`);
  const [, signerId, digestAlgorithm, signedAttributes, signatureAlgorithm, signature] = children(child(signers[0]));
  if (signedAttributes?.tag !== 0xa0) throw new Error('no signed attributes');
  const digestOid = readOid(child(digestAlgorithm, 0));
  const hash = hashOfOid(digestOid);
  if (!hash) throw new Error(`hash ${digestOid} is not accepted`);
  return {
    certificates: certificates ? children(certificates).map(({ raw }) => raw) : [],
    content: child(content, 1, 0).content,
    signerId: child(signerId),
    hash,
    digestAlgorithm: child(digestAlgorithm).raw,
    signatureAlgorithm: child(signatureAlgorithm).raw,
    signedAttributes,
    signature: child(signature).content,
  };
}

/** Writes the token again from its parts, so that no byte outside the signature could be changed unnoticed. */
function encode(parsed: ParsedToken): Uint8Array {
  const info = sequence(
    // Version 1 for a signer named by issuer and serial number, 3 by key identifier (RFC 5652 5.3).
    integer(parsed.signerId.tag === 0x30 ? 1 : 3),
    parsed.signerId.raw,
    parsed.digestAlgorithm,
    tagged(0xa0, parsed.signedAttributes.content),
    parsed.signatureAlgorithm,
    octetString(parsed.signature),
  );
  const signedData = sequence(
    integer(3),
    setOf(parsed.digestAlgorithm),
    sequence(objectIdentifier(OID.tstInfo), context(0, octetString(parsed.content))),
    tagged(0xa0, ...parsed.certificates),
    setOf(info),
  );
  return sequence(objectIdentifier(OID.signedData), context(0, signedData));
}

/** TSTInfo: version, policy, imprint, serial number, genTime, then optional accuracy, ordering, nonce, name, extensions. */
function readInfo(content: Uint8Array) {
  const whole = readDer(content);
  if (whole.end !== content.length) throw new Error('bytes follow what it signs');
  const [version, , imprint, , time, ...rest] = children(whole);
  if (readInteger(child(version)) !== 1) throw new Error('its version is not 1');
  const hashOid = readOid(child(imprint, 0, 0));
  const hash = hashOfOid(hashOid);
  if (!hash) throw new Error(`hash ${hashOid} is not accepted`);
  return {
    time: readGeneralizedTime(child(time)),
    imprint: { hash, digest: child(imprint, 1).content },
    nonce: rest.find(({ tag }) => tag === 0x02)?.raw ?? null,
  };
}

/** RFC 3161 2.4.2: UTC with an optional fraction of a second, kept to the millisecond. */
function readGeneralizedTime(element: DerElement): number {
  const text = Buffer.from(element.content).toString('latin1');
  const [, seconds, fraction = ''] = /^(\d{14})(?:\.(\d+))?Z$/.exec(text) ?? [];
  if (element.tag !== 0x18 || seconds === undefined) throw new Error('its time is not written as it must be');
  return readTime({ ...element, content: Buffer.from(`${seconds}Z`, 'latin1') }) + Number(`${fraction}000`.slice(0, 3));
}

/** Found by issuer and serial number, or by the subject key identifier. */
function signerOf({ signerId, certificates }: ParsedToken): Uint8Array | null {
  const isNamed = (der: Uint8Array): boolean => {
    if (signerId.tag !== 0x30) {
      const identifier = extensionOf(der, OID.subjectKeyIdentifier);
      return identifier !== null && equal(readDer(identifier.value).content, signerId.content);
    }
    const { issuer, serialNumber } = readCertificate(der);
    return equal(signerId.content, Buffer.concat([issuer, serialNumber]));
  };
  return certificates.find(isNamed) ?? null;
}

/**
 * The certificate, the one that issued it, and so on, as far as they are there. A root that issued itself is left out: it
 * proves nothing from inside, whoever judges must have it from elsewhere, and no signature would protect its bytes.
 */
function chainOf(signer: Uint8Array, all: readonly Uint8Array[]): Uint8Array[] {
  const chain = [signer];
  for (let current = signer; ;) {
    const x509 = new X509Certificate(current);
    const issuer = all.find((der) => {
      const candidate = new X509Certificate(der);
      const isRoot = candidate.issuer === candidate.subject;
      return !isRoot && !chain.includes(der) && x509.checkIssued(candidate) && x509.verify(candidate.publicKey);
    });
    if (!issuer) return chain;
    chain.push(issuer);
    current = issuer;
  }
}

function signatureProblems(parsed: ParsedToken, certificate: Uint8Array): string[] {
  const problems: string[] = [];
  const { hash, signedAttributes } = parsed;
  const key = new X509Certificate(certificate).publicKey;
  const kind = key.asymmetricKeyType;
  if ((kind !== 'ec' && kind !== 'rsa') || !algorithmsFit(parsed, kind)) {
    problems.push('its algorithms are not accepted');
  }
  const attributes = attributesOf(signedAttributes);
  const contentType = attributes.get(OID.contentType);
  if (!contentType || readOid(contentType) !== OID.tstInfo) problems.push('the content-type attribute is wrong');
  const digest = attributes.get(OID.messageDigest);
  if (!digest || !equal(digest.content, createHash(hash).update(parsed.content).digest())) {
    problems.push('what the authority signed was changed');
  }
  const first = attributes.get(OID.signingCertificate);
  const second = attributes.get(OID.signingCertificateV2);
  // The first form has a SHA-1 digest and nothing else to say so (RFC 5035 5).
  const firstFits = !first || equal(child(first, 0, 0, 0).content, createHash('sha1').update(certificate).digest());
  const secondFits = !second || certificateHashFits(second, certificate);
  if (!(first ?? second) || !firstFits || !secondFits) {
    problems.push('the signing-certificate attribute is missing or names another certificate');
  }
  if (!verify(hash, tagged(0x31, signedAttributes.content), key, parsed.signature)) {
    problems.push('the signature of the authority is wrong: the time stamp was changed');
  }
  return problems;
}

/** Identifiers with the parameters they must have: RSA a NULL, ECDSA none, digests either (RFC 5754). */
function algorithmsFit({ hash, digestAlgorithm, signatureAlgorithm }: ParsedToken, kind: 'ec' | 'rsa'): boolean {
  const named = objectIdentifier(OID[hash]);
  const signatures =
    kind === 'ec'
      ? [sequence(objectIdentifier(SIGNATURE_OID.ec[hash]))]
      : [OID.rsaEncryption, SIGNATURE_OID.rsa[hash]].map((oid) => sequence(objectIdentifier(oid), nullValue()));
  return (
    [sequence(named), sequence(named, nullValue())].some((one) => equal(one, digestAlgorithm)) &&
    signatures.some((one) => equal(one, signatureAlgorithm))
  );
}

/** RFC 3161 2.3: the certificate is for time stamping only, and says so in a critical extension. */
function certificateProblems(chain: readonly Uint8Array[], time: number): string[] {
  const problems: string[] = [];
  for (const [index, der] of chain.entries()) {
    const { commonName, notBefore, notAfter } = readCertificate(der);
    if (time < notBefore || time > notAfter)
      problems.push(`the certificate of ${commonName} was not valid at that time`);
    if (index > 0 && !new X509Certificate(der).ca) problems.push(`${commonName} may not issue certificates`);
  }
  const [authority] = chain;
  const usage = authority ? extensionOf(authority, OID.extendedKeyUsage) : null;
  const uses = usage ? children(readDer(usage.value)).map(readOid) : [];
  if (!usage?.isCritical || uses.length !== 1 || uses[0] !== OID.timeStamping) {
    problems.push('its certificate is not one for time stamping alone');
  }
  return problems;
}

/** An extension of a certificate (RFC 5280 4.1): identifier, critical or not, and a value in an octet string. */
function extensionOf(der: Uint8Array, oid: string): { isCritical: boolean; value: Uint8Array } | null {
  const list = children(child(readDer(der), 0)).find(({ tag }) => tag === 0xa3);
  for (const extension of list ? children(child(list, 0)) : []) {
    const parts = children(extension);
    if (readOid(child(parts[0])) !== oid) continue;
    return {
      isCritical: parts.length === 3 && child(parts[1]).content[0] === 0xff,
      value: child(parts.at(-1)).content,
    };
  }
  return null;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
