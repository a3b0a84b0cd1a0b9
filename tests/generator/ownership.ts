import type { Department } from './people.ts';

/** Who answers for a connector in the owner register. A connector without an entry has no owner of record. */
export interface Ownership {
  /** The lead of this department, or a person who has left it. */
  readonly department: Department;
  readonly role: 'business' | 'technical';
  readonly purpose: string;
  readonly ownerLeft?: true;
}

/** A business owner: the lead of a department. */
export function business(department: Department, purpose: string): Ownership {
  return { department, role: 'business', purpose };
}
