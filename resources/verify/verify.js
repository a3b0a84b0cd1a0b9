// @ts-check
'use strict';

// The second verifier of evidence bundles: one page, no network, nothing but what a browser brings. It shares no line with
// the application that makes bundles, so that a fault of one is not a fault of the other.

/** @typedef {{ title: string, ok: boolean, detail: string }} Check */
/** @typedef {{ tag: number, end: number, raw: Uint8Array, content: Uint8Array }} Der */
/** @typedef {{ name: string, fingerprint: string, role: string, meaning: string, at: string, isSelfSigned: boolean, validTo: string }} Signer */
/** @typedef {{ what: string, authority: string, fingerprint: string, at: string }} Stamp */
/** @typedef {{ ok: boolean, checks: Check[], signers: Signer[], stamps: Stamp[], digest: string | null, isRedacted: boolean }} Result */

// Bytes ---------------------------------------------------------------------------------------------------------------

/** @param {Uint8Array} a @param {Uint8Array} b */
function isSame(a, b) {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** @param {Uint8Array} bytes */
function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @param {Uint8Array[]} parts */
function join(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {Uint8Array} bytes */
function latin1(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return text;
}

/** Throws for bytes that are no UTF-8. @param {Uint8Array} bytes */
function utf8(bytes) {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** @param {string} text */
function bytesOf(text) {
  return new TextEncoder().encode(text);
}

/** @param {string} algorithm @param {Uint8Array} bytes */
async function digest(algorithm, bytes) {
  return new Uint8Array(await crypto.subtle.digest(algorithm, new Uint8Array(bytes)));
}

/** @param {Uint8Array} bytes */
async function sha256(bytes) {
  return hex(await digest('SHA-256', bytes));
}

// Archive -------------------------------------------------------------------------------------------------------------

const MOST_ENTRIES = 1000;
const MOST_BYTES = 2 ** 30;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = (CRC_TABLE[(value ^ byte) & 255] ?? 0) ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

/** Reads the archive by its directory; every entry is stored as it is. @param {Uint8Array} bytes */
function readZip(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = bytes.length - 22;
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50) throw new Error('it does not end as an archive ends');
  const count = view.getUint16(end + 10, true);
  if (count > MOST_ENTRIES) throw new Error(`it holds more than ${MOST_ENTRIES} entries`);
  let at = view.getUint32(end + 16, true);
  let total = 0;
  /** @type {Map<string, Uint8Array>} */
  const files = new Map();
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) throw new Error(`entry ${index + 1} is damaged`);
    if (view.getUint16(at + 10, true) !== 0)
      throw new Error(`entry ${index + 1} is packed, and entries of a bundle are not`);
    const size = view.getUint32(at + 20, true);
    const nameLength = view.getUint16(at + 28, true);
    const name = latin1(bytes.subarray(at + 46, at + 46 + nameLength));
    const local = view.getUint32(at + 42, true);
    if (local + 30 > end || view.getUint32(local, true) !== 0x04034b50)
      throw new Error(`${name} is not where it should be`);
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    total += size;
    if (start + size > end || total > MOST_BYTES) throw new Error(`${name} is larger than the archive`);
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/.test(name) || name.length > 200)
      throw new Error(`entry ${index + 1} has a name that is not allowed`);
    if (files.has(name)) throw new Error(`${name} occurs twice`);
    files.set(name, bytes.subarray(start, start + size));
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}

/** Writes the one archive of these files: sorted, stored, with a fixed time. @param {Map<string, Uint8Array>} files */
function writeZip(files) {
  /** @type {Uint8Array[]} */
  const front = [];
  /** @type {Uint8Array[]} */
  const back = [];
  let at = 0;
  for (const name of [...files.keys()].sort(byCodeUnit)) {
    const content = files.get(name) ?? new Uint8Array();
    const nameBytes = bytesOf(name);
    // Version, flags, method, time (12:00), date (1980-01-01), checksum, sizes, length of the name.
    const common = new DataView(new ArrayBuffer(26));
    common.setUint16(0, 20, true);
    common.setUint16(6, 0x6000, true);
    common.setUint16(8, 0x21, true);
    common.setUint32(10, crc32(content), true);
    common.setUint32(14, content.length, true);
    common.setUint32(18, content.length, true);
    common.setUint16(22, nameBytes.length, true);
    const shared = new Uint8Array(common.buffer);
    front.push(bytesOf('PK\u0003\u0004'), shared, nameBytes, content);
    // Comment, disk, attributes of a file that its owner may write (Unix), place of the local header.
    const rest = new DataView(new ArrayBuffer(14));
    rest.setUint32(6, (0o100644 << 16) >>> 0, true);
    rest.setUint32(10, at, true);
    back.push(bytesOf('PK\u0001\u0002'), Uint8Array.of(20, 3), shared, new Uint8Array(rest.buffer), nameBytes);
    at += 30 + nameBytes.length + content.length;
  }
  const directory = join(...back);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, files.size, true);
  end.setUint16(10, files.size, true);
  end.setUint32(12, directory.length, true);
  end.setUint32(16, at, true);
  return join(...front, directory, new Uint8Array(end.buffer));
}

