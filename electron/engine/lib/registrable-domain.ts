/**
 * Second labels under which the registries of two-letter domains let names be registered (`co.uk`, `com.br`, `or.jp`).
 * The commonest ones of the Public Suffix List, snapshot of 2023-02-09; the list itself is not shipped.
 */
const SECOND_LEVEL = new Set(
  'com co org or net ne edu ac gov gob gouv govt go mil int nom sch ltd plc info biz name pro web firm id ind'.split(
    ' ',
  ),
);

/** Domains below which a hosting service gives every customer a name of its own. Source: the services' own pages. */
const HOSTING = new Set([
  'amazonaws.com',
  'appspot.com',
  'azurewebsites.net',
  'azurestaticapps.net',
  'azurefd.net',
  'b2clogin.com',
  'ciamlogin.com',
  'cloudapp.net',
  'cloudfront.net',
  'firebaseapp.com',
  'force.com',
  'github.io',
  'gitlab.io',
  'herokuapp.com',
  'my.salesforce.com',
  'netlify.app',
  'ngrok.app',
  'ngrok.io',
  'ngrok-free.app',
  'okta.com',
  'oktapreview.com',
  'onmicrosoft.com',
  'onrender.com',
  'pages.dev',
  'powerappsportals.com',
  'run.app',
  'sharepoint.com',
  'trycloudflare.com',
  'vercel.app',
  'web.app',
  'workers.dev',
]);

/**
 * The part of a host name that somebody registered, in lower case: its last two labels, three below a common suffix of two
 * labels (`example.co.uk`), one more than the domain of a hosting service (`shop.herokuapp.com`). Told by a short table and
 * not by the whole Public Suffix List: rare suffixes give a name that is too short. Null for a single label.
 */
export function registrableDomain(host: string): string | null {
  const labels = host.trim().toLowerCase().replace(/\.$/, '').split('.');
  if (labels.length < 2 || labels.includes('')) return null;
  const last = (count: number): string => labels.slice(-count).join('.');
  const hosting = [2, 3].find((count) => labels.length > count && HOSTING.has(last(count)));
  if (hosting !== undefined) return last(hosting + 1);
  const [second = '', top = ''] = labels.slice(-2);
  const isTwoLabelSuffix = top.length === 2 && SECOND_LEVEL.has(second);
  return last(isTwoLabelSuffix && labels.length > 2 ? 3 : 2);
}
