import type { Fact } from '../importer.ts';
import { personOf } from './principals.ts';
import { salesforceId } from './salesforce-id.ts';

/** The person a Salesforce record is about. */
export interface SalesforceUser {
  /** The id in its 15-character form, else the user name; null when neither is there. */
  readonly principal: string | null;
  /** Says that id and user name are one person, where the record has both; user names are unique in Salesforce. */
  readonly facts: readonly Fact[];
  /** False when an 18-character id has a wrong checksum. */
  readonly isChecked: boolean;
}

/** Reads the user of a record from its ids (the 15- and the 18-character form are one) and the user name. */
export function salesforceUser(ids: readonly string[], userName: string): SalesforceUser {
  const read = ids.map(salesforceId);
  const id = read.find((one) => one !== null)?.id ?? ids.map(personOf).find((one) => one !== null) ?? null;
  const name = personOf(userName);
  return {
    principal: id ?? name,
    facts: id !== null && name !== null ? [{ fact: 'principal', ids: [id, name] }] : [],
    isChecked: read.every((one) => one?.isChecked !== false),
  };
}