/** @param {string} a @param {string} b */
function byCodeUnit(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

// Canonical JSON (RFC 8785) -------------------------------------------------------------------------------------------

/** @param {unknown} value @returns {string} */
function canonical(value) {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return JSON.stringify(value);
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new Error('text with half a character');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const members = Object.entries(/** @type {object} */ (value)).sort(([a], [b]) => byCodeUnit(a, b));
  return `{${members.map(([key, member]) => `${canonical(key)}:${canonical(member)}`).join(',')}}`;
}

/** @param {Uint8Array} bytes */
function isCanonical(bytes) {
  try {
    const text = utf8(bytes);
    return canonical(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}

// DER, certificates, CMS ----------------------------------------------------------------------------------------------

/** @param {Uint8Array} bytes @param {number} [offset] @returns {Der} */
function readDer(bytes, offset = 0) {
  const tag = bytes[offset];
  let length = bytes[offset + 1];
  if (tag === undefined || length === undefined || (tag & 31) === 31) throw new Error('not DER');
  let start = offset + 2;
  if (length > 127) {
    const count = length & 127;
    if (count === 0 || count > 4) throw new Error('not DER');
    length = 0;
    for (let index = 0; index < count; index += 1) length = length * 256 + (bytes[start++] ?? NaN);
  }
  const end = start + length;
  if (!(end <= bytes.length)) throw new Error('not DER');
  return { tag, end, raw: bytes.subarray(offset, end), content: bytes.subarray(start, end) };
}

/** @param {Der | undefined} element @returns {Der[]} */
function inside(element) {
  if (element === undefined) throw new Error('a part is missing');
  /** @type {Der[]} */
  const parts = [];
  for (let at = 0; at < element.content.length;) {
    const part = readDer(element.content, at);
    parts.push(part);
    at = part.end;
  }
  return parts;
}

/** @param {Der | undefined} element @param {number[]} path @returns {Der} */
function part(element, ...path) {
  let current = element;
  for (const index of path) current = inside(current)[index];
  if (current === undefined) throw new Error('a part is missing');
  return current;
}

/** @param {Der | undefined} element */
function oid(element) {
  if (element?.tag !== 6) throw new Error('no identifier where one belongs');
  /** @type {number[]} */
  const arcs = [];
  let value = 0;
  for (const byte of element.content) {
    value = value * 128 + (byte & 127);
    if (byte < 128) {
      arcs.push(value);
      value = 0;
    }
  }
  const [first = 0, ...rest] = arcs;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - 40 * root, ...rest].join('.');
}

/** @param {number} tag @param {Uint8Array[]} parts */
function der(tag, ...parts) {
  const content = join(...parts);
  /** @type {number[]} */
  const length = [];
  if (content.length < 128) length.push(content.length);
  else {
    for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest & 255);
    length.unshift(128 | length.length);
  }
  return join(Uint8Array.of(tag, ...length), content);
}

/** @type {Readonly<Record<string, string>>} */
const HASHES = {
  '2.16.840.1.101.3.4.2.1': 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};
/** @type {Readonly<Record<string, { name: string, bytes: number }>>} */
const CURVES = {
  '1.2.840.10045.3.1.7': { name: 'P-256', bytes: 32 },
  '1.3.132.0.34': { name: 'P-384', bytes: 48 },
  '1.3.132.0.35': { name: 'P-521', bytes: 66 },
};
/** Signature algorithms by hash and kind of key. @type {Readonly<Record<string, { hash: string, kind: 'ec' | 'rsa' }>>} */
const SIGNATURES = {
  '1.2.840.10045.4.3.2': { hash: 'SHA-256', kind: 'ec' },
  '1.2.840.10045.4.3.3': { hash: 'SHA-384', kind: 'ec' },
  '1.2.840.10045.4.3.4': { hash: 'SHA-512', kind: 'ec' },
  '1.2.840.113549.1.1.11': { hash: 'SHA-256', kind: 'rsa' },
  '1.2.840.113549.1.1.12': { hash: 'SHA-384', kind: 'rsa' },
  '1.2.840.113549.1.1.13': { hash: 'SHA-512', kind: 'rsa' },
};
const EC_KEY = '1.2.840.10045.2.1';
const RSA_KEY = '1.2.840.113549.1.1.1';
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const DATA = '1.2.840.113549.1.7.1';
const ATTRIBUTE = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificate: '1.2.840.113549.1.9.16.2.47',
  algorithmProtection: '1.2.840.113549.1.9.52',
  timestampToken: '1.2.840.113549.1.9.16.2.14',
  signingCertificateFirstForm: '1.2.840.113549.1.9.16.2.12',
};
const TIMESTAMP_INFO = '1.2.840.113549.1.9.16.1.4';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const SUBJECT_KEY = '2.5.29.14';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
/** rsaEncryption, which leaves the hash to the digest algorithm beside it. */
const RSA_ANY = RSA_KEY;

/** @param {Der} element UTCTime or GeneralizedTime, as milliseconds. */
function timeOf(element) {
  const text = latin1(element.content);
  const full = element.tag === 0x17 ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(full) ?? [];
  if (y === undefined) throw new Error('a time that cannot be read');
  return Date.UTC(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s));
}

/** @param {Uint8Array} bytes */
function readCertificate(bytes) {
  const whole = readDer(bytes);
  if (whole.end !== bytes.length) throw new Error('bytes follow a certificate');
  const [body, algorithm, signature] = inside(whole);
  const fields = inside(body);
  const [serial, , issuer, validity, subject, key] = fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  const names = inside(subject).flatMap((set) => inside(set));
  const common = names.find((name) => oid(part(name, 0)) === '2.5.4.3');
  return {
    bytes,
    body: part(body).raw,
    serial: part(serial).raw,
    issuer: part(issuer).raw,
    subject: part(subject).raw,
    name: common === undefined ? 'a certificate without a name' : new TextDecoder().decode(part(common, 1).content),
    notBefore: timeOf(part(validity, 0)),
    notAfter: timeOf(part(validity, 1)),
    key: part(key),
    algorithm: oid(part(algorithm, 0)),
    // A bit string: its first byte counts unused bits, of which there are none.
    signature: part(signature).content.subarray(1),
    extensions: fields.find(({ tag }) => tag === 0xa3),
  };
}

/** @param {ReturnType<typeof readCertificate>} certificate @param {string} name */
function extension(certificate, name) {
  if (certificate.extensions === undefined) return null;
  for (const one of inside(part(certificate.extensions, 0))) {
    const parts = inside(one);
    const value = parts.at(-1);
    if (value === undefined || oid(parts[0]) !== name) continue;
    return { isCritical: parts.length === 3 && parts[1]?.content[0] === 255, value: readDer(value.content) };
  }
  return null;
}

/**
 * @param {Der} key SubjectPublicKeyInfo
 * @param {string} algorithm identifier of the signature algorithm
 * @param {Uint8Array} signed @param {Uint8Array} signature
 */
async function isSignature(key, algorithm, signed, signature) {
  const known = SIGNATURES[algorithm];
  if (known === undefined) return false;
  const kind = oid(part(key, 0, 0));
  const data = new Uint8Array(signed);
  if (known.kind === 'rsa' && kind === RSA_KEY) {
    const imported = await crypto.subtle.importKey(
      'spki',
      new Uint8Array(key.raw),
      { name: 'RSASSA-PKCS1-v1_5', hash: known.hash },
      false,
      ['verify'],
    );
    return crypto.subtle.verify('RSASSA-PKCS1-v1_5', imported, new Uint8Array(signature), data);
  }
  const curve = CURVES[kind === EC_KEY ? oid(part(key, 0, 1)) : ''];
  if (known.kind !== 'ec' || curve === undefined) return false;
  const whole = readDer(signature);
  const [r, s, ...more] = inside(whole);
  if (r === undefined || s === undefined || more.length > 0 || whole.end !== signature.length) return false;
  // The numbers are written in the one shortest way, or another file would carry the same signature.
  if (!isSame(der(0x30, der(2, r.content), der(2, s.content)), signature) || !isShortest(r) || !isShortest(s))
    return false;
  const raw = join(fixed(r.content, curve.bytes), fixed(s.content, curve.bytes));
  const imported = await crypto.subtle.importKey(
    'spki',
    new Uint8Array(key.raw),
    { name: 'ECDSA', namedCurve: curve.name },
    false,
    ['verify'],
  );
  return crypto.subtle.verify({ name: 'ECDSA', hash: known.hash }, imported, raw, data);
}

/** @param {Der} number */
function isShortest({ content: [first, second] }) {
  return first !== undefined && first < 128 && !(first === 0 && second !== undefined && second < 128);
}

/** @param {Uint8Array} number @param {number} length */
function fixed(number, length) {
  const short = number[0] === 0 ? number.subarray(1) : number;
  if (short.length > length) throw new Error('a number of the signature is too long');
  return join(new Uint8Array(length - short.length), short);
}

/**
 * Checks a detached signature with its attributes over the content.
 * @param {Uint8Array} bytes
 * @param {Uint8Array} content
 */
