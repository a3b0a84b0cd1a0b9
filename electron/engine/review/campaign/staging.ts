import type Database from 'better-sqlite3';
import type {
  PlannedRound,
  StagingGroup,
  StagingKind,
  StagingRow,
  StagingState,
} from '../../../../shared/contract/campaign.ts';
import {
  type GrantKind,
  grantKindSchema,
  type Platform,
  platformSchema,
  type Tier,
  tierSchema,
} from '../../../../shared/domain/vocabulary.ts';
import {
  type AssignedItem,
  assignedItems,
  type CampaignRecord,
  eligibleFor,
  exceptionsOf,
} from '../../db/queries/campaign.ts';
import { hasPeople, listPeople } from '../../db/queries/people.ts';
import type { Policy } from '../../rules/policy.ts';
import { counted, listed } from '../../rules/wording.ts';
import { readRelations, relationText, type Relations } from './relations.ts';
import { readStagingEvidence } from './staging-evidence.ts';

/** What the staging check says of one item or source. */
export interface StagingFinding extends StagingRow {
  readonly kind: StagingKind;
  readonly group: string;
  readonly round: PlannedRound | null;
  readonly person: string | null;
}

export interface StagingCheck {
  readonly findings: readonly StagingFinding[];
  readonly state: StagingState;
}

interface FrozenItem {
  readonly item: string;
  readonly connector: number | null;
  readonly name: string;
  readonly platform: Platform;
  readonly tenant: string;
  readonly kind: GrantKind;
  readonly tier: Tier;
}

const ROUNDS = ['first', 'second'] as const;
const ROUND_WORDS: Readonly<Record<PlannedRound, string>> = { first: 'the first review', second: 'the second review' };

/**
 * Checks a campaign against the case as it is now: items nobody reviews, reviewers who are not independent, exports that were
 * old when the population was frozen, platforms without a log, and what the checks of the evidence found. What a recorded
 * exception speaks of is settled while the check says the same; without people there is nobody to compare.
 */
export function checkStaging(db: Database.Database, campaign: CampaignRecord, policy: Policy): StagingCheck {
  const items = assignedItems(db, campaign.number);
  const frozen = readFrozen(db, campaign.number);
  const isShared = hasPeople(db);
  const relations = isShared ? readRelations(db, namedIn(items)) : null;
  const exceptions = exceptionsOf(db, campaign.number);
  const findings = [
    ...(isShared ? unassigned(db, campaign, items, frozen) : []),
    ...(relations === null ? [] : dependent(db, items, frozen, relations)),
    ...readStagingEvidence(db, campaign, policy),
  ].map((finding) => ({ ...finding, exception: exceptions.get(`${finding.kind} ${finding.key}`) ?? null }));
  const groups = groupsOf(db, findings);
  return {
    findings,
    state: { groups, blocked: blockedBy(campaign, groups), notes: notesOf(relations) },
  };
}

function namedIn(items: readonly AssignedItem[]): Set<string> {
  return new Set(items.flatMap(({ reviewer, second }) => [reviewer, second].filter((id) => id !== null)));
}

function readFrozen(db: Database.Database, campaign: number): ReadonlyMap<string, FrozenItem> {
  const rows = db
    .prepare<
      [number],
      {
        item: string;
        connector: number | null;
        name: string;
        platform: string;
        tenant: string;
        kind: string;
        tier: number | null;
      }
    >(
      `SELECT c.item, connector.id AS connector, c.name, c.platform, c.tenant, c.kind, c.tier
       FROM campaign_item AS c LEFT JOIN connector ON connector.key = c.connector WHERE c.campaign = ?`,
    )
    .all(campaign);
  return new Map(
    rows.map((row) => [
      row.item,
      {
        ...row,
        platform: platformSchema.parse(row.platform),
        kind: grantKindSchema.parse(row.kind),
        tier: tierSchema.parse(row.tier),
      },
    ]),
  );
}

function itemOf(frozen: FrozenItem | undefined): StagingRow['item'] {
  if (frozen === undefined) return null;
  const { item, name, platform, tenant, kind, tier } = frozen;
  return { itemId: item, name, platform, tenant, kind, tier };
}

type Found = Omit<StagingFinding, 'exception'>;

