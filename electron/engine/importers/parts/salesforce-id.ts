/** A Salesforce record id in the form under which it is compared. */
export interface SalesforceId {
  /** The first 15 characters, letter case kept: it distinguishes records. */
  readonly id: string;
  /** False when the three check characters of the 18-character form do not fit the other 15. */
  readonly isChecked: boolean;
}

/**
 * Reads a Salesforce id in its 15- or its 18-character form, so that both forms of one record are the same; null when the
 * text is no such id, or a blanked one. A wrong checksum does not make it another id, but may mean that letter case was
 * lost on the way.
 */
export function salesforceId(text: string): SalesforceId | null {
  const match = /^([a-zA-Z0-9]{15})([a-zA-Z0-9]{3})?$/.exec(text.trim());
  const id = match?.[1];
  if (id === undefined || /^0+$/.test(id)) return null;
  const check = match?.[2];
  return { id, isChecked: check === undefined || checksumOf(id) === check.toUpperCase() };
}

/** What is said of an act whose record holds an 18-character id with a wrong checksum. */
export const WRONG_CHECKSUM =
  'an 18-character id of the record has a wrong checksum; its first 15 characters were used';

const CHECK_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** One character for every five: which of them are capitals. */
function checksumOf(id: string): string {
  const bits = [0, 0, 0];
  for (let place = 0; place < 15; place += 1) {
    const group = Math.floor(place / 5);
    if (/[A-Z]/.test(id.charAt(place))) bits[group] = (bits[group] ?? 0) + (1 << (place % 5));
  }
  return bits.map((capitals) => CHECK_CHARACTERS.charAt(capitals)).join('');
}
