import type {
  ColumnGuess,
  ImportPlan,
  MappingField,
  MappingProfile,
  PlainMapping,
} from '../../../shared/contract/imports.ts';
import { type MappingGap, TARGET_FIELDS } from '../../../shared/domain/mapping.ts';

/** What each field is called on screen, and what it means where the name does not say it all. */
export const FIELD_LABELS: Readonly<Record<MappingField, { readonly label: string; readonly meaning?: string }>> = {
  connector: { label: 'App id', meaning: 'Client id, application id, consumer key: what the app is known by' },
  connectorName: { label: 'App name', meaning: 'Enough by itself; it is joined to an app where exactly one has it' },
  publisher: { label: 'Publisher', meaning: 'Who says they made the app' },
  verified: { label: 'Publisher verified', meaning: 'Yes or no' },
  principal: { label: 'Person or account', meaning: 'Whose consent it is, or who acted' },
  scopes: { label: 'Scopes', meaning: 'One or several, however they are divided' },
  consentType: { label: 'Kind of consent', meaning: 'Admin or user, delegated or application, or yes and no' },
  resource: { label: 'API the scopes belong to' },
  grantedAt: { label: 'Granted at' },
  expiresAt: { label: 'Expires at' },
  lastUsedAt: { label: 'Last used at' },
  users: { label: 'Number of users', meaning: 'A number; people without names' },
  time: { label: 'Time of the event' },
  event: { label: 'Kind of event', meaning: 'Granted, revoked, denied…; anything else counts as use' },
  operation: { label: 'Operation', meaning: 'What was called' },
  result: { label: 'Result', meaning: 'A word or a status code' },
  ip: { label: 'IP address' },
  eventId: { label: 'Event id', meaning: 'By it an event that comes twice counts once' },
};

export const GAP_LABELS: Readonly<Record<MappingGap, string>> = {
  app: 'the id or name of the app',
  scopes: 'the scopes',
  time: 'the time',
};

/** How sure a guess is, in words. */
export function sureness(confidence: number): string {
  if (confidence >= 0.72) return 'Sure';
  return confidence >= 0.55 ? 'Likely' : 'A guess';
}

/** The mapping with a column filling a field, or none; whatever filled the field before no longer does. */
export function withColumn(mapping: PlainMapping, column: string, field: MappingField | null): PlainMapping {
  const kept = Object.entries(mapping.fields).filter(([name, source]) => source !== column && name !== field);
  return { ...mapping, fields: { ...Object.fromEntries(kept), ...(field === null ? {} : { [field]: column }) } };
}

/** The mapping with another kind of record: what a column fills stays, and guesses fill what the other kind has besides. */
export function withTarget(
  mapping: PlainMapping,
  target: PlainMapping['target'],
  guesses: readonly ColumnGuess[],
): PlainMapping {
  const fields: Partial<Record<MappingField, string>> = {};
  for (const field of TARGET_FIELDS[target]) {
    const column = mapping.fields[field];
    if (column !== undefined) fields[field] = column;
  }
  for (const { field, column } of guesses) {
    if (field === null || fields[field] !== undefined || !TARGET_FIELDS[target].includes(field)) continue;
    if (!Object.values(fields).includes(column)) fields[field] = column;
  }
  return { ...mapping, target, fields };
}

/** The mapping to begin with: the user's own, else what the columns suggest, else nothing. */
export function firstMapping(
  suggested: PlainMapping | null,
  firstRow: 'names' | 'data' | null,
  plan: ImportPlan,
): PlainMapping {
  const base = suggested ?? { target: 'grants', platform: 'other', fields: {} };
  return {
    ...base,
    platform: base.platform === 'other' ? (plan.platform ?? 'other') : base.platform,
    ...(firstRow === null ? {} : { firstRow }),
  };
}

/** Same columns in the same fields, read the same way. */
export function isSameMapping(one: PlainMapping, other: PlainMapping): boolean {
  const text = ({ target, platform, fields, firstRow }: PlainMapping): string =>
    JSON.stringify([
      target,
      platform,
      firstRow ?? null,
      Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
    ]);
  return text(one) === text(other);
}

/** The version a profile gets when it is saved under a name. */
export function nextVersion(name: string, kept: readonly MappingProfile[]): number {
  return 1 + (kept.find((profile) => profile.name === name.trim())?.version ?? 0);
}

/** What is not obvious about how records without names of people are read; null when nothing is. */
export function consentNote({ target, fields }: PlainMapping): string | null {
  if (target !== 'grants' || fields.principal !== undefined) return null;
  return fields.users === undefined && fields.consentType === undefined
    ? 'No column names the person: every record counts as a consent for the whole tenant.'
    : 'No column names the person: the consents are those of people whom the export does not name.';
}
