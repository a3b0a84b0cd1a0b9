import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { anyOf, APP_FIELDS, registerDate, stated, yesOrNo } from './parts/register.ts';

const PERSON = {
  from: [
    'person',
    'email',
    'user',
    'account',
    'member',
    'user_principal_name',
    'upn',
    'assignee',
    'principal',
    'holder',
  ],
};
const ROLE = { from: ['role', 'role_name', 'directory_role', 'admin_role', 'function'] };
const SINCE = { from: ['since', 'valid_from', 'assigned_on', 'from', 'start_date', 'start'] };
const UNTIL = { from: ['until', 'valid_until', 'removed_on', 'expires', 'end_date', 'end', 'to'] };
const BREAK_GLASS = { from: ['break_glass', 'emergency', 'emergency_account', 'emergency_access'] };
const APPROVER = { from: ['approver', 'is_approver', 'may_approve', 'can_approve', 'may_consent', 'can_consent'] };

/**
 * Register of roles: who may approve apps. One row per person and role. Columns: the person (`person`, `email`,
 * `account`…), the `role`, and any of `since`, `until`, `approver` (yes or no: the role may approve) and `break glass` (yes
 * or no: an account for emergencies). Values: `person`, `role`, `since`, `until` (ISO 8601), `approver`, `breakGlass` (`yes`
 * or `no`). Key: person and role.
 */
export default defineImporter({
  id: 'register.roles',
  platform: 'other',
  label: 'Register of roles',
  system: 'Register of roles',
  fields: { person: PERSON, role: ROLE, since: SINCE, until: UNTIL, breakGlass: BREAK_GLASS, approver: APPROVER },
  detect: (head) =>
    scoreSignature(head, {
      required: [anyOf(PERSON), anyOf(ROLE), anyOf(BREAK_GLASS, APPROVER)],
      bonus: [anyOf(SINCE), anyOf(UNTIL), anyOf(APPROVER)],
      against: [...APP_FIELDS.appId.from, 'app', 'scopes', 'decision', 'event', 'action', 'timestamp', 'vendor'],
    }),
  map: (record, context) => {
    const person = record.text('person');
    if (isPlaceholder(person)) return { rejected: 'no person' };
    const role = isPlaceholder(record.text('role')) ? '' : record.text('role');
    const flags = [record.text('approver'), record.text('breakGlass')];
    const [approver = '', breakGlass = ''] = flags.map((text) => (isPlaceholder(text) ? '' : yesOrNo(text)));
    if (flags.some((text, index) => !isPlaceholder(text) && [approver, breakGlass][index] === ''))
      return { rejected: 'a yes-or-no column says neither' };
    if (role === '' && breakGlass !== 'yes') return { rejected: 'no role' };
    const since = registerDate(context, record.text('since'));
    const until = registerDate(context, record.text('until'));
    if (since === null || until === null) return { rejected: 'a date that cannot be read' };
    return {
      facts: [
        {
          fact: 'register',
          register: 'roles',
          key: role === '' ? person : `${person}: ${role}`,
          values: stated({ person, role, since, until, approver, breakGlass }),
        },
      ],
    };
  },
});
