import { defineRefusal } from '../importer.ts';
import { scoreSignature } from '../keys.ts';

/** team.accessLogs: from where people used Slack. It names no app. */
export default defineRefusal({
  id: 'slack.accesslogs',
  label: 'Access logs (team.accessLogs)',
  detect: (head) =>
    scoreSignature(head, {
      required: ['date_first', 'date_last', 'user_agent', 'ip'],
      bonus: ['user_id', 'username', 'isp'],
      against: ['app_id', 'change_type'],
    }),
  sentence:
    'this is the Slack access log, which counts sign-ins of people by address and browser. It names no app, so it shows neither grants nor their use. Export team.integrationLogs or the audit log instead.',
});
