import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { headValues } from './parts/head-values.ts';
import { personOf } from './parts/principals.ts';

/**
 * Webhook `github_app_authorization`: a person took back what they had allowed an app, and the webhook does not say which.
 * The bare payload has no time either; a stored delivery has one (`delivered_at`). Without it nothing can be dated, and
 * the time of the import is not when it happened.
 */
export default defineImporter({
  id: 'github.authorizationrevoked',
  platform: 'github',
  label: 'GitHub App authorization revoked (webhook)',
  system: 'GitHub, github_app_authorization webhook',
  fields: {
    id: { from: ['guid', 'id'] },
    time: { from: ['delivered_at', 'received_at', 'timestamp', 'created_at'] },
    action: { from: ['action', 'request.payload.action'], required: true },
    sender: { from: ['sender.login', 'request.payload.sender.login'] },
  },
  detect: (head) => {
    const actions = headValues(head, ['action', 'request.payload.action']);
    if (head.kind !== 'json' || actions.some((action) => action !== 'revoked'))
      return { score: 0, reason: 'not only revocations' };
    return scoreSignature(head, {
      required: ['action', 'sender|request.payload'],
      against: ['installation', 'repository', 'actor', 'alert'],
    });
  },
  map: (record, context) => {
    const time = context.time(record.text('time'));
    if (time === null) {
      return { rejected: 'names no time and no app: only that somebody revoked the authorization of some app' };
    }
    const id = record.text('id');
    return {
      facts: [
        {
          fact: 'unattributed',
          kind: 'revoke',
          time,
          principal: personOf(record.text('sender')),
          result: 'success',
          reason: 'the webhook does not say which app lost its authorization',
          ...(id === '' ? {} : { eventId: id }),
        },
      ],
    };
  },
});
