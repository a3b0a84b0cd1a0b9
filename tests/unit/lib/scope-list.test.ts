import { describe, expect, it } from 'vitest';
import { scopesOfList, splitScopes } from '../../../electron/engine/lib/scope-list.ts';

const DRIVE = 'https://www.googleapis.com/auth/drive';
const MAIL = 'https://mail.google.com/';

describe('the scopes in one cell', () => {
  it.each([
    ['blank', '  ', []],
    ['one', 'openid', ['openid']],
    ['spaces', ' openid  profile email ', ['openid', 'profile', 'email']],
    ['comma and space', 'repo, read:org', ['repo', 'read:org']],
    ['comma', 'repo,read:org,', ['repo', 'read:org']],
    ['semicolon', 'Mail.Read;User.Read', ['Mail.Read', 'User.Read']],
    ['bar', 'channels:read|chat:write', ['channels:read', 'chat:write']],
    ['lines', 'a.read\r\nb.read\nc.read', ['a.read', 'b.read', 'c.read']],
    ['tabs', 'a.read\tb.read', ['a.read', 'b.read']],
    ['JSON list', '["a.read","b c"]', ['a.read', 'b c']],
    ['JSON list with nothing', '[]', []],
    ['Python list', "['a.read', 'b c']", ['a.read', 'b c']],
    ['bare list', '[a.read, b.read]', ['a.read', 'b.read']],
    ['repeated', 'openid openid', ['openid']],
  ])('%s', (_, cell, scopes) => {
    expect(splitScopes(cell)).toEqual(scopes);
  });

  it.each([
    [`${DRIVE} ${MAIL}`, [DRIVE, MAIL]],
    [`${DRIVE},${MAIL}`, [DRIVE, MAIL]],
    [`${DRIVE}; ${MAIL}`, [DRIVE, MAIL]],
    [`${DRIVE}|openid`, [DRIVE, 'openid']],
    ['https://api.example/s?fields=a,b;c', ['https://api.example/s?fields=a,b;c']],
    [
      'https://api.example/s?f=a,b,https://api.example/t openid',
      ['https://api.example/s?f=a,b', 'https://api.example/t openid'],
    ],
    ['https://api.example/s?f=a|b | openid', ['https://api.example/s?f=a|b', 'openid']],
    ['api://00000000-0000-4000-8000-000000000001/.default', ['api://00000000-0000-4000-8000-000000000001/.default']],
  ])('never cuts an address: %s', (cell, scopes) => {
    expect(splitScopes(cell)).toEqual(scopes);
  });

  it.each([
    ['View your mail;Send mail on your behalf', ['View your mail', 'Send mail on your behalf']],
    ['Read all files\nSign you in', ['Read all files', 'Sign you in']],
    ['Read and write your calendars', ['Read and write your calendars']],
    ['Full Access', ['Full', 'Access']],
    ['api full', ['api', 'full']],
  ])('keeps scopes with spaces whole where it can be told: %s', (cell, scopes) => {
    expect(splitScopes(cell)).toEqual(scopes);
  });

  it('takes objects of a list by what they call themselves, and drops nothing', () => {
    const list = [{ scope: 'a' }, { value: 'b' }, { name: 'c d' }, { other: 1 }, 'e', null, 7];
    expect(scopesOfList(list)).toEqual(['a', 'b', 'c d', '{"other":1}', 'e', '7']);
    expect(splitScopes(JSON.stringify(list))).toEqual(scopesOfList(list));
  });

  it('answers hostile cells: keys of Object, endless words', () => {
    expect(splitScopes('["__proto__", "constructor"]')).toEqual(['__proto__', 'constructor']);
    expect(splitScopes(`Aa ${'b '.repeat(20_000)}!`)).toEqual(['Aa', 'b', '!']);
    expect(splitScopes(`${'['.repeat(5000)}${']'.repeat(5000)}`)).toHaveLength(1);
  });
});
