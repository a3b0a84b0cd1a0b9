import { describe, expect, it } from 'vitest';
import { indentJson } from '../../../../renderer/features/connector/indent-json.ts';

describe('indentJson', () => {
  it('puts one value on a line and leaves empty lists short', () => {
    const value = { id: { time: 'a' }, events: [{ n: 1 }, { n: 2 }], none: [], nothing: {} };
    expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
  });
  it('keeps long numbers, repeated keys, escapes and signs inside strings as they are written', () => {
    expect(indentJson('{"id":3375463874853819043,"id":1e2,"a":"\\u202e{,:\\"]"}')).toBe(
      '{\n  "id": 3375463874853819043,\n  "id": 1e2,\n  "a": "\\u202e{,:\\"]"\n}',
    );
  });
  it('leaves everything else alone', () => {
    expect(indentJson('client,scopes\na,b')).toBeNull();
    expect(indentJson('{not json}')).toBeNull();
    expect(indentJson('{\n "a": 1\n}')).toBeNull();
  });
});
