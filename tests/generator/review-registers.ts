import { DAY, isoDate } from './clock.ts';
import { csvText } from './csv.ts';
import type { EntraTenant } from './entra-connectors.ts';
import type { GoogleTenant } from './google-connectors.ts';
import { type OtherTenants, slackName } from './other-platforms.ts';
import type { Ownership } from './ownership.ts';
import { activeIn, leadOf, type Person } from './people.ts';
import { at, createRandom } from './random.ts';
import { ENTRA_REVIEW, GOOGLE_REVIEW, OTHER_REVIEW, type ReviewStory } from './review-story.ts';
import { COMMAND_LINE_APP_ID } from './service-principals.ts';

/** Day of the review before this one. */
const LAST_REVIEW = Date.UTC(2026, 6, 6);
const REVIEWER = 'ida.marlowe@marlowe.example';

/** A connector of either platform with what the registers say of it. */
interface Entry {
  readonly platform: 'google' | 'entra' | 'slack' | 'salesforce';
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly ownership?: Ownership;
  readonly story: ReviewStory;
}

/** Everything that the registers speak of. */
export interface Tenants {
  readonly google: GoogleTenant;
  readonly entra: EntraTenant;
  readonly others: OtherTenants;
}

function entriesOf({ google, entra, others }: Tenants): Entry[] {
  const storyOf = (stories: Readonly<Record<string, ReviewStory>>, key: string): ReviewStory => {
    const story = stories[key];
    if (story === undefined) throw new Error(`The registers say nothing of ${key}.`);
    return story;
  };
  return [
    ...google.connectors.map(({ key, clientId, name, scopes, ownership }) => ({
      platform: 'google' as const,
      key,
      id: clientId,
      name,
      scopes,
      ...(ownership === undefined ? {} : { ownership }),
      story: storyOf(GOOGLE_REVIEW, key),
    })),
    ...entra.connectors.map(({ key, appId, name, scopes, ownership }) => ({
      platform: 'entra' as const,
      key,
      id: appId,
      name,
      scopes,
      ...(ownership === undefined ? {} : { ownership }),
      story: storyOf(ENTRA_REVIEW, key),
    })),
    ...others.connectors.map((connector) => ({ ...connector, story: storyOf(OTHER_REVIEW, connector.key) })),
  ];
}

/** The register of applications: what each is for, and how it stands. */
export function applicationsCsv(tenants: Tenants, people: readonly Person[]): string {
  const entries = entriesOf(tenants);
  const rows = entries.flatMap(({ platform, id, name, ownership, story }) => {
    if (story.code === undefined) return [];
    const successor = entries.find((one) => one.platform === platform && one.key === story.replacedBy);
    const service = story.isService && ownership !== undefined ? leadOf(people, ownership.department).email : '';
    return [
      [platform, id, name, story.code, 'production', successor?.id ?? '', story.isAgent ? 'yes' : '', '', service],
    ];
  });
  return csvText(
    [
      'platform',
      'client_id',
      'app_name',
      'purpose_code',
      'environment',
      'replaced_by',
      'agent',
      'oversight',
      'enterprise_service',
    ],
    rows,
  );
}

/** The register of approvals: the lead of the owning department asks, the security officer approves. */
export function approvalsCsv(seed: number, tenants: Tenants, people: readonly Person[]): string {
  const random = createRandom(seed, 'approvals');
  const rows = entriesOf(tenants).flatMap(({ platform, id, name, scopes, ownership, story }, index) => {
    if (story.approval === 'none' || ownership === undefined) return [];
    const asks = leadOf(people, ownership.department).email;
    const approves = story.approval === 'own' ? asks : securityOfficer(people).email;
    const on = story.approvedOn ?? Date.UTC(2024, 1, 1) + random.below(600) * DAY;
    const ticket = `CHG-${1204 + index * 7}`;
    return [[platform, id, name, scopes.join('; '), asks, approves, isoDate(on), ticket]];
  });
  return csvText(
    ['platform', 'client_id', 'app_name', 'scopes', 'requested_by', 'approved_by', 'approved_on', 'ticket'],
    rows,
  );
}

