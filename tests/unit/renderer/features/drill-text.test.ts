import { expect, test } from 'vitest';
import { drillPath, drillText } from '../../../../renderer/features/vendors/drill-text.ts';
import type { Drill } from '../../../../shared/contract/drill.ts';

function drill(over: Partial<Drill> = {}): Drill {
  return {
    kind: 'vendor',
    name: 'Example Ltd',
    nameWarning: null,
    isConfirmed: false,
    asOf: '2026-10-01T06:00:00.000Z',
    counts: {
      apps: 2,
      platforms: 2,
      tenants: 1,
      items: 700,
      grants: 1200,
      people: 3,
      tenantWideItems: 1,
      scopes: 1,
      findings: 0,
      undeterminable: 4,
      gone: 0,
    },
    apps: [],
    items: [
      {
        itemId: 'i',
        connectorId: 'c',
        name: 'Wren\u202e\nVault',
        nameWarning: null,
        platform: 'google',
        tenant: 'firm.example',
        kind: 'delegated-user',
        grants: 2,
        people: 2,
        scopes: 1,
        highestTier: null,
        lastUse: { at: null, grade: 'Q0' },
        decision: null,
      },
    ],
    people: [{ principal: 'ann@firm.example', name: 'Ann', status: 'active', department: null, grants: 1 }],
    ownersKnown: false,
    owners: [],
    scopes: [],
    scopesTotal: 0,
    findings: [],
    revoke: [
      {
        platform: 'google',
        apps: 1,
        remedy: {
          title: 'Block it',
          steps: [{ text: 'Do this.', script: { language: 'bash', text: 'one\ntwo' } }],
          stops: ['New consents.'],
          doesNotStop: ['Old tokens.'],
          proof: 'A later list.',
        },
      },
    ],
    ...over,
  };
}

test('the text says what the page says, and what is not on it', () => {
  const text = drillText(drill());
  for (const line of [
    'Vendor: Example Ltd',
    'The apps are suggested as one vendor; nobody confirmed it.',
    '1,200 grants in 700 review items, of which 1 for a whole tenant or as the app itself',
    '- Google Workspace, firm.example: Wren[U+202E] Vault, consent per person, 2 grants, 2 people, unrated, last use no evidence',
    '- and 699 more',
    'Not known: no register of owners and people was imported.',
    'REVOKE ON GOOGLE WORKSPACE: Block it',
    '1. Do this.',
    '     two',
    'Does not stop: Old tokens.',
    '- Ann <ann@firm.example>, active, 1 grant',
    '- and 2 more',
  ])
    expect(text.split('\n')).toContain(line);
});

test('nothing hidden in a name gets out, and the clipboard is never overfull', () => {
  expect(drillText(drill({ name: 'A\u202eB' })).split('\n')[0]).toBe('Vendor: A[U+202E]B');
  const [person] = drill().people;
  const many = Array.from({ length: 5000 }, () => person).flatMap((one) => one ?? []);
  const text = drillText(drill({ people: many }));
  expect(text.length).toBe(100_000);
  expect(text).toMatch(/in the CSV of the grants\.\n$/);
});

test('the address names the vendor or the app', () => {
  expect(drillPath({ vendor: 'A & B' })).toBe('/vendors/drill?vendor=A+%26+B');
  expect(drillPath({ connectorId: 'okta:0oa' })).toBe('/vendors/drill?app=okta%3A0oa');
});
