import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { anyOf, APP_FIELDS, appOf, stated, yesOrNo } from './parts/register.ts';

const CODE = { from: ['purpose_code', 'purpose_id', 'use_code'] };
const ENVIRONMENT = { from: ['environment', 'env', 'stage'] };
const REPLACED = { from: ['replaced_by', 'successor', 'superseded_by'] };
const AGENT = { from: ['agent', 'ai_agent', 'is_agent', 'automation', 'autonomous'] };
const OVERSIGHT = { from: ['oversight', 'human_oversight', 'oversight_note', 'supervised_by'] };
const SERVICE = { from: ['enterprise_service', 'company_wide', 'shared_service', 'service_owner'] };

/**
 * Register of applications: what each connector is for and how it stands. Columns: the app (`app id`, `client id`… or its
 * name), and any of `purpose code`, `purpose`, `environment`, `replaced by` (id or name of the successor), `agent` (yes or
 * no: acts by itself), `oversight` (who watches it, and how), `enterprise service` (who answers for a tool of the whole
 * company). Values carry the names of `APP_ATTRIBUTES`. Key: the app's id, else its name.
 */
export default defineImporter({
  id: 'register.applications',
  platform: 'other',
  label: 'Register of applications',
  system: 'Register of applications',
  fields: {
    ...APP_FIELDS,
    code: CODE,
    purpose: { from: ['purpose', 'business_purpose', 'use_case'] },
    environment: ENVIRONMENT,
    replacedBy: REPLACED,
    agent: AGENT,
    oversight: OVERSIGHT,
    service: SERVICE,
  },
  detect: (head) =>
    scoreSignature(head, {
      required: [anyOf(APP_FIELDS.appId, APP_FIELDS.appName), anyOf(CODE, REPLACED, AGENT, OVERSIGHT, SERVICE)],
      bonus: [anyOf(CODE), anyOf(ENVIRONMENT), anyOf(APP_FIELDS.platform)],
      against: ['owner_email', 'scopes', 'vendor', 'approver', 'decision', 'event', 'action', 'timestamp', 'tenant_id'],
    }),
  map: (record) => {
    const app = appOf((field) => record.text(field));
    if ('rejected' in app) return app;
    if (app.client === null) return { rejected: 'no platform' };
    const agentText = record.text('agent');
    const agent = agentText === '' ? '' : yesOrNo(agentText);
    if (agentText !== '' && agent === '') return { rejected: 'the agent column says neither yes nor no' };
    const values = stated({
      'purpose-code': record.text('code').trim().toLowerCase(),
      purpose: record.text('purpose'),
      environment: record.text('environment'),
      'replaced-by': record.text('replacedBy'),
      agent,
      oversight: record.text('oversight'),
      'enterprise-service': record.text('service'),
    });
    if (Object.keys(values).length === 0) return { rejected: 'nothing is said of the app' };
    return { facts: [{ fact: 'register', register: 'applications', key: app.key, client: app.client, values }] };
  },
});
