import { z } from 'zod';
import {
  AGE_BANDS,
  DECISIONS,
  EVENT_KINDS,
  GRADES,
  GRANT_KINDS,
  ORIGINS,
  OUTCOMES,
  PLATFORMS,
  RATED_TIERS,
  RESULTS,
  SEVERITIES,
  USAGE_STATUSES,
} from './terms.ts';

export * from './terms.ts';

/** The terms as schemas, for the edges. */
export const platformSchema = z.enum(PLATFORMS);
export const grantKindSchema = z.enum(GRANT_KINDS);
export const originSchema = z.enum(ORIGINS);
export const tierSchema = z.literal(RATED_TIERS).nullable();
export const usageStatusSchema = z.enum(USAGE_STATUSES);
export const gradeSchema = z.enum(GRADES);
export const severitySchema = z.enum(SEVERITIES);
export const outcomeSchema = z.enum(OUTCOMES);
export const decisionSchema = z.enum(DECISIONS);
export const ageBandSchema = z.enum(AGE_BANDS);
export const eventKindSchema = z.enum(EVENT_KINDS);
export const resultSchema = z.enum(RESULTS);
/** Which part of `03/04/2026` is the day. */
export const dayOrderSchema = z.enum(['day-first', 'month-first']);
