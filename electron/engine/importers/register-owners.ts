import { platformSchema } from '../../../shared/domain/vocabulary.ts';
import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';

/** The register of owners and purposes: who answers for a connector, and what it is for. */
export default defineImporter({
  id: 'register.owners',
  platform: 'other',
  label: 'Register of owners (CSV)',
  system: 'Register of owners',
  fields: {
    platform: { from: ['platform'], required: true },
    connector: { from: ['connector_id', 'client_id', 'app_id'], required: true },
    owner: { from: ['owner_email', 'owner'], required: true },
    role: { from: ['role', 'owner_role'] },
    since: { from: ['since'] },
    purpose: { from: ['purpose'] },
  },
  detect: (head) =>
    scoreSignature(head, {
      required: ['platform', 'connector_id|client_id|app_id', 'owner_email|owner'],
      bonus: ['role|owner_role', 'since', 'purpose'],
      against: ['scopes', 'scope'],
    }),
  map: (record) => {
    const platform = platformSchema.safeParse(record.text('platform').toLowerCase());
    if (!platform.success) return { rejected: `unknown platform "${record.text('platform').slice(0, 40)}"` };
    const role = record.text('role').toLowerCase();
    if (role !== '' && role !== 'business' && role !== 'technical')
      return { rejected: `unknown role "${role.slice(0, 40)}"` };
    const purpose = record.text('purpose');
    const since = record.text('since');
    return {
      facts: [
        {
          fact: 'owner',
          client: { space: 'app', id: record.text('connector'), platform: platform.data },
          owner: record.text('owner'),
          role: role === 'technical' ? 'technical' : 'business',
          ...(since === '' ? {} : { since }),
          ...(purpose === '' ? {} : { purpose }),
        },
      ],
    };
  },
});
