import { AS_OF, isoDate, isoSeconds, WINDOW_END, WINDOW_START } from './clock.ts';
import type { EntraTenant } from './entra-connectors.ts';
import type { GoogleTenant } from './google-connectors.ts';
import { leadOf, type Person } from './people.ts';

/** A file of the sample case and how it came about. */
interface ManifestFile {
  readonly path: string;
  readonly system: 'google' | 'entra' | 'register';
  readonly kind: string;
  readonly tenant: string;
  readonly asOf: string;
  /** Window of a log, first moment included, last moment excluded; absent for inventories and registers. */
  readonly from?: string;
  readonly to?: string;
  readonly extractedBy: string;
  readonly method: string;
}

/** `sample.json`: the case and its files in the order they are imported. */
export function manifestJson(google: GoogleTenant, entra: EntraTenant, people: readonly Person[]): string {
  const itLead = leadOf(people, 'IT').email;
  const peopleLead = leadOf(people, 'People').email;
  const asOf = isoSeconds(AS_OF);
  const quarter = { from: isoSeconds(WINDOW_START), to: isoSeconds(WINDOW_END) };
  const file = (
    path: string,
    kind: string,
    method: string,
    window: { from?: string; to?: string } = {},
  ): ManifestFile => {
    const system = path.startsWith('google/') ? 'google' : path.startsWith('entra/') ? 'entra' : 'register';
    const tenant = system === 'google' ? google.customerId : system === 'entra' ? entra.tenantId : 'tarnbrook.example';
    return {
      path,
      system,
      kind,
      tenant,
      asOf,
      ...window,
      extractedBy: system === 'register' ? peopleLead : itLead,
      method,
    };
  };
  const graph = 'az rest --method get --url https://graph.microsoft.com/v1.0';
  const reports = 'GET https://admin.googleapis.com/admin/reports/v1/activity/users/all/applications/token';
  const files = [
    file('people.csv', 'people', 'Report "All staff" of the personnel system, saved as CSV'),
    file('owners.csv', 'owners', 'Register of applications, saved as CSV'),
    file('entra/service-principals.json', 'entra.sp.graph', `${graph}/servicePrincipals`),
    file('entra/oauth2-permission-grants.json', 'entra.grants.graph', `${graph}/oauth2PermissionGrants`),
    file('entra/app-role-assignments.json', 'entra.approles', `${graph}/servicePrincipals/{id}/appRoleAssignedTo`),
    file('entra/directory-audit.json', 'entra.audit', `${graph}/auditLogs/directoryAudits`, quarter),
    file(
      'entra/graph-activity.csv',
      'm365.graphactivity',
      'Log Analytics query MicrosoftGraphActivityLogs, export to CSV (all columns)',
      quarter,
    ),
    file('google/gam-tokens.csv', 'google.gam.tokens', 'gam all users print tokens > gam-tokens.csv'),
    file(
      'google/tokens-list.json',
      'google.directory.tokens',
      'GET https://admin.googleapis.com/admin/directory/v1/users/{userKey}/tokens',
    ),
    file(
      'google/token-activity.json',
      'google.reports.token',
      `${reports}?startTime=2026-07-01T00:00:00Z&endTime=2026-09-25T00:00:00Z`,
      {
        from: quarter.from,
        to: '2026-09-25T00:00:00Z',
      },
    ),
    file(
      'google/token-activity-2.ndjson',
      'google.reports.token',
      `${reports}?startTime=2026-09-24T00:00:00Z&endTime=2026-10-01T00:00:00Z`,
      {
        from: '2026-09-24T00:00:00Z',
        to: quarter.to,
      },
    ),
  ];
  const manifest = {
    format: 'countersign-sample/1',
    case: {
      name: 'Tarnbrook Optics: connected applications, third quarter 2026',
      engagement: 'IA-2026-17',
      client: 'Tarnbrook Optics (invented)',
      period: { from: isoDate(WINDOW_START), to: isoDate(WINDOW_END - 1) },
      asOf,
      tenants: [
        { system: 'google', id: google.customerId, domain: 'tarnbrook.example' },
        { system: 'entra', id: entra.tenantId, domain: 'tarnbrook.example' },
      ],
    },
    files,
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
