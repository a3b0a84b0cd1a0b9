import { describe, expect, it } from 'vitest';
import {
  auditEvents,
  delegatedGrants,
  distinctTokenEvents,
  roleAssignments,
  sampleRows,
  servicePrincipals,
  signIns,
} from './sample-files.ts';

const google = (start: string) =>
  sampleRows('google/gam-tokens.csv').filter((token) => token.displayText?.startsWith(start));
const principal = (name: string) => {
  const found = servicePrincipals().filter((one) => one.displayName === name);
  const only = found[0];
  if (found.length !== 1 || only === undefined)
    throw new Error(`${found.length} service principals are called ${name}`);
  return only;
};
const calls = (name: string) =>
  sampleRows('entra/graph-activity.csv').filter((row) => row.AppId === principal(name).appId);
const owners = (id: string | undefined) => sampleRows('owners.csv').filter((owner) => owner.connector_id === id);
const status = (email: string | undefined) => sampleRows('people.csv').find((person) => person.email === email)?.status;
const isServiceAccount = (email: string | undefined): boolean => email === 'svc-workflow@tarnbrook.example';
const methods = (app: string) =>
  new Set(
    distinctTokenEvents()
      .filter((event) => event.app === app && event.name === 'activity')
      .map((event) => event.method),
  );
const roleNames = (name: string) => {
  const dictionary = new Map(principal('Microsoft Graph').appRoles?.map((role) => [role.id, role.value]));
  const own = roleAssignments().filter(
    (role) => role.principalId === principal(name).id && role.resourceId === principal('Microsoft Graph').id,
  );
  return own.map((role) => dictionary.get(role.appRoleId) ?? '').toSorted();
};
const paths = (name: string) => calls(name).map((row) => new URL(row.RequestUri ?? '').pathname);