async function checkCms(bytes, content) {
  /** @type {string[]} */
  const problems = [];
  const info = readDer(bytes);
  if (info.end !== bytes.length) problems.push('bytes follow the signature');
  if (oid(part(info, 0)) !== SIGNED_DATA) throw new Error('it is not signed data');
  const [, , , ...rest] = inside(part(info, 1, 0));
  const certificates = inside(rest.find(({ tag }) => tag === 0xa0)).map(({ raw }) => readCertificate(raw));
  const infos = inside(rest.find(({ tag }) => tag === 0x31));
  if (infos.length !== 1) throw new Error(`${infos.length} signers instead of one`);
  const [, id, digestAlgorithm, attributes, algorithm, signature, unsigned] = inside(infos[0]);
  const hashOid = oid(part(digestAlgorithm, 0));
  const hash = HASHES[hashOid];
  const signatureOid = oid(part(algorithm, 0));
  if (hash === undefined || attributes?.tag !== 0xa0) throw new Error('its algorithms are not accepted');
  const signer = certificates.find(({ issuer, serial }) => isSame(part(id).content, join(issuer, serial)));
  if (signer === undefined) throw new Error('the certificate of the signer is not inside');
  const known = SIGNATURES[signatureOid];
  if (known?.hash !== hash) problems.push('the signature algorithm does not go with the hash');

  // Some bytes of the message are signed by nobody: written again from its parts it must be the same.
  const algorithmParts = part(digestAlgorithm, 0).raw;
  const parameters = known?.kind === 'rsa' ? [Uint8Array.of(5, 0)] : [];
  const again = der(
    0x30,
    part(info, 0).raw,
    der(
      0xa0,
      der(
        0x30,
        Uint8Array.of(2, 1, 1),
        der(0x31, der(0x30, algorithmParts)),
        der(0x30, der(6, Uint8Array.of(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1))),
        der(0xa0, ...certificates.map((one) => one.bytes)),
        der(
          0x31,
          der(
            0x30,
            Uint8Array.of(2, 1, 1),
            der(0x30, part(id).content),
            der(0x30, algorithmParts),
            der(0xa0, attributes.content),
            der(0x30, part(algorithm, 0).raw, ...parameters),
            der(4, part(signature).content),
            // Beside the signature there may be a time stamp over it, and nothing else.
            ...(unsigned === undefined
              ? []
              : [der(0xa1, der(0x30, part(unsigned, 0, 0).raw, der(0x31, part(unsigned, 0, 1, 0).raw)))]),
          ),
        ),
      ),
    ),
  );
  if (!isSame(again, bytes)) problems.push('it is not written the one way it can be');
  if (unsigned !== undefined && oid(part(unsigned, 0, 0)) !== ATTRIBUTE.timestampToken)
    problems.push('it carries something that nobody signed');

  /** @type {Map<string, Der>} */
  const values = new Map();
  for (const attribute of inside(attributes)) {
    const name = oid(part(attribute, 0));
    if (values.has(name) || inside(part(attribute, 1)).length !== 1) problems.push('an attribute occurs twice');
    values.set(name, part(attribute, 1, 0));
  }
  const contentType = values.get(ATTRIBUTE.contentType);
  if (contentType === undefined || oid(contentType) !== DATA) problems.push('the content type is not that of data');
  const stated = values.get(ATTRIBUTE.messageDigest)?.content;
  if (stated === undefined || !isSame(stated, await digest(hash, content)))
    problems.push('what was signed was changed afterwards');
  const named = values.get(ATTRIBUTE.signingCertificate);
  if (named === undefined || !(await namesCertificate(named, signer.bytes)))
    problems.push('it does not name the certificate that signed');
  const protection = values.get(ATTRIBUTE.algorithmProtection);
  if (
    protection !== undefined &&
    (oid(part(protection, 0, 0)) !== hashOid || oid(part(protection, 1, 0)) !== signatureOid)
  )
    problems.push('its algorithms are not those that were signed');
  const signed = join(Uint8Array.of(0x31), attributes.raw.subarray(1));
  if (!(await isSignature(signer.key, signatureOid, signed, part(signature).content)))
    problems.push('the signature is not by its certificate over these bytes');
  const chain = [signer, ...certificates.filter((one) => one !== signer)];
  for (const [index, one] of chain.entries()) {
    const isOwn = isSame(one.issuer, one.subject);
    const issuer = chain[index + 1] ?? (isOwn ? one : undefined);
    if (issuer === undefined) continue;
    if (!isSame(one.issuer, issuer.subject) || !(await isSignature(issuer.key, one.algorithm, one.body, one.signature)))
      problems.push('its certificates did not issue one another');
  }
  const time = values.get(ATTRIBUTE.signingTime);
  return {
    problems,
    signer,
    chain,
    isSelfSigned: isSame(signer.issuer, signer.subject),
    at: time === undefined ? null : timeOf(time),
    token: unsigned === undefined ? null : part(unsigned, 0, 1, 0).raw,
    value: part(signature).content,
  };
}

/** @param {Der} attribute ESSCertIDv2 @param {Uint8Array} certificate */
async function namesCertificate(attribute, certificate) {
  const parts = inside(part(attribute, 0, 0));
  const hasAlgorithm = parts[0]?.tag === 0x30;
  const hash = hasAlgorithm ? HASHES[oid(part(parts[0], 0))] : 'SHA-256';
  if (hash === undefined) return false;
  return isSame(part(parts[hasAlgorithm ? 1 : 0]).content, await digest(hash, certificate));
}

// Time stamps (RFC 3161) ----------------------------------------------------------------------------------------------

/**
 * Checks the time stamp of an authority over some bytes: its own signature, and that it is over these.
 * @param {Uint8Array} bytes @param {Uint8Array} stamped
 */
