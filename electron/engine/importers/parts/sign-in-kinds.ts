import type { CsvHead, JsonHead, JsonValue } from '../../reading/types.ts';
import { findColumn, readPath } from '../../reading/keys.ts';
import { cellText } from './json-cells.ts';

/** The four sign-in logs of Entra. */
export type SignInKind = 'interactive' | 'non-interactive' | 'service-principal' | 'managed-identity';

/** Categories of diagnostic records and names of Log Analytics tables, in lower case. */
const NAMES: ReadonlyMap<string, SignInKind> = new Map([
  ['signinlogs', 'interactive'],
  ['noninteractiveusersigninlogs', 'non-interactive'],
  ['aadnoninteractiveusersigninlogs', 'non-interactive'],
  ['serviceprincipalsigninlogs', 'service-principal'],
  ['aadserviceprincipalsigninlogs', 'service-principal'],
  ['managedidentitysigninlogs', 'managed-identity'],
  ['aadmanagedidentitysigninlogs', 'managed-identity'],
  ['interactiveuser', 'interactive'],
  ['noninteractiveuser', 'non-interactive'],
  ['serviceprincipal', 'service-principal'],
  ['managedidentity', 'managed-identity'],
]);

/** What tells the kind of one sign-in. */
export interface SignInMarks {
  /** `category` or `Type` of a record. */
  readonly category: string;
  /** `signInEventTypes` of Graph. */
  readonly eventTypes: string;
  readonly isInteractive: string;
  readonly user: string;
  readonly servicePrincipal: string;
  /** Of the portal's CSV: `none`, `refreshToken`, `primaryRefreshToken`… */
  readonly tokenType: string;
}

/** Which of the four logs a record belongs to; null when nothing in it tells. */
export function signInKind(marks: SignInMarks): SignInKind | null {
  const byName = NAMES.get(marks.category.toLowerCase());
  if (byName !== undefined && byName !== 'interactive') return byName;
  for (const type of marks.eventTypes.toLowerCase().split(/[\s,]+/)) {
    const byType = NAMES.get(type);
    if (byType !== undefined) return byType;
  }
  if (/^false$/i.test(marks.isInteractive)) return marks.user === '' ? 'service-principal' : 'non-interactive';
  if (byName !== undefined || /^true$/i.test(marks.isInteractive)) return 'interactive';
  if (marks.user === '' && marks.servicePrincipal !== '') return 'service-principal';
  if (marks.tokenType === '') return null;
  return /refresh/i.test(marks.tokenType) ? 'non-interactive' : 'interactive';
}

/** Whether a record of a diagnostic stream is a sign-in and not a directory activity. */
export function isSignInRecord(category: string, appDisplayName: string): boolean {
  return NAMES.has(category.toLowerCase()) || appDisplayName !== '';
}

/** Which part of the first records are sign-ins. */
export function signInShare(head: JsonHead): number {
  const signIns = head.sample.filter((record) =>
    isSignInRecord(textIn(record, 'category'), textIn(record, 'appDisplayName', 'properties.appDisplayName')),
  );
  return head.sample.length === 0 ? 0 : signIns.length / head.sample.length;
}

/** The kinds among the first records. In the portal's CSV of people, the kind that most of the rows have. */
export function headKinds(head: CsvHead | JsonHead): ReadonlySet<SignInKind> {
  const read = head.kind === 'csv' ? csvMarks(head) : head.sample.map(jsonMarks);
  const kinds = read.map(signInKind).filter((kind) => kind !== null);
  const isPortal = head.kind === 'csv' && findColumn(head.header, ['Incoming token type']) >= 0;
  const hasManaged = head.kind === 'csv' && findColumn(head.header, ['Managed Identity type']) >= 0;
  if (hasManaged) return new Set(['managed-identity']);
  if (!isPortal) return new Set(kinds);
  const renewals = kinds.filter((kind) => kind === 'non-interactive').length;
  return new Set(kinds.length === 0 ? [] : [renewals * 2 > kinds.length ? 'non-interactive' : 'interactive']);
}

function jsonMarks(record: JsonValue): SignInMarks {
  return {
    category: textIn(record, 'category', 'Type'),
    eventTypes: textIn(record, 'signInEventTypes', 'properties.signInEventTypes'),
    isInteractive: textIn(record, 'isInteractive', 'properties.isInteractive'),
    user: textIn(record, 'userId', 'properties.userId'),
    servicePrincipal: textIn(record, 'servicePrincipalId', 'properties.servicePrincipalId'),
    tokenType: '',
  };
}

function csvMarks(head: CsvHead): SignInMarks[] {
  const cell = (...names: string[]): ((row: readonly string[]) => string) => {
    const column = findColumn(head.header, names);
    return (row) => row[column]?.trim() ?? '';
  };
  const category = cell('Category', 'Type');
  const eventTypes = cell('signInEventTypes');
  const isInteractive = cell('IsInteractive');
  const user = cell('UserId', 'User ID');
  const servicePrincipal = cell('ServicePrincipalId', 'Service principal ID');
  const tokenType = cell('Incoming token type');
  return head.sample.map((row) => ({
    category: category(row),
    eventTypes: eventTypes(row),
    isInteractive: isInteractive(row),
    user: user(row),
    servicePrincipal: servicePrincipal(row),
    tokenType: tokenType(row),
  }));
}

function textIn(record: JsonValue, ...paths: string[]): string {
  for (const path of paths) {
    const text = cellText(readPath(record, path));
    if (text !== '') return text;
  }
  return '';
}
