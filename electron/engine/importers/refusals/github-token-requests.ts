import { defineRefusal } from '../importer.ts';
import { scoreSignature } from '../keys.ts';

/** Requests of fine-grained personal access tokens that await a decision: they look like the list of approved tokens. */
export default defineRefusal({
  id: 'github.pats.requests',
  label: 'Requests of personal access tokens (GitHub)',
  detect: (head) =>
    scoreSignature(head, {
      required: ['owner.login', 'permissions', 'reason', 'created_at', 'token_expires_at|token_expired'],
      bonus: ['token_id', 'repository_selection'],
      against: ['access_granted_at'],
    }),
  sentence:
    'this is the list of requests by personal access tokens that GitHub keeps until an owner decides. What was requested is not granted. Export the personal access tokens of the organization instead, which lists those that were approved.',
});