async function checkToken(bytes, stamped) {
  /** @type {string[]} */
  const problems = [];
  const info = readDer(bytes);
  const data = part(info, 1, 0);
  const [, , content, ...rest] = inside(data);
  if (info.end !== bytes.length || oid(part(info, 0)) !== SIGNED_DATA || oid(part(content, 0)) !== TIMESTAMP_INFO)
    throw new Error('it is no time stamp');
  const certificates = inside(rest.find(({ tag }) => tag === 0xa0)).map(({ raw }) => readCertificate(raw));
  const infos = inside(rest.find(({ tag }) => tag === 0x31));
  if (infos.length !== 1) throw new Error(`${infos.length} signers instead of one`);
  const [, id, digestAlgorithm, attributes, algorithm, signature] = inside(infos[0]);
  const hash = HASHES[oid(part(digestAlgorithm, 0))];
  if (hash === undefined || attributes?.tag !== 0xa0) throw new Error('its algorithms are not accepted');
  const isByKey = part(id).tag !== 0x30;
  const signer = certificates.find((one) =>
    isByKey
      ? isSame(part(id).content, extension(one, SUBJECT_KEY)?.value.content ?? new Uint8Array())
      : isSame(part(id).content, join(one.issuer, one.serial)),
  );
  if (signer === undefined) throw new Error('the certificate of the authority is not inside');

  // Each certificate behind the first issued the one before it; roots and strangers do not belong in.
  const chain = [signer, ...certificates.filter((one) => one !== signer)];
  for (const [index, one] of chain.entries()) {
    const issuer = chain[index + 1];
    if (issuer === undefined) continue;
    const isIssuer = isSame(one.issuer, issuer.subject) && !isSame(issuer.issuer, issuer.subject);
    if (!isIssuer || !(await isSignature(issuer.key, one.algorithm, one.body, one.signature)))
      problems.push('its certificates did not issue one another');
  }
  const signedInfo = part(content, 1, 0).content;
  const again = der(
    0x30,
    part(info, 0).raw,
    der(
      0xa0,
      der(
        0x30,
        Uint8Array.of(2, 1, 3),
        der(0x31, part(digestAlgorithm).raw),
        der(0x30, part(content, 0).raw, der(0xa0, der(4, signedInfo))),
        der(0xa0, ...chain.map((one) => one.bytes)),
        der(
          0x31,
          der(
            0x30,
            Uint8Array.of(2, 1, isByKey ? 3 : 1),
            part(id).raw,
            part(digestAlgorithm).raw,
            der(0xa0, attributes.content),
            part(algorithm).raw,
            der(4, part(signature).content),
          ),
        ),
      ),
    ),
  );
  if (!isSame(again, bytes)) problems.push('it is not written the one way it can be');

  const signatureOid = oid(part(algorithm, 0));
  const effective = signatureOid === RSA_ANY ? RSA_BY_HASH[hash] : signatureOid;
  const known = SIGNATURES[effective ?? ''];
  const plain = (/** @type {Der | undefined} */ one, /** @type {boolean} */ mayBeBare) => {
    const name = part(one, 0).raw;
    const withNull = isSame(part(one).content, join(name, Uint8Array.of(5, 0)));
    return withNull || (mayBeBare && isSame(part(one).content, name));
  };
  const isEc = known?.kind === 'ec';
  if (
    known?.hash !== hash ||
    !plain(digestAlgorithm, true) ||
    !(isEc ? isSame(part(algorithm).content, part(algorithm, 0).raw) : plain(algorithm, false))
  )
    problems.push('its algorithms are not accepted');

  /** @type {Map<string, Der>} */
  const values = new Map();
  for (const attribute of inside(attributes)) {
    const name = oid(part(attribute, 0));
    if (values.has(name) || inside(part(attribute, 1)).length !== 1) problems.push('an attribute occurs twice');
    values.set(name, part(attribute, 1, 0));
  }
  const type = values.get(ATTRIBUTE.contentType);
  if (type === undefined || oid(type) !== TIMESTAMP_INFO) problems.push('the content type is not that of a time stamp');
  const stated = values.get(ATTRIBUTE.messageDigest)?.content;
  if (stated === undefined || !isSame(stated, await digest(hash, signedInfo)))
    problems.push('what it says was changed');
  const first = values.get(ATTRIBUTE.signingCertificateFirstForm);
  const second = values.get(ATTRIBUTE.signingCertificate);
  const namesFirst = first === undefined || isSame(part(first, 0, 0, 0).content, await digest('SHA-1', signer.bytes));
  const namesSecond = second === undefined || (await namesCertificate(second, signer.bytes));
  if ((first ?? second) === undefined || !namesFirst || !namesSecond)
    problems.push('it does not name the certificate that signed');
  const signed = join(Uint8Array.of(0x31), attributes.raw.subarray(1));
  if (!(await isSignature(signer.key, effective ?? '', signed, part(signature).content)))
    problems.push('it is not by its certificate');
  const usage = extension(signer, EXTENDED_KEY_USAGE);
  const uses = usage === null ? [] : inside(usage.value).map(oid);
  if (usage === null || !usage.isCritical || uses.join() !== TIME_STAMPING)
    problems.push('its certificate is not one for time stamping alone');

  // What the authority says: version, policy, digest of what it saw, serial number, time.
  const [version, , imprint, , time] = inside(readDer(signedInfo));
  const seen = HASHES[oid(part(imprint, 0, 0))];
  if (version?.content[0] !== 1 || seen === undefined) problems.push('it is not of a kind that is accepted');
  else if (!isSame(part(imprint, 1).content, await digest(seen, stamped)))
    problems.push('it is over something else than what it stands beside');
  const [, seconds, fraction = ''] = /^(\d{14})(?:\.(\d+))?Z$/.exec(latin1(part(time).content)) ?? [];
  if (seconds === undefined) throw new Error('its time cannot be read');
  const at = timeOf({ ...part(time), content: bytesOf(`${seconds}Z`) }) + Number(`${fraction}000`.slice(0, 3));
  if (chain.some(({ notBefore, notAfter }) => at < notBefore || at > notAfter))
    problems.push('a certificate of it was not valid at that time');
  return { problems, signer, at };
}

/** @type {Readonly<Record<string, string>>} */
const RSA_BY_HASH = {
  'SHA-256': '1.2.840.113549.1.1.11',
  'SHA-384': '1.2.840.113549.1.1.12',
  'SHA-512': '1.2.840.113549.1.1.13',
};

/**
 * The outcome for one time stamp; never throws for what the bytes hold.
 * @param {string} what what it is over, as a sentence goes on @param {Uint8Array} token @param {Uint8Array} stamped
 * @returns {Promise<{ checks: Check[], stamps: Stamp[], certificate: Uint8Array | null }>}
 */
async function judgeToken(what, token, stamped) {
  const title = 'Time stamp';
  try {
    const { problems, signer, at } = await checkToken(token, stamped);
    if (problems.length > 0)
      return {
        checks: [failed(title, `The time stamp over ${what} is not valid: ${problems.join('; ')}.`)],
        stamps: [],
        certificate: signer.bytes,
      };
    const fingerprint = (await sha256(signer.bytes)).toUpperCase().replace(/(..)(?=.)/g, '$1:');
    const time = new Date(at).toISOString();
    return {
      checks: [{ title, ok: true, detail: `Time proven by ${signer.name} on ${time}: ${what} existed then.` }],
      stamps: [{ what, authority: signer.name, fingerprint, at: time }],
      certificate: signer.bytes,
    };
  } catch (error) {
    const detail = `The time stamp over ${what} cannot be read: ${messageOf(error)}.`;
    return { checks: [failed(title, detail)], stamps: [], certificate: null };
  }
}

