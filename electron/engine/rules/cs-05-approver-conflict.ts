import type Database from 'better-sqlite3';
import { type Approval, type Approvals, approvalText, readApprovals } from './approvals.ts';
import { createGrantSpots } from './evidence.ts';
import { type Giving, isPerson, readGivings } from './granters.ts';
import { isTenantWide, readItems, type RuleItem } from './items.ts';
import { type Owner, readOwners } from './owners.ts';
import { type People, readPeople } from './people.ts';
import { namesOf, readRoles, type Roles } from './roles.ts';
import { defineRule, type EvidenceSpot, type RuleContext, type Verdict } from './rule.ts';
import { counted, dateText, listed, timeText } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

/**
 * Per item: whoever allowed it for others must have been allowed to, must not have approved their own, must not have used an
 * account for emergencies, and an administrator's consent needs a request or an approval on record. What people consent
 * to for themselves needs no approver.
 */
export default defineRule({
  id: 'CS-05',
  title: 'Approver conflict or unauthorised approval',
  controls: {
    owasp: ['NHI3:2025'],
    csf: ['PR.AA-05'],
    cis: ['6.1'],
    iso: ['A.5.3', 'A.5.18'],
    nist: ['AC-5', 'AC-2'],
    soc2: ['CC6.3'],
  },
  recommendation: 'conditional',
  recommendedAction: 'Let it go on only with a second approval by somebody independent.',
  *evaluate(context) {
    const givings = context.read(readGivings);
    const sources: Sources = {
      approvals: context.read(readApprovals),
      roles: context.read(readRoles),
      people: context.read(readPeople),
      owners: context.read(readOwners),
      requests: readActors(context.db, 'request'),
      creators: readActors(context.db, 'install'),
      spots: context.read(createGrantSpots),
    };
    for (const item of context.read(readItems)) yield judge(context, item, givings.get(item.item) ?? [], sources);
  },
});

interface Sources {
  readonly approvals: Approvals;
  readonly roles: Roles;
  readonly people: People;
  readonly owners: ReadonlyMap<number, readonly Owner[]>;
  readonly requests: ReadonlyMap<string, readonly LoggedActor[]>;
  readonly creators: ReadonlyMap<string, readonly LoggedActor[]>;
  readonly spots: (item: RuleItem) => readonly EvidenceSpot[];
}

interface LoggedActor {
  readonly time: number;
  readonly actor: number;
}

/** Somebody who allowed the item for others, by the log or by the register of approvals. */
interface Approver {
  readonly name: string;
  readonly names: readonly string[];
  readonly principal: number | null;
  readonly time: number;
  /** How it is known: `consented on … (audit log)`. */
  readonly how: string;
  readonly evidence: EvidenceSpot;
}

function judge(context: RuleContext, item: RuleItem, givings: readonly Giving[], sources: Sources): Verdict {
  const approvals = sources.approvals.of(item.connector);
  const approvers = [
    ...givings.flatMap((giving) => fromLog(giving, sources.people)),
    ...approvals.flatMap((approval) => fromRegister(approval, sources.people)),
  ];
  const conflicts = [
    ...approvers.flatMap((approver) => conflictsOf(item, approver, sources)),
    ...approvals.flatMap(ownRequest),
  ];
  const request = requestOf(context, item, givings, approvals, sources);
  const faults = [...conflicts, ...(request.fault === null ? [] : [request.fault])];
  if (faults.length > 0) {
    return finding(item, {
      severity: isTenantWide(item) ? 'high' : 'medium',
      sentence: `The approval of ${item.name} needs a second, independent one: ${listed(
        faults.map((fault) => fault.text),
        3,
      )}.`,
      evidence: [...faults.flatMap((fault) => fault.evidence).slice(0, 5), ...sources.spots(item)],
    });
  }
  if (approvers.length === 0) return withoutApprover(item, givings);
  const missing = roleMissing(approvers, sources.roles) ?? request.missing;
  return missing === null ? clear(item) : undeterminable(item, missing);
}

function withoutApprover(item: RuleItem, givings: readonly Giving[]): Verdict {
  const isOwn = givings.length > 0 && givings.every((giving) => giving.act?.isOwn === true);
  if (!isTenantWide(item) && isOwn) return notApplicable(item);
  return undeterminable(
    item,
    `Who allowed ${item.name}: neither the logs nor a register of approvals names a person; an audit log that reaches back to the grant or an approval on record would tell.`,
  );
}

function fromLog({ act }: Giving, people: People): readonly Approver[] {
  if (act === null || act.isOwn || act.by === 0) return [];
  const person = people.person(act.by);
  if (person === null || !isPerson(person.key)) return [];
  return [
    {
      name: person.name,
      names: namesOf(people, act.by),
      principal: act.by,
      time: act.time,
      how: `consented on ${timeText(act.time)} by the audit log`,
      evidence: act.evidence,
    },
  ];
}