describe('Google', () => {
  it('the sales connector holds mail, Drive and contacts, reads calendars only, and has no owner', () => {
    const grant = google('Cadenza')[0];
    for (const scope of [
      'https://mail.google.com/',
      'https://www.googleapis.com/auth/drive',
      'https://www.googleapis.com/auth/contacts',
    ]) {
      expect(grant?.scopes?.split(' ')).toContain(scope);
    }
    expect([...methods('Cadenza Outreach')].filter((method) => !method.startsWith('calendar.'))).toEqual([]);
    expect(methods('Cadenza Outreach').size).toBe(3);
    expect(owners(grant?.clientId)).toEqual([]);
  });

  it('mail goes on being sent after a revocation, with no consent in between and no grant left', () => {
    const events = distinctTokenEvents().filter((event) => event.app === 'Brindle Mail Merge');
    const revoked = events.find((event) => event.name === 'revoke');
    const later = events.filter(
      (event) => event.email === revoked?.email && revoked !== undefined && event.time > revoked.time,
    );
    expect(later.map((event) => event.name)).toEqual(['activity', 'activity', 'activity']);
    expect(later[0]?.time.slice(0, 10)).toBe('2026-08-23');
    expect(google('Brindle').map((token) => token.user)).not.toContain(revoked?.email);
    expect(status(revoked?.email)).toBe('active');
  });

  it('tokens are renewed without any use, in the last 30 days too, and nobody owns the connector', () => {
    const events = distinctTokenEvents().filter((event) => event.app === 'Kestrel Sync Agent');
    expect(events).toHaveLength(60);
    expect(new Set(events.map((event) => event.name))).toEqual(new Set(['authorize']));
    expect(events.filter((event) => event.time >= '2026-09-01').length).toBeGreaterThanOrEqual(3);
    expect(owners(google('Kestrel')[0]?.clientId)).toEqual([]);
  });

  it('the phishing application has a formula, markup and a bidirectional override for a name', () => {
    const grants = google('=HYPERLINK(');
    expect(grants).toHaveLength(3);
    expect(grants[0]?.displayText).toContain('<img src=x onerror=');
    expect(grants[0]?.displayText).toContain('\u202E');
    expect(grants[0]?.anonymous).toBe('True');
    expect(methods(grants[0]?.displayText ?? '').has('gmail.users.messages.get')).toBe(true);
  });

  it('one connector is in the log only, another was only asked for', () => {
    expect(google('Zephyr')).toEqual([]);
    expect(methods('Zephyr Slide Export').size).toBe(3);
    expect(google('Quillmark')).toEqual([]);
    expect(
      distinctTokenEvents()
        .filter((event) => event.app === 'Quillmark AI Writer')
        .map((event) => event.name),
    ).toEqual(['request', 'deny']);
  });

  it('the whiteboard is owned by somebody who left, and two who left hold its grants', () => {
    const grants = google('Orrery');
    expect(owners(grants[0]?.clientId).map((owner) => status(owner.owner_email))).toEqual(['left']);
    expect(
      sampleRows('google/gam-tokens.csv')
        .filter((token) => !isServiceAccount(token.user) && status(token.user) !== 'active')
        .map((token) => token.displayText),
    ).toEqual(['Orrery Whiteboard', 'Orrery Whiteboard']);
  });

  it('a wider calendar scope stands beside the one that is enough', () => {
    expect(
      google('Larkspur')[0]
        ?.scopes?.split(' ')
        .map((scope) => scope.split('/').at(-1)),
    ).toEqual(['calendar', 'calendar.events']);
    expect([...methods('Larkspur Scheduler')].filter((method) => !method.startsWith('calendar.events.'))).toEqual([]);
  });

  it('one client id changed its name, one name has two client ids of one project', () => {
    const copperline = google('Copperline')[0]?.clientId;
    expect(
      new Set(
        distinctTokenEvents()
          .filter((event) => event.clientId === copperline)
          .map((event) => event.app),
      ),
    ).toEqual(new Set(['Copperline', 'Copperline CRM Sync']));
    const murmur = new Set(google('Murmur').map((token) => token.clientId));
    expect(murmur.size).toBe(2);
    expect(new Set([...murmur].map((id) => id?.split('-')[0])).size).toBe(1);
  });

  it('no Google connector but the story has five people consenting within a day of its first sight', () => {
    const consents = Map.groupBy(
      distinctTokenEvents().filter((event) => event.name === 'authorize'),
      (event) => event.clientId,
    );
    for (const events of consents.values()) {
      const first = Date.parse(events[0]?.time ?? '');
      const early = events.filter((event) => Date.parse(event.time) - first < 86_400_000);
      expect(new Set(early.map((event) => event.email)).size, events[0]?.app).toBeLessThan(5);
    }
  });
});

