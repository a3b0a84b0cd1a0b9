import { defineRefusal } from '../importer.ts';
import { headKeys, scoreSignature } from '../keys.ts';

/** Documentation in a table: what the fields of a log mean, with an example each. */
export default defineRefusal({
  id: 'document.keys',
  label: 'Dictionary of field names',
  detect: (head) =>
    headKeys(head).size > 8
      ? { score: 0, reason: 'has more columns than a dictionary' }
      : scoreSignature(head, {
          required: [
            'Field|Field name|Key|Column|Column name|Attribute|Attribute name|Property',
            'Description|Meaning|Definition|Explanation',
          ],
          bonus: ['Example|Sample|Example value|Type|Data type'],
          against: ['client_id', 'app_id', 'scopes', 'email', 'user', 'timestamp', 'time'],
        }),
  sentence:
    'this is a list of field names with their meaning: documentation of a log, not a log. It holds no event of the tenant. Export the log itself.',
});
