import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EngineCase, startEngine } from './engine-case.ts';

let sample: EngineCase;
beforeAll(async () => {
  sample = startEngine();
  await sample.engine.handlers['workspace.openSample']({}, {});
});
afterAll(async () => sample.dispose());

async function connectorId(name: string): Promise<string> {
  const page = await sample.engine.handlers['inventory.page'](
    { filter: { text: name }, sort: { by: 'risk', descending: true }, offset: 0, limit: 10 },
    {},
  );
  const row = page.rows[0];
  if (row === undefined) throw new Error(`no connector ${name}`);
  return row.connectorId;
}

/** Which text shows that a record is one of the connector, by the log it stands in. */
const MARKS: ReadonlyMap<string, string> = new Map([
  ['graph-activity.csv', 'graph.microsoft.com'],
  ['sign-ins.json', 'Scribewell AI Notes'],
]);

test('evidence rows of a connector lead to the very records of the source', async () => {
  const id = await connectorId('Scribewell AI Notes');
  const usage = await sample.engine.handlers['connectors.usage']({ connectorId: id }, {});
  const expected = usage.operations.reduce((sum, row) => sum + row.success + row.denied + row.attempted, 0);
  const seen: { file: string; line: number }[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await sample.engine.handlers['connectors.evidence'](
      { connectorId: id, limit: 50, ...(cursor === undefined ? {} : { cursor }) },
      {},
    );
    seen.push(...page.rows);
    for (const row of page.rows.slice(0, 3)) {
      const record = await sample.engine.handlers['evidence.record']({ importId: row.importId, line: row.line }, {});
      expect(record.text).toContain(MARKS.get(record.file));
    }
    if (page.cursor === null) break;
    cursor = page.cursor;
  }
  expect(seen.filter((row) => row.file === 'graph-activity.csv')).toHaveLength(expected);
  expect(new Set(seen.map((row) => row.file))).toEqual(new Set(MARKS.keys()));
  expect(new Set(seen.map((row) => `${row.file}:${row.line}`)).size).toBe(seen.length);
});

test('an operation can be asked for alone', async () => {
  const id = await connectorId('Scribewell AI Notes');
  const { operations } = await sample.engine.handlers['connectors.usage']({ connectorId: id }, {});
  const operation = operations.at(-1)?.operation ?? '';
  const page = await sample.engine.handlers['connectors.evidence']({ connectorId: id, operation, limit: 50 }, {});
  expect(page.rows.length).toBeGreaterThan(0);
  expect(new Set(page.rows.map((row) => row.operation))).toEqual(new Set([operation]));
});
