import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { installationFields, readInstallation, suspension } from './parts/github-installation.ts';

/**
 * GitHub Apps installed in an organization, from the REST API: the whole list of them. There is no last use in it.
 * `updated_at` moves with any change of an installation and proves no change of permissions, so it is not read.
 */
export default defineImporter({
  id: 'github.installations',
  platform: 'github',
  label: 'Installed GitHub Apps (organization installations)',
  system: 'GitHub, REST API organization installations',
  lists: 'tenant',
  caps: [
    { records: 30, what: 'one page of the GitHub API ends by default' },
    { records: 100, what: 'the longest page of the GitHub API ends' },
  ],
  fields: installationFields(''),
  detect: (head) =>
    scoreSignature(head, {
      required: [
        'app_id|installations.app_id',
        'permissions|installations.permissions',
        'target_type|installations.target_type',
      ],
      bonus: ['repository_selection', 'suspended_at', 'access_tokens_url', 'app_slug', 'account'],
      against: ['installation.app_id'],
    }),
  map: (record, context) => {
    const installation = readInstallation(record, context);
    if (typeof installation === 'string') return { rejected: installation };
    return { facts: [installation.connector, installation.grant, ...suspension(installation)] };
  },
});
