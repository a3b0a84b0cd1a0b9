import { z } from 'zod';

/** The first review, the blind second one, and the settling of what they disagree about. */
export const ROUNDS = ['first', 'second', 'adjudication'] as const;
export const roundSchema = z.enum(ROUNDS);
export type Round = z.output<typeof roundSchema>;

/**
 * Where an item stands. interim: answered in a way that keeps it open (need info, assign owner, escalate); second-open: waits for its second review;
 * disagreement: of first and second review; conflict: of decisions that know nothing of each other. The last two leave no
 * decision in force until somebody settles them.
 */
export const ITEM_STATUSES = ['undecided', 'interim', 'second-open', 'disagreement', 'conflict', 'decided'] as const;
export const itemStatusSchema = z.enum(ITEM_STATUSES);
export type ItemStatus = z.output<typeof itemStatusSchema>;
