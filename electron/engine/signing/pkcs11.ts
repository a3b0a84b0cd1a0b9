import type { CardFault, CardAnswer, CardOrder, CardToken } from './card-messages.ts';

// Numbers of PKCS#11 v2.40 (OASIS), by the names the standard gives them.
const CKF_SERIAL_SESSION = 0x4;
const CKF_PROTECTED_AUTHENTICATION_PATH = 0x100;
const CKF_TOKEN_INITIALIZED = 0x400;
const CKF_USER_PIN_FINAL_TRY = 0x20000;
const CKF_USER_PIN_LOCKED = 0x40000;
const CKU_USER = 1;
const CKU_CONTEXT_SPECIFIC = 2;
const CKO_CERTIFICATE = 1;
const CKO_PRIVATE_KEY = 3;
const CKA_CLASS = 0x0;
const CKA_LABEL = 0x3;
const CKA_VALUE = 0x11;
const CKA_ID = 0x102;
const CKA_ALWAYS_AUTHENTICATE = 0x202;
const MECHANISMS = { 'rsa-pkcs': 0x1, ecdsa: 0x1041 } as const;
const CKR_ALREADY_INITIALIZED = 0x191;
const CKR_ALREADY_LOGGED_IN = 0x100;

const FAULTS: ReadonlyMap<number, CardFault> = new Map([
  [0xa0, 'wrong-pin'],
  [0xa1, 'wrong-pin'],
  [0xa2, 'wrong-pin'],
  [0xa3, 'pin-unusable'],
  [0xa4, 'pin-locked'],
  [0x102, 'pin-unusable'],
  [0x30, 'removed'],
  [0x32, 'removed'],
  [0xe0, 'removed'],
  [0xe1, 'removed'],
  [0xb3, 'removed'],
  [0x54, 'unable'],
  [0x68, 'unable'],
  [0x70, 'unable'],
]);

/** An attribute longer than this is no certificate. */
const MOST_BYTES = 1 << 20;
const MOST_TOKENS = 64;
const MOST_OBJECTS = 256;

/** Why a call failed. */
class CardError extends Error {
  readonly fault: CardFault;
  constructor(fault: CardFault, detail: string) {
    super(detail);
    this.fault = fault;
  }
}

/** A number of the library; above 2^53 it comes as a bigint. */
type ULong = number | bigint;
type Call = (...values: readonly unknown[]) => void;

/**
 * Does one order with the PKCS#11 library it names, which is loaded into this process and may do there what it likes: call
 * this in a process of its own. Never throws.
 */
export async function doCardOrder(order: CardOrder): Promise<CardAnswer> {
  try {
    const library = await loadLibrary(order.module);
    try {
      if (order.act === 'list') return { kind: 'tokens', tokens: library.tokens().map(({ token }) => token) };
      const signature = library.withKey(order, (sign) =>
        order.act === 'sign' ? sign(order.mechanism, order.data) : null,
      );
      return signature === null ? { kind: 'checked' } : { kind: 'signature', signature };
    } finally {
      library.end();
    }
  } catch (error) {
    const fault = error instanceof CardError ? error.fault : 'other';
    return { kind: 'failed', fault, detail: error instanceof Error ? error.message : String(error) };
  }
}

type Sign = (mechanism: keyof typeof MECHANISMS, data: string) => string;

