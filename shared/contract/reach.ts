import { z } from 'zod';
import { gradeSchema } from '../domain/vocabulary.ts';

const isoTime = z.iso.datetime();

export const reach = z.object({
  /** Distinct people with a grant of their own. */
  people: z.int(),
  /** People a source counts without naming them; null when no source does. */
  stated: z.int().nullable(),
  tenantWide: z.boolean(),
});

export const lastUse = z.object({ at: isoTime.nullable(), grade: gradeSchema });
