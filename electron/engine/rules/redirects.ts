/** What a reply address says, as far as it is one of the web. */
export interface Redirect {
  readonly written: string;
  readonly scheme: 'http' | 'https';
  /** Lower case, without port; an IPv6 address without its brackets. */
  readonly host: string;
  /** The machine the browser runs on. */
  readonly isLoopback: boolean;
  readonly isAddress: boolean;
  readonly hasWildcard: boolean;
}

const ADDRESS = /^(https?):\/\/(?:[^/?#@]*@)?(?:\[([^\]]*)\]|([^/?#:]*))/i;

/** Reads a reply address; null for the schemes of installed apps and for what is no address. */
export function readRedirect(written: string): Redirect | null {
  const [, scheme, sixth, name] = ADDRESS.exec(written.trim()) ?? [];
  const host = (sixth ?? name ?? '').toLowerCase().replace(/\.$/, '');
  if (scheme === undefined || host === '') return null;
  return {
    written: written.trim(),
    scheme: scheme.toLowerCase() === 'http' ? 'http' : 'https',
    host,
    isLoopback: host === 'localhost' || host.endsWith('.localhost') || /^127(?:\.\d+){3}$/.test(host) || host === '::1',
    isAddress: sixth !== undefined || /^\d+(?:\.\d+){3}$/.test(host),
    hasWildcard: written.includes('*'),
  };
}

/** Whether an address carries tokens without encryption to another machine: the loopback is allowed (RFC 8252). */
export function isPlainHttp(written: string): boolean {
  const redirect = readRedirect(written);
  return redirect !== null && redirect.scheme === 'http' && !redirect.isLoopback;
}
