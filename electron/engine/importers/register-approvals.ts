import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { anyOf, APP_FIELDS, appOf, listInCell, registerDate, stated } from './parts/register.ts';

const SCOPES = { from: ['scopes', 'scope', 'permissions', 'approved_scopes', 'approved_permissions', 'access'] };
const APPROVER = {
  from: [
    'approver',
    'approved_by',
    'approver_email',
    'approver_name',
    'authorised_by',
    'authorized_by',
    'genehmigt_von',
  ],
};
const DATE = {
  from: [
    'approved_on',
    'approved_at',
    'approval_date',
    'date_approved',
    'approved',
    'date',
    'decision_date',
    'genehmigt_am',
  ],
};
const UNTIL = {
  from: [
    'until',
    'valid_until',
    'approved_until',
    'expires',
    'expires_on',
    'expiry',
    'expiry_date',
    'expiration_date',
    'review_by',
  ],
};
const TICKET = { from: ['ticket', 'ticket_id', 'request_id', 'change_id', 'reference', 'case', 'issue', 'request'] };

/**
 * Register of approvals: who allowed which app, when, and for what. Columns: the app (`app id`, `client id`, `connector
 * id`… or its name), the approver (`approver`, `approved by`…) and the date. Values: `app` (its name, else its id),
 * `platform`, `approver`, `date`, `until` (ISO 8601), `scopes` (one a line), `ticket`, `decision` (as written; the row
 * may be a refusal), `requester`, `reason`. Key: the app's id, else its name. An approval is policy: it is no grant.
 */
export default defineImporter({
  id: 'register.approvals',
  platform: 'other',
  label: 'Register of approvals',
  system: 'Register of approvals',
  fields: {
    ...APP_FIELDS,
    scopes: SCOPES,
    approver: APPROVER,
    date: DATE,
    until: UNTIL,
    ticket: TICKET,
    decision: { from: ['decision', 'status', 'outcome', 'result'] },
    requester: { from: ['requester', 'requested_by', 'requestor', 'applicant'] },
    reason: { from: ['reason', 'justification', 'purpose', 'business_need', 'comment', 'comments', 'notes'] },
  },
  detect: (head) =>
    scoreSignature(head, {
      required: [anyOf(APP_FIELDS.appId, APP_FIELDS.appName), anyOf(APPROVER), anyOf(DATE)],
      bonus: [anyOf(SCOPES), anyOf(UNTIL), anyOf(TICKET)],
      against: ['reviewer', 'reviewed_by', 'decided_by', 'campaign', 'event', 'event_type', 'action', 'operation'],
    }),
  map: (record, context) => {
    const app = appOf((field) => record.text(field));
    if ('rejected' in app) return app;
    const approver = record.text('approver');
    if (isPlaceholder(approver)) return { rejected: 'no approver' };
    const date = registerDate(context, record.text('date'));
    const until = registerDate(context, record.text('until'));
    if (date === null || until === null) return { rejected: 'a date that cannot be read' };
    if (date === '') return { rejected: 'no date of approval' };
    return {
      facts: [
        {
          fact: 'register',
          register: 'approvals',
          key: app.key,
          ...(app.client === null ? {} : { client: app.client }),
          values: stated({
            app: app.name === '' ? app.key : app.name,
            platform: app.platform ?? '',
            approver,
            date,
            until,
            scopes: listInCell(record.text('scopes')).join('\n'),
            ticket: record.text('ticket'),
            decision: record.text('decision'),
            requester: record.text('requester'),
            reason: record.text('reason'),
          }),
        },
      ],
    };
  },
});
