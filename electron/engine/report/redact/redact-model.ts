import type { ChainEntry } from '../../evidence/hash-chain.ts';
import { nextEntry } from '../../evidence/hash-chain.ts';
import type { ReportModel, SuppressedFinding } from '../model.ts';
import type { PlanRecord, ReviewRecord } from '../review-record.ts';
import type { Redactor } from './redactor.ts';

/** Members that hold words of this program, never of an export or a person. */
const OURS = new Set([
  'platform',
  'kind',
  'decision',
  'provisional',
  'status',
  'need',
  'grade',
  'state',
  'progress',
  'stateLabel',
  'severity',
  'outcome',
  'class',
  'verdict',
  'rule',
  'check',
  'format',
  'formatLabel',
  'encoding',
  'round',
  'panels',
  'ends',
  'change',
  'dueBasis',
  'controls',
  'completeness',
  'role',
  'roles',
  'template',
]);
const DIGEST_OR_TIME = /^(?:[0-9a-f]{64}|\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?)$/;

/**
 * A copy of the model in which every text went through the redactor. What people wrote into one place becomes a token as a
 * whole, digests over what was left out become commitments, and the journal is the one the copy carries.
 */
export function redactModel(model: ReportModel, redactor: Redactor, journal: readonly ChainEntry[]): ReportModel {
  const copy = structuredClone(model);
  replaceTexts(copy, redactor.redact, new WeakSet());
  const { campaign } = model.quality.plan;
  const last = journal.at(-1);
  return {
    ...copy,
    journal: last === undefined ? model.journal : { head: last.hash, count: last.seq },
    digests: {
      ...copy.digests,
      policy: redactor.commit(model.digests.policy),
      rulePack: redactor.commit(model.digests.rulePack),
    },
    quality: {
      ...copy.quality,
      plan: {
        ...copy.quality.plan,
        campaign:
          campaign === null
            ? null
            : {
                ...campaign,
                name: written(redactor, campaign.name),
                nonce: written(redactor, campaign.nonce),
                root: redactor.commit(campaign.root),
              },
      },
    },
    record: redactRecord(model.record, copy.record, redactor, journal),
    options: { ...copy.options, about: null, sample: redactSample(model.options.sample, redactor) },
    sample: redactSample(model.sample, redactor),
    items: copy.items.map((item, index) => ({
      ...item,
      suppressed: redactSuppressed(model.items[index]?.suppressed ?? [], item.suppressed, redactor),
    })),
    suppressed: redactSuppressed(model.suppressed, copy.suppressed, redactor),
    baseline:
      copy.baseline === null
        ? null
        : {
            ...copy.baseline,
            state: {
              ...copy.baseline.state,
              chain: copy.baseline.state.chain.map((link) => ({
                ...link,
                contentDigest: redactor.commit(link.contentDigest),
              })),
            },
          },
  };
}

/** A text that somebody wrote, as a whole. */
function written(redactor: Redactor, value: string): string {
  return value === '' ? '' : redactor.token({ kind: 'text', value });
}

/** Of the journal the copy shows who acted and when; of rejected records where they stand, and no cut text. */
function redactRecord(
  whole: ReviewRecord,
  copy: ReviewRecord,
  redactor: Redactor,
  journal: readonly ChainEntry[],
): ReviewRecord {
  const hashes = new Map(journal.map(({ seq, hash }) => [seq, hash]));
  return {
    ...copy,
    plan: whole.plan === null || copy.plan === null ? null : redactPlan(whole.plan, copy.plan, redactor),
    exceptions: copy.exceptions.map((one, index) => ({
      ...one,
      reason: written(redactor, whole.exceptions[index]?.reason ?? ''),
    })),
    reports: copy.reports.map((one) => ({
      ...one,
      contentDigest: one.contentDigest === '' ? '' : redactor.commit(one.contentDigest),
    })),
    extract: copy.extract.map((entry) => ({ ...entry, what: '', hash: hashes.get(entry.seq) ?? '' })),
    // A name that was cut at the end would not be found: the whole excerpt goes.
    rejected: copy.rejected.map((row, index) => ({
      ...row,
      excerpt: written(redactor, whole.rejected[index]?.excerpt ?? ''),
    })),
  };
}

function redactPlan(whole: PlanRecord, copy: PlanRecord, redactor: Redactor): PlanRecord {
  const { name, purpose, second, scope } = whole.plan;
  return {
    ...copy,
    root: redactor.commit(whole.root),
    plan: {
      ...copy.plan,
      name: written(redactor, name),
      purpose: written(redactor, purpose),
      second: {
        ...copy.plan.second,
        nonce: written(redactor, second.nonce),
        nonceDigest: second.nonceDigest === '' ? '' : redactor.commit(second.nonceDigest),
      },
      scope: {
        ...copy.plan.scope,
        excluded: scope.excluded.map((one) => ({ ...one, reason: written(redactor, one.reason) })),
      },
    },
    history: copy.history.map((one, index) => ({
      ...one,
      reason: written(redactor, whole.history[index]?.reason ?? ''),
    })),
  };
}

function redactSample<S extends { readonly seed: string; readonly basis: string }>(
  sample: S | null,
  redactor: Redactor,
): S | null {
  if (sample === null) return null;
  return { ...sample, seed: written(redactor, sample.seed), basis: written(redactor, sample.basis) };
}

function redactSuppressed(
  whole: readonly SuppressedFinding[],
  copy: readonly SuppressedFinding[],
  redactor: Redactor,
): SuppressedFinding[] {
  return copy.map(({ finding, suppression }, index) => ({
    finding,
    suppression: { ...suppression, name: written(redactor, whole[index]?.suppression.name ?? '') },
  }));
}

function replaceTexts(value: unknown, redact: (text: string) => string, seen: WeakSet<object>): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  for (const [name, member] of Object.entries(value) as Iterable<[string, unknown]>) {
    if (OURS.has(name)) {
      // A member of ours may hold an object with texts of others, such as the decision of an item.
      replaceTexts(Array.isArray(member) ? null : member, redact, seen);
    } else if (typeof member === 'string') {
      if (!DIGEST_OR_TIME.test(member)) Reflect.set(value, name, redact(member));
    } else replaceTexts(member, redact, seen);
  }
}

/**
 * The journal of a redacted copy: who acted, when, and in which way, without what was done. Chained anew, because each hash
 * of the real one covers what is left out.
 */
export function redactJournal(journal: readonly ChainEntry[], redactor: Redactor): ChainEntry[] {
  const entries: ChainEntry[] = [];
  for (const { at, actor, type } of journal)
    entries.push(nextEntry(entries.at(-1), { at, actor: redactor.redact(actor), type, payload: null }));
  return entries;
}
