import type { ChainEntry } from '../../evidence/hash-chain.ts';
import { nextEntry } from '../../evidence/hash-chain.ts';
import type { ReportModel } from '../model.ts';
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
  'basis',
  'completeness',
  'role',
]);
const DIGEST_OR_TIME = /^(?:[0-9a-f]{64}|\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?)$/;

/**
 * A copy of the model in which every text went through the redactor. Digests over what was left out become commitments, and
 * the journal is the one the copy carries.
 */
export function redactModel(
  model: ReportModel,
  redactor: Redactor,
  journal: { readonly head: string; readonly count: number },
): ReportModel {
  const copy = structuredClone(model);
  replaceTexts(copy, redactor.redact, new WeakSet());
  return {
    ...copy,
    journal,
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
          copy.quality.plan.campaign === null
            ? null
            : { ...copy.quality.plan.campaign, root: redactor.commit(copy.quality.plan.campaign.root) },
      },
    },
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