describe('Entra', () => {
  it('the backup may read all files and never called', () => {
    expect(roleNames('Gannet Cloud Backup')).toEqual(['Files.Read.All']);
    expect(calls('Gannet Cloud Backup')).toEqual([]);
  });

  it('the note-taker is granted for everybody and never touched mail', () => {
    const grants = delegatedGrants().filter((grant) => grant.clientId === principal('Scribewell AI Notes').id);
    expect(grants.map((grant) => [grant.consentType, grant.principalId])).toEqual([['AllPrincipals', null]]);
    expect(grants[0]?.scope.split(' ')).toContain('Mail.Read');
    expect(paths('Scribewell AI Notes').filter((path) => /messages|mailFolders/.test(path))).toEqual([]);
    expect(paths('Scribewell AI Notes').some((path) => path.endsWith('/content'))).toBe(true);
  });

  it('nine people consent to the look-alike within three hours of its first sight', () => {
    const lookalike = servicePrincipals().find((one) => one.displayName === 'Fjordsign D\u043Ecuments');
    expect(lookalike?.verifiedPublisher.verifiedPublisherId).toBeNull();
    expect(principal('Fjordsign Documents').verifiedPublisher.verifiedPublisherId).not.toBeNull();
    const consents = auditEvents().filter(
      (event) =>
        event.activityDisplayName === 'Consent to application' && event.targetResources[0]?.id === lookalike?.id,
    );
    const times = consents.map((event) => Date.parse(event.activityDateTime)).toSorted((one, other) => one - other);
    expect(new Set(consents.map((event) => event.initiatedBy.user.id)).size).toBe(9);
    expect((times.at(-1) ?? Infinity) - (times[0] ?? 0)).toBeLessThan(3 * 3_600_000);
    expect(
      new Set(
        delegatedGrants()
          .filter((grant) => grant.clientId === lookalike?.id)
          .map((grant) => grant.principalId),
      ),
    ).toEqual(new Set(consents.map((event) => event.initiatedBy.user.id)));
    expect(owners(lookalike?.appId)).toEqual([]);
  });

  it('the directory sync uses one application permission and not the other', () => {
    expect(roleNames('Rookery Identity Sync')).toEqual(['Mail.ReadWrite', 'User.Read.All']);
    expect(new Set(paths('Rookery Identity Sync').map((path) => path.split('/')[2]))).toEqual(new Set(['users']));
    expect(paths('Rookery Identity Sync').filter((path) => /message|mail/i.test(path))).toEqual([]);
    expect(calls('Rookery Identity Sync').filter((row) => row.UserId !== '')).toEqual([]);
  });

  it('reports are denied every time', () => {
    const reports = calls('Sextant Analytics').filter((row) => row.RequestUri?.includes('/reports/'));
    expect(reports.length).toBeGreaterThan(0);
    expect(new Set(reports.map((row) => row.ResponseStatusCode))).toEqual(new Set(['403']));
  });

  it('the helpdesk holds reading beside writing of mail and needs writing', () => {
    const grant = delegatedGrants().find((one) => one.clientId === principal('Halyard Helpdesk for Outlook').id);
    expect(grant?.scope.trim().split(' ')).toEqual(['User.Read', 'Mail.Read', 'Mail.ReadWrite']);
    expect(
      calls('Halyard Helpdesk for Outlook').some(
        (row) => row.RequestMethod === 'PATCH' && row.ResponseStatusCode === '200',
      ),
    ).toBe(true);
  });

  it('the own service desk has a technical owner only', () => {
    expect(owners(principal('Kiln Service Desk').appId).map((owner) => owner.role)).toEqual(['technical']);
  });

  it('audit events carry both layouts: the client first, and the API first with the client in the properties', () => {
    const scribewell = principal('Scribewell AI Notes');
    const of = (activity: string) => auditEvents().filter((event) => event.activityDisplayName === activity);
    const consent = of('Consent to application').find((event) => event.targetResources[0]?.id === scribewell.id);
    const permissions = consent?.targetResources[0]?.modifiedProperties.find(
      (property) => property.displayName === 'ConsentAction.Permissions',
    );
    expect(JSON.parse(permissions?.newValue ?? '""')).toMatch(
      /^\[\] => \[\[Id: .*, PrincipalId: , .*ConsentType: AllPrincipals, Scope: {2}openid .*\]\]; $/,
    );
    const added = of('Add delegated permission grant').find((event) => event.targetResources[1]?.id === scribewell.id);
    expect(added?.targetResources[0]?.displayName).toBe('Microsoft Graph');
    const changed = of('Add delegated permission grant').filter((event) =>
      event.targetResources[0]?.modifiedProperties.some(
        (property) => property.displayName === 'DelegatedPermissionGrant.Scope' && property.oldValue !== null,
      ),
    );
    expect(changed).toHaveLength(1);
    expect(of('Remove delegated permission grant')).toHaveLength(1);
    expect(of('Add app role assignment to service principal')).toHaveLength(1);
    expect(of('Consent to application').filter((event) => event.result === 'failure')).toHaveLength(1);
    expect(
      auditEvents().filter(
        (event) => !/consent|permission grant|app role|service principal/i.test(event.activityDisplayName),
      ),
    ).toHaveLength(184);
  });

  it('calls cover success, denial, absence and throttling', () => {
    const statuses = new Set(sampleRows('entra/graph-activity.csv').map((row) => row.ResponseStatusCode));
    expect(statuses).toEqual(new Set(['200', '201', '202', '204', '304', '403', '404', '429']));
  });

  it('every delegated grant and every caller leads to a person, but for the account of the automations', () => {
    const bridge = principal('Avocet Data Bridge');
    const account = delegatedGrants().find((grant) => grant.clientId === bridge.id)?.principalId ?? '';
    const ids = new Set([...sampleRows('people.csv').map((person) => person.person_id), account]);
    expect(sampleRows('people.csv').map((person) => person.person_id)).not.toContain(account);
    expect(delegatedGrants().filter((grant) => grant.principalId !== null && !ids.has(grant.principalId))).toEqual([]);
    expect(sampleRows('entra/graph-activity.csv').filter((row) => row.UserId !== '' && !ids.has(row.UserId))).toEqual(
      [],
    );
  });

  it('one app permission was given on a day that the audit log covers, and the log shows nothing of it', () => {
    const ruff = principal('Ruff Room Sensors');
    expect(roleNames('Ruff Room Sensors')).toEqual(['Place.Read.All']);
    const about = auditEvents().filter((event) => event.targetResources.some((target) => target.id === ruff.id));
    expect(about).toEqual([]);
    expect(auditEvents().filter((event) => event.activityDateTime.startsWith('2026-08-19')).length).toBeGreaterThan(0);
  });

  it('somebody worked with the secret of the provisioning app from a browser', () => {
    const byHand = calls('Tern Provisioning').filter((row) => row.UserAgent?.startsWith('Mozilla/'));
    expect(byHand).toHaveLength(15);
    expect(new Set(byHand.map((row) => row.UserId))).toEqual(new Set(['']));
    expect(new Set(byHand.map((row) => row.IPAddress)).size).toBe(1);
  });

  it('the CRM bridge calls from another country in the last days only', () => {
    const skua = principal('Skua CRM Bridge').appId;
    const elsewhere = signIns().filter((one) => one.appId === skua && one.location.countryOrRegion !== 'FI');
    expect(new Set(elsewhere.map((one) => one.location.countryOrRegion))).toEqual(new Set(['BR']));
    expect(elsewhere.every((one) => one.createdDateTime >= '2026-09-22')).toBe(true);
    expect(new Set(elsewhere.map((one) => one.ipAddress)).size).toBe(1);
  });
});

