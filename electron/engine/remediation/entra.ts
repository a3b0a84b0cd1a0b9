import type { RemedyStep } from '../../../shared/contract/drill.ts';
import { powershell, powershellList } from './quote.ts';
import {
  byTenant,
  defineRemedies,
  distinct,
  idsOf,
  scripted,
  shown,
  step,
  type Plan,
  type Target,
} from './remedies.ts';

// Sources: learn.microsoft.com, "Review permissions granted to enterprise applications" (revoking by Graph and PowerShell;
// consents of people cannot be revoked in the portal); Remove-MgOauth2PermissionGrant (access tokens stay valid for their
// lifetime); Remove-MgServicePrincipalAppRoleAssignment; "Disable how a user signs in for an application"
// (accountEnabled false stops tokens from being issued); "Access tokens in the identity platform" (60 to 90 minutes by
// default, up to 28 hours with continuous access evaluation); "Configure how users consent to applications".

const SCOPES = [
  'Application.ReadWrite.All',
  'DelegatedPermissionGrant.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
] as const;

/** People whose sessions a script ends by name. */
const NAMED = 100;

/** Finds the service principals: by application id, and by object id where no export gave one. */
function find(tenant: string, targets: readonly Target[]): string[] {
  const apps = distinct(targets, (target) => idsOf(target, 'app'));
  const lone = distinct(
    targets.filter((target) => idsOf(target, 'app').length === 0),
    (target) => (idsOf(target, 'sp').length === 0 ? [target.nativeId] : idsOf(target, 'sp')),
  );
  return [
    `Connect-MgGraph -TenantId ${powershell(tenant)} -Scopes ${SCOPES.map(powershell).join(',')}`,
    '$principals = @()',
    ...(apps.length === 0
      ? []
      : [
          `foreach ($appId in ${powershellList(apps)}) {`,
          `  $principals += Get-MgServicePrincipal -All -Filter ("appId eq '{0}'" -f $appId.Replace("'", "''"))`,
          '}',
        ]),
    ...(lone.length === 0
      ? []
      : [
          `foreach ($objectId in ${powershellList(lone)}) {`,
          '  $principals += Get-MgServicePrincipal -ServicePrincipalId $objectId',
          '}',
        ]),
    '$principals | Select-Object DisplayName, AppId, Id',
  ];
}

function disable(targets: readonly Target[]): RemedyStep[] {
  return byTenant(targets).map(([tenant, list]) =>
    scripted(
      `Disable the app in ${shown(tenant)}, so that it gets no new token. This can be taken back.`,
      'powershell',
      [
        ...find(tenant, list),
        'foreach ($principal in $principals) {',
        '  Update-MgServicePrincipal -ServicePrincipalId $principal.Id -AccountEnabled:$false',
        '}',
      ],
    ),
  );
}

function removeGrants(targets: readonly Target[]): RemedyStep[] {
  return byTenant(targets).map(([tenant, list]) =>
    scripted(
      `Remove its consents, of the tenant and of people, and its application permissions in ${shown(tenant)}. Look at what the first lines found before going on.`,
      'powershell',
      [
        ...find(tenant, list),
        'foreach ($principal in $principals) {',
        '  Get-MgServicePrincipalOauth2PermissionGrant -ServicePrincipalId $principal.Id -All |',
        '    ForEach-Object { Remove-MgOauth2PermissionGrant -OAuth2PermissionGrantId $_.Id }',
        '  Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -All |',
        '    ForEach-Object { Remove-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -AppRoleAssignmentId $_.Id }',
        '}',
      ],
    ),
  );
}

function endSessions(targets: readonly Target[]): RemedyStep[] {
  return byTenant(targets).flatMap(([tenant, list]) => {
    const people = distinct(list, (target) => target.people);
    if (list.every((target) => target.peopleTotal === 0)) return [];
    const areAllNamed = people.length <= NAMED && list.every((target) => target.people.length >= target.peopleTotal);
    if (!areAllNamed)
      return [
        step(
          `Where tokens were stolen: end the sessions of the people who consented in ${shown(tenant)}, from the CSV of the grants, with Revoke-MgUserSignInSession. It signs them out of everything, not of this app alone.`,
        ),
      ];
    return [
      scripted(
        `Where tokens were stolen: end the sessions of the people who consented in ${shown(tenant)}. It signs them out of everything, not of this app alone.`,
        'powershell',
        [
          `Connect-MgGraph -TenantId ${powershell(tenant)} -Scopes ${powershell('User.RevokeSessions.All')}`,
          `foreach ($person in ${powershellList(people)}) { Revoke-MgUserSignInSession -UserId $person }`,
        ],
      ),
    ];
  });
}

