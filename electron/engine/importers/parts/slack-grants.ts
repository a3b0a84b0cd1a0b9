import type { JsonValue } from '../../reading/types.ts';
import type { ClientReference, EventFact, Fact, GrantFact } from '../importer.ts';
import { cellText, decodeJson, listOf, textAt } from './json-cells.ts';
import { isPlaceholder } from './placeholders.ts';

const MOST_SCOPES = 500;

/** Scopes of a list, of a JSON list in a text, or of a text with commas; without the blanks of templates. */
export function slackScopes(value: JsonValue | undefined): string[] {
  const decoded = decodeJson(value);
  const scopes =
    typeof decoded === 'object' && decoded !== null
      ? listOf(decoded).map(scopeOf)
      : // Some collectors write lists the Python way, in single quotes.
        cellText(decoded).split(/[\s,;[\]"']+/);
  return scopes.filter((scope) => !isPlaceholder(scope)).slice(0, MOST_SCOPES);
}

/** An entry of a list: the scope itself, or an object with its name. */
function scopeOf(entry: JsonValue): string {
  return typeof entry === 'string' ? entry.trim() : textAt(entry, 'name');
}

/** What a log shows about scopes given to an app at one time. */
export interface SlackConsent {
  readonly client: ClientReference;
  readonly time: number;
  readonly kind: 'consent' | 'scope-change';
  /** Scopes of the app's own token, or of a token of unstated kind: either way it acts in the whole workspace. */
  readonly workspaceScopes: readonly string[];
  /** Scopes of the token of the person who installed the app; empty where the log does not tell token kinds apart. */
  readonly userScopes: readonly string[];
  readonly previousScopes?: readonly string[];
  readonly user: string | null;
  readonly ip: string;
  readonly eventId: string;
  /** What to say of a part of the scopes. */
  readonly detail: (scopes: readonly string[]) => string;
}

/**
 * Consents, and the grants that they show. Slack can list no grants, so those of the log stand in until a later removal
 * ends them.
 */
export function slackConsentFacts(consent: SlackConsent): Fact[] {
  const { client, time, user, workspaceScopes, userScopes } = consent;
  const event = (scopes: readonly string[], principal: string | null): EventFact => ({
    fact: 'event',
    kind: consent.kind,
    time,
    client,
    principal,
    result: 'success',
    scopes,
    tenantWide: principal === null,
    eventId: principal === null ? consent.eventId : `${consent.eventId} user token`,
    detail: consent.detail(scopes),
    ...(consent.previousScopes === undefined ? {} : { previousScopes: consent.previousScopes }),
    ...(user === null ? {} : { actor: user }),
    ...(consent.ip === '' ? {} : { ip: consent.ip }),
  });
  const grant = (scopes: readonly string[], principal: string | null): GrantFact => ({
    fact: 'grant',
    client,
    kind: principal === null ? 'delegated-tenant' : 'delegated-user',
    principal,
    scopes,
    grantedAt: time,
    // The same scopes given again after a removal are another grant.
    nativeId: String(time),
    fromEvent: true,
  });
  const parts: [readonly string[], string | null][] = [];
  if (workspaceScopes.length > 0) parts.push([workspaceScopes, null]);
  // A token of a person nobody names still reaches what that person does: said of the workspace, as nothing else is known.
  if (userScopes.length > 0) parts.push([userScopes, user]);
  return parts.flatMap(([scopes, principal]) => [event(scopes, principal), grant(scopes, principal)]);
}

/** `3 scopes`. */
export function scopeCount(count: number): string {
  return `${count} scope${count === 1 ? '' : 's'}`;
}
