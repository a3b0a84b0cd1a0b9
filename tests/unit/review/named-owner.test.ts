import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { registeredPeople } from '../../../electron/engine/db/queries/registered-people.ts';
import { namedOwner } from '../../../electron/engine/review/named-owner.ts';
import { type LoopCase, loopCase } from '../remediation/loop-case.ts';

const PEOPLE = `email,name,status
ann@firm.example,Ann Active,active
bob@firm.example,Bob Gone,left
sam.one@firm.example,Sam Same,active
sam.two@firm.example,Sam Same,left
`;

describe('an owner named by a reviewer', () => {
  let loop: LoopCase;
  beforeAll(() => {
    loop = loopCase();
  });
  afterAll(() => loop.close());

  test('may be anybody while no register of people is there, and that is said', () => {
    expect(namedOwner(loop.db, 'Anybody')).toEqual({
      mayAnswer: true,
      name: 'Anybody',
      warning: 'No register of people was imported: nobody shows that this person still works here.',
    });
  });

  test('is looked up by address, else by name, whatever the case of the letters', async () => {
    await loop.add('register.people', PEOPLE, '2026-10-01T06:00:00Z');
    for (const written of ['ann@firm.example', ' ANN@firm.example ', 'ann active'])
      expect(namedOwner(loop.db, written), written).toEqual({ mayAnswer: true, name: 'Ann Active', warning: null });
    expect(namedOwner(loop.db, 'bob@firm.example')).toMatchObject({
      mayAnswer: false,
      warning: 'Not an active person by the register of people: it says "left".',
    });
    expect(namedOwner(loop.db, 'Petra Vale')).toMatchObject({
      mayAnswer: false,
      warning: 'Not in the register of people: nobody shows that this person still works here.',
    });
  });

  test('of a name that a person who left has as well is nobody in particular', () => {
    expect(namedOwner(loop.db, 'Sam Same')).toMatchObject({ mayAnswer: false });
    expect(namedOwner(loop.db, 'Sam Same').warning).toMatch(/give the address/);
    expect(namedOwner(loop.db, 'sam.one@firm.example')).toMatchObject({ mayAnswer: true, warning: null });
  });

  test('is suggested from the register, active people first, whatever wildcards are typed', () => {
    expect(registeredPeople(loop.db, '', 10).map(({ address, isActive }) => [address, isActive])).toEqual([
      ['ann@firm.example', true],
      ['sam.one@firm.example', true],
      ['bob@firm.example', false],
      ['sam.two@firm.example', false],
    ]);
    expect(registeredPeople(loop.db, 'GONE', 10).map(({ name }) => name)).toEqual(['Bob Gone']);
    expect(registeredPeople(loop.db, '%', 10)).toEqual([]);
  });
});
