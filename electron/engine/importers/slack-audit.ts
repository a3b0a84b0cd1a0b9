import { defineImporter, type FieldReader } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { cleanAddress } from './parts/addresses.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { slackActOf } from './parts/slack-audit-actions.ts';
import { appUse, type AuditEntry, auditFacts, namelessFact } from './parts/slack-audit-facts.ts';
import { slackClient, slackConnector, slackPerson, slackPersonFacts } from './parts/slack-facts.ts';
import { slackScopes } from './parts/slack-grants.ts';

type Field =
  | 'id'
  | 'time'
  | 'action'
  | 'userId'
  | 'userName'
  | 'userEmail'
  | 'appId'
  | 'appName'
  | 'actingAppId'
  | 'actingAppName'
  | 'isDirectoryApproved'
  | 'appScopes'
  | 'appBotScopes'
  | 'detailScopes'
  | 'detailBotScopes'
  | 'newScopes'
  | 'previousScopes'
  | 'isInternal'
  | 'place'
  | 'ip'
  | 'agent';

/**
 * Audit log entries: pages of the API, bare lists and lines, Log Analytics tables with flattened columns, and collectors
 * that write times as text. The log tells how apps came in and what they may do; of what they did it holds few kinds of
 * events, those whose context names the app.
 */
export default defineImporter<Field>({
  id: 'slack.audit',
  platform: 'slack',
  label: 'Audit log (Audit Logs API)',
  system: 'Slack, Audit Logs API',
  log: { id: 'slack.audit', label: 'Slack audit log', grade: 'Q2', retention: 'depends on the plan' },
  fields: {
    id: { from: ['id'] },
    time: { from: ['date_create'] },
    action: { from: ['action'] },
    userId: { from: ['actor.user.id'] },
    userName: { from: ['actor.user.name'] },
    userEmail: { from: ['actor.user.email'] },
    appId: { from: ['entity.app.id', 'entity.workflow_v2.app_id', 'entity.function.app_id'] },
    appName: { from: ['entity.app.name'] },
    actingAppId: { from: ['context.app.id'] },
    actingAppName: { from: ['context.app.name'] },
    isDirectoryApproved: { from: ['entity.app.is_directory_approved'] },
    appScopes: { from: ['entity.app.scopes'] },
    appBotScopes: { from: ['entity.app.bot_scopes', 'entity.app.scopes_bot'] },
    detailScopes: { from: ['details.scopes'] },
    detailBotScopes: { from: ['details.bot_scopes'] },
    newScopes: { from: ['details.new_scopes'] },
    previousScopes: { from: ['details.previous_scopes', 'details.old_scopes'] },
    isInternal: { from: ['details.is_internal_integration'] },
    place: { from: ['context.location.name'] },
    ip: { from: ['context.ip_address'] },
    agent: { from: ['context.ua'] },
  },
  detect: (head) =>
    scoreSignature(head, {
      required: ['action', 'date_create', 'entity.type', 'actor.user.id|actor.type'],
      bonus: ['context.ip_address', 'context.location|context.location.id', 'id', 'context.ua'],
    }),
  map: (record, context) => {
    const action = record.text('action');
    if (isPlaceholder(action)) return { rejected: 'no action' };
    const time = context.time(record.text('time'));
    const act = slackActOf(action);
    const actor = act === null ? slackClient('app', record.text('actingAppId'), record.text('actingAppName')) : null;
    if (act === null && actor === null)
      return { notRelevant: 'activity that says nothing about app access', ...(time === null ? {} : { at: time }) };
    if (time === null) return { rejected: 'no readable time' };
    const entry: AuditEntry = {
      action,
      time,
      user: slackPerson(record.text('userId')),
      ip: cleanAddress(record.text('ip')),
      agent: record.text('agent'),
      id: record.text('id'),
      place: record.text('place'),
      scopes: scopesOf(record),
      newScopes: slackScopes(record.raw('newScopes')),
      previousScopes: slackScopes(record.raw('previousScopes')),
    };
    if (act === null) return actor === null ? { rejected: 'no app id' } : { facts: [appUse(entry, actor)] };
    const client = slackClient('app', record.text('appId'), record.text('appName'));
    if (client === null) {
      const nameless = namelessFact(entry, act);
      return nameless === null ? { rejected: 'no app id' } : { facts: [nameless] };
    }
    return {
      facts: [
        ...auditFacts(entry, act, client),
        slackConnector(client, record.text('isDirectoryApproved'), record.text('isInternal')),
        ...slackPersonFacts(record.text('userId'), record.text('userEmail'), record.text('userName')),
      ],
    };
  },
});

/**
 * Only an entry that lists scopes of the app's own token tells the kinds apart: what else it lists is then of the token
 * of the person. Otherwise all of them count for the workspace.
 */
function scopesOf(record: FieldReader<Field>): AuditEntry['scopes'] {
  const listed = (...fields: Field[]): string[] => [
    ...new Set(fields.flatMap((field) => slackScopes(record.raw(field)))),
  ];
  const bot = listed('appBotScopes', 'detailBotScopes');
  const all = listed('appScopes', 'detailScopes');
  return bot.length === 0
    ? { workspace: all, person: [] }
    : { workspace: bot, person: all.filter((scope) => !bot.includes(scope)) };
}
