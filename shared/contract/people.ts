import { z } from 'zod';

export const ROLES = ['preparer', 'reviewer', 'approver', 'observer'] as const;
export const roleSchema = z.enum(ROLES);
/** Preparer: imports and plans. Reviewer: decides. Approver: settles disagreements and approves. Observer: looks on. */
export type Role = z.output<typeof roleSchema>;

/** Somebody who acts in a case, known by the certificate of their key. */
export const person = z.object({
  /** SHA-256 of the certificate: upper case, colons. */
  id: z.string(),
  name: z.string(),
  email: z.string(),
  /** Address of the person's manager, or ''. */
  manager: z.string(),
  /** Empty for somebody who no longer takes part. */
  roles: z.array(roleSchema),
});
export type Person = z.output<typeof person>;
