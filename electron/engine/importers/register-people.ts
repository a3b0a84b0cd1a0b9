import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';

/** The register of people: who works here, in what standing. Only with it can an owner be said to have left. */
export default defineImporter({
  id: 'register.people',
  platform: 'other',
  label: 'Register of people (CSV)',
  system: 'Register of people',
  fields: {
    id: { from: ['person_id', 'employee_id', 'user_id'] },
    email: { from: ['email', 'mail', 'user_principal_name'], required: true },
    name: { from: ['display_name', 'name', 'full_name'] },
    department: { from: ['department'] },
    status: { from: ['status', 'employment_status'], required: true },
    manager: { from: ['manager_email', 'manager'] },
    leftOn: { from: ['left_on', 'termination_date', 'end_date'] },
  },
  detect: (head) =>
    scoreSignature(head, {
      required: ['email|mail|user_principal_name', 'status|employment_status', 'department'],
      bonus: ['person_id|employee_id|user_id', 'display_name|name|full_name', 'manager_email|manager'],
      against: ['client_id', 'connector_id', 'scopes'],
    }),
  map: (record) => {
    const email = record.text('email');
    if (!email.includes('@')) return { rejected: 'the e-mail column holds no address' };
    const id = record.text('id');
    return {
      facts: [
        {
          fact: 'principal',
          ids: id === '' ? [email] : [email, id],
          name: record.text('name'),
          department: record.text('department'),
          status: record.text('status').toLowerCase(),
          manager: record.text('manager').toLowerCase(),
          leftOn: record.text('leftOn'),
          register: true,
        },
      ],
    };
  },
});
