import type { RuleContext } from '../rules/rule.ts';
import { counted, listed, timeText } from '../rules/wording.ts';
import type { RemedyEvidence, RemedyVerdict } from './remedies.ts';
import type { GoneGrant, GrantList, HeldGrant, LoggedSpot, RemedyFacts, RemedySubject } from './remedy-facts.ts';

const MINUTE = 60_000;
const MOST_SPOTS = 5;

type Life = Pick<RuleContext, 'policy' | 'asOf'>;

/**
 * Whether what was to go is gone, by what lists and logs after the decision show. Gone takes a whole list of every kind
 * that ever showed it, made after the decision, or a record in a log that it was ended; absence from a part proves nothing.
 */
export function judgeCarriedOut(subject: RemedySubject, facts: RemedyFacts, context: Life): RemedyVerdict {
  if (subject.unknownPeople > 0)
    return {
      verdict: 'open',
      sentence: `${counted(subject.unknownPeople, 'person', 'people')} whom the decision names ${subject.unknownPeople === 1 ? 'is' : 'are'} in no import of the case any more, so nothing can be said of their grants.`,
      missing: 'The list that named them.',
      evidence: [],
    };
  if (subject.until !== null && context.asOf < subject.until && facts.held.length > 0)
    return {
      verdict: 'waiting',
      sentence: `The condition holds until ${timeText(subject.until - 1).slice(0, 10)}: nothing is to be done before.`,
      evidence: [],
    };
  const again = givenAgain(subject, facts);
  if (again !== null) return again;
  if (facts.held.length > 0) return judgeHeld(subject, facts, context);
  const proof = proofOf(subject, facts);
  if (proof === null) return withoutProof(subject, facts);
  const used = usedAfter(subject, facts, context, proof.at, proof.sentence.replace(/\.$/, ''));
  return used ?? { verdict: 'verified', ...proof, asOf: proof.at };
}

/** `the grants`, or with reduce `the scopes a and b`. */
function whatGoes({ removed }: RemedySubject): string {
  if (removed === null) return 'the grants';
  return `${removed.size === 1 ? 'the scope' : 'the scopes'} ${listed([...removed].toSorted())}`;
}

function givenAgain(subject: RemedySubject, { returned, held }: RemedyFacts): RemedyVerdict | null {
  const [last] = returned;
  if (last !== undefined) {
    const first = returned.reduce((least, one) => Math.min(least, one.goneAt), last.goneAt);
    return {
      verdict: 'regressed',
      sentence: `It was gone as of ${timeText(first)} and is there again as of ${timeText(last.backAt)}: ${counted(returned.length, 'grant', 'grants')} came back.`,
      asOf: last.backAt,
      evidence: returned.slice(0, MOST_SPOTS).map((one) => ({
        importId: one.importId,
        line: one.line,
        note: `there again, ${timeText(one.backAt)}`,
      })),
    };
  }
  // An escalation takes nothing away, and until its date a condition does not either.
  const since = Math.max(subject.decidedAt, subject.until ?? 0);
  const fresh = subject.decision === 'escalate' ? [] : held.filter((grant) => (grant.grantedAt ?? 0) > since);
  const [first] = fresh.toSorted((a, b) => (a.grantedAt ?? 0) - (b.grantedAt ?? 0));
  if (first === undefined) return null;
  return {
    verdict: 'regressed',
    sentence: `${counted(fresh.length, 'grant', 'grants')} of ${whatGoes(subject).replace('the grants', 'it')} ${fresh.length === 1 ? 'was' : 'were'} given after the decision, the first on ${timeText(first.grantedAt ?? 0)}.`,
    asOf: first.grantedAt ?? subject.decidedAt,
    evidence: spotsOf(fresh, 'given after the decision'),
  };
}

function spotsOf(grants: readonly HeldGrant[], note: string): readonly RemedyEvidence[] {
  return grants.slice(0, MOST_SPOTS).map(({ importId, line }) => ({ importId, line, note }));
}

