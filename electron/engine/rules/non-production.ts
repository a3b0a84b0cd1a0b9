import { readRedirect } from './redirects.ts';

/** Parts of a host name that people give to systems for trying things out. */
const PARTS = new Set([
  'dev',
  'develop',
  'development',
  'test',
  'tests',
  'testing',
  'stage',
  'staging',
  'stg',
  'sandbox',
  'sbx',
  'uat',
  'qa',
  'preprod',
  'preview',
]);

/**
 * Salesforce names sandboxes in the host: `name--box.sandbox.my.salesforce.com`, `name--box.my.salesforce.com` before
 * enhanced domains, and signs in at `test.salesforce.com` (Salesforce help, "My Domain URL formats").
 */
const SALESFORCE_BOX = /--[a-z0-9]+\.(?:sandbox\.)?(?:my|lightning)\.|\.sandbox\.|^test\.salesforce\.com$/;
const SALESFORCE = /(?:^|\.)(?:salesforce|force|salesforce-sites|visualforce|cloudforce)\.com$/;

/** Why an address belongs to a system that is not production, or null. Loopback addresses are told apart by `isLoopback`. */
export function nonProductionSign(address: string): string | null {
  const host = readRedirect(address)?.host ?? null;
  if (host === null) return null;
  if (SALESFORCE.test(host)) return SALESFORCE_BOX.test(host) ? 'Salesforce sandbox' : null;
  const part = host
    .split('.')
    // The registrable name says whose it is, not what it is for: `testcompany.example` and `qa.com` are no test systems.
    .slice(0, -2)
    .flatMap((label) => label.split('-'))
    .find((word) => PARTS.has(word.replace(/\d+$/, '')));
  if (part !== undefined) return `host part "${part}"`;
  return /\.(?:test|localhost|local|invalid)$/.test(host) && !isLoopback(address)
    ? 'host that exists on private networks only'
    : null;
}

/**
 * Whether an address is the machine of whoever signs in. Native apps return there by design (RFC 8252, 7.3), so it means
 * development only beside addresses of a web app.
 */
export function isLoopback(address: string): boolean {
  return readRedirect(address)?.isLoopback === true;
}

/** Whether an address is one of a web app: `https` or `http` at another machine. */
export function isWebAddress(address: string): boolean {
  return readRedirect(address)?.isLoopback === false;
}