/** @param {Uint8Array} certificate */
function pem(certificate) {
  const lines = btoa(latin1(certificate)).match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

// PDF -----------------------------------------------------------------------------------------------------------------

/** Checks every signature of the PDF and that nothing follows the last. @param {Uint8Array} bytes */
async function checkPdf(bytes) {
  const text = latin1(bytes);
  const found = [...text.matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)];
  /** @type {Check[]} */
  const checks = [];
  /** @type {{ end: number, certificate: Uint8Array | null }[]} */
  const signatures = [];
  /** @type {Stamp[]} */
  const stamps = [];
  /** @type {number[]} */
  const stampEnds = [];
  if (found.length === 0 || found.length !== (text.match(/\/ByteRange\b/g)?.length ?? 0))
    checks.push(failed('PDF signatures', 'The signatures of report.pdf cannot be found.'));
  for (const [, ...numbers] of found) {
    const [start = NaN, firstLength = NaN, secondStart = NaN, secondLength = NaN] = numbers.map(Number);
    const end = secondStart + secondLength;
    /** @type {string[]} */
    const problems = [];
    /** @type {Uint8Array | null} */
    let certificate = null;
    let who = '';
    const gap = text.slice(firstLength, secondStart);
    if (start !== 0 || !(firstLength < secondStart) || !(end <= bytes.length) || !/^<(?:[0-9a-f]{2})*>$/.test(gap))
      problems.push('it does not cover the file from its start');
    else {
      const value = Uint8Array.from(gap.slice(1, -1).match(/../g) ?? [], (pair) => parseInt(pair, 16));
      try {
        const message = readDer(value);
        if (value.subarray(message.end).some((byte) => byte !== 0)) problems.push('the space behind it is not empty');
        const content = join(bytes.subarray(0, firstLength), bytes.subarray(secondStart, end));
        if (isDocumentStamp(text, firstLength)) {
          const result = await judgeToken(
            `report.pdf with its signatures (its first ${end.toLocaleString('en-US')} bytes)`,
            message.raw,
            content,
          );
          checks.push(...result.checks);
          stamps.push(...result.stamps);
          stampEnds.push(end);
          const before = text.lastIndexOf('%%EOF\n', firstLength) + 6;
          if (problems.length > 0 || !isOnlyStamp(text.slice(0, before), text.slice(before, end)))
            checks.push(
              failed(
                'Time stamp',
                'The time stamp of report.pdf changes more than it may. Something may have been drawn over what was signed.',
              ),
            );
          continue;
        }
        const result = await checkCms(message.raw, content);
        problems.push(...result.problems);
        if (result.token !== null) {
          const stamp = await judgeToken(
            `the signature of ${result.signer.name} in report.pdf`,
            result.token,
            result.value,
          );
          checks.push(...stamp.checks);
          stamps.push(...stamp.stamps);
        }
        certificate = result.signer.bytes;
        who = ` by ${result.signer.name}`;
      } catch (error) {
        problems.push(messageOf(error));
      }
    }
    signatures.push({ end, certificate });
    checks.push({
      title: 'PDF signature',
      ok: problems.length === 0,
      detail:
        problems.length === 0
          ? `The signature${who} is valid for the first ${end.toLocaleString('en-US')} bytes of report.pdf.`
          : `The signature${who} in report.pdf is not valid: ${problems.join('; ')}.`,
    });
  }
  signatures.sort((a, b) => a.end - b.end);
  const last = Math.max(0, ...signatures.map(({ end }) => end), ...stampEnds);
  const revisions = [...text.matchAll(/%%EOF/g)].length;
  // The printed file is one revision, and each signature adds one: what a later one adds is covered by its own signature.
  const isWhole = last === bytes.length && revisions === signatures.length + stampEnds.length + 1;
  checks.push({
    title: 'Nothing was added to the PDF after signing',
    ok: isWhole,
    detail: isWhole
      ? 'The last signature covers report.pdf to its last byte, and each later revision is a signature.'
      : `report.pdf has ${revisions} revisions, ${signatures.length} signatures and ${stampEnds.length} time stamps; the last ends at byte ${last} of ${bytes.length}. Something may have been drawn over what was signed.`,
  });
  return { checks, signatures, stamps };
}

/** Whether the value that begins here belongs to a time stamp of the document. @param {string} text @param {number} start */
function isDocumentStamp(text, start) {
  return text.slice(0, start).endsWith('/SubFilter /ETSI.RFC3161 /Contents ');
}

/**
 * Whether a revision adds a time stamp and nothing a reader would see. Nobody but the authority signs it, and an authority
 * signs whatever it is sent; so each object in it must be one of four: two that were there before and now also name the
 * new field, the value, and the field without an appearance.
 * @param {string} before the file up to the revision @param {string} added
 */
function isOnlyStamp(before, added) {
  // What a time stamp adds is as long as its value and two objects; anything longer would only cost time.
  if (added.length > 2 ** 17) return false;
  const parsed =
    /^(\d+) 0 obj\n([^]*?)\nendobj\n(\d+) 0 obj\n([^]*?)\nendobj\n(\d+) 0 obj\n<< \/Type \/DocTimeStamp \/Filter \/Adobe\.PPKLite \/SubFilter \/ETSI\.RFC3161 \/Contents <[0-9a-f]*> \/ByteRange \[0 \d+ \d+ \d+\] * >>\nendobj\n(\d+) 0 obj\n<< \/Type \/Annot \/Subtype \/Widget \/FT \/Sig \/T \(Timestamp\d+\) \/TU \(Time stamp of the document\) \/F 132 \/P \d+ 0 R \/Rect \[0 0 0 0\] \/V (\d+) 0 R >>\nendobj\nxref\n((?:\d+ 1\n\d{10} 00000 n \n){4})trailer\n<< \/Size (\d+) (?:\/Info (\d+) 0 R )?\/Root (\d+) 0 R \/Prev (\d+) \/ID \[[<>0-9a-f ]*\] >>\nstartxref\n(\d+)\n%%EOF\n$/.exec(
      added,
    );
  if (parsed === null) return false;
  const [, one = '', oneText = '', two = '', twoText = '', value = '', field = '', valueNamed = ''] = parsed;
  const [, , , , , , , , table = '', size = '', info, root = '', previous = '', start = ''] = parsed;
  const last = /\/Size (\d+)[^]*?startxref\n(\d+)\n%%EOF\n$/.exec(before.slice(before.lastIndexOf('trailer')));
  const numbers = [one, two, value, field];
  const offsets = numbers.map((number) => before.length + added.indexOf(`${number} 0 obj\n`));
  const entries = numbers.map((number, index) => `${number} 1\n${String(offsets[index]).padStart(10, '0')} 00000 n \n`);
  return (
    last !== null &&
    value === last[1] &&
    valueNamed === value &&
    Number(field) === Number(value) + 1 &&
    Number(size) === Number(value) + 2 &&
    previous === last[2] &&
    Number(start) === before.length + added.indexOf('xref\n') &&
    table === entries.join('') &&
    new RegExp(`/Root ${root} 0 R`).test(before.slice(before.lastIndexOf('trailer'))) &&
    (info === undefined || new RegExp(`/Info ${info} 0 R`).test(before.slice(before.lastIndexOf('trailer')))) &&
    Number(one) < Number(two) &&
    namesOnlyMore(before, one, oneText, field) &&
    namesOnlyMore(before, two, twoText, field)
  );
}

/**
 * Whether an object is the one that was there before, with one more reference at the end of one list.
 * @param {string} before @param {string} number @param {string} text @param {string} field
 */
