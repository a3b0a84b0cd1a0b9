import { afterAll, beforeAll, expect, test } from 'vitest';
import { engineContract } from '../../../shared/contract/engine.ts';
import { PART_OF } from '../../../electron/engine/handlers/part-of.ts';
import { type EngineCase, startEngine } from './engine-case.ts';

let started: EngineCase;
beforeAll(() => {
  started = startEngine();
});
afterAll(async () => started.dispose());

test('every method of the contract is found, with the schemas of the contract', async () => {
  expect(Object.keys(PART_OF).sort()).toEqual(Object.keys(engineContract).sort());
  for (const [method, { params, result }] of Object.entries(engineContract)) {
    const found = await started.engine.find(method);
    expect(found?.params === params && found.result === result, method).toBe(true);
  }
});

test.each(['', 'constructor', '__proto__', 'workspace', 'workspace.', 'workspace.opens', 'shell.pickFiles'])(
  'there is no method “%s”',
  async (method) => {
    expect(await started.engine.find(method)).toBeNull();
  },
);

test('a part is made once: what it remembers from one call to the next is there', async () => {
  const { handlers } = started.engine;
  expect(await handlers['help.book']({}, {})).toBe(await handlers['help.book']({}, {}));
});
