import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { isProduction } from './parts/environment-words.ts';
import { anyOf, APP_FIELDS, platformOf, stated } from './parts/register.ts';

const TENANT = {
  from: [
    'tenant_id',
    'tenant',
    'directory_id',
    'customer_id',
    'organization_id',
    'org_id',
    'workspace_id',
    'enterprise_id',
    'instance_id',
    'tenant_guid',
  ],
};
const ENVIRONMENT = {
  from: [
    'environment',
    'env',
    'stage',
    'environment_type',
    'tenant_type',
    'usage',
    'purpose',
    'is_production',
    'production',
  ],
};
const NAME = { from: ['tenant_name', 'name', 'display_name', 'organization', 'organisation', 'description'] };
const DOMAIN = { from: ['domain', 'primary_domain', 'default_domain', 'domains', 'url', 'instance_url', 'host'] };

/**
 * Register of environments: which tenants there are and what they are for. Columns: the tenant (`tenant id`, `directory
 * id`, `customer id`, `org id`, `workspace id`…) and the environment (`environment`, `stage`, `tenant type`…). Values:
 * `name`, `environment` (as written), `isProduction` (`yes`, `no`, absent when the words say neither), `domain`,
 * `platform`, `owner`, `notes`. Key: the tenant id as written.
 */
export default defineImporter({
  id: 'register.environments',
  platform: 'other',
  label: 'Register of environments (tenants)',
  system: 'Register of environments',
  fields: {
    tenant: TENANT,
    environment: ENVIRONMENT,
    name: NAME,
    domain: DOMAIN,
    platform: APP_FIELDS.platform,
    owner: { from: ['owner', 'owner_email', 'responsible', 'contact', 'administrator'] },
    notes: { from: ['notes', 'comment', 'comments', 'remarks'] },
  },
  detect: (head) =>
    scoreSignature(head, {
      required: [anyOf(TENANT), anyOf(ENVIRONMENT)],
      bonus: [anyOf(NAME), anyOf(DOMAIN), anyOf(APP_FIELDS.platform)],
      against: [
        'client_id',
        'app_id',
        'connector_id',
        'scopes',
        'scope',
        'user',
        'principal',
        'time',
        'timestamp',
        'date',
        'event',
        'action',
        'operation',
        'ip_address',
        'owner_role',
      ],
    }),
  map: (record) => {
    const tenant = record.text('tenant');
    if (isPlaceholder(tenant)) return { rejected: 'no tenant' };
    const environment = record.text('environment');
    const platform = record.text('platform');
    const known = platformOf(platform);
    if (platform !== '' && known === null) return { rejected: 'unknown platform' };
    return {
      facts: [
        {
          fact: 'register',
          register: 'environments',
          key: tenant,
          values: stated({
            name: record.text('name'),
            environment,
            isProduction: isProduction(environment),
            domain: record.text('domain'),
            platform: known ?? '',
            owner: record.text('owner'),
            notes: record.text('notes'),
          }),
        },
      ],
    };
  },
});
