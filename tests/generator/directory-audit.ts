import { auditRecord, changed, type AuditEvent } from './audit-event.ts';
import { DAY, HOUR, WINDOW_DAYS, WINDOW_START } from './clock.ts';
import { consentEvents, removal, roleAssignment } from './consent-audit.ts';
import { consentsInWindow } from './entra-consents.ts';
import type { EntraTenant } from './entra-connectors.ts';
import type { EntraHolders } from './entra-grants.ts';
import { activeIn, leadOf, type Person } from './people.ts';
import { at, createRandom, type Random } from './random.ts';

const ROUTINE = [
  'Update user',
  'Add member to group',
  'Remove member from group',
  'Reset user password',
  'Update device',
  'Change user license',
] as const;

/** `GET /auditLogs/directoryAudits` of the window, newest first; most of it has nothing to do with consent. */
export function directoryAuditJson(
  seed: number,
  tenant: EntraTenant,
  holders: readonly EntraHolders[],
  people: readonly Person[],
): string {
  const random = createRandom(seed, 'directory audit');
  const administrator = leadOf(people, 'IT');
  const find = (key: string): EntraHolders =>
    at(
      holders.filter((entry) => entry.connector.key === key),
      0,
    );
  const sextant = find('sextant');
  const former = at(
    activeIn(people, sextant.connector.departments).filter((person) => !sextant.people.includes(person)),
    2,
  );
  const copperline = find('copperline');
  const events = [
    ...consentsInWindow(seed, holders).flatMap((consent) =>
      consentEvents(random, tenant, consent.connector, consent.person, consent.time, consent.person, []),
    ),
    ...consentEvents(
      random,
      tenant,
      find('scribewell').connector,
      undefined,
      Date.UTC(2026, 6, 14, 8, 50, 1),
      administrator,
      [],
    ),
    ...consentEvents(
      random,
      tenant,
      find('wigeon').connector,
      undefined,
      find('wigeon').connector.created + 1000,
      leadOf(people, 'Facilities'),
      [],
    ),
    ...consentEvents(
      random,
      tenant,
      copperline.connector,
      at(copperline.people, 4),
      Date.UTC(2026, 7, 6, 10, 14, 33),
      at(copperline.people, 4),
      ['User.Read', 'Contacts.ReadWrite'],
    ),
    removal(random, tenant, sextant.connector, former, Date.UTC(2026, 6, 29, 12, 3, 9)),
    roleAssignment(random, tenant, find('nightjar').connector, 'SecurityAlert.Read.All', administrator),
    blockedConsent(random, at(people, 31), Date.UTC(2026, 7, 11, 13, 44, 50)),
    ...routine(random, people),
  ];
  const lines = events
    .sort((one, other) => other.time - one.time)
    .map((event) => JSON.stringify(auditRecord(random, event)));
  return `{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#auditLogs/directoryAudits","value":[\n${lines.join(',\n')}\n]}\n`;
}

/** A consent the tenant's policy refused: nothing was granted. */
function blockedConsent(random: Random, actor: Person, time: number): AuditEvent {
  return {
    time,
    correlation: random.guid(),
    activity: 'Consent to application',
    category: 'ApplicationManagement',
    result: 'failure',
    actor,
    targets: [
      {
        id: random.guid(),
        displayName: 'Quillmark AI Writer',
        type: 'ServicePrincipal',
        userPrincipalName: null,
        modifiedProperties: [
          changed('ConsentContext.IsAdminConsent', 'False'),
          changed('ConsentAction.Reason', 'Microsoft.Online.Security.UserConsentBlockedForRiskyAppsException'),
        ],
      },
    ],
  };
}

function routine(random: Random, people: readonly Person[]): AuditEvent[] {
  const staff = activeIn(people, ['IT']);
  return Array.from({ length: WINDOW_DAYS * 2 }, (_, index) => {
    const person = random.pick(people);
    return {
      time: WINDOW_START + Math.floor(index / 2) * DAY + (index % 2 === 0 ? 5 : 13) * HOUR + random.below(4 * HOUR),
      correlation: random.guid(),
      activity: random.pick(ROUTINE),
      category: 'UserManagement',
      result: 'success' as const,
      actor: random.pick(staff),
      targets: [
        { id: person.id, displayName: null, type: 'User', userPrincipalName: person.email, modifiedProperties: [] },
      ],
    };
  });
}
