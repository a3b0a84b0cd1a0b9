import { endOf } from '../lib/stated-dates.ts';
import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { anyOf, registerDate, stated } from './parts/register.ts';

const VENDOR = { from: ['vendor', 'vendor_name', 'supplier', 'supplier_name', 'third_party', 'third_party_name'] };
const STATUS = { from: ['status', 'vendor_status', 'contract_status', 'relationship_status'] };
const CONTRACT_START = { from: ['contract_start', 'contract_date', 'start_date', 'effective_date', 'onboarded'] };
const CONTRACT_END = {
  from: ['contract_end', 'contract_expiry', 'end_date', 'terminated_on', 'termination_date', 'renewal_date'],
};
const ASSESSED = {
  from: ['assessed_on', 'last_assessed', 'last_assessment', 'assessment_date', 'last_review', 'last_reviewed'],
};
const RISK = { from: ['risk', 'risk_rating', 'risk_tier', 'risk_level', 'criticality', 'tier'] };
const AGREEMENT = { from: ['agreement', 'dpa', 'dpa_signed', 'data_processing_agreement', 'contract', 'contract_id'] };
const CONTACT = { from: ['contact', 'vendor_contact', 'security_contact', 'contact_email', 'contact_name'] };
const OWNER = {
  from: ['owner', 'vendor_owner', 'relationship_owner', 'business_owner', 'owner_email', 'account_manager'],
};

/**
 * Register of vendors. One row per vendor; the only column it cannot do without is `vendor` (or `vendor name`,
 * `supplier`, `third party`) together with one that says something about it. Values: `name`, `status` (as written),
 * `isTerminated` (`yes` when the status says so or the contract ended before the as-of time), `contractStart`,
 * `contractEnd`, `assessedOn` (ISO 8601), `risk`, `agreement`, `contact`, `owner`, `website`, `domain`, `country`,
 * `replacedBy`, `apps` (names of its apps as written, several divided by a semicolon, comma, bar or line), `notes`. Key:
 * the vendor's name.
 */
export default defineImporter({
  id: 'register.vendors',
  platform: 'other',
  label: 'Register of vendors',
  system: 'Register of vendors',
  fields: {
    vendor: VENDOR,
    status: STATUS,
    contractStart: CONTRACT_START,
    contractEnd: CONTRACT_END,
    assessedDate: ASSESSED,
    risk: RISK,
    agreement: AGREEMENT,
    contact: CONTACT,
    owner: OWNER,
    website: { from: ['website', 'url', 'homepage', 'web_site'] },
    domain: { from: ['domain', 'domains', 'vendor_domain'] },
    country: { from: ['country', 'jurisdiction', 'location', 'region'] },
    replacedBy: { from: ['replaced_by', 'successor'] },
    apps: {
      from: ['apps', 'app_names', 'applications', 'application_names', 'connectors', 'products', 'systems', 'services'],
    },
    notes: { from: ['notes', 'comment', 'comments', 'remarks', 'description'] },
  },
  detect: (head) =>
    scoreSignature(head, {
      required: [anyOf(VENDOR), anyOf(STATUS, CONTRACT_START, CONTRACT_END, ASSESSED, RISK, AGREEMENT, CONTACT, OWNER)],
      bonus: [anyOf(STATUS), anyOf(CONTRACT_START, CONTRACT_END), anyOf(RISK, ASSESSED, AGREEMENT)],
      against: AGAINST,
    }),
  map: (record, context) => {
    const name = record.text('vendor');
    if (isPlaceholder(name)) return { rejected: 'no vendor' };
    const contractStart = registerDate(context, record.text('contractStart'));
    const contractEnd = registerDate(context, record.text('contractEnd'));
    const assessedOn = registerDate(context, record.text('assessedDate'));
    if (contractStart === null || contractEnd === null || assessedOn === null)
      return { rejected: 'a date that cannot be read' };
    const status = record.text('status');
    const end = endOf(contractEnd);
    const hasEnded = end !== null && end <= context.asOf;
    return {
      facts: [
        {
          fact: 'register',
          register: 'vendors',
          key: name,
          values: stated({
            name,
            status,
            isTerminated: TERMINATED.test(status) || hasEnded ? 'yes' : '',
            contractStart,
            contractEnd,
            assessedOn,
            risk: record.text('risk'),
            agreement: record.text('agreement'),
            contact: record.text('contact'),
            owner: record.text('owner'),
            website: record.text('website'),
            domain: record.text('domain'),
            country: record.text('country'),
            replacedBy: record.text('replacedBy'),
            apps: record.text('apps'),
            notes: record.text('notes'),
          }),
        },
      ],
    };
  },
});

const TERMINATED =
  /^(?:terminated|ended|inactive|offboarded|expired|cancelled|canceled|former|retired|gekündigt|beendet)/i;

/** Keys of grants and logs: a table with them is no list of vendors. */
const AGAINST = [
  'client_id',
  'app_id',
  'connector_id',
  'scopes',
  'scope',
  'permissions',
  'user',
  'principal',
  'timestamp',
  'event',
  'action',
  'approver',
  'decision',
];
