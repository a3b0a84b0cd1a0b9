import { defineImporter, type Mapped } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { PEOPLE_FIELDS, PERSON_WORDS, platformId, standingOf } from './parts/people.ts';
import { anyOf, registerDate } from './parts/register.ts';

const { email, status, enabled, suspended, isActive, deleted, leftOn } = PEOPLE_FIELDS;

/**
 * The register of people: who works here, in what standing. Only with it can an owner be said to have left. An HR list or
 * the users table of a directory. Columns: the address (`email`, `work email`, `user principal name`, `primary email`…);
 * the standing (`status`, `employment status`, `account enabled`, `suspended`, `is active`, or only a last day: whoever
 * has none, or one to come, works here); and anything else about a person (`department`, `job title`, `display name`,
 * `manager`…). Words for the standing are read in English and a few other languages; `left` is who no longer works here,
 * a word that is not known stays as written. Ids of a platform (GUID, numeric id of Google, `00u…`, `U…`, `005…`) make
 * the person known under them; numbers of the HR system do not.
 */
export default defineImporter({
  id: 'register.people',
  platform: 'other',
  label: 'Register of people',
  system: 'Register of people',
  fields: PEOPLE_FIELDS,
  detect: (head) =>
    scoreSignature(head, {
      required: [
        anyOf(email),
        anyOf(status, enabled, suspended, isActive, deleted, leftOn),
        anyOf(
          PEOPLE_FIELDS.department,
          PEOPLE_FIELDS.name,
          PEOPLE_FIELDS.firstName,
          PEOPLE_FIELDS.manager,
          PERSON_WORDS,
        ),
      ],
      bonus: [anyOf(PEOPLE_FIELDS.department, PERSON_WORDS), anyOf(PEOPLE_FIELDS.name, PEOPLE_FIELDS.firstName)],
      against: [
        'client_id',
        'app_id',
        'connector_id',
        'scopes',
        'scope',
        'event_type',
        'ip_address',
        'vendor',
        'approver',
      ],
    }),
  map: (record, context): Mapped => {
    const addresses = `${record.text('email')} ${record.text('principalName')}`.split(/[\s,;]+/);
    const address = addresses.find((text) => text.includes('@'));
    if (address === undefined) return { rejected: 'the e-mail column holds no address' };
    const left = registerDate(context, record.text('leftOn'));
    if (left === null) return { rejected: 'a date that cannot be read' };
    const plain = record.text('name');
    const parts = [record.text('firstName'), record.text('lastName')].filter((part) => part !== '');
    const others = [record.text('principalName'), record.text('id')].filter(
      (id) => !isPlaceholder(id) && (id.includes('@') || platformId(id)),
    );
    return {
      facts: [
        {
          fact: 'principal',
          ids: [...new Set([address, ...others])],
          name: plain === '' ? parts.join(' ') : plain,
          department: record.text('department'),
          status: standingOf(
            {
              status: record.text('status'),
              enabled: record.text('enabled'),
              suspended: record.text('suspended'),
              isActive: record.text('isActive'),
              deleted: record.text('deleted'),
              leftOn: left,
              hasLeftColumn: record.has('leftOn'),
            },
            context.asOf,
          ),
          manager: record.text('manager').toLowerCase(),
          leftOn: left,
          register: true,
        },
      ],
    };
  },
});
