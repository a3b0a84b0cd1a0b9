import type { FieldSource } from '../importer.ts';
import { yesOrNo } from './register.ts';

type PeopleField =
  | 'id'
  | 'email'
  | 'principalName'
  | 'name'
  | 'firstName'
  | 'lastName'
  | 'department'
  | 'status'
  | 'enabled'
  | 'suspended'
  | 'isActive'
  | 'deleted'
  | 'manager'
  | 'leftOn';

/** Columns of lists of people: HR exports and users tables of the platforms. */
export const PEOPLE_FIELDS: Readonly<Record<PeopleField, FieldSource>> = {
  id: { from: ['person_id', 'user_id', 'object_id', 'userId', 'id', 'uid', 'employee_id'] },
  email: {
    from: [
      'email',
      'mail',
      'work_email',
      'email_address',
      'e-mail',
      'business_email',
      'primaryEmail',
      'profile.email',
      'emails.value',
      'user_email',
      'user_principal_name',
      'upn',
      'e-mail-adresse',
    ],
  },
  principalName: { from: ['user_principal_name', 'upn', 'profile.login'] },
  name: {
    from: [
      'display_name',
      'full_name',
      'name.fullName',
      'real_name',
      'profile.displayName',
      'employee_name',
      'name',
      'worker',
    ],
  },
  firstName: { from: ['first_name', 'given_name', 'name.givenName', 'profile.firstName', 'vorname', 'forename'] },
  lastName: { from: ['last_name', 'surname', 'name.familyName', 'family_name', 'profile.lastName', 'nachname'] },
  department: {
    from: [
      'department',
      'dept',
      'department_name',
      'profile.department',
      'org_unit',
      'orgUnitPath',
      'team',
      'abteilung',
      'cost_center',
    ],
  },
  status: {
    from: [
      'status',
      'employment_status',
      'employee_status',
      'worker_status',
      'user_status',
      'hr_status',
      'active_status',
    ],
  },
  enabled: { from: ['account_enabled', 'enabled', 'accountEnabled'] },
  suspended: { from: ['suspended', 'is_suspended', 'archived'] },
  isActive: { from: ['active', 'is_active', 'currently_active'] },
  deleted: { from: ['deleted', 'is_deleted', 'deactivated'] },
  manager: {
    from: ['manager_email', 'manager', 'manager_name', 'supervisor', 'reports_to', 'profile.manager', 'line_manager'],
  },
  leftOn: {
    from: [
      'left_on',
      'termination_date',
      'end_date',
      'last_day',
      'last_day_of_work',
      'leave_date',
      'leaving_date',
      'separation_date',
      'employment_end_date',
      'employeeLeaveDateTime',
      'austrittsdatum',
    ],
  },
};

/** Columns that only a list of people has. */
export const PERSON_WORDS: FieldSource = {
  from: ['job_title', 'title', 'position', 'business_title', 'hire_date', 'person_id', 'employee_id', 'user_type'],
};

/** Whether an id is one of a platform, which logs use too, and not a number of the HR system, which could be anybody's. */
export function platformId(id: string): boolean {
  return (
    /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(id) ||
    /^1\d{20}$/.test(id) ||
    /^00u[A-Za-z0-9]{17}$/.test(id) ||
    /^[UW][A-Z0-9]{8,11}$/.test(id) ||
    /^005[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/.test(id)
  );
}

export interface Standing {
  readonly status: string;
  readonly enabled: string;
  readonly suspended: string;
  readonly isActive: string;
  readonly deleted: string;
  /** ISO 8601 or ''. */
  readonly leftOn: string;
  readonly hasLeftColumn: boolean;
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:active|a|employed|current|working|aktiv|actif|activo|ativo|attivo|active employee|in service|angestellt)$/,
    'active',
  ],
  [
    /^(?:left|t|leaver|former|ex-employee|terminat\w*|resign\w*|retired|separat\w*|departed|dismissed|offboarded|ausgeschieden|ausgetreten|gekündigt|parti|cessato|desligado)\b/,
    'left',
  ],
  [/^(?:on leave|leave|loa|l|leave of absence|parental leave|maternity leave|sabbatical|elternzeit)$/, 'on leave'],
];

/**
 * The standing of a person in one word: what a status column says comes first, then the switches of a directory, then
 * whether a last day lies before the as-of time. '' when nothing says it.
 */
export function standingOf(standing: Standing, asOf: number): string {
  const word = standing.status.toLowerCase().replace(/\s+/g, ' ');
  const isYesOrNo = yesOrNo(word);
  if (word !== '' && isYesOrNo === '') return WORDS.find(([pattern]) => pattern.test(word))?.[1] ?? word;
  if (isYesOrNo !== '') return isYesOrNo === 'yes' ? 'active' : 'inactive';
  if (yesOrNo(standing.deleted) === 'yes') return 'deleted';
  if (yesOrNo(standing.suspended) === 'yes') return 'suspended';
  const enabled = yesOrNo(standing.enabled);
  if (enabled !== '') return enabled === 'yes' ? 'enabled' : 'disabled';
  const active = yesOrNo(standing.isActive);
  if (active !== '') return active === 'yes' ? 'active' : 'inactive';
  if (yesOrNo(standing.suspended) === 'no' || yesOrNo(standing.deleted) === 'no') return 'active';
  if (!standing.hasLeftColumn) return '';
  return standing.leftOn !== '' && Date.parse(standing.leftOn) <= asOf ? 'left' : 'active';
}
