import type { ImportPlan, MappingField, PlainMapping } from '../../../shared/contract/imports.ts';
import { MAPPING_FIELDS } from '../../../shared/contract/imports.ts';
import { defineImporter, type EventFact, type Importer } from '../importers/importer.ts';
import { canonicalKey } from '../reading/keys.ts';

/** The importer for a file that no importer knows, made from the columns the user named. */
export function mappingImporter(mapping: PlainMapping): Importer {
  const source = (field: MappingField): { from: readonly string[] } => ({
    from: mapping.fields[field] === undefined ? [] : [mapping.fields[field]],
  });
  return defineImporter<MappingField>({
    id: `mapping.${mapping.target}`,
    platform: mapping.platform,
    label: `Own mapping (${mapping.target})`,
    system: 'Own mapping',
    ...(mapping.target === 'events'
      ? { log: { id: `mapping.${mapping.platform}`, label: 'Log read by own mapping', grade: 'Q2' as const } }
      : {}),
    fields: Object.fromEntries(MAPPING_FIELDS.map((field) => [field, source(field)])) as Record<
      MappingField,
      { from: readonly string[] }
    >,
    detect: () => ({ score: 0, reason: 'chosen by the user' }),
    map: (record, context) => {
      const id = record.text('connector');
      if (id === '') return { rejected: 'the connector column is empty' };
      const name = record.text('connectorName');
      const client = { space: 'app' as const, id, ...(name === '' ? {} : { name }) };
      const principal = record.text('principal');
      const publisher = record.text('publisher');
      const scopes = record.text('scopes').split(/[\s,;|]+/);
      const connector = {
        fact: 'connector' as const,
        client,
        publisherVerified: null,
        ...(publisher === '' ? {} : { publisher }),
      };
      if (mapping.target === 'grants') {
        const grantedAt = context.time(record.text('grantedAt'));
        const lastUsedAt = context.time(record.text('lastUsedAt'));
        return {
          facts: [
            connector,
            {
              fact: 'grant',
              client,
              kind: principal === '' ? 'delegated-tenant' : 'delegated-user',
              principal: principal === '' ? null : principal,
              scopes,
              ...(grantedAt === null ? {} : { grantedAt }),
              ...(lastUsedAt === null ? {} : { lastUsedAt }),
            },
          ],
        };
      }
      const time = context.time(record.text('time'));
      if (time === null) return { rejected: 'no readable time' };
      const ip = record.text('ip');
      const eventId = record.text('eventId');
      return {
        facts: [
          connector,
          {
            fact: 'event',
            kind: 'use',
            time,
            client,
            principal: principal === '' ? null : principal,
            operation: { matcher: 'plain', name: record.text('operation') },
            result: readResult(record.text('result')),
            ...(ip === '' ? {} : { ip }),
            ...(eventId === '' ? {} : { eventId }),
          },
        ],
      };
    },
  });
}

/** A status code or a word; without either the record only shows an attempt. */
function readResult(text: string): EventFact['result'] {
  if (/^(2\d\d|304|success|succeeded|ok|true|allowed|0)$/i.test(text)) return 'success';
  if (/^(401|403|denied|deny|blocked|unauthorized|forbidden)$/i.test(text)) return 'denied';
  return 'attempted';
}

const GUESSES: Readonly<Record<MappingField, readonly string[]>> = {
  connector: [
    'clientid',
    'appid',
    'applicationid',
    'oauthappid',
    'connectorid',
    'app',
    'application',
    'integration',
    'client',
  ],
  connectorName: ['displayname', 'appname', 'applicationname', 'name', 'clientname', 'displaytext', 'integrationname'],
  publisher: ['publisher', 'publishername', 'vendor', 'developer'],
  principal: ['user', 'useremail', 'email', 'userprincipalname', 'principal', 'username', 'actor', 'userid'],
  scopes: ['scopes', 'scope', 'permissions', 'permission', 'grantedscopes'],
  grantedAt: ['grantedat', 'createdat', 'created', 'authorizedat', 'granted', 'installedat'],
  lastUsedAt: ['lastused', 'lastusedat', 'lastaccess', 'lastactivity'],
  time: ['time', 'timestamp', 'date', 'eventtime', 'createddatetime', 'datetime'],
  operation: ['operation', 'action', 'event', 'method', 'activity', 'eventtype'],
  result: ['result', 'status', 'statuscode', 'outcome', 'responsecode'],
  ip: ['ip', 'ipaddress', 'clientip', 'sourceip'],
  eventId: ['eventid', 'id', 'uuid', 'requestid'],
};

/** A first guess by column names, for the user to correct; null when not even a connector column can be guessed. */
export function suggestMapping(columns: readonly string[]): ImportPlan['suggestedMapping'] {
  const fields: Partial<Record<MappingField, string>> = {};
  for (const field of MAPPING_FIELDS) {
    const found = GUESSES[field]
      .map((guess) => columns.find((column) => canonicalKey(column) === guess))
      .find((column) => column !== undefined);
    if (found !== undefined && !Object.values(fields).includes(found)) fields[field] = found;
  }
  if (fields.connector === undefined && fields.connectorName === undefined) return null;
  return {
    target: fields.scopes !== undefined || fields.time === undefined ? 'grants' : 'events',
    platform: 'other',
    fields,
  };
}
