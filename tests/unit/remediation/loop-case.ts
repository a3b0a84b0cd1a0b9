import type Database from 'better-sqlite3';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decide } from '../../../electron/engine/review/decide.ts';
import { remedyActions } from '../../../electron/engine/db/queries/remediation.ts';
import { openDatabase } from '../../../electron/engine/db/open.ts';
import { derive } from '../../../electron/engine/derive/derive.ts';
import { writeMeta } from '../../../electron/engine/db/meta.ts';
import { actOnRemedies, type RemedyOrder } from '../../../electron/engine/review/remedy-act.ts';
import { DEFAULT_POLICY } from '../../../electron/engine/rules/policy.ts';
import { ROLES } from '../../../shared/contract/people.ts';
import type { RemedyAction } from '../../../shared/contract/remediation.ts';
import type { DecideParams } from '../../../shared/contract/review.ts';
import { catalog, importInto } from '../rules/imported-case.ts';

export const RITA = { name: 'Rita Reviewer', person: null, roles: ROLES };
export const DECIDED_AT = Date.parse('2026-10-05T08:00:00Z');
export const NOW = Date.parse('2027-06-01T00:00:00Z');

export interface LoopCase {
  readonly db: Database.Database;
  readonly add: (
    format: string,
    text: string,
    asOf: string,
    more?: { readonly completeness?: 'whole' | 'part'; readonly ending?: string; readonly tenant?: string },
  ) => Promise<void>;
  readonly decide: (app: string, params: Partial<DecideParams>, at?: number) => string;
  readonly act: (order: RemedyOrder, at: number, ...apps: readonly string[]) => void;
  /** State, sentence and more of the action on an app. */
  readonly action: (app: string) => RemedyAction;
  /** Outcome, severity and sentence of a rule on an app. */
  readonly verdict: (rule: string, app: string) => string;
  readonly close: () => void;
}

