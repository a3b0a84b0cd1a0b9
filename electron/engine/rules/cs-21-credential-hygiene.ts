import { readCredentialAdditions, type CredentialAdditions } from './credential-additions.ts';
import {
  credentialText,
  datedText,
  isKeptElsewhere,
  isUseOf,
  missingCredentials,
  readCredentials,
  type Credential,
  type Credentials,
} from './credentials.ts';
import { distinctSpots } from './evidence.ts';
import { itemsByConnector, readItems, type RuleItem } from './items.ts';
import { coversDays, readLogs, windowText, type Logs } from './logs.ts';
import { defineRule, type EvidenceSpot, type RuleContext, type Verdict } from './rule.ts';
import { counted, dateText, durationText, listed, timeText } from './wording.ts';
import { clear, finding, notApplicable, undeterminable } from './verdicts.ts';

const DAY = 86_400_000;

/**
 * Per connector: valid credentials that live too long or without end, more client secrets than a rotation needs, one that
 * no log saw while another is in use, or one that was used soon after somebody who does not own the app added it.
 */
export default defineRule({
  id: 'CS-21',
  title: 'Long-lived or surplus application credentials',
  controls: {
    owasp: ['NHI7:2025'],
    csf: ['PR.AA-01'],
    cis: ['5.5'],
    iso: ['A.5.17'],
    nist: ['IA-5'],
    pci: ['8.6.3'],
    soc2: ['CC6.2'],
  },
  recommendation: 'conditional',
  recommendedAction: 'Set a date by which the credentials named are rotated or removed.',
  *evaluate(context) {
    const read = {
      credentials: context.read(readCredentials),
      additions: context.read(readCredentialAdditions),
      logs: context.read(readLogs),
    };
    for (const items of itemsByConnector(context.read(readItems))) yield judge(context, items, read);
  },
});

interface Sources {
  readonly credentials: Credentials;
  readonly additions: CredentialAdditions;
  readonly logs: Logs;
}

interface Fault {
  readonly text: string;
  readonly evidence: readonly EvidenceSpot[];
}

function judge(context: RuleContext, items: readonly [RuleItem, ...RuleItem[]], sources: Sources): Verdict {
  const { asOf } = context;
  const [first] = items;
  const subject = { connector: first.connector, item: null };
  const all = sources.credentials.of(first.connector);
  const valid = all.filter((credential) => credential.end === null || credential.end > asOf);
  const taken = takenOver(context, first, sources);
  const faults = [
    ...valid.flatMap((credential) => lifeFault(context, credential)),
    ...surplus(context, valid),
    ...idle(context, first, valid, sources),
    ...taken.faults,
  ];
  if (faults.length > 0) {
    const isBroad = items.some((item) => item.tierRank >= 3);
    return finding(subject, {
      severity: isBroad || valid.some((credential) => credential.end === null) ? 'high' : 'medium',
      sentence: `${first.name}: ${listed(
        faults.map((fault) => fault.text),
        6,
      )} (export as of ${dateText(asOf)}).`,
      evidence: distinctSpots(faults.flatMap((fault) => fault.evidence)),
    });
  }
  if (taken.missing !== null) return undeterminable(subject, taken.missing);
  if (all.length === 0)
    return isKeptElsewhere(first) ? notApplicable(subject) : undeterminable(subject, missingCredentials(first));
  const undated = valid.filter((credential) => credential.start === null);
  if (undated.length === 0) return clear(subject);
  return undeterminable(
    subject,
    `When ${listed(undated.map(credentialText))} of ${first.name} ${undated.length === 1 ? 'was' : 'were'} made: the export does not say, so how long ${undated.length === 1 ? 'it lives' : 'they live'} is not known.`,
  );
}