function namesOnlyMore(before, number, text, field) {
  const added = ` ${field} 0 R`;
  const at = text.indexOf(`${added}]`);
  if (at < 0) return false;
  const old = text.slice(0, at) + text.slice(at + added.length);
  const heading = `\n${number} 0 obj\n`;
  const begin = before.lastIndexOf(heading);
  const was = before.slice(begin + heading.length, before.indexOf('\nendobj', begin));
  return begin >= 0 && was.trim() === old && /(?:^|\/Fields\s*|\/Annots\s*)\[[\d\sR]*$/.test(text.slice(0, at));
}

// Bundle --------------------------------------------------------------------------------------------------------------

/** @param {string} title @param {string} detail @returns {Check} */
function failed(title, detail) {
  return { title, ok: false, detail };
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/** A member of a value read from JSON; undefined where there is none. @param {unknown} value @param {string[]} path @returns {unknown} */
function at(value, ...path) {
  let current = value;
  for (const name of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, name)) return undefined;
    current = /** @type {Record<string, unknown>} */ (current)[name];
  }
  return current;
}

/** @param {unknown} value @param {string[]} path */
function textAt(value, ...path) {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
}

/** Files that say when and how, not what: the digest of the facts leaves them out. */
const NOT_FACTS = [
  'report.pdf',
  'journal.jsonl',
  'sources.json',
  'quality.json',
  'inputs.json',
  'SHA256SUMS',
  'VERIFY.txt',
  'verify.html',
  'schedules.xlsx',
  'findings.sarif',
  'oscal-assessment-results.json',
  'redaction.json',
];
const NOT_FACTS_FOLDERS = ['attestations/', 'schema/', 'originals/'];
const NEEDED = [
  'report.pdf',
  'report.json',
  'decisions.csv',
  'findings.csv',
  'items.csv',
  'sources.json',
  'journal.jsonl',
  'SHA256SUMS',
  'VERIFY.txt',
  'attestations/01-review.json',
  'attestations/01-review.json.p7s',
  'attestations/01-review.crt.pem',
];

/** Checks a bundle; never throws for what its bytes hold. @param {Uint8Array} bytes @returns {Promise<Result>} */
async function verifyBundle(bytes) {
  /** @type {Map<string, Uint8Array>} */
  let files;
  try {
    files = readZip(bytes);
  } catch (error) {
    return {
      ok: false,
      checks: [failed('Archive', `This file is not a whole evidence bundle: ${messageOf(error)}.`)],
      signers: [],
      stamps: [],
      digest: null,
      isRedacted: false,
    };
  }
  /** @type {Check[]} */
  const checks = [];
  const isWritten = isSame(writeZip(files), bytes);
  checks.push({
    title: 'Archive is exactly what was written',
    ok: isWritten,
    detail: isWritten
      ? `${files.size} files; written again they give the same ${bytes.length.toLocaleString('en-US')} bytes.`
      : 'Written again from its files the archive is not the same: a byte of it was changed.',
  });
  for (const name of NEEDED.filter((needed) => !files.has(needed))) checks.push(failed('Files', `${name} is missing.`));
  checks.push(await checkSums(files));
  for (const name of [...files.keys()]
    .filter((one) => one.endsWith('.json') && !one.startsWith('originals/'))
    .sort(byCodeUnit))
    if (!isCanonical(files.get(name) ?? new Uint8Array()))
      checks.push(failed('Canonical JSON', `${name} is not written the one way it can be.`));
  const facts = await factsDigest(files);
  const names = [...files.keys()].filter((name) => /^attestations\/\d\d-[a-z-]+\.json$/.test(name)).sort(byCodeUnit);
  /** @type {Signer[]} */
  const signers = [];
  /** @type {unknown[]} */
  const statements = [];
  /** @type {Uint8Array[]} */
  const certificates = [];
  for (const name of names) {
    const result = await checkStatement(files, names, name, facts);
    checks.push(...result.checks);
    signers.push(...result.signers);
    statements.push(result.statement);
    certificates.push(...result.certificates);
  }
  /** @type {Stamp[]} */
  const stamps = [];
  for (const name of names.map((one) => `${one}.p7s`)) {
    const answer = files.get(`${name}.tsr`);
    if (answer === undefined) continue;
    const result = await checkAnswer(name, answer, files.get(name) ?? new Uint8Array());
    checks.push(...result.checks);
    stamps.push(...result.stamps);
  }
  const pdf = files.get('report.pdf');
  if (pdf !== undefined) {
    const result = await checkPdf(pdf);
    checks.push(...result.checks);
    stamps.push(...result.stamps);
    const isByThem =
      result.signatures.length === certificates.length &&
      result.signatures.every(
        ({ certificate, end }, index) =>
          certificate !== null &&
          isSame(certificate, certificates[index] ?? new Uint8Array()) &&
          end === at(statements[index], 'predicate', 'report', 'bytes'),
      );
    checks.push({
      title: 'PDF is signed by the same people',
      ok: isByThem,
      detail: isByThem
        ? 'Each signature of report.pdf is by the certificate of a statement, over the bytes it names.'
        : 'The signatures of report.pdf are not by the certificates of the statements over the bytes they name.',
    });
  }
  checks.push(await checkJournal(files, statements));
  checks.push(...(await checkBasis(files, statements)), ...(await checkOriginals(files)), ...checkRedacted(files));
  const isRedacted = files.has('commitments.json');
  return { ok: checks.every(({ ok }) => ok) && names.length > 0, checks, signers, stamps, digest: facts, isRedacted };
}

/**
 * The answer of an authority beside a signature: “granted”, and the token.
 * @param {string} name @param {Uint8Array} answer @param {Uint8Array} signature
 */
async function checkAnswer(name, answer, signature) {
  const granted = Uint8Array.of(0x30, 3, 2, 1, 0);
  try {
    const [status, token] = inside(readDer(answer));
    if (!isSame(der(0x30, granted, part(token).raw), answer) || !isSame(part(status).raw, granted))
      throw new Error('it is not written the one way it can be');
    return await judgeToken(`${name} and all it covers`, part(token).raw, signature);
  } catch (error) {
    return {
      checks: [failed('Time stamp', `${name}.tsr cannot be read: ${messageOf(error)}.`)],
      stamps: [],
      certificate: null,
    };
  }
}

/** A file of the bundle as a value; null where it is none. @param {Map<string, Uint8Array>} files @param {string} name @returns {unknown} */
function valueOf(files, name) {
  try {
    return JSON.parse(utf8(files.get(name) ?? new Uint8Array()));
  } catch {
    return null;
  }
}

/** What a statement says the report was made with is what stands in it. @param {Map<string, Uint8Array>} files @param {unknown[]} statements */
async function checkBasis(files, statements) {
  /** @type {Check[]} */
  const checks = [];
  const report = valueOf(files, 'report.json');
  const sources = await sha256(files.get('sources.json') ?? new Uint8Array());
  for (const statement of statements) {
    const basis = at(statement, 'predicate', 'basis');
    if (basis === undefined) continue;
    const ok =
      textAt(basis, 'policy') === textAt(report, 'digests', 'policy') &&
      textAt(basis, 'rulePack') === textAt(report, 'digests', 'rulePack') &&
      textAt(basis, 'catalog', 'sha256') === textAt(report, 'digests', 'catalog') &&
      textAt(basis, 'sources') === sources;
    checks.push({
      title: 'What the report was made with',
      ok,
      detail: ok
        ? `${textAt(basis, 'tool', 'name')} ${textAt(basis, 'tool', 'version')}; policy, rule pack, catalog and sources are those of the statement.`
        : 'Policy, rule pack, catalog or sources are not those of the statement.',
    });
  }
  return checks;
}