describe('the registers', () => {
  const decisions = () => sampleRows('registers/prior-decisions.csv');

  it('every connector is decided, or has a reason to be new', () => {
    const decided = new Set(decisions().map((row) => row.client_id));
    const clients = new Set(sampleRows('google/gam-tokens.csv').map((token) => token.clientId));
    const open = [...clients].filter((id) => !decided.has(id));
    expect(open).toHaveLength(2);
    expect(new Set(decisions().map((row) => row.decision))).toEqual(
      new Set(['certify', 'conditional', 'reduce', 'revoke']),
    );
  });

  it('one app was approved by whoever asked for it, and nobody else', () => {
    const own = sampleRows('registers/approvals.csv').filter((row) => row.requested_by === row.approved_by);
    expect(own.map((row) => row.app_name)).toEqual(['Wigeon Desk Booking']);
  });

  it('a successor is of the same platform and certified', () => {
    const replaced = sampleRows('registers/applications.csv').filter((row) => row.replaced_by !== '');
    expect(replaced.map((row) => row.app_name)).toEqual(['Dunlin Form Mailer']);
    expect(decisions().find((row) => row.client_id === replaced[0]?.replaced_by)?.decision).toBe('certify');
  });

  it('one vendor was left before the quarter', () => {
    const over = sampleRows('registers/vendors.csv').filter((row) => row.status === 'terminated');
    expect(over.map((row) => [row.vendor, row.contract_end])).toEqual([['Gannet Software Oy', '2026-06-30']]);
  });

  it('taken back by all, the travel deals came back with one of them', () => {
    const events = distinctTokenEvents().filter((event) => event.app === 'Petrel Travel Deals');
    const revoked = events.filter((event) => event.name === 'revoke');
    expect(revoked.map((event) => event.time.slice(0, 10))).toEqual(['2026-07-08', '2026-07-08', '2026-07-08']);
    const again = events.filter((event) => event.name === 'authorize');
    expect(again.map((event) => event.email)).toEqual(google('Petrel').map((token) => token.user));
    expect(revoked.map((event) => event.email)).toContain(again[0]?.email);
  });
});
