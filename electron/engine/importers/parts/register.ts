import type { Platform } from '../../../../shared/domain/vocabulary.ts';
import type { ClientReference, FieldSource, MapContext } from '../importer.ts';
import { isPlaceholder } from './placeholders.ts';

/** The names of a field as alternatives of a signature. */
export function anyOf(...sources: readonly FieldSource[]): string {
  return sources.flatMap((source) => source.from).join('|');
}

const PLATFORM_WORDS: readonly (readonly [RegExp, Platform])[] = [
  [/^(?:google|g suite|gsuite|workspace)/, 'google'],
  [/^(?:entra|azure|microsoft|m365|o365|office|aad|ms graph|graph$)/, 'entra'],
  [/^(?:salesforce|sfdc|sf$)/, 'salesforce'],
  [/^slack/, 'slack'],
  [/^(?:github|gh$)/, 'github'],
  [/^okta/, 'okta'],
  [/^other$/, 'other'],
];

/** The platform that a register means, in its own words (`Google Workspace`, `M365`, `Azure AD`…); null when not known. */
export function platformOf(text: string): Platform | null {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
  return PLATFORM_WORDS.find(([word]) => word.test(plain))?.[1] ?? null;
}

const ID_SHAPES: readonly (readonly [RegExp, Platform])[] = [
  [/\.apps\.googleusercontent\.com$/i, 'google'],
  [/^\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?$/i, 'entra'],
  [/^0H4[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/, 'salesforce'],
  [/^0oa[A-Za-z0-9]{17}$/, 'okta'],
  [/^A[A-Z0-9]{8,12}$/, 'slack'],
];

/** Columns by which the registers name an app. */
export const APP_FIELDS = {
  platform: { from: ['platform', 'system', 'source_platform', 'cloud', 'suite'] },
  appId: {
    from: [
      'connector_id',
      'client_id',
      'app_id',
      'application_id',
      'oauth_client_id',
      'oauth_app_id',
      'integration_id',
      'installation_id',
      'consumer_key',
      'connector',
    ],
  },
  appName: {
    from: [
      'connector_name',
      'app_name',
      'application_name',
      'integration_name',
      'app',
      'application',
      'integration',
      'name',
      'display_name',
    ],
  },
} as const satisfies Readonly<Record<string, FieldSource>>;

interface App {
  readonly client: ClientReference | null;
  /** Id as written, or the name where there is no id. */
  readonly key: string;
  readonly name: string;
  readonly platform: Platform | null;
}

/**
 * The app that a row is about. Its platform is what the row says, else what the id looks like; without either, and with
 * a name only and no platform, there is no reference to an app of the case. Answers a reason when no app is named.
 */
export function appOf(text: (field: keyof typeof APP_FIELDS) => string): App | { readonly rejected: string } {
  const id = text('appId').slice(0, 300);
  const name = text('appName').slice(0, 300);
  const hasId = !isPlaceholder(id);
  if (!hasId && isPlaceholder(name)) return { rejected: 'no app is named' };
  const stated = text('platform');
  const platform = stated === '' ? (ID_SHAPES.find(([shape]) => shape.test(id))?.[1] ?? null) : platformOf(stated);
  if (stated !== '' && platform === null) return { rejected: 'unknown platform' };
  const label = isPlaceholder(name) ? '' : name;
  const reference: ClientReference = hasId
    ? { space: 'app', id, ...(label === '' ? {} : { name: label }) }
    : { space: 'name', id: label, name: label };
  return {
    client: platform === null ? null : { ...reference, platform },
    key: hasId ? id : label,
    name: label,
    platform,
  };
}

/**
 * A date of a register as ISO 8601: the day alone when no time of day is given. '' for a blank or a word for "without
 * end"; null when it cannot be read.
 */
export function registerDate(context: MapContext, text: string): string | null {
  if (isPlaceholder(text) || /^(?:never|none|open|unlimited|indefinite(?:ly)?|permanent(?:ly)?|no end|∞)$/i.test(text))
    return '';
  const time = context.time(text);
  return time === null ? null : new Date(time).toISOString().replace(/T00:00:00\.000Z$/, '');
}

/** The values that say something. */
export function stated(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, text]) => !isPlaceholder(text)));
}

/** Yes, no, or '' when the text is neither. */
export function yesOrNo(text: string): 'yes' | 'no' | '' {
  if (/^(?:true|yes|y|1|x|✓|✔|ja|oui|si|sí|sim)$/i.test(text)) return 'yes';
  return /^(?:false|no|n|0|nein|non|nao|não)$/i.test(text) ? 'no' : '';
}

/**
 * The entries of a list in one cell: JSON or Python list text, else divided by the widest delimiter it has (newline,
 * semicolon or bar; comma; white space), so that entries may hold the narrower ones.
 */
export function listInCell(text: string): string[] {
  const inner = /^\[(.*)\]$/s.exec(text.trim());
  const plain =
    inner === null ? text : (inner[1] ?? '').replace(/["']\s*,\s*["']/g, '\n').replace(/^\s*["']|["']\s*$/g, '');
  const delimiter = /[\n\r;|]/.test(plain) ? /[\n\r;|]+/ : plain.includes(',') ? /,+/ : /\s+/;
  return plain
    .split(delimiter)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}
