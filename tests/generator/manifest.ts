import { AS_OF, isoDate, isoSeconds, WINDOW_END, WINDOW_START } from './clock.ts';
import { leadOf, type Person } from './people.ts';
import type { Tenants } from './review-registers.ts';

/** A file of the sample case and how it came about. */
interface ManifestFile {
  readonly path: string;
  readonly system: 'google' | 'entra' | 'slack' | 'salesforce' | 'register';
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
export function manifestJson({ google, entra, others }: Tenants, people: readonly Person[]): string {
  const itLead = leadOf(people, 'IT').email;
  const peopleLead = leadOf(people, 'People').email;
  const asOf = isoSeconds(AS_OF);
  const quarter = { from: isoSeconds(WINDOW_START), to: isoSeconds(WINDOW_END) };
  const tenants = [
    { system: 'google', tenant: google.customerId },
    { system: 'entra', tenant: entra.tenantId },
    { system: 'slack', tenant: others.slackTeam },
    { system: 'salesforce', tenant: others.salesforceOrg },
  ] as const;
  const file = (
    path: string,
    kind: string,
    method: string,
    window: { from?: string; to?: string } = {},
  ): ManifestFile => {
    const { system, tenant } = tenants.find((one) => path.startsWith(`${one.system}/`)) ?? {
      system: 'register' as const,
      tenant: 'tarnbrook.example',
    };
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
    file('registers/applications.csv', 'register.applications', 'Register of applications, saved as CSV'),
    file('registers/approvals.csv', 'register.approvals', 'Change requests for applications, saved as CSV'),
    file('registers/prior-decisions.csv', 'register.prior-decisions', 'Decisions of the earlier reviews, saved as CSV'),
    file('registers/vendors.csv', 'register.vendors', 'Purchasing, list of vendors, saved as CSV'),
    file('registers/environments.csv', 'register.environments', 'Register of environments, saved as CSV'),
    file('registers/egress.csv', 'register.egress', 'Network plan, table of exits, saved as CSV'),
    file('registers/roles.csv', 'register.roles', 'Directory roles and approvers, saved as CSV'),
    file('registers/token-policies.csv', 'register.token-policies', 'Session controls of the tenants, as stated by IT'),
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
    file('entra/sign-ins.json', 'entra.signin', `${graph}/auditLogs/signIns`, quarter),
    file('slack/integration-logs.json', 'slack.integrationlogs', 'GET https://slack.com/api/team.integrationLogs', {
      from: '2026-03-01T00:00:00Z',
      to: quarter.to,
    }),
    file('slack/approved-apps.json', 'slack.admin.apps', 'GET https://slack.com/api/admin.apps.approved.list'),
    file('salesforce/connected-applications.json', 'sf.connectedapps', 'sf data query: ConnectedApplication'),
    file('salesforce/oauth-tokens.json', 'sf.oauthtoken', 'sf data query: OauthToken'),
    file('salesforce/login-history.json', 'sf.loginhistory', 'sf data query: LoginHistory', quarter),
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
      tenants: tenants.map(({ system, tenant }) => ({ system, id: tenant, domain: 'tarnbrook.example' })),
    },
    files,
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
