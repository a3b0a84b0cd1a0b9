import { defineRefusal } from '../importer.ts';
import { scoreSignature } from '../keys.ts';

/** Results of a configuration assessment, one row per control or requirement. */
export default defineRefusal({
  id: 'document.assessment',
  label: 'Report of a configuration assessment',
  detect: (head) =>
    scoreSignature(head, {
      required: [
        'Control ID|Control|Policy ID|Rule ID|Check ID|Requirement ID',
        'Requirement|Description|Title|Check',
        'Result|Status|Outcome',
        'Criticality|Severity|Details|Remediation',
      ],
      bonus: ['Criticality|Severity', 'Details'],
      against: ['client_id', 'app_id', 'connector_id', 'scopes', 'user', 'timestamp', 'time'],
    }),
  sentence:
    'this is the report of a configuration assessment: results per control, no grants and no events. Export grants and logs from the platform itself.',
});
