import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EngineCase, startEngine } from './engine-case.ts';

let sample: EngineCase;
beforeAll(async () => {
  sample = startEngine();
  await sample.engine.handlers['workspace.openSample']({}, {});
});
afterAll(async () => sample.dispose());

describe('the sample case', () => {
  test('imports every file and every ledger closes', async () => {
    const imports = await sample.engine.handlers['imports.list']({}, {});
    for (const entry of imports) {
      console.log(
        entry.file,
        entry.format,
        entry.read,
        entry.accepted,
        entry.rejected,
        entry.duplicate,
        entry.notRelevant,
        JSON.stringify(entry.reasons),
        entry.warnings,
      );
      expect(entry.closes).toBe(true);
    }
    const status = await sample.engine.handlers['workspace.status']({}, {});
    console.log(status);
    const page = await sample.engine.handlers['inventory.page'](
      { filter: {}, sort: { by: 'risk', descending: true }, offset: 0, limit: 100 },
      {},
    );
    for (const row of page.rows)
      console.log(
        row.name,
        '|',
        row.publisher,
        row.publisherVerified,
        row.kinds.join('+'),
        row.reach.people,
        row.highestTier,
        row.scopes,
        row.lastUse.at,
        row.lastUse.grade,
        JSON.stringify(row.findings),
        row.inPopulation,
      );
    const findings = await sample.engine.handlers['findings.page']({ filter: {}, offset: 0, limit: 500 }, {});
    for (const finding of findings.rows)
      console.log(finding.rule, finding.severity, finding.connectorName, '::', finding.sentence);
    console.log(await sample.engine.handlers['findings.groups']({ by: 'rule', filter: {} }, {}));
  });
});
