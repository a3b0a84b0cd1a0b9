import { defineImporter } from './importer.ts';
import { detectGrants, GRANT_FIELDS, mapGrant } from './parts/okta-grant.ts';

/** Scopes granted to an app (`/api/v1/apps/{id}/grants`), one a record: the whole list of that app. */
export default defineImporter({
  id: 'okta.grants',
  platform: 'okta',
  label: 'Okta scope grants of an app',
  system: 'Okta, Apps API grants',
  lists: 'connector',
  caps: [
    { records: 20, what: 'one page of the Okta API ends by default' },
    { records: 200, what: 'the longest page of the Okta API ends' },
  ],
  fields: GRANT_FIELDS,
  detect: (head) => detectGrants(head, 'apps'),
  map: mapGrant,
});
