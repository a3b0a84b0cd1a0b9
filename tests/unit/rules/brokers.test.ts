import { expect, test } from 'vitest';
import { brokerOf, isProgramAccount } from '../../../electron/engine/derive/brokers.ts';

const named = (name: string, more: { nativeId?: string; hidesSomething?: boolean } = {}): string | null =>
  brokerOf({ platform: 'entra', nativeId: '', name, hidesSomething: false, ...more })?.product ?? null;

test('brokers by id and by name', () => {
  expect(
    ['Zapier', 'ZAPIER for Outlook', 'n8n.cloud', 'Make (formerly Integromat)', 'Workato'].map((name) => named(name)),
  ).toEqual(['Zapier', 'Zapier', 'n8n', 'Make', 'Workato']);
  expect(named('Anything', { nativeId: '7DF0A125-d3be-4c96-aa54-591f83ff541c' })).toBe('Power Automate');
});

test('other words, and names that hide something, are no brokers', () => {
  expect(['Zapiered Notes', 'My Zapier', 'Make-up Shop', 'Make', 'Gleaner', ''].map((name) => named(name))).toEqual([
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(named('Zapier', { hidesSomething: true })).toBeNull();
});

test.each([
  ['svc-sync@firm.example', true],
  ['integration@firm.example.uat', true],
  ['crm.api2@firm.example', true],
  ['loader@project.iam.gserviceaccount.com', true],
  ['ann.apirana@firm.example', false],
  ['robotti@firm.example', false],
  ['bob@api.example', false],
  ['svc-sync', false],
])('%s is used by programs: %s', (key, isUsed) => {
  expect(isProgramAccount(key)).toBe(isUsed);
});
