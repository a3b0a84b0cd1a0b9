import { DAY, HOUR, iso } from './clock.ts';
import { business, type Ownership } from './ownership.ts';
import { activeIn, leadOf, type Person } from './people.ts';
import { createRandom } from './random.ts';

/** A connector on a platform of which the case has little. */
export interface OtherConnector {
  readonly platform: 'slack' | 'salesforce';
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly ownership: Ownership;
}

export interface OtherTenants {
  readonly slackTeam: string;
  readonly salesforceOrg: string;
  /** Two products of vendors that the other platforms have as well. */
  readonly connectors: readonly [chat: OtherConnector, crm: OtherConnector];
}

const UPPER = 'ABCDEFGHJKMNPQRSTUVWXYZ0123456789';

/** Workspace and organization with one connector each, of vendors whose other products the big tenants know. */
export function createOtherTenants(seed: number): OtherTenants {
  const random = createRandom(seed, 'other platforms');
  return {
    slackTeam: `T0${random.text(8, UPPER)}`,
    salesforceOrg: `00D${random.text(12, UPPER)}`,
    connectors: [
      {
        platform: 'slack',
        key: 'marlin',
        id: `A0${random.text(8, UPPER)}`,
        name: 'Marlin Chat Relay',
        scopes: ['channels:read', 'chat:write'],
        ownership: business('Engineering', 'Build results in project channels'),
      },
      {
        platform: 'salesforce',
        key: 'copperline',
        id: `0H4${random.text(12, UPPER)}`,
        name: 'Copperline CRM Sync',
        scopes: [],
        ownership: business('Sales', 'Customer correspondence in the customer file'),
      },
    ],
  };
}

/** `team.integrationLogs`: the relay was added in March. */
export function integrationLogsJson(seed: number, tenants: OtherTenants, people: readonly Person[]): string {
  const random = createRandom(seed, 'slack');
  const [chat] = tenants.connectors;
  const installer = leadOf(people, 'IT');
  const log = {
    app_id: chat.id,
    app_type: chat.name,
    user_id: `U0${random.text(8, UPPER)}`,
    user_name: slackName(installer),
    date: String(Date.UTC(2026, 2, 2, 9, 41, 7) / 1000),
    change_type: 'added',
    scope: chat.scopes.join(','),
  };
  const page = { ok: true, logs: [log], paging: { count: 100, total: 1, page: 1, pages: 1 } };
  return `${JSON.stringify(page, undefined, 2)}\n`;
}

/** The name of an account in the workspace. */
export function slackName(person: Person): string {
  return person.email.split('@')[0] ?? '';
}

/** `admin.apps.approved.list`: the relay is of Slack's directory. */
export function approvedAppsJson({ connectors: [chat] }: OtherTenants): string {
  const page = {
    ok: true,
    approved_apps: [
      {
        app: {
          id: chat.id,
          name: chat.name,
          app_homepage_url: 'https://www.marlin-relay.example/',
          is_app_directory_approved: true,
          is_internal: false,
        },
        scopes: chat.scopes.map((name) => ({ name, description: '', is_sensitive: false, token_type: 'bot' })),
        date_updated: Date.UTC(2026, 1, 27, 10, 2, 44) / 1000,
        last_resolved_by: { actor_id: 'U0000000000', actor_type: 'user' },
      },
    ],
    response_metadata: { next_cursor: '' },
  };
  return `${JSON.stringify(page, undefined, 2)}\n`;
}

/** `SELECT … FROM ConnectedApplication`. */
export function connectedApplicationsJson({ connectors: [, crm] }: OtherTenants): string {
  return records([
    {
      attributes: { type: 'ConnectedApplication' },
      Id: crm.id,
      Name: crm.name,
      CreatedDate: '2024-11-04T08:00:00.000+0000',
      OptionsAllowAdminApprovedUsersOnly: true,
      OptionsRefreshTokenValidityMetric: false,
      RefreshTokenValidityPeriod: null,
    },
  ]);
}

/** `SELECT … FROM OauthToken`: the tokens of six people of sales. */
export function oauthTokensJson(
  seed: number,
  { connectors: [, crm] }: OtherTenants,
  people: readonly Person[],
): string {
  const random = createRandom(seed, 'salesforce tokens');
  return records(
    activeIn(people, ['Sales'])
      .slice(4, 10)
      .map((person, index) => ({
        attributes: { type: 'OauthToken' },
        Id: null,
        AppName: crm.name,
        UserId: userId(index),
        User: { attributes: { type: 'User' }, Username: person.email },
        LastUsedDate: salesforceTime(Date.UTC(2026, 8, 24) + random.below(6 * DAY)),
        CreatedDate: salesforceTime(Date.UTC(2025, 0, 13 + index, 9) + random.below(4 * HOUR)),
        UseCount: 200 + random.below(900),
      })),
  );
}

/** `SELECT … FROM LoginHistory`: the connector hands over user name and password, week by week. */
export function loginHistoryJson(seed: number, { connectors: [, crm] }: OtherTenants): string {
  const random = createRandom(seed, 'salesforce logins');
  return records(
    Array.from({ length: 13 }, (_, index) => ({
      attributes: { type: 'LoginHistory' },
      Id: `0Ya${random.text(12, UPPER)}`,
      UserId: userId(0),
      LoginTime: salesforceTime(Date.UTC(2026, 6, 3, 2, 10) + index * 7 * DAY + random.below(HOUR)),
      LoginType: 'Remote Access 2.0',
      LoginSubType: 'OauthUsernamePassword',
      LoginUrl: 'login.salesforce.example',
      SourceIp: '203.0.113.201',
      CountryIso: 'FI',
      Status: 'Success',
      Application: crm.name,
      Browser: 'Unknown',
      Platform: 'Unknown',
    })),
  );
}

function userId(index: number): string {
  return `00500000000Sal${index}`;
}

function salesforceTime(time: number): string {
  return iso(time).replace('Z', '+0000');
}

function records(rows: readonly object[]): string {
  return `${JSON.stringify({ totalSize: rows.length, done: true, records: rows }, undefined, 1)}\n`;
}
