import { type Decided, decisionText, lets, readDecisions } from './baseline.ts';
import { createGrantSpots } from './evidence.ts';
import { readItems, type RuleItem } from './items.ts';
import { isActiveStatus } from './ownership.ts';
import { type Owner, type PeopleFiles, readOwners, readPeopleFiles } from './owners.ts';
import { goneOf, goneText, NO_PEOPLE, readPeople } from './people.ts';
import type { EvidenceSpot, RuleContext, Verdict } from './rule.ts';
import { dateText, listed, timeText } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';
import { GRADE_LABELS } from '../../../shared/domain/vocabulary.ts';

const DAY = 86_400_000;

/**
 * Judges every item by the standing of its business owners of record (see CS-02). Shared, because a grant that nobody answers
 * for makes other findings about it worse.
 */
export function readOwnerStandings(context: RuleContext): readonly Verdict[] {
  const owners = context.read(readOwners);
  const { hasRegister } = context.read(readPeople);
  const sources = {
    files: context.read(readPeopleFiles),
    decisions: context.read(readDecisions),
    spots: context.read(createGrantSpots),
  };
  return context.read(readItems).map((item) => {
    const own = owners.get(item.connector) ?? [];
    if (own.length === 0) return notApplicable(item);
    if (!hasRegister) return undeterminable(item, NO_PEOPLE);
    const baseline = sources.decisions.prior(item).findLast(lets);
    const judged = own.map((owner) => judge(context, owner, sources.files, baseline));
    return together(context, item, judged, sources.spots);
  });
}

/** What is known of one owner. `since`: first moment without them, UTC milliseconds. */
type Judged =
  | { readonly is: 'standing' }
  | { readonly is: 'unknown'; readonly missing: string }
  | { readonly is: 'gone' | 'moved'; readonly since: number | null; readonly because: string };

function judge({ asOf, policy }: RuleContext, owner: Owner, files: PeopleFiles, baseline: Decided | undefined): Judged {
  const gone = owner.inRegister ? goneOf(owner.status, owner.leftOn) : null;
  if (gone !== null) {
    // Without a day the person may have left long ago; the register says only that it is so.
    if (gone.since !== null && asOf <= gone.since + policy.ownerGraceDays * DAY) return { is: 'standing' };
    return { is: 'gone', since: gone.since, because: `${owner.name} ${goneText(gone)}` };
  }
  const absent = absence(owner, files, policy.missingMeansLeft);
  if (absent !== null) return absent;
  if (!isActiveStatus(owner.status) && owner.status !== 'on leave') {
    const status = owner.status ?? '';
    return {
      is: 'unknown',
      missing: `The standing of the owner ${owner.name}: the register of people ${status === '' ? 'gives none' : `says "${status}"`}.`,
    };
  }
  return moved(owner, files, baseline) ?? { is: 'standing' };
}

/** Whether the newest whole file of the register, of the system that knew the person, lacks them; null when it does not. */
function absence(owner: Owner, files: PeopleFiles, missingMeansLeft: boolean): Judged | null {
  const [known] = files.of(owner.principal);
  const later = files.files.filter(
    (file) => known === undefined || (file.system === known.system && file.asOf > known.asOf),
  );
  const [newest] = later;
  if (newest === undefined) return null;
  const where = `the register of people as of ${dateText(newest.asOf)}`;
  const domain = owner.email?.slice(owner.email.lastIndexOf('@') + 1).toLowerCase();
  if (known === undefined && (domain === undefined || !files.domains.has(domain))) {
    const why = domain === undefined ? 'the register of owners gives no address' : `it holds nobody of ${domain}`;
    return { is: 'unknown', missing: `The standing of the owner ${owner.name} in ${where}: ${why}.` };
  }
  if (!newest.isWhole || !missingMeansLeft) {
    const why = missingMeansLeft ? 'that file is not whole' : 'the policy does not take absence for leaving';
    return { is: 'unknown', missing: `The standing of the owner ${owner.name}, who is not in ${where}: ${why}.` };
  }
  const before = known === undefined ? '' : `, but in that of ${dateText(known.asOf)}`;
  return { is: 'gone', since: newest.asOf, because: `${owner.name} is not in ${where}, which is whole${before}` };
}

/** Whether the department is another than before the last review, as older files of the register give it. */
function moved(owner: Owner, files: PeopleFiles, baseline: Decided | undefined): Judged | null {
  const decidedAt = baseline?.since ?? null;
  if (baseline === undefined || decidedAt === null) return null;
  const entries = files.of(owner.principal).filter((entry) => entry.department !== null);
  const [now] = entries;
  const then = entries.find((entry) => entry.asOf <= decidedAt);
  if (now === undefined || then === undefined || now.department === then.department) return null;
  return {
    is: 'moved',
    since: null,
    because:
      `${owner.name} works in ${now.department ?? ''} by the register of people as of ${dateText(now.asOf)}, and worked in ` +
      `${then.department ?? ''} by that of ${dateText(then.asOf)}, before the last review: ${decisionText(baseline)}`,
  };
}

function together(
  { asOf }: RuleContext,
  item: RuleItem,
  judged: readonly Judged[],
  spots: (item: RuleItem) => readonly EvidenceSpot[],
): Verdict {
  if (judged.some((one) => one.is === 'standing')) return clear(item);
  const unknown = judged.find((one) => one.is === 'unknown');
  if (unknown !== undefined) return undeterminable(item, unknown.missing);
  const gone = judged.flatMap((one) => (one.is === 'gone' || one.is === 'moved' ? [one] : []));
  const since = gone.every((one) => one.since !== null) ? Math.max(...gone.map((one) => one.since ?? 0)) : null;
  const isUsed =
    since !== null && item.lastUse !== null && item.lastUse >= since && ['Q1', 'Q2'].includes(item.lastUseGrade);
  const used =
    isUsed && item.lastUse !== null
      ? `; it was used after that, last on ${timeText(item.lastUse)} (${GRADE_LABELS[item.lastUseGrade === 'Q1' ? 'Q1' : 'Q2'].toLowerCase()})`
      : '';
  const lead = gone.some((one) => one.is === 'gone')
    ? `No business owner of record of ${item.name} is in place`
    : `The business owner of record of ${item.name} works elsewhere than at the last review`;
  return finding(item, {
    severity: isUsed ? 'critical' : 'high',
    sentence: `${lead} as of ${dateText(asOf)}: ${listed(
      gone.map((one) => one.because),
      3,
    )}${used}.`,
    evidence: spots(item),
  });
}