/** Something that was to go is there as far as the case knows. */
function judgeHeld(subject: RemedySubject, facts: RemedyFacts, context: Life): RemedyVerdict {
  const { held } = facts;
  // What was done after an escalation holds the app back; its grants stand.
  const claimedAt = subject.decision === 'escalate' ? null : subject.claimedAt;
  const shown = held.filter((grant) => (grant.listedAsOf ?? 0) > Math.max(subject.decidedAt, (subject.until ?? 1) - 1));
  const newest = shown[0]?.listedAsOf ?? null;
  const scopes = [...new Set(held.flatMap((grant) => grant.scopes))].toSorted();
  const what = subject.removed === null ? '' : ` with ${listed(scopes)}`;
  if (newest !== null) {
    const stillThere = `The list as of ${timeText(newest)} still shows ${counted(shown.length, 'grant', 'grants')}${what}`;
    const isContradicted = claimedAt !== null && claimedAt <= newest;
    const used = claimedAt === null || isContradicted ? null : usedAfter(subject, facts, context, claimedAt, SAID);
    if (used !== null) return used;
    return {
      verdict: isContradicted ? 'still-there' : 'open',
      sentence: isContradicted
        ? `${stillThere}, although it was said to be done on ${timeText(claimedAt)}.`
        : `${stillThere}${claimedAt === null ? '' : '; it is older than the claim'}.`,
      ...(isContradicted
        ? {}
        : { missing: `A whole list of ${labelsOf(facts.lists)} made after ${timeText(claimedAt ?? newest)}.` }),
      asOf: newest,
      evidence: spotsOf(shown, 'still in the list'),
    };
  }
  const used = claimedAt === null ? null : usedAfter(subject, facts, context, claimedAt, SAID);
  return used ?? withoutLaterList(subject, facts);
}

const SAID = 'It was said to be done';

/** Nothing after the decision speaks of the grants: what there is instead, and what would settle it. */
function withoutLaterList(subject: RemedySubject, facts: RemedyFacts): RemedyVerdict {
  const part = facts.lists.flat().find((list) => !list.isWhole && list.asOf > subject.decidedAt);
  const ending = facts.endingUpTo(Infinity);
  const isEnded = ending !== null && ending.time > subject.decidedAt;
  const { restricted } = facts;
  if (!facts.isListed)
    return {
      verdict: 'open',
      sentence:
        restricted !== null && restricted.time > subject.decidedAt
          ? `It was restricted on ${timeText(restricted.time)}: that keeps it from being installed again and leaves an installed app usable. No record shows that it was removed.`
          : 'Only events show the grant, and none after the decision shows that it was ended.',
      missing: 'A log that shows the removal.',
      evidence:
        restricted !== null && restricted.time > subject.decidedAt
          ? [{ importId: restricted.importId, line: restricted.line, note: 'restricted, which removes nothing' }]
          : [],
    };
  const missing = `A whole list of ${labelsOf(facts.lists)} made after ${timeText(subject.claimedAt ?? subject.decidedAt)}.`;
  if (isEnded)
    return {
      verdict: 'open',
      sentence: `A log says that it was ended on ${timeText(ending.time)}. Every list with its grants is older than the decision, so that nothing shows whether all are gone.`,
      missing,
      asOf: ending.time,
      evidence: [spotOfEnding(ending)],
    };
  if (part !== undefined)
    return {
      verdict: 'open',
      sentence: `The list as of ${timeText(part.asOf)} does not show ${whatGoes(subject)}, and it is a part: what is absent from a part may still stand.`,
      missing,
      asOf: part.asOf,
      evidence: part.imports.map((importId) => ({ importId, line: null, note: 'part of a list' })),
    };
  const restriction =
    restricted !== null && restricted.time > subject.decidedAt
      ? ` It was restricted on ${timeText(restricted.time)}, which removes nothing.`
      : '';
  return {
    verdict: 'open',
    sentence: `No list of grants made after the decision speaks of it.${restriction}`,
    missing,
    evidence: [],
  };
}

function labelsOf(lists: readonly (readonly GrantList[])[]): string {
  return listed(lists.flatMap((ofFormat) => (ofFormat[0] === undefined ? [] : [`“${ofFormat[0].label}”`])));
}

interface Proof {
  readonly at: number;
  readonly sentence: string;
  readonly caution?: string;
  readonly evidence: readonly RemedyEvidence[];
}

/** What shows that it is gone: whole lists of every kind that ever showed it, or the record of its end. */
function proofOf(subject: RemedySubject, facts: RemedyFacts): Proof | null {
  if (!facts.isListed) return endedByEvent(subject, facts);
  const later = facts.lists.map((ofFormat) => listWithout(subject, facts, ofFormat));
  const [first] = later;
  if (first === null || first === undefined || later.includes(null)) return null;
  const lists = later.flatMap((list) => list ?? []);
  const at = Math.max(...lists.map((list) => list.asOf));
  const ending = facts.endingUpTo(at);
  const logged = ending !== null && ending.time > subject.decidedAt ? ending : null;
  const named =
    lists.length === 1
      ? `The whole list “${first.label}” as of ${timeText(first.asOf)}`
      : `The whole lists ${listed(lists.map((list) => `“${list.label}” as of ${timeText(list.asOf)}`))}`;
  const goneWhat =
    subject.removed === null
      ? `no longer ${lists.length === 1 ? 'shows' : 'show'} ${goneCount(subject, facts)}`
      : `${lists.length === 1 ? 'shows' : 'show'} no grant with ${listed([...subject.removed].toSorted())}`;
  const caution = cautionOf(subject, logged);
  return {
    at,
    sentence: `${named} ${goneWhat}${logged === null ? '' : `, and a log says that it was ended on ${timeText(logged.time)}`}.`,
    ...(caution === null ? {} : { caution }),
    evidence: [
      ...lists.flatMap((list) =>
        list.imports.map((importId) => ({
          importId,
          line: null,
          note: 'whole list, without it',
        })),
      ),
      ...lastSeen(subject, facts.gone),
      ...(logged === null ? [] : [spotOfEnding(logged)]),
    ],
  };
}

