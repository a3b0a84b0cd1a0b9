import type { RemedyStep } from '../../../shared/contract/drill.ts';
import type { GrantKind } from '../../../shared/domain/vocabulary.ts';
import { powershell, powershellList } from './quote.ts';
import {
  byTenant,
  defineRemedies,
  distinct,
  idsOf,
  OTHERS_STAY,
  scripted,
  shown,
  step,
  type Plan,
  type Target,
  wholeApp,
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
    `Connect-MgGraph -TenantId ${powershell(tenant)} -Scopes ${[...SCOPES, ...(targets.every((target) => target.isNamed) ? ['User.Read.All'] : [])].map(powershell).join(',')}`,
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

/** What the kinds of grants are called, in the order in which they are spoken of. */
const KINDS: readonly (readonly [GrantKind, string])[] = [
  ['delegated-tenant', 'consents for the tenant'],
  ['delegated-user', 'consents of people'],
  ['application', 'application permissions'],
];

/** Lists the consents of `$principal` that the targets speak of, as the start of a pipeline; null when they speak of none. */
function consents(list: readonly Target[]): string | null {
  const [ofTenant, ofPeople] = [hasKind(list, 'delegated-tenant'), hasKind(list, 'delegated-user')];
  if (!ofTenant && !ofPeople) return null;
  const one = ofTenant ? 'AllPrincipals' : 'Principal';
  const only = ofTenant && ofPeople ? '' : ` | Where-Object ConsentType -eq ${powershell(one)}`;
  const named = list.every((target) => target.isNamed) ? ' | Where-Object { $people -contains $_.PrincipalId }' : '';
  return `Get-MgServicePrincipalOauth2PermissionGrant -ServicePrincipalId $principal.Id -All${only}${named}`;
}

const hasKind = (list: readonly Target[], kind: GrantKind): boolean => list.some((target) => target.kind === kind);

/** The ids of the people named: of those whom exports know by their address, the directory says the id. */
function findPeople(list: readonly Target[]): string[] {
  return list.every((target) => target.isNamed)
    ? [
        `$people = ${powershellList(distinct(list, (target) => target.people))}`,
        '$people += foreach ($person in $people) { (Get-MgUser -UserId $person -ErrorAction SilentlyContinue).Id }',
      ]
    : [];
}

function removeGrants(targets: readonly Target[]): RemedyStep[] {
  return byTenant(targets).map(([tenant, list]) => {
    const found = consents(list);
    const what = KINDS.filter(([kind]) => hasKind(list, kind)).map(([, label]) => label);
    const whose = list.every((target) => target.isNamed)
      ? 'the consents of the people named'
      : `its ${what.join(', ')}`;
    return scripted(
      `Remove ${whose} in ${shown(tenant)}. Look at what the first lines found before going on.`,
      'powershell',
      [
        ...find(tenant, list),
        ...findPeople(list),
        'foreach ($principal in $principals) {',
        ...(found === null
          ? []
          : [`  ${found} |`, '    ForEach-Object { Remove-MgOauth2PermissionGrant -OAuth2PermissionGrantId $_.Id }']),
        ...(hasKind(list, 'application')
          ? [
              '  Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -All |',
              '    ForEach-Object { Remove-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -AppRoleAssignmentId $_.Id }',
            ]
          : []),
        '}',
      ],
    );
  });
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
    ...wholeApp(targets, disable(targets)),
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
  return byTenant(targets).map(([tenant, list]) => {
    const found = consents(list);
    const what = KINDS.filter(([kind]) => hasKind(list, kind)).map(([, label]) => label);
    const whose = list.every((target) => target.isNamed)
      ? 'the consents of the people named'
      : `its ${what.join(', ')}`;
    return scripted(`Take the scopes out of ${whose} in ${shown(tenant)}.`, 'powershell', [
      `$remove = ${powershellList(distinct(list, (target) => target.scopes.map(lastPart)))}`,
      ...find(tenant, list),
      ...findPeople(list),
      'foreach ($principal in $principals) {',
      ...(found === null
        ? []
        : [
            `  foreach ($grant in ${found}) {`,
            "    $kept = @($grant.Scope -split ' ' | Where-Object { $_ -and $remove -notcontains $_ })",
            '    if ($kept.Count -eq 0) { Remove-MgOauth2PermissionGrant -OAuth2PermissionGrantId $grant.Id }',
            "    else { Update-MgOauth2PermissionGrant -OAuth2PermissionGrantId $grant.Id -Scope ($kept -join ' ') }",
            '  }',
          ]),
      ...(hasKind(list, 'application')
        ? [
            '  foreach ($assignment in Get-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -All) {',
            '    $role = (Get-MgServicePrincipal -ServicePrincipalId $assignment.ResourceId).AppRoles | Where-Object Id -eq $assignment.AppRoleId',
            '    if ($remove -contains $role.Value) { Remove-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $principal.Id -AppRoleAssignmentId $assignment.Id }',
            '  }',
          ]
        : []),
      '}',
    ]);
  });
}

/** The name of a permission without the API it belongs to. */
function lastPart(scope: string): string {
  return scope.slice(scope.lastIndexOf('/') + 1);
}

const reduce: Plan = {
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
};

export default defineRemedies('entra', {
  revoke,
  reduce,
  named: {
    revoke: {
      title: 'Remove the consents of the people named',
      steps: (targets) => [
        ...removeGrants(targets),
        step(
          'Where they must not consent again: require assignment for the app and leave them out, or limit who may consent.',
        ),
        ...endSessions(targets),
      ],
      stops: ['Removing a consent takes away what a new token of that person may do.'],
      doesNotStop: [
        OTHERS_STAY,
        'A consent for the whole tenant covers these people all the same.',
        'A person who is named and may consent can do so again.',
        'An access token that is already out works until it ends: about an hour, up to 28 hours where continuous access evaluation is used.',
        'What was copied out before stays with the vendor.',
      ],
      proof:
        'A later whole list of consents holds none of these people for the app, and the audit log shows the removals.',
    },
    reduce: {
      ...reduce,
      title: 'Take scopes out of the consents of the people named',
      doesNotStop: [OTHERS_STAY, ...reduce.doesNotStop],
      proof: 'A later whole list of consents shows only the scopes that are left for each of these people.',
    },
  },
  escalate: {
    title: 'Escalate: keep the traces; the incident team decides whether the app is disabled',
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
