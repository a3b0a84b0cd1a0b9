import { z } from 'zod';
import { grantKindSchema, tierSchema } from '../domain/vocabulary.ts';
import type { Contract } from './rpc.ts';

const isoTime = z.iso.datetime();

/** What to do with a granted scope. Only `remove` and `narrow` are recommendations; `ask` is a question to people. */
export const SCOPE_ADVICE = ['keep', 'remove', 'narrow', 'ask', 'keep-unjudged', 'lifecycle'] as const;
export const scopeAdviceSchema = z.enum(SCOPE_ADVICE);
export type ScopeAdvice = z.output<typeof scopeAdviceSchema>;

/** The line of the certificate that says why one scope stays, goes or could be smaller. */
export const scopeCertificate = z.object({
  scope: z.string(),
  advice: scopeAdviceSchema,
  /** With `narrow` the scope that suffices, with `ask` the one that may. */
  replacedBy: z.object({ scope: z.string(), label: z.string(), tier: tierSchema }).nullable(),
  tierBefore: tierSchema,
  tierAfter: tierSchema,
  /** Operations the scope is kept for, or that another scope still allows when it goes. */
  operations: z.array(z.string()),
  /** Of those, the ones that no other granted scope allows. */
  sole: z.array(z.string()),
  coveredBy: z.array(z.string()),
  /** One line with window and evidence; shown as is on screen and in print. */
  statement: z.string(),
});
export type ScopeCertificate = z.output<typeof scopeCertificate>;

export const itemReduction = z.object({
  scopes: z.array(scopeCertificate),
  tierBefore: tierSchema,
  tierAfter: tierSchema,
  scopesBefore: z.int(),
  /** 0: nothing would be left. */
  scopesAfter: z.int(),
  /** Whether the set is proven smallest or found by a bounded search. */
  method: z.enum(['exact', 'bounded']),
});
export type ItemReduction = z.output<typeof itemReduction>;

/** What would stop if some scopes of an item, or all of it, were taken away. */
export const itemImpact = z.object({
  /** Observed successful operations that nothing left allows, most calls first. */
  operations: z.array(z.object({ operation: z.string(), calls: z.int(), people: z.int(), last: isoTime })),
  calls: z.int(),
  /** Distinct people behind those calls; 0 where the app acted as itself. */
  people: z.int(),
  /** The newest calls among them, at most 10; of each operation and person only the newest. */
  last: z.array(z.object({ at: isoTime, operation: z.string(), person: z.string().nullable() })),
  /** Operations the scopes allow that something left allows too: scopes of this item, or grants of its other items. */
  stillCovered: z.array(
    z.object({
      operation: z.string(),
      scopes: z.array(z.string()),
      grants: z.array(z.object({ kind: grantKindSchema, scopes: z.array(z.string()) })),
    }),
  ),
  /** Whether any log of calls was imported for this item: without one, nothing seen means nothing known. */
  isObserved: z.boolean(),
});
export type ItemImpact = z.output<typeof itemImpact>;

export const reductionContract = {
  'items.reduction': { params: z.object({ itemId: z.string() }), result: itemReduction },
  /** Without scopes: the whole item. */
  'items.impact': {
    params: z.object({ itemId: z.string(), scopes: z.array(z.string()).max(1000) }),
    result: itemImpact,
  },
} satisfies Contract;
