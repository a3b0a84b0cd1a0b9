import { isPlaceholder } from './placeholders.ts';

/** Salesforce allows 255 characters; what is longer was not written by it. */
const LONGEST = 300;

/** The name of an app where Salesforce gives no id, or null when there is none (`N/A`, blank). */
export function salesforceAppName(text: string): string | null {
  return isPlaceholder(text) ? null : text.slice(0, LONGEST);
}
