import { changed, type AuditEvent, type AuditProperty, type AuditTarget } from './audit-event.ts';
import type { EntraConnector, EntraTenant } from './entra-connectors.ts';
import { grantId, roleGrantedOn } from './entra-grants.ts';
import { applicationRoleId, GRAPH_APP_ID } from './graph-permissions.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';

const GRAPH_NAMES = `${GRAPH_APP_ID}/ags.windows.net;${GRAPH_APP_ID};https://graph.microsoft.com;https://graph.microsoft.com/`;
/** The three or four events Entra writes for one consent; `person` undefined = for everybody. */
export function consentEvents(
  random: Random,
  tenant: EntraTenant,
  connector: EntraConnector,
  person: Person | undefined,
  time: number,
  actor: Person,
  before: readonly string[],
): AuditEvent[] {
  const correlation = random.guid();
  const common = { correlation, category: 'ApplicationManagement', result: 'success' as const, actor };
  const client = {
    id: connector.servicePrincipalId,
    displayName: connector.name,
    type: 'ServicePrincipal',
    userPrincipalName: null,
  };
  const added = {
    ...common,
    time: time - 900,
    activity: 'Add service principal',
    targets: [{ ...client, modifiedProperties: [changed('AppId', connector.appId)] }],
  };
  const isFirst = connector.created === time || connector.created === time - 1000;
  const assignment = {
    ...common,
    time: time + 140,
    activity: 'Add app role assignment grant to user',
    targets: [
      {
        ...client,
        modifiedProperties: [
          changed('AppRole.Id', '00000000-0000-0000-0000-000000000000'),
          changed('User.ObjectID', actor.id),
          changed('User.UPN', actor.email),
        ],
      },
    ],
  };
  const consentType = person === undefined ? 'AllPrincipals' : 'Principal';
  const grant = {
    ...common,
    time: time + 310,
    activity: 'Add delegated permission grant',
    targets: grantTargets(tenant, connector, consentType, before.join(' '), connector.scopes.join(' ')),
  };
  const consent = {
    ...common,
    time: time + 480,
    activity: 'Consent to application',
    targets: [{ ...client, modifiedProperties: consentProperties(tenant, connector, person, before) }],
  };
  return [...(isFirst ? [added] : []), ...(before.length === 0 ? [assignment] : []), grant, consent];
}

function consentProperties(
  tenant: EntraTenant,
  connector: EntraConnector,
  person: Person | undefined,
  before: readonly string[],
): AuditProperty[] {
  const entry = (scopes: readonly string[]): string =>
    `[Id: ${grantId(connector.servicePrincipalId, tenant.graphId, person?.id)}, ClientId: ${connector.servicePrincipalId}, ` +
    `PrincipalId: ${person?.id ?? ''}, ResourceId: ${tenant.graphId}, ConsentType: ${person === undefined ? 'AllPrincipals' : 'Principal'}, ` +
    `Scope:  ${scopes.join(' ')}, CreatedDateTime: , LastModifiedDateTime ]`;
  const old = before.length === 0 ? '[]' : `[${entry(before)}]`;
  return [
    changed('ConsentContext.IsAdminConsent', person === undefined ? 'True' : 'False'),
    changed('ConsentContext.IsAppOnly', 'False'),
    changed('ConsentContext.OnBehalfOfAll', person === undefined ? 'True' : 'False'),
    changed('ConsentContext.Tags', 'WindowsAzureActiveDirectoryIntegratedApp'),
    changed('ConsentAction.Permissions', `${old} => [${entry(connector.scopes)}]; `),
    changed('TargetId.ServicePrincipalNames', connector.appId),
  ];
}

/** Here the first target is the API and the client hides in the properties. */
function grantTargets(
  tenant: EntraTenant,
  connector: EntraConnector,
  consentType: string,
  before: string,
  after: string,
): AuditTarget[] {
  return [
    {
      id: tenant.graphId,
      displayName: 'Microsoft Graph',
      type: 'ServicePrincipal',
      userPrincipalName: null,
      modifiedProperties: [
        changed('DelegatedPermissionGrant.Scope', after, before === '' ? undefined : before),
        changed('DelegatedPermissionGrant.ConsentType', consentType, before === '' ? undefined : consentType),
        changed('ServicePrincipal.ObjectID', connector.servicePrincipalId),
        { displayName: 'ServicePrincipal.DisplayName', oldValue: null, newValue: null },
        { displayName: 'ServicePrincipal.AppId', oldValue: null, newValue: null },
        changed('TargetId.ServicePrincipalNames', GRAPH_NAMES),
      ],
    },
    {
      id: connector.servicePrincipalId,
      displayName: null,
      type: 'ServicePrincipal',
      userPrincipalName: null,
      modifiedProperties: [],
    },
  ];
}

/** A person takes a consent back. */
export function removal(
  random: Random,
  tenant: EntraTenant,
  connector: EntraConnector,
  person: Person,
  time: number,
): AuditEvent {
  const [api, client] = grantTargets(tenant, connector, 'Principal', connector.scopes.join(' '), '');
  return {
    time,
    correlation: random.guid(),
    activity: 'Remove delegated permission grant',
    category: 'ApplicationManagement',
    result: 'success',
    actor: person,
    targets: [api, client].filter((target) => target !== undefined),
  };
}

/** An administrator grants an application permission. */
export function roleAssignment(
  random: Random,
  tenant: EntraTenant,
  connector: EntraConnector,
  scope: string,
  actor: Person,
): AuditEvent {
  const properties = [
    changed('AppRole.Id', applicationRoleId(scope)),
    changed('AppRole.Value', scope),
    changed('ServicePrincipal.ObjectID', connector.servicePrincipalId),
    changed('ServicePrincipal.DisplayName', connector.name),
    changed('ServicePrincipal.AppId', connector.appId),
    changed('TargetId.ServicePrincipalNames', GRAPH_NAMES),
  ];
  return {
    time: roleGrantedOn(connector, scope),
    correlation: random.guid(),
    activity: 'Add app role assignment to service principal',
    category: 'ApplicationManagement',
    result: 'success',
    actor,
    targets: [
      {
        id: tenant.graphId,
        displayName: 'Microsoft Graph',
        type: 'ServicePrincipal',
        userPrincipalName: null,
        modifiedProperties: properties,
      },
      {
        id: connector.servicePrincipalId,
        displayName: connector.name,
        type: 'ServicePrincipal',
        userPrincipalName: null,
        modifiedProperties: [],
      },
    ],
  };
}