function goneCount(subject: RemedySubject, { gone }: RemedyFacts): string {
  const since = gone.filter((grant) => grant.goneAt > subject.decidedAt);
  return since.length === 0 ? 'any of its grants' : `its ${counted(since.length, 'grant', 'grants')}`;
}

/** Lists that are made per person or per app show that something is gone only where they name whom they were made for. */
function listWithout(
  { decidedAt }: RemedySubject,
  { gone }: RemedyFacts,
  ofFormat: readonly GrantList[],
): GrantList | null {
  const whole = ofFormat.filter((list) => list.isWhole && list.asOf > decidedAt);
  const [newest] = whole;
  if (newest === undefined) return null;
  if (newest.lists === 'tenant') return newest;
  return whole.find((list) => gone.some((grant) => grant.reason === 'absent' && grant.goneAt === list.asOf)) ?? null;
}

function lastSeen({ decidedAt }: RemedySubject, gone: readonly GoneGrant[]): readonly RemedyEvidence[] {
  return gone
    .filter((grant) => grant.goneAt > decidedAt)
    .slice(0, MOST_SPOTS)
    .map(({ importId, line }) => ({ importId, line, note: 'last seen here' }));
}

/**
 * Only an event gave it, and an event took it away. A reduction shows in what was given anew after that.
 */
function endedByEvent(subject: RemedySubject, facts: RemedyFacts): Proof | null {
  const ending = facts.endingUpTo(Infinity);
  if (ending === null) return null;
  const isReduced = subject.removed !== null && ending.time > subject.decidedAt;
  if (!isReduced && !facts.gone.some((grant) => grant.reason === 'ended')) return null;
  return {
    at: ending.time,
    sentence: `A log says that it was removed on ${timeText(ending.time)}, and nothing after that shows ${subject.removed === null ? 'it' : whatGoes(subject)} again.`,
    evidence: [spotOfEnding(ending), ...lastSeen(subject, facts.gone)],
  };
}

function spotOfEnding({ importId, line, time }: LoggedSpot): RemedyEvidence {
  return { importId, line, note: `ended, ${timeText(time)}` };
}

/** What absence from a list leaves open where no log tells how the grant ended. */
function cautionOf({ platform, removed }: RemedySubject, logged: LoggedSpot | null): string | null {
  if (removed !== null || logged !== null) return null;
  return platform === 'salesforce'
    ? 'Tokens also leave this list when they end by themselves. It shows that none stands, not that the app is blocked: it can be authorized again.'
    : 'The list shows that it is gone, not how: no log in the case records the removal.';
}

/** Nothing stands, and yet nothing after the decision proves it. */
function withoutProof(subject: RemedySubject, facts: RemedyFacts): RemedyVerdict {
  const goneAt = facts.gone[0]?.goneAt ?? null;
  return {
    verdict: 'open',
    sentence:
      goneAt === null
        ? `No import of the case shows ${whatGoes(subject)} now.`
        : `It was last missing from a list as of ${timeText(goneAt)}, which does not show it after the decision.`,
    missing: facts.isListed
      ? `A whole list of ${labelsOf(facts.lists)} made after ${timeText(subject.decidedAt)}.`
      : 'A log that shows the removal.',
    evidence: [],
  };
}

function usedAfter(
  subject: RemedySubject,
  facts: RemedyFacts,
  { policy }: Life,
  since: number,
  gone: string,
): RemedyVerdict | null {
  // With reduce a use proves nothing: what is left may be used.
  if (subject.removed !== null) return null;
  const use = facts.useAfter(since + (policy.tokenLifeMinutes + policy.clockSkewMinutes) * MINUTE);
  return use === null
    ? null
    : {
        verdict: 'regressed',
        sentence: `${gone}${gone === SAID ? ` on ${timeText(since)}` : ''}, and it was used on ${timeText(use.time)}, later than a token that was out could live.`,
        asOf: use.time,
        evidence: [{ importId: use.importId, line: use.line, note: `use, ${timeText(use.time)}` }],
      };
}
