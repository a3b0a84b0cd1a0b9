import { defineRefusal } from '../importer.ts';
import { headKeys, scoreSignature } from '../keys.ts';

/** GAM's `user,tokenCount`: how many tokens a person has, not which. */
export default defineRefusal({
  id: 'google.gam.token-counts-per-person',
  label: 'GAM tokens counted per person',
  detect: (head) =>
    headKeys(head).size > 4
      ? { score: 0, reason: 'has more columns than a count' }
      : scoreSignature(head, { required: ['user', 'tokenCount'], against: ['clientId', 'scopes'] }),
  sentence:
    'this is GAM’s number of tokens per person. It names no app and no scope, so it lists no grant. Export `gam all users print tokens` without a count.',
});