/** A case with imports as somebody would make them, one after the other. */
export function loopCase(): LoopCase {
  const folder = mkdtempSync(join(tmpdir(), 'closed-loop-'));
  const db = openDatabase(join(folder, 'case.countersign'), { create: true });
  writeMeta(db, 'key_seed', '7');
  let files = 0;
  const actions = (): RemedyAction[] => remedyActions(db, DEFAULT_POLICY, NOW);
  const action = (app: string): RemedyAction => {
    const found = actions().find(({ name }) => name === app);
    if (found === undefined) throw new Error(`no action on ${app}`);
    return found;
  };
  return {
    db,
    action,
    add: async (format, text, asOf, { completeness, ending = 'csv', tenant = 'firm.example' } = {}) => {
      files += 1;
      const place = join(folder, String(files));
      mkdirSync(place);
      const path = join(place, `file-${files}.${ending}`);
      writeFileSync(path, text);
      await importInto(db, folder, [{ path, format, tenant, asOf, completeness }], DEFAULT_POLICY);
    },
    decide: (app, params, at = DECIDED_AT) => {
      const key = db
        .prepare<[string], string>(
          'SELECT item.key FROM item JOIN connector ON connector.id = item.connector WHERE connector.name = ?',
        )
        .pluck()
        .get(app);
      const uid = decide(
        db,
        {
          itemId: key ?? '',
          decision: 'revoke',
          reason: 'Nobody needs it.',
          scopes: [],
          principals: [],
          until: null,
          owner: null,
          agreed: null,
          round: 'first',
          trace: null,
          ...params,
        },
        RITA,
        at,
      );
      derive(db, catalog, DEFAULT_POLICY);
      return uid;
    },
    act: (order, at, ...apps) => {
      actOnRemedies(
        db,
        apps.map((app) => action(app).actionId),
        order,
        RITA,
        at,
      );
      derive(db, catalog, DEFAULT_POLICY);
    },
    verdict: (rule, app) =>
      db
        .prepare<[string, string], string>(
          `SELECT trim(outcome || ' ' || coalesce(severity, '') || ' ' || coalesce(nullif(sentence, ''), missing, ''))
           FROM finding JOIN connector ON connector.id = finding.connector WHERE rule = ? AND name = ? ORDER BY 1`,
        )
        .pluck()
        .get(rule, app) ?? 'none',
    close: () => {
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const ENTRA_HEAD =
  'PermissionType,AppId,ClientObjectId,AppDisplayName,ResourceObjectId,ResourceDisplayName,Permission,ConsentType,PrincipalObjectId,CreationTimestamp';

/** A list of Entra consents: number of the app, its name, scope, and the person (a digit) or nothing for the tenant. */
export function entraGrants(
  rows: readonly (readonly [app: number, name: string, scope: string, person?: number])[],
): string {
  const lines = rows.map(([app, name, scope, person]) => {
    const consent = person === undefined ? 'AllPrincipals,' : `Principal,0c0c0c0c-0000-4000-8000-00000000000${person}`;
    return `Delegated,0a0a0a0a-0000-4000-8000-00000000000${app},0b0b0b0b-0000-4000-8000-00000000000${app},${name},99999999-9999-4999-8999-999999999999,Microsoft Graph,${scope},${consent},`;
  });
  return `${[ENTRA_HEAD, ...lines].join('\n')}\n`;
}

/** OauthToken rows: app, user name and when the token was made. */
export function salesforceTokens(rows: readonly (readonly [app: string, user: string, created: string])[]): string {
  const lines = rows.map(([app, user, created]) => `"${app}","${user}","${created}","4","${created}"`);
  return `${['"APPNAME","USER.USERNAME","LASTUSEDDATE","USECOUNT","CREATEDDATE"', ...lines].join('\n')}\n`;
}

/** GAM token list: person, client id and name. */
export function googleTokens(rows: readonly (readonly [person: string, client: string, name: string])[]): string {
  const lines = rows.map(
    ([person, client, name]) =>
      `${person},${client},${name},False,False,,https://www.googleapis.com/auth/drive https://www.googleapis.com/auth/calendar.readonly`,
  );
  return `${['user,clientId,displayText,anonymous,nativeApp,userKey,scopes', ...lines].join('\n')}\n`;
}

/** GitHub installations: app id, slug, permissions and when it was installed. */
export function githubInstallations(
  rows: readonly (readonly [
    app: number,
    slug: string,
    permissions: Readonly<Record<string, string>>,
    created: string,
  ])[],
): string {
  return JSON.stringify({
    total_count: rows.length,
    installations: rows.map(([app, slug, permissions, created]) => ({
      id: app * 10,
      account: { login: 'example-org', id: 7000001, type: 'Organization' },
      repository_selection: 'all',
      app_id: app,
      app_slug: slug,
      target_id: 7000001,
      target_type: 'Organization',
      permissions,
      events: [],
      created_at: created,
      updated_at: created,
      suspended_at: null,
      suspended_by: null,
    })),
  });
}

/** Slack integration log: what happened to an app and when. */
export function slackChanges(
  rows: readonly (readonly [app: string, name: string, change: string, at: string, scope: string])[],
): string {
  return `${rows
    .map(([app, name, change, at, scope]) =>
      JSON.stringify({
        app_id: app,
        app_type: name,
        user_id: 'U0000000A1',
        user_name: 'alice',
        date: Date.parse(at) / 1000,
        change_type: change,
        scope,
      }),
    )
    .join('\n')}\n`;
}

/** admin.apps.restricted.list with one app. */
export function slackRestricted(app: string, name: string, at: string): string {
  return JSON.stringify({
    ok: true,
    restricted_apps: [
      {
        app: { id: app, name, is_app_directory_approved: false, is_internal: false },
        scopes: [{ name: 'files:read', token_type: 'bot' }],
        date_updated: Date.parse(at) / 1000,
        last_resolved_by: { actor_id: 'W0000000A1', actor_type: 'user' },
      },
    ],
    response_metadata: { next_cursor: '' },
  });
}
