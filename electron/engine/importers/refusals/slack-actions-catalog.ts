import { defineRefusal } from '../importer.ts';
import { scoreSignature } from '../keys.ts';

/** The list of action names of the Audit Logs API. */
export default defineRefusal({
  id: 'slack.audit.actions',
  label: 'Catalog of audit actions (Slack audit API)',
  detect: (head) =>
    scoreSignature(head, {
      required: ['actions.app', 'actions.user', 'actions.workspace_or_org|actions.channel'],
      bonus: ['actions.file', 'actions.channel'],
      against: ['date_create'],
    }),
  sentence:
    'this is the catalog of action names of the Slack audit API, not a log. It describes no tenant and holds no event. Export the entries of the audit log (audit/v1/logs) instead.',
});