function fromRegister(approval: Approval, people: People): readonly Approver[] {
  if (!isPerson(approval.approver)) return [];
  return [
    {
      name: approval.approver,
      names: namesOf(people, approval.approver),
      principal: people.identify(approval.approver),
      time: approval.at,
      how: `approved on ${dateText(approval.at)} by the register of approvals`,
      evidence: approval.evidence,
    },
  ];
}

interface Fault {
  readonly text: string;
  readonly evidence: readonly EvidenceSpot[];
}

function conflictsOf(item: RuleItem, approver: Approver, { roles, owners, creators }: Sources): readonly Fault[] {
  const evidence = [approver.evidence];
  const faults: Fault[] = [];
  if (roles.isBreakGlass(approver.names)) {
    faults.push({ text: `${approver.name}, an account for emergencies, ${approver.how}`, evidence });
  } else if (
    roles.hasRegister &&
    roles.namesApprovers &&
    roles.asOf >= approver.time &&
    !roles.mayApprove(approver.names, approver.time)
  ) {
    const held = roles.heldAt(approver.names, approver.time);
    const had =
      held.length === 0
        ? 'no role then'
        : `then only the ${held.length === 1 ? 'role' : 'roles'} ${listed(held)}, which may not approve,`;
    faults.push({
      text: `${approver.name} ${approver.how} and had ${had} in the register of roles as of ${dateText(roles.asOf)}`,
      evidence,
    });
  }
  const isOwner = (owners.get(item.connector) ?? []).some((owner) => owner.principal === approver.principal);
  const isCreator = (creators.get(subjectOf(item)) ?? []).some((made) => made.actor === approver.principal);
  if (isOwner && isCreator) {
    faults.push({ text: `${approver.name}, who added the app and is its business owner, ${approver.how}`, evidence });
  }
  return faults;
}

/** Whoever asks for an app does not approve it (ISO/IEC 27001 A.5.3): the register may say both of one person. */
function ownRequest(approval: Approval): readonly Fault[] {
  const isOwn = approval.requester.trim().toLowerCase() === approval.approver.trim().toLowerCase();
  return isOwn
    ? [{ text: `requester and approver are one person: ${approvalText(approval)}`, evidence: [approval.evidence] }]
    : [];
}

interface RequestCheck {
  readonly fault: Fault | null;
  readonly missing: string | null;
}

const FINE: RequestCheck = { fault: null, missing: null };

/** Whether an administrator's consent had a request before it, or an approval on record at any time. */
function requestOf(
  { policy }: RuleContext,
  item: RuleItem,
  givings: readonly Giving[],
  approvals: readonly Approval[],
  sources: Sources,
): RequestCheck {
  if (!policy.requireRequest || !isTenantWide(item) || approvals.length > 0) return FINE;
  const requests = sources.requests.get(subjectOf(item)) ?? [];
  const acts = givings.flatMap(({ act }) => (act === null ? [] : [act]));
  const unasked = acts.filter((act) => !requests.some((request) => request.time <= act.time));
  const [first] = unasked;
  if (first === undefined) return FINE;
  if (!sources.approvals.hasRegister) {
    return {
      fault: null,
      missing: `A request for the consent of ${timeText(first.time)} to ${item.name}: the logs show none, and they do not show every request; a register of approvals would tell.`,
    };
  }
  return {
    fault: {
      text: `${counted(unasked.length, 'consent', 'consents')} for the whole tenant, the first on ${timeText(first.time)}, had no request in the logs and no entry in the register of approvals`,
      evidence: unasked.slice(0, 3).map((act) => act.evidence),
    },
    missing: null,
  };
}

/** What keeps the roles of the approvers from being judged; null when they were. */
function roleMissing(approvers: readonly Approver[], roles: Roles): string | null {
  if (!roles.hasRegister)
    return 'A register of roles: none was imported, so nobody can be said to have been allowed to approve.';
  if (!roles.namesApprovers) return 'Which roles may approve: neither the policy nor the register of roles marks any.';
  const later = approvers.find((approver) => approver.time > roles.asOf);
  if (later === undefined) return null;
  return `A register of roles as of ${dateText(later.time)} or later: ${later.name} ${later.how}, and the register is as of ${dateText(roles.asOf)}.`;
}

function subjectOf({ connector, tenant }: Pick<RuleItem, 'connector' | 'tenant'>): string {
  return `${connector} ${tenant}`;
}

/** Who asked for apps, or added them, by connector and tenant. */
function readActors(db: Database.Database, kind: 'request' | 'install'): ReadonlyMap<string, readonly LoggedActor[]> {
  const rows = db
    .prepare<[string], { connector: number; tenant: string; time: number; actor: number }>(
      `SELECT connector, tenant, time, coalesce(nullif(actor, 0), principal) AS actor
       FROM v_lifecycle
       WHERE kind = ? AND result = 0
       ORDER BY connector, time`,
    )
    .all(kind);
  return Map.groupBy(rows, subjectOf);
}
