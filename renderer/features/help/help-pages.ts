import { matchPath } from 'react-router';

/** The page of the help about each screen, by the address of the screen; the first that fits counts. */
export const HELP_PAGES = [
  ['/', 'start'],
  ['/overview', 'overview'],
  ['/imports', 'imports'],
  ['/evidence', 'evidence'],
  ['/inventory', 'inventory'],
  ['/connectors/:connectorId', 'connector'],
  ['/vendors', 'vendors'],
  ['/vendors/drill', 'vendors#what-it-holds'],
  ['/registers', 'registers'],
  ['/policy', 'policy'],
  ['/findings', 'findings'],
  ['/campaign', 'campaign'],
  ['/campaign/plan', 'campaign#plan'],
  ['/campaign/staging', 'staging'],
  ['/campaign/baseline', 'campaign#baseline'],
  ['/campaign/people', 'people'],
  ['/campaign/exchange', 'exchange'],
  ['/campaign/quality', 'campaign#submit'],
  ['/campaign/:tab', 'campaign'],
  ['/review', 'review-queue'],
  ['/review/:itemId', 'deciding'],
  ['/remediation', 'remediation'],
  ['/report', 'report'],
  ['/catalog', 'catalog'],
  ['/journal', 'journal'],
  ['/verify', 'verify'],
  ['/case', 'cases'],
  ['/case/protection', 'protection'],
  ['/case/:part', 'cases'],
] as const;

/** Where the help has something to say about the screen at this address; its contents when it has nothing. */
export function helpFor(pathname: string): string {
  return HELP_PAGES.find(([path]) => matchPath(path, pathname) !== null)?.[1] ?? 'contents';
}
