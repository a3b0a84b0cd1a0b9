import { iso } from './clock.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';

/** One changed property of a target; values are JSON text inside the JSON text. */
export interface AuditProperty {
  readonly displayName: string;
  readonly oldValue: string | null;
  readonly newValue: string | null;
}

/** A target of a directory event. */
export interface AuditTarget {
  readonly id: string | null;
  readonly displayName: string | null;
  readonly type: string;
  readonly userPrincipalName: string | null;
  readonly modifiedProperties: readonly AuditProperty[];
}

/** One directory event before it gets its record id. */
export interface AuditEvent {
  readonly time: number;
  readonly correlation: string;
  readonly activity: string;
  readonly category: string;
  readonly result: 'success' | 'failure';
  readonly actor: Person;
  readonly targets: readonly AuditTarget[];
}

/** The event as Microsoft Graph returns it. */
export function auditRecord(random: Random, event: AuditEvent) {
  // The directory keeps names in the case they were typed at sign-in.
  const name = random.chance(0.1) ? event.actor.email.toUpperCase() : event.actor.email;
  return {
    id: `Directory_${event.correlation}_${random.text(5, 'ABCDEFGHJKMNPQRSTUVWXYZ0123456789')}_${random.digits(8)}`,
    category: event.category,
    correlationId: event.correlation,
    result: event.result,
    resultReason: '',
    activityDisplayName: event.activity,
    activityDateTime: iso(event.time),
    loggedByService: 'Core Directory',
    operationType: event.activity.startsWith('Remove')
      ? 'Unassign'
      : event.activity.startsWith('Update')
        ? 'Update'
        : 'Assign',
    initiatedBy: {
      app: null,
      user: {
        id: event.actor.id,
        displayName: null,
        userPrincipalName: name,
        ipAddress: event.actor.address,
        roles: [],
      },
    },
    targetResources: event.targets,
    additionalDetails: [],
  };
}

/** A property with its values written as the directory writes them. */
export function changed(displayName: string, newValue: string, oldValue?: string): AuditProperty {
  return {
    displayName,
    oldValue: oldValue === undefined ? null : JSON.stringify(oldValue),
    newValue: JSON.stringify(newValue),
  };
}
