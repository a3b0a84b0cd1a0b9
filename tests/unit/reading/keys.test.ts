import { expect, test } from 'vitest';
import { canonicalKey, compilePath, findColumn, readPath } from '../../../electron/engine/reading/keys.ts';

test.each([
  ['eventType_s', 'eventtype'],
  ['EVENT_TYPE', 'eventtype'],
  ['event_type', 'eventtype'],
  ['Event Type', 'eventtype'],
  ['event.type', 'eventtype'],
  ['TimeGenerated [UTC]', 'timegenerated'],
  ['\ufeffTenantId', 'tenantid'],
  ['Application\u00a0ID ', 'applicationid'],
  ['Autonomous system  number', 'autonomoussystemnumber'],
  ['TargetResources_dynamic', 'targetresources'],
  ['date_create_d', 'datecreate'],
  ['type_', 'type'],
  ['_s', '_s'],
  ['___', '___'],
  ['class', 'class'],
  ['p_id_g', 'pid'],
  ['@odata.nextLink', '@odatanextlink'],
])('canonicalKey(%j) is %j', (name, expected) => {
  expect(canonicalKey(name)).toBe(expected);
});

test('findColumn prefers the order of names, then the exact spelling', () => {
  const header = ['time_s', 'Time', 'App ID', 'Token type', 'Token type#2'];
  expect(findColumn(header, ['Time'])).toBe(1);
  expect(findColumn(header, ['appId'])).toBe(2);
  expect(findColumn(header, ['missing', 'TIME'])).toBe(0);
  expect(findColumn(header, ['Token type#2'])).toBe(4);
  expect(findColumn(header, ['missing'])).toBe(-1);
});

test('paths match nested, flattened, re-cased and single-or-list forms', () => {
  expect(readPath({ actor: { alternateId: 'a' } }, 'actor.alternateId')).toBe('a');
  expect(readPath({ actor_alternateId_s: 'a' }, 'actor.alternateId')).toBe('a');
  expect(readPath({ Actor: { ALTERNATE_ID: 'a' } }, ['actor', 'alternateId'])).toBe('a');
  expect(readPath({ 'id.time': 'a' }, 'id.time')).toBe('a');
  expect(readPath({ a: { 'b.c': { d: 1 } } }, 'a.b.c.d')).toBe(1);
  expect(readPath({ targets: { id: 'x' } }, 'targets.0.id')).toBe('x');
  expect(readPath({ targets: [{ id: 'x' }, { id: 'y' }] }, 'targets.1.id')).toBe('y');
  expect(readPath({ targets: [{ id: 'x' }] }, 'targets.id')).toBe('x');
  expect(readPath({ targets: [{ id: 'x' }, null, { id: 'y' }] }, 'targets.id')).toEqual(['x', 'y']);
  expect(readPath({ a: null }, 'a')).toBeNull();
  expect(readPath({ a: null }, 'a.b')).toBeUndefined();
  expect(readPath('text', 'a')).toBeUndefined();
});

test('inherited names are not found, own hostile names are', () => {
  expect(readPath({}, 'constructor')).toBeUndefined();
  expect(readPath({}, '__proto__')).toBeUndefined();
  expect(readPath({}, 'toString.name')).toBeUndefined();
  expect(readPath(JSON.parse('{"__proto__":"x"}'), '__proto__')).toBe('x');
});

test('a compiled path follows spellings that change from record to record', () => {
  const read = compilePath(['appId', 'client.id']);
  const records = [
    { appId: 1 },
    { APP_ID: 2 },
    { other: 0 },
    { client_id_s: 3 },
    { appId: 4, App_Id: 5 },
    { APP_ID: 7, appid_s: 6 },
  ];
  expect(records.map((record) => read(record))).toEqual([1, 2, undefined, 3, 4, 7]);
});
