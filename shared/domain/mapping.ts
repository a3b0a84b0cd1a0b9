import type { MappingField, PlainMapping } from '../contract/imports.ts';

/** The fields that a record of each kind has, in the order in which people think of them. */
export const TARGET_FIELDS: Readonly<Record<PlainMapping['target'], readonly MappingField[]>> = {
  grants: [
    'connector',
    'connectorName',
    'principal',
    'scopes',
    'consentType',
    'resource',
    'grantedAt',
    'expiresAt',
    'lastUsedAt',
    'users',
    'publisher',
    'verified',
  ],
  events: [
    'time',
    'connector',
    'connectorName',
    'principal',
    'event',
    'operation',
    'result',
    'ip',
    'eventId',
    'scopes',
    'publisher',
  ],
};

export type MappingGap = 'app' | 'scopes' | 'time';

/** What a mapping still lacks before a record can be read with it: a column for the app, the scopes, the time. */
export function mappingGaps({ target, fields }: PlainMapping): MappingGap[] {
  return [
    ...(fields.connector === undefined && fields.connectorName === undefined ? (['app'] as const) : []),
    ...(target === 'grants' && fields.scopes === undefined ? (['scopes'] as const) : []),
    ...(target === 'events' && fields.time === undefined ? (['time'] as const) : []),
  ];
}