/** The functions of a library by koffi, which knows how wide this system's `unsigned long` is. */
async function loadLibrary(path: string) {
  const koffi = await import('koffi').catch((cause: unknown) => {
    throw new CardError('no-ffi', String(cause));
  });
  const ulong = 'unsigned long';
  // The standard packs its structures on Windows only (PKCS#11 base specification, section 2.1).
  const structure = process.platform === 'win32' ? koffi.pack : koffi.struct;
  structure('CK_ATTRIBUTE', { type: ulong, pValue: 'void*', ulValueLen: ulong });
  structure('CK_MECHANISM', { mechanism: ulong, pParameter: 'void*', ulParameterLen: ulong });
  const text = (length: number) => koffi.array('uint8', length);
  structure('CK_TOKEN_INFO', {
    label: text(32),
    manufacturerID: text(32),
    model: text(16),
    serialNumber: text(16),
    flags: ulong,
    ...Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map((name) => [name, ulong])),
    versions: text(4),
    utcTime: text(16),
  });
  let handle: ReturnType<typeof koffi.load>;
  try {
    handle = koffi.load(path);
  } catch (cause) {
    throw new CardError('no-module', String(cause));
  }
  /** A function of the library; anything but CKR_OK, and what is allowed besides, throws. */
  const bind = (name: string, types: readonly string[], ...allowed: readonly number[]): Call => {
    let call: (...values: readonly unknown[]) => unknown;
    try {
      call = handle.func(name, ulong, [...types]);
    } catch (cause) {
      throw new CardError('no-module', String(cause));
    }
    return (...values) => {
      const result = Number(call(...values));
      if (result === 0 || allowed.includes(result)) return;
      throw new CardError(FAULTS.get(result) ?? 'other', `${name} 0x${result.toString(16)}`);
    };
  };
  const initialize = bind('C_Initialize', ['void*'], CKR_ALREADY_INITIALIZED);
  const finalize = bind('C_Finalize', ['void*']);
  const getSlotList = bind('C_GetSlotList', ['uint8', 'void*', '_Inout_ unsigned long*']);
  const getTokenInfo = bind('C_GetTokenInfo', [ulong, '_Out_ CK_TOKEN_INFO*']);
  const openSession = bind('C_OpenSession', [ulong, ulong, 'void*', 'void*', '_Out_ unsigned long*']);
  const closeSession = bind('C_CloseSession', [ulong]);
  const login = bind('C_Login', [ulong, ulong, 'uint8*', ulong], CKR_ALREADY_LOGGED_IN);
  const logout = bind('C_Logout', [ulong]);
  const findInit = bind('C_FindObjectsInit', [ulong, 'CK_ATTRIBUTE*', ulong]);
  const findNext = bind('C_FindObjects', [ulong, '_Out_ unsigned long*', ulong, '_Out_ unsigned long*']);
  const findFinal = bind('C_FindObjectsFinal', [ulong]);
  const getAttribute = bind('C_GetAttributeValue', [ulong, ulong, '_Inout_ CK_ATTRIBUTE*', ulong]);
  const signInit = bind('C_SignInit', [ulong, 'CK_MECHANISM*', ulong]);
  const signNow = bind('C_Sign', [ulong, 'uint8*', ulong, '_Out_ uint8*', '_Inout_ unsigned long*']);
  initialize(null);

  const width = koffi.sizeof(ulong);
  const bytesOf = (value: number): Buffer => {
    const bytes = Buffer.alloc(width);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const attribute = (type: number, value: Buffer) => ({
    type,
    pValue: koffi.as(value, 'uint8*'),
    ulValueLen: value.length,
  });

  function slots(): ULong[] {
    const count: ULong[] = [0];
    getSlotList(1, null, count);
    const length = Math.min(Number(count[0]), MOST_TOKENS);
    const list = Buffer.alloc(length * width);
    count[0] = length;
    if (length > 0) getSlotList(1, list, count);
    return Array.from({ length: Math.min(Number(count[0]), length) }, (_, index) =>
      width === 8 ? list.readBigUInt64LE(index * 8) : list.readUInt32LE(index * 4),
    );
  }

  function infoOf(slot: ULong) {
    const info = { label: [0], model: [0], serialNumber: [0], flags: 0 };
    getTokenInfo(slot, info);
    const words = (bytes: Iterable<number>) =>
      Buffer.from([...bytes])
        .toString('utf8')
        .toWellFormed()
        .trim();
    return {
      label: words(info.label),
      model: words(info.model),
      serial: words(info.serialNumber),
      flags: Number(info.flags),
    };
  }

  function inSession<T>(slot: ULong, work: (session: ULong) => T): T {
    const opened: ULong[] = [0];
    openSession(slot, CKF_SERIAL_SESSION, null, null, opened);
    const session = opened[0] ?? 0;
    try {
      return work(session);
    } finally {
      quietly(() => closeSession(session));
    }
  }

  function find(session: ULong, ...wanted: readonly ReturnType<typeof attribute>[]): ULong[] {
    findInit(session, wanted, wanted.length);
    const found: ULong[] = [];
    for (;;) {
      const object: ULong[] = [0];
      const count: ULong[] = [0];
      findNext(session, object, 1, count);
      if (Number(count[0]) === 0 || found.length >= MOST_OBJECTS) break;
      found.push(object[0] ?? 0);
    }
    findFinal(session);
    return found;
  }

  /** Null when the object has no such attribute. */
  function valueOf(session: ULong, object: ULong, type: number): Buffer | null {
    try {
      const asked: { type: number; pValue: null; ulValueLen: ULong } = { type, pValue: null, ulValueLen: 0 };
      getAttribute(session, object, asked, 1);
      const length = Number(asked.ulValueLen);
      if (length > MOST_BYTES) return null;
      const value = Buffer.alloc(length);
      if (length > 0) getAttribute(session, object, { type, pValue: value, ulValueLen: length }, 1);
      return value;
    } catch (error) {
      if (error instanceof CardError && error.fault === 'removed') throw error;
      return null;
    }
  }

  function certificatesIn(session: ULong): CardToken['certificates'] {
    return find(session, attribute(CKA_CLASS, bytesOf(CKO_CERTIFICATE))).flatMap((object) => {
      const der = valueOf(session, object, CKA_VALUE);
      const label = valueOf(session, object, CKA_LABEL)?.toString('utf8').toWellFormed() ?? '';
      const id = valueOf(session, object, CKA_ID)?.toString('hex') ?? '';
      return der === null || der.length === 0 ? [] : [{ id, label, der: der.toString('base64') }];
    });
  }

  function tokens(): { readonly slot: ULong; readonly flags: number; readonly token: CardToken }[] {
    return slots().flatMap((slot) => {
      const { label, model, serial, flags } = infoOf(slot);
      if ((flags & CKF_TOKEN_INITIALIZED) === 0) return [];
      const hasPinPad = (flags & CKF_PROTECTED_AUTHENTICATION_PATH) !== 0;
      return [
        { slot, flags, token: { serial, label, model, hasPinPad, certificates: inSession(slot, certificatesIn) } },
      ];
    });
  }

  /** Logs in to the token and hands over its private key. */
  function withKey<T>(order: Exclude<CardOrder, { act: 'list' }>, work: (sign: Sign) => T): T {
    const slot = slots().find((candidate) => {
      const { serial, label } = infoOf(candidate);
      return serial === order.serial && label === order.label;
    });
    if (slot === undefined) throw new CardError('no-token', `no token ${order.serial}`);
    return inSession(slot, (session) => {
      const pin = order.pin === null ? null : Buffer.from(order.pin, 'utf8');
      const enter = (user: number) => {
        try {
          login(session, user, pin, pin?.length ?? 0);
        } catch (error) {
          throw error instanceof CardError && error.fault === 'wrong-pin'
            ? withWarning(error, infoOf(slot).flags)
            : error;
        }
      };
      enter(CKU_USER);
      try {
        const id = attribute(CKA_ID, Buffer.from(order.keyId, 'hex'));
        const [key] = find(session, attribute(CKA_CLASS, bytesOf(CKO_PRIVATE_KEY)), id);
        if (key === undefined) throw new CardError('no-key', `no private key ${order.keyId}`);
        const asksAgain = valueOf(session, key, CKA_ALWAYS_AUTHENTICATE)?.[0] === 1;
        return work((mechanism, data) => {
          signInit(session, { mechanism: MECHANISMS[mechanism], pParameter: null, ulParameterLen: 0 }, key);
          if (asksAgain) enter(CKU_CONTEXT_SPECIFIC);
          const toBeSigned = Buffer.from(data, 'base64');
          const signature = Buffer.alloc(1024);
          const length: ULong[] = [signature.length];
          signNow(session, toBeSigned, toBeSigned.length, signature, length);
          return signature.subarray(0, Number(length[0])).toString('base64');
        });
      } finally {
        pin?.fill(0);
        quietly(() => logout(session));
      }
    });
  }

  return { tokens, withKey, end: () => quietly(() => finalize(null)) };
}

/** A wrong PIN, with what it did to the card. */
function withWarning(error: CardError, flags: number): CardError {
  if ((flags & CKF_USER_PIN_LOCKED) !== 0) return new CardError('pin-locked', error.message);
  return (flags & CKF_USER_PIN_FINAL_TRY) !== 0 ? new CardError('last-try', error.message) : error;
}

/** Tidying up must not hide what went wrong before. */
function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // The process ends with this order, and the session with it.
  }
}
