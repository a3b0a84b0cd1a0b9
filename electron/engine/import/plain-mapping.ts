import { MAPPING_FIELDS, type MappingField, type PlainMapping } from '../../../shared/contract/imports.ts';
import type { GrantKind } from '../../../shared/domain/vocabulary.ts';
import {
  defineImporter,
  type ClientReference,
  type ConnectorFact,
  type EventFact,
  type FieldReader,
  type Importer,
  type MapContext,
  type Mapped,
} from '../importers/importer.ts';
import { cleanAddress } from '../importers/parts/addresses.ts';
import { personOf } from '../importers/parts/principals.ts';
import {
  answerOf,
  clientOf,
  countOf,
  isDamagedId,
  peopleOf,
  plain,
  resultOf,
  scopesOf,
  timeOf,
  verifiedOf,
} from './mapping-cells.ts';

type MappedRecord = FieldReader<MappingField>;

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
    zone: 'local',
    ...(mapping.target === 'events'
      ? { log: { id: `mapping.${mapping.platform}`, label: 'Log read by own mapping', grade: 'Q2' as const } }
      : { lists: 'tenant' as const }),
    // Built from the list of all fields, which the type of fromEntries forgets.
    fields: Object.fromEntries(MAPPING_FIELDS.map((field) => [field, source(field)])) as Record<
      MappingField,
      { from: readonly string[] }
    >,
    detect: () => ({ score: 0, reason: 'chosen by the user' }),
    map: (record, context) => {
      const client = clientOf(record);
      if ('rejected' in client) return client;
      const who = plain(record, 'principal');
      if (isDamagedId(who)) return { rejected: 'id of the person damaged by a spreadsheet: use the original export' };
      return mapping.target === 'grants'
        ? grantsOf(record, mapping, context, client, who)
        : eventOf(record, mapping, context, client, who);
    },
  });
}

function connectorOf(record: MappedRecord, client: ClientReference): ConnectorFact {
  const publisher = plain(record, 'publisher');
  const users = countOf(plain(record, 'users'));
  return {
    fact: 'connector',
    client,
    publisherVerified: verifiedOf(plain(record, 'verified')),
    ...(publisher === '' ? {} : { publisher }),
    ...(users === null ? {} : { statedUsers: users }),
  };
}

/** One grant, or one for each person whom the record names. */
function grantsOf(
  record: MappedRecord,
  mapping: PlainMapping,
  context: MapContext,
  client: ClientReference,
  who: string,
): Mapped {
  const connector = connectorOf(record, client);
  const times: Partial<Record<'grantedAt' | 'expiresAt' | 'lastUsedAt', number>> = {};
  for (const field of ['grantedAt', 'expiresAt', 'lastUsedAt'] as const) {
    const time = timeOf(record, field, mapping, context);
    if (time === null) continue;
    if (typeof time !== 'number') return time;
    times[field] = time;
  }
  const resource = plain(record, 'resource');
  const isEveryone = EVERYONE.test(who);
  const person = isEveryone ? '' : who;
  const kind = isEveryone
    ? 'delegated-tenant'
    : kindOf(plain(record, 'consentType'), mapping.fields.consentType ?? '', person, connector.statedUsers);
  // Without names a consent per person still is one: of people whom the export only counts.
  const people = kind === 'delegated-user' && person !== '' ? peopleOf(person) : [null];
  const scopes = scopesOf(record);
  return {
    facts: [
      connector,
      ...people.map((principal) => ({
        fact: 'grant' as const,
        client,
        kind,
        principal: principal === null ? null : (personOf(principal) ?? principal),
        scopes,
        ...(resource === '' ? {} : { resource: { space: 'name' as const, id: resource, name: resource } }),
        ...times,
      })),
    ],
  };
}

