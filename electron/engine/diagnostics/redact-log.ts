import { constants } from 'node:os';
import { basename } from 'node:path';
import { z } from 'zod';
import { ERROR_CODES as APP_CODES } from '../../../shared/contract/rpc.ts';

/**
 * What a log line may say in a diagnostic file. Nothing is searched for and taken out: a line is made anew from what is
 * listed here, and everything else is only counted. A message is known when the program writes it word for word.
 */
export const KNOWN_MESSAGES: ReadonlySet<string> = new Set([
  'a file of a profile could not be read',
  'a job failed',
  'a message that is neither a request nor a cancellation was dropped',
  'a new window was refused',
  'a remembered key could not be read',
  'a remembered list could not be read',
  'a request failed unexpectedly',
  'a request for an engine port was refused',
  'a request of the page failed unexpectedly',
  'a request with the id of one under way was dropped',
  'card process ended',
  'download refused',
  'engine did not stop in time and was killed',
  'engine error output',
  'engine failed',
  'engine output',
  'engine process ended unexpectedly',
  'engine process started',
  'engine started',
  'engine stopped',
  'import failed',
  'navigation refused',
  'permission refused',
  'print window',
  'printing failed',
  'request to the outside refused',
  'started',
  'the case to begin with could not be opened',
  'the clock was changed',
  'the end of the journal could not be remembered',
  'the file of the case could not be noted',
  'the note beside the case could not be removed',
  'the note beside the case could not be written',
  'the page did not load',
  'the page stopped',
  'the place of the window could not be saved',
]);

const LEVELS: ReadonlyMap<number, string> = new Map([
  [10, 'trace'],
  [20, 'debug'],
  [30, 'info'],
  [40, 'warn'],
  [50, 'error'],
  [60, 'fatal'],
]);

const oneOf = (...values: readonly string[]) => z.enum(values);
const wholeNumber = z.int().min(-1_000_000_000_000).max(1_000_000_000_000);
const version = z.string().regex(/^v?\d{1,3}\.\d{1,3}\.\d{1,3}$/);
/** Fields besides the message that a line may have, each with the only values it may have. */
const FIELDS: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ['pid', wholeNumber],
  ['version', version],
  ['electron', version],
  ['node', version],
  ['platform', oneOf('linux', 'darwin', 'win32')],
  ['checkResults', z.boolean()],
  ['isOurs', z.boolean()],
  ['code', wholeNumber],
  ['exitCode', wholeNumber],
  ['delay', wholeNumber],
  ['by', z.number().transform(Math.round)],
  ['id', wholeNumber],
  ['incident', z.string().regex(/^[0-9a-f]{8}$/)],
  [
    'reason',
    oneOf('abnormal-exit', 'killed', 'crashed', 'oom', 'launch-failed', 'integrity-failure', 'memory-eviction'),
  ],
  ['scheme', oneOf('http', 'https', 'ws', 'wss', 'ftp', 'file', 'data', 'blob', 'about', 'chrome', 'devtools')],
  [
    'permission',
    oneOf(
      'clipboard-read',
      'fullscreen',
      'geolocation',
      'media',
      'midi',
      'notifications',
      'openExternal',
      'pointerLock',
    ),
  ],
]);
const ERROR_TYPES = new Set([
  'AbortError',
  'AppError',
  'Error',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'ShellError',
  'SqliteError',
  'SyntaxError',
  'SystemError',
  'TypeError',
  'ZodError',
]);
const SQLITE_CODES =
  /^SQLITE_(?:ERROR|INTERNAL|PERM|ABORT|BUSY|LOCKED|NOMEM|READONLY|INTERRUPT|IOERR|CORRUPT|NOTFOUND|FULL|CANTOPEN|PROTOCOL|SCHEMA|TOOBIG|CONSTRAINT|MISMATCH|MISUSE|AUTH|RANGE|NOTADB)(?:_(?:SNAPSHOT|RECOVERY|READ|WRITE|FSYNC|SHORT_READ|TRUNCATE|LOCK|CHECK|FOREIGNKEY|NOTNULL|PRIMARYKEY|UNIQUE|TRIGGER|ROWID|DATATYPE))?$/;
const ERROR_CODES = new Set<string>([...Object.keys(constants.errno), ...APP_CODES]);
/** Frames of a stack that are kept at most. */
const MOST_FRAMES = 30;

export interface KnownNames {
  /** Methods of the contracts. */
  readonly methods: ReadonlySet<string>;
  /** File names of the program itself. */
  readonly scripts: ReadonlySet<string>;
}

const line = z.looseObject({
  time: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
  level: z.int(),
  name: z.enum(['main', 'engine']),
});

/** One line of a log, made anew from what may be in it. */
export function redactLine(text: string, known: KnownNames): string {
  const parsed = line.safeParse(jsonOf(text));
  if (!parsed.success) return '[a line that is no log entry of ours was left out]';
  const { time, level, name, msg, err, method, hostname: _host, ...rest } = parsed.data;
  const kept: string[] = [];
  let left = 0;
  for (const [key, value] of Object.entries(rest)) {
    const allowed = FIELDS.get(key)?.safeParse(value);
    if (allowed?.success === true) kept.push(`${key}=${String(allowed.data)}`);
    else left += 1;
  }
  if (typeof method === 'string' && known.methods.has(method)) kept.push(`method=${method}`);
  else if (method !== undefined) left += 1;
  const message = typeof msg === 'string' && KNOWN_MESSAGES.has(msg) ? msg : '[a message was left out]';
  const parts = [time, LEVELS.get(level) ?? 'other', name, message, ...kept, ...errorParts(err, known)];
  return `${parts.join(' ')}${left === 0 ? '' : ` [${left} left out]`}`;
}

/** What kind of error it was and where in the program; its message is left out, since it may speak of anything. */
function errorParts(err: unknown, { scripts }: KnownNames): string[] {
  const error = z.looseObject({ type: z.string(), stack: z.string().optional() }).safeParse(err);
  if (!error.success) return [];
  const { type, code, stack = '' } = error.data;
  const frames = [...stack.matchAll(/([^\s()]+):(\d{1,6}):(\d{1,6})\)?$/gm)]
    .map(([, file = '', row, column]) => ({ script: basename(file), row, column }))
    .filter(({ script }) => scripts.has(script))
    .slice(0, MOST_FRAMES);
  return [
    `error=${ERROR_TYPES.has(type) ? type : 'other'}`,
    ...(typeof code === 'string' && (ERROR_CODES.has(code) || SQLITE_CODES.test(code)) ? [`error-code=${code}`] : []),
    ...(frames.length === 0
      ? []
      : [`at ${frames.map(({ script, row, column }) => `${script}:${row}:${column}`).join(' < ')}`]),
  ];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