const revoke: Plan = {
  title: 'Disable the app, then remove its consents and permissions',
  steps: (targets) => [
    ...disable(targets),
    ...removeGrants(targets),
    step(
      'Leave the disabled app in the tenant. Deleting it would let the next consent bring it back enabled and without a trace of this.',
    ),
    ...endSessions(targets),
  ],
  stops: [
    'Disabling stops new tokens for the app, for people and for itself, and so a consent has no effect while it lasts.',
    'Removing consents and application permissions takes away what a new token may do.',
  ],
  doesNotStop: [
    'Removing a consent does not stop the next one: without the disabling, people who may consent can do so again.',
    'An access token that is already out works until it ends: about an hour, up to 28 hours where continuous access evaluation is used.',
    'The portal cannot remove consents of people: only the script does.',
    'Other tenants in which the app is registered are not touched.',
    'What was copied out before stays with the vendor.',
  ],
  proof:
    'Later lists of consents and role assignments no longer hold it, and the audit log shows the removals. Use after the life of a token is found as use after revocation.',
};

function reduceScopes(targets: readonly Target[]): RemedyStep[] {
  const unscoped = targets.every((target) => target.scopes.length === 0);
  if (unscoped)
    return [step('Name the scopes to take away: without them there is nothing to reduce. Then do as follows.')];
  return byTenant(targets).map(([tenant, list]) =>
    scripted(
      `Take the scopes out of its consents in ${shown(tenant)}, and remove the application permissions of the same names.`,
      'powershell',
      [
        `$remove = ${powershellList(distinct(list, (target) => target.scopes.map(lastPart)))}`,
        ...find(tenant, list),
        'foreach ($principal in $principals) {',
        '  foreach ($grant in Get-MgServicePrincipalOauth2PermissionGrant -ServicePrincipalId $principal.Id -All) {',
        "    $kept = @($grant.Scope -split ' ' | Where-Object { $_ -and $remove -notcontains $_ })",
        '    if ($kept.Count -eq 0) { Remove-MgOauth2PermissionGrant -OAuth2PermissionGrantId $grant.Id }',
        "    else { Update-MgOauth2PermissionGrant -OAuth2PermissionGrantId $grant.Id -Scope ($kept -join ' ') }",
        '  }',
        '  foreach ($assignment in Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -All) {',
        '    $role = (Get-MgServicePrincipal -ServicePrincipalId $assignment.ResourceId).AppRoles | Where-Object Id -eq $assignment.AppRoleId',
        '    if ($remove -contains $role.Value) { Remove-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -AppRoleAssignmentId $assignment.Id }',
        '  }',
        '}',
      ],
    ),
  );
}

/** The name of a permission without the API it belongs to. */
function lastPart(scope: string): string {
  return scope.slice(scope.lastIndexOf('/') + 1);
}

export default defineRemedies('entra', {
  revoke,
  reduce: {
    title: 'Take scopes out of the consents',
    steps: (targets) => [
      ...reduceScopes(targets),
      step('Ask the vendor to ask for less: an app that asks for the old scopes will prompt people again.'),
    ],
    stops: ['New tokens carry only the scopes that are left.'],
    doesNotStop: [
      'People who may consent can grant the scope again when the app asks for it.',
      'An access token that is already out keeps its scopes until it ends: about an hour, up to 28 hours where continuous access evaluation is used.',
    ],
    proof: 'A later list of consents and role assignments shows the scopes that are left.',
  },
  escalate: {
    title: 'Disable the app, keep the traces',
    steps: (targets) => [
      step(
        'Save the sign-in logs, the audit log and the Graph activity log of the app first: they are kept for a limited time.',
      ),
      ...disable(targets),
      step('Wait for the incident team before consents are removed: they are evidence of who consented and when.'),
    ],
    stops: ['Disabling stops new tokens for the app. It can be taken back.'],
    doesNotStop: [
      'An access token that is already out works until it ends: about an hour, up to 28 hours where continuous access evaluation is used.',
      'What was copied out before stays with the vendor.',
    ],
    proof: 'A later list of apps shows it disabled; its consents still stand.',
  },
});
