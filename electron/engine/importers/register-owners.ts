import { defineImporter, type ClientReference, type Mapped, type OwnerFact } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { anyOf, APP_FIELDS, appOf, registerDate } from './parts/register.ts';

const OWNER = {
  from: [
    'owner_email',
    'owner',
    'business_owner',
    'business_owner_email',
    'app_owner',
    'application_owner',
    'accountable',
    'responsible',
    'owner_name',
  ],
};
const TECHNICAL = { from: ['technical_owner', 'technical_owner_email', 'it_owner', 'technical_contact', 'custodian'] };

/**
 * The register of owners and purposes: who answers for a connector, and what it is for. Columns: the app (`connector id`,
 * `client id`, `app id`… or its name), its `platform` (may be left out where the id shows it), the owner (`owner`, `owner
 * email`, `business owner`, `accountable`…; several divided by `;` or `,`), and if there is one a `technical owner`. The
 * column `role` says `business` or `technical`; without it an owner is a business owner.
 */
export default defineImporter({
  id: 'register.owners',
  platform: 'other',
  label: 'Register of owners',
  system: 'Register of owners',
  fields: {
    ...APP_FIELDS,
    owner: OWNER,
    technical: TECHNICAL,
    role: { from: ['role', 'owner_role', 'owner_type'] },
    since: { from: ['since', 'owner_since', 'assigned_on', 'from'] },
    purpose: { from: ['purpose', 'business_purpose', 'description', 'use_case', 'justification'] },
  },
  detect: (head) =>
    scoreSignature(head, {
      required: [
        anyOf(APP_FIELDS.appId, APP_FIELDS.appName),
        anyOf(OWNER, TECHNICAL),
        `${anyOf(APP_FIELDS.appId, APP_FIELDS.platform)}`,
      ],
      bonus: [
        anyOf(APP_FIELDS.platform),
        anyOf({ from: ['role', 'owner_role', 'owner_type', ...TECHNICAL.from] }),
        'since',
        'purpose',
      ],
      against: [
        'scopes',
        'scope',
        'permissions',
        'approver',
        'approved_by',
        'decision',
        'vendor',
        'supplier',
        'tenant_id',
        'event',
        'event_type',
        'action',
        'time',
        'timestamp',
        'ip_address',
        'findings',
      ],
    }),
  map: (record, context): Mapped => {
    const app = appOf((field) => record.text(field));
    if ('rejected' in app) return app;
    if (app.client === null) return { rejected: 'no platform' };
    const { client } = app;
    const role = roleOf(record.text('role'));
    if (role === null) return { rejected: 'unknown role' };
    const since = registerDate(context, record.text('since'));
    if (since === null) return { rejected: 'a date that cannot be read' };
    const purpose = record.text('purpose');
    const facts = [
      ...people(record.text('owner')).map((owner) => ownerFact(client, owner, role, since, purpose)),
      ...people(record.text('technical')).map((owner) => ownerFact(client, owner, 'technical', since, purpose)),
    ];
    return facts.length === 0 ? { rejected: 'no owner' } : { facts };
  },
});

function ownerFact(
  client: ClientReference,
  owner: string,
  role: OwnerFact['role'],
  since: string,
  purpose: string,
): OwnerFact {
  return {
    fact: 'owner',
    client,
    owner,
    role,
    ...(since === '' ? {} : { since }),
    ...(purpose === '' ? {} : { purpose }),
  };
}

/** Names may hold a comma (`Ash, Ann`), so only addresses are divided by one. */
function people(text: string): string[] {
  const divided = text.split(/[;|\n]+/).flatMap((part) => (part.split('@').length > 2 ? part.split(/[,\s]+/) : [part]));
  return divided.map((part) => part.trim()).filter((part) => !isPlaceholder(part));
}

function roleOf(text: string): OwnerFact['role'] | null {
  if (text === '' || /^(?:business|b|accountable|process|data|app(?:lication)?)(?: owner)?$|^owner$/i.test(text))
    return 'business';
  return /^(?:technical|tech|t|it|system|responsible|custodian|admin(?:istrator)?)(?: owner| contact)?$/i.test(text)
    ? 'technical'
    : null;
}