/** Attached files have the digest in their name and are listed as imported. @param {Map<string, Uint8Array>} files */
async function checkOriginals(files) {
  const attached = [...files.keys()].filter((name) => name.startsWith('originals/'));
  if (attached.length === 0) return [];
  const listed = at(valueOf(files, 'sources.json'), 'files');
  const known = new Set(
    Array.isArray(listed) ? listed.flatMap((file) => [textAt(file, 'sha256'), textAt(file, 'copySha256')]) : [],
  );
  /** @type {string[]} */
  const wrong = [];
  for (const name of attached) {
    const actual = await sha256(files.get(name) ?? new Uint8Array());
    if (!name.startsWith(`originals/${actual}-`) || !known.has(actual)) wrong.push(name);
  }
  const title = 'Attached originals';
  return wrong.length > 0
    ? [failed(title, `Not files that were imported: ${wrong.join(', ')}.`)]
    : [{ title, ok: true, detail: `${attached.length} files, each with a digest that sources.json lists.` }];
}

/** @param {Map<string, Uint8Array>} files @returns {Check[]} */
function checkRedacted(files) {
  if (!files.has('commitments.json')) return [];
  const title = 'Commitments of a redacted copy';
  const value = valueOf(files, 'commitments.json');
  const commitments = at(value, 'commitments');
  if (textAt(value, 'format') !== 'countersign-redacted/1' || !Array.isArray(commitments))
    return [failed(title, 'commitments.json does not hold what it should.')];
  const tokens = new Set(commitments.map((one) => textAt(one, 'token')));
  const ok =
    tokens.size === commitments.length &&
    commitments.every((one) => /^[0-9a-f]{64}$/.test(textAt(one, 'sha256'))) &&
    !files.has('redaction.json');
  return [
    ok
      ? { title, ok, detail: `${commitments.length} values are left out; each can be opened and proved on its own.` }
      : failed(
          title,
          'A value is committed to twice, or not by a digest, or what opens the commitments is in the copy.',
        ),
  ];
}

/** @param {Map<string, Uint8Array>} files @returns {Promise<Check>} */
async function checkSums(files) {
  let wanted = '';
  for (const name of [...files.keys()].filter((one) => one !== 'SHA256SUMS').sort(byCodeUnit))
    wanted += `${await sha256(files.get(name) ?? new Uint8Array())}  ${name}\n`;
  const stated = latin1(files.get('SHA256SUMS') ?? new Uint8Array());
  if (stated === wanted)
    return { title: 'Checksums', ok: true, detail: `All ${files.size - 1} files match SHA256SUMS.` };
  const lines = new Set(stated.split('\n'));
  const differ = wanted.split('\n').filter((line) => !lines.has(line));
  return failed(
    'Checksums',
    differ.length === 0
      ? 'SHA256SUMS lists files that are not there, or is not in its standard form.'
      : `Not as SHA256SUMS states: ${differ.map((line) => line.slice(66)).join(', ')}.`,
  );
}

/** @param {Map<string, Uint8Array>} files */
async function factsDigest(files) {
  /** @type {{ name: string, bytes: number, sha256: string }[]} */
  const manifest = [];
  for (const name of [...files.keys()].sort(byCodeUnit)) {
    if (NOT_FACTS.includes(name) || NOT_FACTS_FOLDERS.some((folder) => name.startsWith(folder))) continue;
    const content = files.get(name) ?? new Uint8Array();
    manifest.push({ name, bytes: content.length, sha256: await sha256(content) });
  }
  return sha256(bytesOf(canonical({ files: manifest })));
}

/**
 * One statement: its signature, its certificate, the files it names and that it names all.
 * @param {Map<string, Uint8Array>} files @param {string[]} names @param {string} name @param {string} facts
 */
async function checkStatement(files, names, name, facts) {
  /** @type {Check[]} */
  const checks = [];
  /** @type {Signer[]} */
  const signers = [];
  /** @type {Uint8Array[]} */
  const certificates = [];
  /** @type {unknown} */
  let statement = null;
  const bytes = files.get(name) ?? new Uint8Array();
  try {
    statement = JSON.parse(utf8(bytes));
    const result = await checkCms(files.get(`${name}.p7s`) ?? new Uint8Array(), bytes);
    certificates.push(result.signer.bytes);
    const { signer } = result;
    if (result.token !== null) result.problems.push('it has a time stamp inside, which its signer never saw');
    const fingerprint = await sha256(signer.bytes);
    checks.push({
      title: 'Signature',
      ok: result.problems.length === 0,
      detail:
        result.problems.length === 0
          ? `${name} is signed by ${signer.name}.`
          : `The signature over ${name} is not valid: ${result.problems.join('; ')}.`,
    });
    const stored = latin1(files.get(name.replace(/\.json$/, '.crt.pem')) ?? new Uint8Array());
    if (stored !== result.chain.map((one) => pem(one.bytes)).join(''))
      checks.push(failed('Certificate', `The certificate beside ${name} is not the one that signed.`));
    const stated = textAt(statement, 'predicate', 'signer', 'certificateSha256').replaceAll(':', '').toLowerCase();
    const signedAt = textAt(statement, 'predicate', 'signedAt');
    const time = Date.parse(signedAt);
    if (stated !== fingerprint || textAt(statement, 'predicate', 'signer', 'name') !== signer.name)
      checks.push(failed('Signer', `${name} names another signer than its certificate.`));
    if (result.at !== Math.floor(time / 1000) * 1000 || !(time >= signer.notBefore && time <= signer.notAfter))
      checks.push(
        failed('Time', `${name} was not signed at the time it states, or not while its certificate was valid.`),
      );
    signers.push({
      name: signer.name,
      fingerprint: fingerprint.toUpperCase().replace(/(..)(?=.)/g, '$1:'),
      role: textAt(statement, 'predicate', 'role'),
      meaning: textAt(statement, 'predicate', 'meaning'),
      at: signedAt,
      isSelfSigned: result.isSelfSigned,
      validTo: new Date(signer.notAfter).toISOString().slice(0, 10),
    });
  } catch (error) {
    checks.push(failed('Signature', `${name} or its signature cannot be read: ${messageOf(error)}.`));
  }
  checks.push(await checkSubjects(files, names, name, statement));
  const stated = textAt(statement, 'predicate', 'contentDigest');
  if (stated !== facts)
    checks.push(failed('Content digest', `${name} states the digest ${stated || '(none)'}; the facts have ${facts}.`));
  return { checks, signers, statement, certificates };
}

