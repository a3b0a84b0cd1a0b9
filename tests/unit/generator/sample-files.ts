import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Papa from 'papaparse';
import { z } from 'zod';

/** Folder of the kept sample case. */
export const SAMPLE_FOLDER = fileURLToPath(new URL('../../../resources/sample/', import.meta.url));

const parameter = z.object({
  name: z.string(),
  value: z.string().optional(),
  multiValue: z.array(z.string()).optional(),
});
const activity = z.object({
  id: z.object({ time: z.string(), uniqueQualifier: z.string().regex(/^-?\d+$/), applicationName: z.literal('token') }),
  actor: z.object({ email: z.string() }),
  events: z.array(z.object({ name: z.string(), parameters: z.array(parameter) })),
});
const property = z.object({
  displayName: z.string(),
  oldValue: z.string().nullable(),
  newValue: z.string().nullable(),
});
const auditEvent = z.object({
  id: z.string(),
  activityDateTime: z.string(),
  activityDisplayName: z.string(),
  result: z.string(),
  initiatedBy: z.object({ user: z.object({ id: z.string(), userPrincipalName: z.string() }) }),
  targetResources: z.array(
    z.object({ id: z.string().nullable(), displayName: z.string().nullable(), modifiedProperties: z.array(property) }),
  ),
});
const servicePrincipal = z.object({
  id: z.string(),
  appId: z.string(),
  displayName: z.string(),
  verifiedPublisher: z.object({ verifiedPublisherId: z.string().nullable() }),
  appRoles: z.array(z.object({ id: z.string(), value: z.string() })).optional(),
});
const grant = z.object({
  clientId: z.string(),
  consentType: z.string(),
  principalId: z.string().nullable(),
  scope: z.string(),
});
const signIn = z.object({
  id: z.string(),
  appId: z.string(),
  uniqueTokenIdentifier: z.string(),
  clientAppUsed: z.string().optional(),
  ipAddress: z.string(),
  createdDateTime: z.string(),
  location: z.object({ countryOrRegion: z.string() }),
});
const role = z.object({
  principalId: z.string(),
  principalType: z.string(),
  appRoleId: z.string(),
  resourceId: z.string(),
});

export interface TokenEvent {
  readonly key: string;
  readonly time: string;
  readonly email: string;
  readonly name: string;
  readonly app: string;
  readonly clientId: string;
  readonly method: string;
}

const rowsByPath = new Map<string, Record<string, string>[]>();

/** The text of a sample file. */
export function sampleText(path: string): string {
  return readFileSync(`${SAMPLE_FOLDER}${path}`, 'utf8');
}

/** The rows of a sample CSV by column name; read once per file. */
export function sampleRows(path: string): Record<string, string>[] {
  const known = rowsByPath.get(path);
  if (known !== undefined) return known;
  const result = Papa.parse<Record<string, string>>(sampleText(path), { header: true, skipEmptyLines: true });
  if (result.errors.length > 0) throw new Error(`${path}: ${result.errors[0]?.message ?? ''}`);
  rowsByPath.set(path, result.data);
  return result.data;
}

/** Events of one or both token log files as they stand in them, duplicates included. */
export function tokenEvents(...files: ('token-activity.json' | 'token-activity-2.ndjson')[]): TokenEvent[] {
  return files.flatMap((file) => {
    const text = sampleText(`google/${file}`);
    const items = file.endsWith('.json')
      ? z.object({ items: z.array(activity) }).parse(JSON.parse(text)).items
      : text
          .trim()
          .split('\n')
          .map((line) => activity.parse(JSON.parse(line)));
    return items.flatMap(({ id, actor, events }) =>
      events.map(({ name, parameters }, index) => {
        const value = (wanted: string): string => parameters.find((one) => one.name === wanted)?.value ?? '';
        const key = `${id.time} ${id.uniqueQualifier} ${index}`;
        return {
          key,
          time: id.time,
          email: actor.email,
          name,
          app: value('app_name'),
          clientId: value('client_id'),
          method: value('method_name'),
        };
      }),
    );
  });
}

/** Every token event once, oldest first. */
export const distinctTokenEvents = once((): TokenEvent[] => {
  const events = tokenEvents('token-activity.json', 'token-activity-2.ndjson');
  const distinct = new Map(events.map((event) => [event.key, event]));
  return [...distinct.values()].toSorted((one, other) => (one.time < other.time ? -1 : 1));
});

export const servicePrincipals = once(() => collection('service-principals.json', servicePrincipal));
export const delegatedGrants = once(() => collection('oauth2-permission-grants.json', grant));
export const roleAssignments = once(() => collection('app-role-assignments.json', role));
export const auditEvents = once(() => collection('directory-audit.json', auditEvent));
export const signIns = once(() => collection('sign-ins.json', signIn));

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function collection<T>(file: string, row: z.ZodType<T>): T[] {
  return z.object({ '@odata.context': z.string(), value: z.array(row) }).parse(JSON.parse(sampleText(`entra/${file}`)))
    .value;
}