function eventOf(
  record: MappedRecord,
  mapping: PlainMapping,
  context: MapContext,
  client: ClientReference,
  who: string,
): Mapped {
  const time = timeOf(record, 'time', mapping, context);
  if (time === null) return { rejected: 'no readable time' };
  if (typeof time !== 'number') return time;
  const ip = cleanAddress(record.text('ip'));
  const eventId = plain(record, 'eventId');
  const event = plain(record, 'event');
  const kind = eventKindOf(event);
  const operation = plain(record, 'operation');
  return {
    facts: [
      connectorOf(record, client),
      {
        fact: 'event',
        kind,
        time,
        client,
        principal: who === '' ? null : personOf(who),
        ...(kind === 'use'
          ? { operation: { matcher: 'plain' as const, name: operation === '' ? event : operation } }
          : { scopes: scopesOf(record), detail: operation === '' ? event : operation }),
        result: resultOf(plain(record, 'result')),
        ...(ip === '' ? {} : { ip }),
        // Two events must not become one because a spreadsheet gave them one id.
        ...(eventId === '' || isDamagedId(eventId) ? {} : { eventId }),
      },
    ],
  };
}

const EVERYONE =
  /^(?:\*|all|everyone|all ?(?:users|principals|people)|(?:entire |whole )?(?:organi[sz]ation|tenant|domain)|alle(?: benutzer)?|todos(?: los usuarios)?|tous(?: les utilisateurs)?)$/i;
const APPLICATION =
  /\bapp(?:lication)?[- _]?(?:only|roles?|permissions?)\b|^application$|\b(?:service|machine|daemon)\b|client.?credentials/i;
const TENANT_WIDE =
  /admin|tenant|all.?principals|organi[sz]ation|organizaci|all.?users|alle benutzer|todos|tous les|domain|everyone/i;
const PERSONAL = /user|principal|individual|delegated|person|benutzer|usuario|utilisateur/i;

/** Words of the exporters for whom a consent binds, or a yes under a column that asks; without either, a named or counted person decides. */
function kindOf(consentType: string, column: string, who: string, users: number | undefined): GrantKind {
  const answer = answerOf(consentType);
  const said = answer === 'yes' ? column : answer === 'no' ? '' : consentType;
  if (APPLICATION.test(said)) return 'application';
  if (TENANT_WIDE.test(said)) return 'delegated-tenant';
  const isPersonal = PERSONAL.test(said) || (answer === 'no' && TENANT_WIDE.test(column));
  return who !== '' || isPersonal || (users ?? 0) > 0 ? 'delegated-user' : 'delegated-tenant';
}

/** Words for a kind of event, most telling first; in English, German, Spanish and French. */
const KINDS: readonly (readonly [RegExp, EventFact['kind']])[] = [
  [/uninstall|deinstall|desinstal|désinstall/i, 'uninstall'],
  [/revok|unauthori[sz]e|deauthori[sz]e|disconnect|widerruf|revoc|révo|retir/i, 'revoke'],
  [/^(?:removed?|deleted?|gelöscht|entfernt|eliminad[oa]|supprimée?)$/i, 'revoke'],
  [
    /(?:remov|delet|entfern|lösch|elimin|supprim).*(?:token|grant|consent|app|access|permission|authori|integration|zugriff|berechtigung|acceso|permiso|accès|autoris)/i,
    'revoke',
  ],
  [/(?:token|grant|consent|app|access|permission|integration)s? (?:was |were )?(?:removed|deleted)/i, 'revoke'],
  [/den(?:y|ied)|(?<!un)block|reject|verweiger|abgelehnt|blockier|deneg|rechaz|refus|bloqu/i, 'deny'],
  [
    /(?:access|consent|approval|app|permission)[ _-]?request|request(?:ed)?[ _-]?(?:access|consent|approval|permission|app)|^requested$|beantragt|solicit/i,
    'request',
  ],
  [/refresh/i, 'refresh'],
  [/token.?(?:issued|created|minted)|issued?.?token/i, 'issue'],
  [/authori[sz]|consent|grant|approv|erteil|genehmig|zugestimmt|autori[sz]|conced|accord/i, 'authorize'],
  [/install/i, 'install'],
];

/** The kind of event by the words of its name; what no word tells is a use. */
function eventKindOf(text: string): EventFact['kind'] {
  return KINDS.find(([words]) => words.test(text))?.[1] ?? 'use';
}