/** @param {Map<string, Uint8Array>} files @param {string[]} names @param {string} name @param {unknown} statement @returns {Promise<Check>} */
async function checkSubjects(files, names, name, statement) {
  const subject = at(statement, 'subject');
  const listed = new Map(
    Array.isArray(subject) ? subject.map((one) => [textAt(one, 'name'), textAt(one, 'digest', 'sha256')]) : [],
  );
  /** @type {string[]} */
  const problems = [];
  if (!Array.isArray(subject) || listed.size !== subject.length) problems.push('it names a file twice');
  const later = names
    .filter((one) => one >= name)
    .flatMap((one) => [one, `${one}.p7s`, one.replace(/\.json$/, '.crt.pem')])
    // Time stamps come after signing; each is checked by its own signature.
    .concat(names.map((one) => `${one}.p7s.tsr`));
  for (const [file, stated] of listed) {
    const content = files.get(file);
    const covered = Number(at(statement, 'predicate', 'report', 'bytes'));
    // A later signature is added to the end of the PDF; the statement covers what was there.
    const part = file === 'report.pdf' ? content?.subarray(0, covered) : content;
    if (content === undefined || part === undefined) problems.push(`${file} is missing`);
    else if (!(covered > 0) || covered > (files.get('report.pdf')?.length ?? 0))
      problems.push('the length of report.pdf is wrong');
    else if ((await sha256(part)) !== stated) problems.push(`${file} was changed`);
  }
  for (const file of files.keys())
    if (file !== 'SHA256SUMS' && !later.includes(file) && !listed.has(file)) problems.push(`${file} was not signed`);
  return {
    title: 'Files are those that were signed',
    ok: problems.length === 0,
    detail:
      problems.length === 0
        ? `All ${listed.size} files are those that ${name} names.`
        : `${name}: ${[...new Set(problems)].join('; ')}.`,
  };
}

/** @param {Map<string, Uint8Array>} files @param {unknown[]} statements @returns {Promise<Check>} */
async function checkJournal(files, statements) {
  const title = 'Journal';
  const lines = new TextDecoder().decode(files.get('journal.jsonl') ?? new Uint8Array()).split('\n');
  if (lines.pop() !== '') return failed(title, 'journal.jsonl is missing or does not end with a line.');
  const genesis = textAt(statements[0], 'predicate', 'journal', 'genesis');
  const hashes = [genesis];
  for (const [index, line] of lines.entries()) {
    if (!isCanonical(bytesOf(line))) return failed(title, `Line ${index + 1} is not written the one way it can be.`);
    /** @type {unknown} */
    const entry = JSON.parse(line);
    const { hash, ...rest } = /** @type {Record<string, unknown>} */ (entry);
    if (rest['seq'] !== index + 1 || rest['prev'] !== hashes[index])
      return failed(title, `Line ${index + 1} does not follow the line before it.`);
    if (hash !== (await sha256(bytesOf(canonical(rest))))) return failed(title, `Line ${index + 1} was changed.`);
    hashes.push(hash);
  }
  let signed = 0;
  for (const statement of statements) {
    signed = Number(at(statement, 'predicate', 'journal', 'count'));
    if (hashes[signed] !== textAt(statement, 'predicate', 'journal', 'head'))
      return failed(title, 'The journal is not the one that was signed.');
  }
  if (signed !== lines.length) return failed(title, `It has ${lines.length} entries, of which ${signed} are signed.`);
  return { title, ok: true, detail: `${lines.length} entries, unbroken, ending as signed.` };
}

// Page ----------------------------------------------------------------------------------------------------------------

/** @param {string} id */
function element(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`no ${id}`);
  return found;
}

/** @param {string} tag @param {string} text @param {string} [name] */
function make(tag, text, name = '') {
  const made = document.createElement(tag);
  made.textContent = text;
  if (name !== '') made.className = name;
  return made;
}

/** Names come from the file: they are set as text, each in a direction of its own. @param {string} label @param {string} value */
function fact(label, value) {
  const row = document.createElement('p');
  row.append(make('span', `${label} `, 'label'), make('bdi', value));
  return row;
}

/** @param {string} name @param {Result} result */
function show(name, result) {
  const output = element('result');
  output.replaceChildren(
    make('h2', result.ok ? 'All checks passed' : 'Not valid', result.ok ? 'good' : 'bad'),
    fact('File', name),
  );
  if (result.digest !== null) output.append(fact('Digest of the facts', result.digest));
  if (result.isRedacted)
    output.append(
      make(
        'p',
        'This is a redacted copy: commitments stand for people, for their addresses and for what they wrote. The signer signed the copy as it is.',
        'redacted',
      ),
    );
  for (const signer of result.signers) {
    const card = make('section', '', 'signer');
    card.append(make('h3', `${signer.role === 'approver' ? 'Approved' : 'Signed'} by `));
    card.querySelector('h3')?.append(make('bdi', signer.name));
    card.append(
      fact('Meaning', signer.meaning),
      fact('Time stated', signer.at),
      fact(
        'Certificate',
        `${signer.isSelfSigned ? 'made by the signer' : 'issued by somebody else'}, valid until ${signer.validTo}`,
      ),
      fact('SHA-256 fingerprint', signer.fingerprint),
    );
    output.append(card);
  }
  for (const stamp of result.stamps) {
    const card = make('section', '', 'signer');
    card.append(make('h3', 'Time proven by '));
    card.querySelector('h3')?.append(make('bdi', stamp.authority), ` on ${stamp.at}`);
    card.append(fact('What existed then', stamp.what), fact('SHA-256 fingerprint of the authority', stamp.fingerprint));
    output.append(card);
  }
  if (result.stamps.length > 0)
    output.append(
      make(
        'p',
        'Whether an authority can be trusted this page cannot know: check its certificate as VERIFY.txt says, or compare the fingerprint with one it publishes.',
      ),
    );
  if (result.signers.length > 0)
    output.append(
      make(
        'p',
        'This page proves that nothing was changed since these certificates signed. Whose they are it cannot know: compare each fingerprint with one you got from the signer by another way.',
      ),
    );
  const list = document.createElement('ul');
  for (const check of [...result.checks].sort((a, b) => Number(a.ok) - Number(b.ok))) {
    const row = make('li', '', check.ok ? 'good' : 'bad');
    row.append(make('strong', `${check.ok ? 'Passed' : 'Failed'}: ${check.title}. `), make('bdi', check.detail));
    list.append(row);
  }
  output.append(list);
  output.dataset['verdict'] = result.ok ? 'passed' : 'failed';
}

/** @param {File} file */
async function open(file) {
  element('result').replaceChildren(make('p', `Checking ${file.name}…`));
  delete element('result').dataset['verdict'];
  const bytes = new Uint8Array(await file.arrayBuffer());
  show(file.name, await verifyBundle(bytes));
}

const input = /** @type {HTMLInputElement} */ (element('file'));
input.addEventListener('change', () => {
  const [file] = input.files ?? [];
  if (file !== undefined) void open(file);
});
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  const [file] = event.dataTransfer?.files ?? [];
  if (file !== undefined) void open(file);
});
// For whoever checks this page with many files, one after the other.
Object.assign(window, { verifyBundle });
