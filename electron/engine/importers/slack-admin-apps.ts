import {
  defineImporter,
  type ClientReference,
  type ConnectorFact,
  type FieldReader,
  type Mapped,
  type MapContext,
} from './importer.ts';
import { scoreSignature } from './keys.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { slackApproval, slackClient, slackConnector, slackPerson, slackPersonFacts } from './parts/slack-facts.ts';
import { slackScopes } from './parts/slack-grants.ts';

type Field =
  | 'appId'
  | 'appName'
  | 'isDirectoryApproved'
  | 'isInternal'
  | 'scopes'
  | 'updated'
  | 'resolvedBy'
  | 'requestId'
  | 'userId'
  | 'userName'
  | 'userEmail'
  | 'requested'
  | 'message'
  | 'previousStatus';

/**
 * admin.apps.approved.list, restricted.list and requests.list: what may be installed, what may not, and what somebody
 * asks for. None of it shows an installation or a grant.
 */
export default defineImporter<Field>({
  id: 'slack.admin.apps',
  platform: 'slack',
  label: 'Approved, restricted or requested apps (admin.apps)',
  system: 'Slack, admin.apps lists',
  fields: {
    appId: { from: ['app.id'] },
    appName: { from: ['app.name'] },
    isDirectoryApproved: { from: ['app.is_app_directory_approved'] },
    isInternal: { from: ['app.is_internal'] },
    scopes: { from: ['scopes'] },
    updated: { from: ['date_updated'] },
    resolvedBy: { from: ['last_resolved_by.actor_id'] },
    requestId: { from: ['id'] },
    userId: { from: ['user.id'] },
    userName: { from: ['user.name'] },
    userEmail: { from: ['user.email'] },
    requested: { from: ['date_created'] },
    message: { from: ['message'] },
    previousStatus: { from: ['previous_resolution.status'] },
  },
  detect: (head) => {
    const wrapper = head.kind === 'json' ? head.wrapperKey : null;
    const proof = wrapper !== null && LISTS.has(wrapper.toLowerCase()) ? `the list "${wrapper}"` : null;
    const policy = scoreSignature(head, {
      required: ['app.id', 'app.name', 'date_updated', 'last_resolved_by'],
      bonus: ['scopes', 'app.is_internal', 'app.is_app_directory_approved'],
      proof,
    });
    const requests = scoreSignature(head, {
      required: ['app.id', 'app.name', 'date_created', 'user.id'],
      bonus: ['scopes', 'app.is_internal', 'team.id', 'previous_resolution'],
      proof,
    });
    return policy.score >= requests.score ? policy : requests;
  },
  map: (record, context) => {
    const client = slackClient('app', record.text('appId'), record.text('appName'));
    if (client === null) return { rejected: 'no app id' };
    return record.has('requested') ? request(record, context, client) : policyEntry(record, context, client);
  },
});

const LISTS: ReadonlyMap<string, string> = new Map([
  ['approved_apps', 'approved'],
  ['restricted_apps', 'restricted'],
  ['app_requests', 'requested'],
]);

function policyEntry(record: FieldReader<Field>, context: MapContext, client: ClientReference): Mapped {
  const wrapper = context.head.kind === 'json' ? (context.head.wrapperKey ?? '') : '';
  const decision = LISTS.get(wrapper.toLowerCase());
  if (decision === undefined)
    return {
      rejected: 'the file does not say whether its apps are approved or restricted (the name of the list is gone)',
    };
  const by = record.text('resolvedBy');
  return {
    facts: [
      connectorOf(record, client),
      slackApproval(
        client,
        decision,
        context.time(record.text('updated')),
        isPlaceholder(by) ? null : by,
        slackScopes(record.raw('scopes')),
      ),
    ],
  };
}

function request(record: FieldReader<Field>, context: MapContext, client: ClientReference): Mapped {
  const time = context.time(record.text('requested'));
  if (time === null) return { rejected: 'no readable time' };
  const requestId = record.text('requestId');
  const earlier = record.text('previousStatus');
  const message = record.text('message');
  return {
    facts: [
      connectorOf(record, client),
      {
        fact: 'event',
        kind: 'request',
        time,
        client,
        principal: slackPerson(record.text('userId')),
        result: 'success',
        scopes: slackScopes(record.raw('scopes')),
        detail: `installation requested${isPlaceholder(earlier) ? '' : `; an earlier request was ${earlier.slice(0, 40)}`}${isPlaceholder(message) ? '' : `: ${message.slice(0, 300)}`}`,
        ...(isPlaceholder(requestId) ? {} : { eventId: requestId }),
      },
      ...slackPersonFacts(record.text('userId'), record.text('userEmail'), record.text('userName')),
    ],
  };
}

function connectorOf(record: FieldReader<Field>, client: ClientReference): ConnectorFact {
  return slackConnector(client, record.text('isDirectoryApproved'), record.text('isInternal'));
}