function lifeFault({ asOf, policy }: RuleContext, credential: Credential): readonly Fault[] {
  const most = credential.kind === 'certificate' ? policy.certificateMaxDays : policy.passwordMaxDays;
  if (credential.end === null)
    return [{ text: `${credentialText(credential)} has no end`, evidence: [credential.spot] }];
  // What is left of its life is the least it can be when its start is not stated.
  const life = credential.end - (credential.start ?? asOf);
  if (life <= most * DAY) return [];
  const least = credential.start === null ? 'at least ' : '';
  return [
    {
      text: `${datedText(credential)} lives ${least}${counted(Math.ceil(life / DAY), 'day', 'days')}, more than ${most}`,
      evidence: [credential.spot],
    },
  ];
}

/** More than one valid client secret, longer than a rotation takes: the newer of two has been there for more days than that. */
function surplus({ asOf, policy }: RuleContext, valid: readonly Credential[]): readonly Fault[] {
  const secrets = valid.filter((credential) => credential.kind === 'password');
  const starts = secrets.flatMap((secret) => secret.start ?? []).toSorted((a, b) => a - b);
  const [, second] = starts;
  if (second === undefined || asOf - second <= policy.rotationOverlapDays * DAY) return [];
  return [
    {
      text: `${counted(secrets.length, 'client secret is', 'client secrets are')} valid side by side since ${dateText(second)}, longer than the ${policy.rotationOverlapDays} days of a rotation`,
      evidence: secrets.map((secret) => secret.spot),
    },
  ];
}

/** Valid for the days of the policy and not seen in them, while the same log saw another credential of the app. */
function idle(
  { asOf, policy }: RuleContext,
  first: RuleItem,
  valid: readonly Credential[],
  { credentials, logs }: Sources,
): readonly Fault[] {
  const since = asOf - policy.dormantDays * DAY;
  const recent = credentials.usesOf(first.connector).filter((use) => use.last >= since);
  const logIds = new Set(recent.map((use) => `${use.tenant} ${use.log ?? ''}`));
  const window = logs.all.find(
    (log) =>
      log.platform === first.platform &&
      logIds.has(`${log.tenant} ${log.log}`) &&
      coversDays(log, asOf, policy.dormantDays, policy.coveredShare),
  );
  if (window === undefined) return [];
  return valid
    .filter((credential) => credential.keyId !== '' && credential.start !== null && credential.start <= since)
    .filter((credential) => !recent.some((use) => isUseOf(use, credential)))
    .map((credential) => ({
      text: `${credentialText(credential)} was not seen in ${windowText(window)} while another was`,
      evidence: [credential.spot],
    }));
}

interface TakenOver {
  readonly faults: readonly Fault[];
  readonly missing: string | null;
}

/** A credential that somebody other than an owner added, and that was first seen in use within the days of the policy. */
function takenOver({ policy }: RuleContext, first: RuleItem, { credentials, additions, logs }: Sources): TakenOver {
  const uses = credentials.usesOf(first.connector);
  const stated = credentials.of(first.connector);
  const followed = additions.of(first.connector).flatMap((addition) => {
    const use = uses.find(
      (one) =>
        one.tenant === addition.tenant &&
        one.first >= addition.time &&
        one.first <= addition.time + policy.newCredentialDays * DAY &&
        // A log that begins later shows no first use, and a credential made long before is not the one that was added.
        logs.all.some(
          (log) => log.tenant === one.tenant && log.log === one.log && log.fromDay * DAY <= addition.time,
        ) &&
        !stated.some((known) => isUseOf(one, known) && known.start !== null && known.start < addition.time - DAY),
    );
    return use === undefined || addition.isOwner ? [] : [{ addition, use }];
  });
  const [earliest] = followed;
  if (earliest === undefined) return { faults: [], missing: null };
  const { addition, use } = earliest;
  const what = `added a credential on ${timeText(addition.time)}, and one was first used ${durationText(use.first - addition.time)} later`;
  if (!additions.hasOwner(first.connector))
    return {
      faults: [],
      missing: `Who owns ${first.name}: ${addition.actor} ${what}, and neither a register nor the export names an owner to compare with.`,
    };
  return {
    faults: [
      { text: `${addition.actor}, who is not an owner of the app, ${what}`, evidence: [addition.spot, use.spot] },
    ],
    missing: null,
  };
}
