import { defineImporter } from './importer.ts';
import { detectGrants, GRANT_FIELDS, mapGrant } from './parts/okta-grant.ts';

/** Scopes that a person granted (`/api/v1/users/{id}/grants`), one a record: the whole list of that person. */
export default defineImporter({
  id: 'okta.grants.user',
  platform: 'okta',
  label: 'Okta scope grants of a person',
  system: 'Okta, Users API grants',
  lists: 'principal',
  caps: [
    { records: 20, what: 'one page of the Okta API ends by default' },
    { records: 200, what: 'the longest page of the Okta API ends' },
  ],
  fields: GRANT_FIELDS,
  detect: (head) => detectGrants(head, 'users'),
  map: mapGrant,
});
