export const ROLES = ['preparer', 'reviewer', 'approver', 'observer'] as const;
/** Preparer: imports and plans. Reviewer: decides. Approver: settles disagreements and approves. Observer: looks on. */
export type Role = (typeof ROLES)[number];

/** Roles in the words of the screens. */
export const ROLE_LABELS: Readonly<Record<Role, string>> = {
  preparer: 'Preparer',
  reviewer: 'Reviewer',
  approver: 'Approver',
  observer: 'Observer',
};
