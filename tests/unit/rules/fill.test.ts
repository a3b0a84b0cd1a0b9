import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openCase, verdictsOf } from './case.ts';
const root = new URL('../../fixtures/rules/', import.meta.url).pathname;
for (const rule of readdirSync(root)) for (const file of readdirSync(root + rule)) test(`${rule} ${file}`, () => {
  const path = `${root}${rule}/${file}`;
  const f = JSON.parse(readFileSync(path, 'utf8'));
  const db = openCase(f.rows);
  const verdicts = verdictsOf(db, rule, f.policy ?? {});
  console.log(rule, file, f.title + '\n' + verdicts.map((v) => `${v.connector} ${v.item} ${v.outcome} ${v.severity ?? ''} ${v.sentence ?? v.missing ?? ''}`).join('\n'));
  if (f.expect) {
    expect(verdicts.map((v) => [v.connector, v.item, v.outcome, ...(v.severity ? [v.severity] : [])])).toEqual(f.expect);
    delete f.expect;
    f.verdicts = verdicts;
    writeFileSync(path, JSON.stringify(f, null, 2));
  }
});