/** What the review of the second quarter decided. */
export function priorDecisionsCsv(tenants: Tenants): string {
  const row = (
    { platform, id, name }: Pick<Entry, 'platform' | 'id' | 'name'>,
    decision: string,
    scopes: readonly string[],
    on: number,
    until: string,
    reason: string,
  ): string[] => [
    platform,
    id,
    name,
    decision,
    REVIEWER,
    isoDate(on),
    until,
    scopes.join('; '),
    on === LAST_REVIEW ? 'Second quarter 2026' : 'Earlier review',
    reason,
  ];
  const rows = entriesOf(tenants).flatMap((entry) => {
    const { scopes, story } = entry;
    const review = story.review ?? { was: 'certify' };
    switch (review.was) {
      case 'none':
        return [];
      case 'certify': {
        const kept = scopes.filter((scope) => scope !== review.without);
        return [row(entry, 'certify', kept, review.on ?? LAST_REVIEW, '', 'Needed as described')];
      }
      case 'conditional':
        return [
          row(entry, 'conditional', scopes, LAST_REVIEW, isoDate(review.until), 'Until the publisher is verified'),
        ];
      case 'reduce':
        return [row(entry, 'reduce', [review.scopes], LAST_REVIEW, '', 'Writing includes reading')];
      case 'revoke':
        return [row(entry, 'revoke', [], LAST_REVIEW, '', 'Not needed: journeys are booked elsewhere')];
    }
  });
  const commandLine = row(
    { platform: 'entra', id: COMMAND_LINE_APP_ID, name: 'Microsoft Graph Command Line Tools' },
    'certify',
    ['User.Read', 'openid', 'profile', 'offline_access'],
    LAST_REVIEW,
    '',
    'Tool of the administrators',
  );
  return csvText(
    [
      'platform',
      'client_id',
      'app_name',
      'decision',
      'decided_by',
      'decided_on',
      'valid_until',
      'scopes',
      'campaign',
      'reason',
    ],
    [...rows, commandLine],
  );
}

/** The register of vendors. The contract with the maker of the backup ended before the quarter. */
export function vendorsCsv(entra: EntraTenant): string {
  const rows = entra.connectors
    .filter((connector) => !connector.internal && connector.key !== 'lookalike')
    .map((connector, index) => {
      const isOver = connector.key === 'gannet';
      return [
        connector.publisherName,
        isOver ? 'terminated' : 'active',
        isoDate(Date.UTC(2023, index % 12, 1)),
        isOver ? '2026-06-30' : '',
        isoDate(Date.UTC(2026, index % 6, 12)),
        ['low', 'medium', 'high'][index % 3] ?? 'low',
        connector.domain,
      ];
    });
  return csvText(
    ['vendor', 'status', 'contract_start', 'contract_end', 'assessed_on', 'risk', 'domain'],
    rows.toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1)),
  );
}

/** The register of environments: all tenants are in production. */
export function environmentsCsv({ google, entra, others }: Tenants, people: readonly Person[]): string {
  const owner = leadOf(people, 'IT').email;
  const tenants = [
    [google.customerId, 'google'],
    [entra.tenantId, 'entra'],
    [others.slackTeam, 'slack'],
    [others.salesforceOrg, 'salesforce'],
  ] as const;
  return csvText(
    ['tenant_id', 'platform', 'environment', 'domain', 'owner'],
    tenants.map(([id, platform]) => [id, platform, 'production', 'tarnbrook.example', owner]),
  );
}

/** The register of roles: who may approve connected applications, and the account for emergencies. */
export function rolesCsv(people: readonly Person[]): string {
  return csvText(
    ['person', 'role', 'since', 'until', 'approver', 'break_glass'],
    [
      [leadOf(people, 'IT').email, 'Cloud Application Administrator', '2021-05-03', '', 'yes', 'no'],
      [slackName(leadOf(people, 'IT')), 'Workspace Owner', '2022-01-10', '', 'yes', 'no'],
      [securityOfficer(people).email, 'Information security officer', '2022-09-12', '', 'yes', 'no'],
      [leadOf(people, 'Facilities').email, 'Groups Administrator', '2024-03-18', '', 'no', 'no'],
      ['breakglass01@tarnbrook.example', 'Global Administrator', '2021-05-03', '', 'no', 'yes'],
    ],
  );
}

/** The register of token policies: nobody set a sign-in frequency in Entra, so refresh tokens go on without end. */
export function tokenPoliciesCsv({ entra }: Tenants): string {
  return csvText(
    ['tenant_id', 'platform', 'bounds', 'max_days', 'policy'],
    [
      [entra.tenantId, 'entra', 'refresh token', 'unlimited', 'Sign-in frequency: not set'],
      [entra.tenantId, 'entra', 'access token', '90 min', 'Default lifetime'],
    ],
  );
}

/** The register of egress addresses: the offices and the remote access of the company. */
export function egressCsv(): string {
  return csvText(
    ['cidr', 'name', 'purpose'],
    [
      ['198.51.100.0/24', 'Main site', 'Offices and remote access'],
      ['192.0.2.0/24', 'Works', 'Offices of production'],
    ],
  );
}

/** Who answers for approvals of connected applications. */
export function securityOfficer(people: readonly Person[]): Person {
  return at(activeIn(people, ['IT']), 1);
}
