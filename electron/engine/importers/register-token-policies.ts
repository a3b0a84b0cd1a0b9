import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { anyOf, APP_FIELDS, appOf, platformOf, stated } from './parts/register.ts';

const TENANT = {
  from: ['tenant', 'tenant_id', 'directory_id', 'org_id', 'organization_id', 'workspace_id', 'customer_id'],
};
const BOUNDS = { from: ['bounds', 'what_it_bounds', 'token', 'token_kind', 'applies_to', 'limits', 'control'] };
const DAYS = {
  from: [
    'max_days',
    'maximum_days',
    'days',
    'max_lifetime_days',
    'lifetime_days',
    'maximum',
    'max_lifetime',
    'lifetime',
  ],
};
const POLICY = { from: ['policy', 'policy_name', 'setting', 'rule'] };

const UNBOUNDED =
  /^(?:unlimited|unbounded|never|infinite|until[ -]revoked|no (?:limit|expiry|maximum)|does not expire|∞)$/i;

/**
 * Register of token policies: what bounds the life of tokens in a tenant, as its administrators state it. Columns: the
 * tenant, `platform`, what is bounded (`bounds`, `applies to`…: `refresh token`, `sign-in`, `session`, `access token`) and
 * the longest life (`max days`, `lifetime`…: a number of days, `12 hours`, or `unlimited`); optionally the app, when the
 * policy is for one app, and the name of the policy. Values: `tenant`, `platform`, `bounds` (`refresh`, `session`,
 * `access`), `days` (a number, or `unlimited`), `policy`, `app`. A session bound also ends the refreshing. Key: platform,
 * tenant, what is bounded and the app.
 */
export default defineImporter({
  id: 'register.token-policies',
  platform: 'other',
  label: 'Register of token policies',
  system: 'Register of token policies',
  fields: { ...APP_FIELDS, tenant: TENANT, bounds: BOUNDS, days: DAYS, policy: POLICY },
  detect: (head) =>
    scoreSignature(head, {
      required: [anyOf(TENANT), anyOf(APP_FIELDS.platform), anyOf(BOUNDS), anyOf(DAYS)],
      bonus: [anyOf(POLICY)],
      against: [
        'scopes',
        'scope',
        'user',
        'principal',
        'owner_email',
        'time',
        'timestamp',
        'event',
        'action',
        'approver',
        'decision',
      ],
    }),
  map: (record) => {
    const tenant = record.text('tenant');
    if (isPlaceholder(tenant)) return { rejected: 'no tenant' };
    const platform = platformOf(record.text('platform'));
    if (platform === null) return { rejected: 'unknown platform' };
    const bounds = boundsOf(record.text('bounds'));
    if (bounds === null) return { rejected: 'what is bounded is neither refresh token, session nor access token' };
    const days = daysOf(record.text('days'));
    if (days === null) return { rejected: 'the longest life cannot be read' };
    const isForApp = !isPlaceholder(record.text('appId')) || !isPlaceholder(record.text('appName'));
    const app = isForApp ? appOf((field) => record.text(field)) : null;
    if (app !== null && 'rejected' in app) return app;
    return {
      facts: [
        {
          fact: 'register',
          register: 'token-policies',
          key: [platform, tenant, bounds, ...(app === null ? [] : [app.key])].join(' · '),
          ...(app?.client == null ? {} : { client: app.client }),
          values: stated({ tenant, platform, bounds, days, policy: record.text('policy'), app: app?.key ?? '' }),
        },
      ],
    };
  },
});

function boundsOf(text: string): 'refresh' | 'session' | 'access' | null {
  if (/refresh|offline/i.test(text)) return 'refresh';
  if (/access/i.test(text)) return 'access';
  return /session|sign[- ]?in|login|re-?auth/i.test(text) ? 'session' : null;
}

const UNIT_DAYS: readonly (readonly [RegExp, number])[] = [
  [/^(?:m|min|mins|minutes?)$/, 1 / 1440],
  [/^(?:h|hrs?|hours?)$/, 1 / 24],
  [/^(?:|d|days?)$/, 1],
  [/^(?:w|weeks?)$/, 7],
  [/^months?$/, 30],
  [/^(?:y|years?)$/, 365],
];

/** A life in days as text, `unlimited`, or null when it is neither. */
function daysOf(text: string): string | null {
  const plain = text.trim().toLowerCase();
  if (UNBOUNDED.test(plain)) return 'unlimited';
  const [, number, unit = ''] = /^(\d+(?:[.,]\d+)?)\s*([a-z]*)$/.exec(plain) ?? [];
  const factor = UNIT_DAYS.find(([word]) => word.test(unit))?.[1];
  if (number === undefined || factor === undefined) return null;
  return String(Number((Number(number.replace(',', '.')) * factor).toPrecision(6)));
}
