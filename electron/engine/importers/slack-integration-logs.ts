import { defineImporter, type ClientReference, type EventFact, type Fact, type FieldReader } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { slackClient, slackPerson, slackPersonFacts } from './parts/slack-facts.ts';
import { scopeCount, slackConsentFacts, slackScopes } from './parts/slack-grants.ts';

type Field =
  | 'appId'
  | 'serviceId'
  | 'appName'
  | 'serviceName'
  | 'userId'
  | 'userName'
  | 'channel'
  | 'date'
  | 'change'
  | 'scope'
  | 'reason'
  | 'resolution'
  | 'adminAppId';

/**
 * team.integrationLogs: apps and legacy integrations added, changed and removed. `app_type` and `service_type` hold the
 * name of the app, not a type. A log of changes, so what was added before it begins is not in it.
 */
export default defineImporter<Field>({
  id: 'slack.integrationlogs',
  platform: 'slack',
  label: 'Integration logs (team.integrationLogs)',
  system: 'Slack, team.integrationLogs',
  log: { id: 'slack.integrationlogs', label: 'Slack integration log', grade: 'Q2', retention: 'depends on the plan' },
  fields: {
    appId: { from: ['app_id'] },
    serviceId: { from: ['service_id'] },
    appName: { from: ['app_type'] },
    serviceName: { from: ['service_type'] },
    userId: { from: ['user_id'] },
    userName: { from: ['user_name'] },
    channel: { from: ['channel'] },
    date: { from: ['date'] },
    change: { from: ['change_type'] },
    scope: { from: ['scope'] },
    reason: { from: ['reason'] },
    resolution: { from: ['resolution'] },
    adminAppId: { from: ['admin_app_id'] },
  },
  detect: (head) =>
    scoreSignature(head, {
      required: ['change_type', 'user_id', 'app_id|service_id'],
      bonus: ['app_type|service_type', 'date', 'user_name', 'scope'],
    }),
  map: (record, context) => {
    const change = record.text('change').toLowerCase();
    if (isPlaceholder(change)) return { rejected: 'no change type' };
    const time = context.time(record.text('date'));
    const kind = KINDS.get(change);
    if (kind === undefined)
      return { notRelevant: 'change that says nothing about app access', ...(time === null ? {} : { at: time }) };
    if (time === null) return { rejected: 'no readable time' };
    const clients = clientsOf(record);
    const [client, other] = clients;
    if (client === undefined) return { rejected: 'no app id and no service id' };
    const bridge: Fact[] =
      other === undefined ? [] : [{ fact: 'connector', client, sameAs: [other], publisherVerified: null }];
    return {
      facts: [
        ...changeFacts(record, kind, change, time, client),
        ...bridge,
        ...slackPersonFacts(record.text('userId'), '', record.text('userName')),
      ],
    };
  },
});

const KINDS: ReadonlyMap<string, EventFact['kind']> = new Map([
  ['added', 'install'],
  ['enabled', 'install'],
  ['expanded', 'scope-change'],
  ['updated', 'scope-change'],
  ['removed', 'revoke'],
  // Its grant stays and works again once it is enabled.
  ['disabled', 'disable'],
]);

function clientsOf(record: FieldReader<Field>): ClientReference[] {
  const app = record.text('appName');
  const service = record.text('serviceName');
  return [
    slackClient('app', record.text('appId'), app || service),
    slackClient('service', record.text('serviceId'), service || app),
  ].filter((client) => client !== null);
}

function changeFacts(
  record: FieldReader<Field>,
  kind: EventFact['kind'],
  change: string,
  time: number,
  client: ClientReference,
): Fact[] {
  const user = slackPerson(record.text('userId'));
  const scopes = slackScopes(record.raw('scope'));
  // The log gives no id: what one record says is its key.
  const eventId = JSON.stringify([
    time,
    change,
    client.space,
    client.id,
    user,
    record.text('channel'),
    scopes.toSorted(),
  ]);
  const isScopeChange = kind === 'scope-change' && scopes.length > 0;
  const event: EventFact = {
    fact: 'event',
    kind,
    time,
    client,
    principal: null,
    result: 'success',
    tenantWide: true,
    eventId,
    detail: detailOf(record, change),
    ...(kind === 'revoke' ? { scopes } : {}),
    ...(user === null ? {} : { actor: user }),
  };
  const consent =
    kind === 'install' || kind === 'scope-change'
      ? slackConsentFacts({
          client,
          time,
          kind: kind === 'install' ? 'consent' : 'scope-change',
          workspaceScopes: scopes,
          userScopes: [],
          user,
          ip: '',
          eventId,
          detail: (given) => `${change} with ${scopeCount(given.length)}`,
        })
      : [];
  // A change of scopes is told once, by its scopes.
  return isScopeChange ? consent : [event, ...consent];
}

function detailOf(record: FieldReader<Field>, change: string): string {
  const said = (field: Field, before: string): string => {
    const text = record.text(field);
    return isPlaceholder(text) ? '' : `, ${before} ${text.slice(0, 100)}`;
  };
  return `${change}${said('channel', 'channel')}${said('reason', 'reason')}${said('resolution', 'resolution')}${said('adminAppId', 'by the admin app')}`;
}
