import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { anyOf, APP_FIELDS, appOf, listInCell, registerDate, stated } from './parts/register.ts';

const DECISION = { from: ['decision', 'review_decision', 'verdict', 'disposition', 'review_outcome', 'outcome'] };
const BY = { from: ['decided_by', 'by', 'reviewer', 'reviewed_by', 'reviewer_email', 'decision_by', 'certifier'] };
const DATE = {
  from: ['decided_on', 'decided_at', 'at', 'decision_date', 'reviewed_on', 'reviewed_at', 'review_date', 'date'],
};
const REASON = { from: ['reason', 'rationale', 'justification', 'comment', 'comments', 'notes'] };
const PURPOSE = { from: ['purpose', 'purpose_at_review', 'business_purpose'] };
const PURPOSE_CODE = { from: ['purpose_code', 'purpose_code_at_review'] };
const SCOPES = { from: ['scopes', 'scope', 'permissions'] };

/**
 * Register of prior decisions: what earlier reviews decided, and `decisions.csv` of an evidence bundle of this product.
 * Columns: the app (`app id`, `client id`… or its name), `decision` (`verdict`, `disposition`…) and who took it (`by`,
 * `decided by`, `reviewer`…). Values: `app` (its name, else its id), `platform`, `tenant`, `decision` (as written),
 * `by`, `date`, `until` (ISO 8601), `scopes` and `principals` (one a line), `people` (how many held a grant), `reason`,
 * `campaign`, `item` (number of the review item), `kind`, `purpose` and `purpose-code` as they were at that review. Key:
 * the app's id, else its name.
 */
export default defineImporter({
  id: 'register.prior-decisions',
  platform: 'other',
  label: 'Register of prior decisions',
  system: 'Earlier review',
  fields: {
    ...APP_FIELDS,
    decision: DECISION,
    by: BY,
    date: DATE,
    until: { from: ['until', 'valid_until', 'expires', 'next_review', 'review_by'] },
    scopes: SCOPES,
    principals: { from: ['principals', 'users', 'people'] },
    reach: { from: ['people_count', 'user_count', 'users_count', 'number_of_users', 'reach'] },
    reason: REASON,
    campaign: { from: ['campaign', 'review', 'review_name', 'cycle', 'period'] },
    tenant: { from: ['tenant', 'tenant_id'] },
    item: { from: ['item', 'item_id'] },
    kind: { from: ['kind', 'grant_kind', 'consent_type'] },
    purpose: PURPOSE,
    purposeCode: PURPOSE_CODE,
  },
  detect: (head) =>
    scoreSignature(head, {
      required: [anyOf(APP_FIELDS.appId, APP_FIELDS.appName), anyOf(DECISION), anyOf(BY)],
      bonus: [anyOf(DATE), anyOf(REASON), anyOf(SCOPES)],
      against: ['approver', 'approved_by', 'event', 'event_type', 'action', 'operation', 'severity'],
    }),
  map: (record, context) => {
    const app = appOf((field) => record.text(field));
    if ('rejected' in app) return app;
    const decision = record.text('decision');
    if (isPlaceholder(decision)) return { notRelevant: 'item without a decision' };
    const by = record.text('by');
    if (isPlaceholder(by)) return { rejected: 'nobody is named who decided' };
    const date = registerDate(context, record.text('date'));
    const until = registerDate(context, record.text('until'));
    if (date === null || until === null) return { rejected: 'a date that cannot be read' };
    return {
      facts: [
        {
          fact: 'register',
          register: 'prior-decisions',
          key: app.key,
          ...(app.client === null ? {} : { client: app.client }),
          values: stated({
            app: app.name === '' ? app.key : app.name,
            platform: app.platform ?? '',
            tenant: record.text('tenant'),
            decision,
            by,
            date,
            until,
            scopes: listInCell(record.text('scopes')).join('\n'),
            principals: listInCell(record.text('principals')).join('\n'),
            people: record.text('reach'),
            reason: record.text('reason'),
            campaign: record.text('campaign'),
            item: record.text('item'),
            kind: record.text('kind'),
            purpose: record.text('purpose'),
            'purpose-code': record.text('purposeCode').trim().toLowerCase(),
          }),
        },
      ],
    };
  },
});