/** Open reviews that nobody of the plan who still takes part would do. */
function unassigned(
  db: Database.Database,
  { plan }: CampaignRecord,
  items: readonly AssignedItem[],
  frozen: ReadonlyMap<string, FrozenItem>,
): Found[] {
  const names = new Map(listPeople(db).map((person) => [person.id, person]));
  const able = { first: eligibleFor(db, plan, 'first'), second: eligibleFor(db, plan, 'second') };
  return items.flatMap((item) =>
    ROUNDS.flatMap((round): Found[] => {
      const person = round === 'first' ? item.reviewer : item.second;
      const isOpen = round === 'first' ? item.isFirstOpen : item.isSecondOpen;
      if (!isOpen || (person !== null && able[round].has(person)) || (round === 'second' && person === null)) return [];
      const known = person === null ? undefined : names.get(person);
      const why =
        known === undefined
          ? `Nobody has ${ROUND_WORDS[round]}.`
          : known.roles.includes('reviewer')
            ? `${known.name} has ${ROUND_WORDS[round]} and is not in the plan any more.`
            : `${known.name} has ${ROUND_WORDS[round]} and is no reviewer of this case any more.`;
      return [
        {
          kind: 'unassigned',
          group: `unassigned ${round}`,
          round,
          person: null,
          key: `${round} ${item.item}`,
          sentence: why,
          item: itemOf(frozen.get(item.item)),
        },
      ];
    }),
  );
}

/** Reviews by somebody whom the evidence ties to what they review. */
function dependent(
  db: Database.Database,
  items: readonly AssignedItem[],
  frozen: ReadonlyMap<string, FrozenItem>,
  relations: Relations,
): Found[] {
  const names = new Map(listPeople(db).map((person) => [person.id, person.name]));
  return items.flatMap((item) =>
    ROUNDS.flatMap((round): Found[] => {
      const person = round === 'first' ? item.reviewer : item.second;
      const facts = frozen.get(item.item);
      if (person === null || facts === undefined || facts.connector === null) return [];
      const words = relations.of(person, { connector: facts.connector, tenant: facts.tenant, kind: facts.kind });
      if (words.length === 0) return [];
      return [
        {
          kind: 'independence',
          group: `independence ${round} ${person}`,
          round,
          person,
          key: JSON.stringify([round, item.item, person, words]),
          sentence: relationText(names.get(person) ?? 'The reviewer', words),
          item: itemOf(facts),
        },
      ];
    }),
  );
}

function groupsOf(db: Database.Database, findings: readonly StagingFinding[]): StagingGroup[] {
  const names = new Map(listPeople(db).map((person) => [person.id, person.name]));
  return [...Map.groupBy(findings, (finding) => finding.group)].flatMap(([group, own]): StagingGroup[] => {
    const [first] = own;
    if (first === undefined) return [];
    const { kind, round, person } = first;
    const settled = own.filter(({ exception }) => exception !== null).length;
    return [
      {
        group,
        kind,
        round,
        person: person === null ? null : { id: person, name: names.get(person) ?? '' },
        open: own.length - settled,
        settled,
      },
    ];
  });
}

function blockedBy({ plan, state }: CampaignRecord, groups: readonly StagingGroup[]): string | null {
  if (state !== 'staged') return null;
  const open = (kind: StagingKind): number =>
    groups.filter((group) => group.kind === kind).reduce((sum, group) => sum + group.open, 0);
  const evidence = open('stale-export') + open('no-log') + open('evidence');
  const parts = [
    ...(open('unassigned') === 0
      ? []
      : [counted(open('unassigned'), 'review without anybody', 'reviews without anybody')]),
    ...(open('independence') === 0
      ? []
      : [counted(open('independence'), 'conflict of independence', 'conflicts of independence')]),
    ...(evidence === 0 ? [] : [counted(evidence, 'limit of the evidence', 'limits of the evidence')]),
    ...(awaitsDraw(plan) ? ['the word of the auditor'] : []),
  ];
  return parts.length === 0 ? null : `The campaign cannot be opened yet. Still to be settled: ${listed(parts)}.`;
}

/** Whether the plan has a sample that is not drawn, because only the digest of the auditor's word is known. */
export function awaitsDraw({ second }: CampaignRecord['plan']): boolean {
  return second.samplePercent > 0 && second.nonce === '';
}

function notesOf(relations: Relations | null): string[] {
  if (relations === null)
    return [
      'This case has no people with keys of their own: who reviews is a name, so nobody can be compared with owners and granters.',
    ];
  const { unknown, knowsManagers } = relations;
  return [
    ...(unknown.length === 0
      ? []
      : [
          `No imported file names ${listed(unknown.map((person) => `${person.name} (${person.email})`))}: ties to owners, consents and approvals would not be seen.`,
        ]),
    ...(knowsManagers
      ? []
      : ['No file says who manages whom: import a register of people with managers to see such ties.']),
  ];
}
