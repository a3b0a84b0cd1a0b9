import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { ProtocolRequest, ProtocolResponse, Session } from 'electron';
import { builtPolicy } from './content-security-policy.ts';
import { APP_HOST, APP_SCHEME } from './origin.ts';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

/**
 * No policy for openers: no window has one, since pages open none, and Chromium would start a second process for the page as
 * soon as it read of the policy in the answer.
 */
const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/**
 * Serves the built pages of `folder` under `app://countersign`, and nothing outside of it. `protocol.handle` would do the same
 * through Node's own `fetch`, which it reads first: about 80 ms of the main process before the first byte of every start.
 */
export function serveApp(session: Session, folder: string): void {
  session.protocol.registerBufferProtocol(APP_SCHEME, (request, respond) => {
    void answer(request, folder).then(respond);
  });
}

async function answer(request: ProtocolRequest, folder: string): Promise<ProtocolResponse> {
  const file = request.method === 'GET' ? fileOf(request.url, folder) : null;
  const mediaType = file === null ? undefined : MEDIA_TYPES[extname(file)];
  if (file === null || mediaType === undefined) return notFound();
  let data: Buffer;
  try {
    data = await readFile(file);
  } catch {
    return notFound(); // whatever the reason, the page asked for something that is not there
  }
  if (!mediaType.startsWith('text/html')) return { data, headers: { ...HEADERS, 'Content-Type': mediaType } };
  // Read while the page's process comes up.
  const { randomBytes } = await import('node:crypto');
  const nonce = randomBytes(16).toString('base64');
  return {
    data: Buffer.from(withNonce(data.toString('utf8'), nonce)),
    headers: { ...HEADERS, 'Content-Type': mediaType, 'Content-Security-Policy': builtPolicy(nonce) },
  };
}

/** The file an address names, or null when the address is not ours or leads out of the folder. */
function fileOf(address: string, folder: string): string | null {
  const url = new URL(address);
  if (url.host !== APP_HOST || url.username !== '' || url.password !== '') return null;
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    return null; // a malformed percent sign
  }
  if (path.includes('\0')) return null;
  const file = normalize(join(folder, path));
  return file.startsWith(normalize(folder) + sep) ? file : null;
}

/** React Aria finds the nonce for its style elements in this meta element. */
function withNonce(html: string, nonce: string): string {
  return html.replace(/<head[^>]*>/i, (head) => `${head}<meta property="csp-nonce" content="${nonce}">`);
}

function notFound(): ProtocolResponse {
  return {
    statusCode: 404,
    data: Buffer.from('Not found'),
    headers: { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8' },
  };
}
