import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FindingsFilter, Judgement } from '../../../shared/contract/findings.ts';
import { rules } from '../../../electron/engine/rules/index.ts';
import { evidenceNamed } from '../../../electron/engine/rules/missing.ts';
import { OUTCOMES, SEVERITIES } from '../../../shared/domain/vocabulary.ts';
import { type EngineCase, startEngine } from './engine-case.ts';

let sample: EngineCase;
beforeAll(async () => {
  sample = startEngine();
  await sample.engine.handlers['workspace.openSample']({}, {});
}, 120_000);
afterAll(() => sample.dispose());

function count(sql: string, ...params: string[]): number {
  return (
    sample.engine.context
      .open()
      .db.prepare<string[], { n: number }>(`SELECT count(*) AS n FROM ${sql}`)
      .get(...params)?.n ?? NaN
  );
}

async function page(filter: FindingsFilter, offset = 0, limit = 500): Promise<{ total: number; rows: Judgement[] }> {
  return sample.engine.handlers['findings.page']({ filter, offset, limit }, {});
}

describe('pages', () => {
  test.each(OUTCOMES)('%s: all of them, each once, over any pages', async (outcome) => {
    const { total } = await page({ outcome }, 0, 1);
    expect(total).toBe(count('finding WHERE outcome = ?', outcome));
    const rows: Judgement[] = [];
    for (let offset = 0; offset < total; offset += 37) rows.push(...(await page({ outcome }, offset, 37)).rows);
    expect(new Set(rows.map((row) => row.id)).size).toBe(total);
    expect(rows.every((row) => row.outcome === outcome && (row.severity !== null) === (outcome === 'finding'))).toBe(
      true,
    );
    expect(rows.every((row) => (row.missing !== null) === (outcome === 'undeterminable'))).toBe(true);
  });

  test('findings come worst first', async () => {
    const ranks = (await page({})).rows.map((row) => SEVERITIES.findIndex((severity) => severity === row.severity));
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    expect(ranks.length).toBeGreaterThan(10);
  });

  test('each part of the filter gives what it says', async () => {
    const all = (await page({})).rows;
    const first = all[0];
    if (first === undefined) throw new Error('the sample has no findings');
    const same = async (filter: FindingsFilter, keep: (row: Judgement) => boolean): Promise<void> => {
      const found = await page(filter);
      expect(found.rows.map((row) => row.id)).toEqual(all.filter(keep).map((row) => row.id));
      expect(found.total).toBe(found.rows.length);
      expect(found.total).toBeGreaterThan(0);
    };
    await same(
      { severities: ['critical', 'medium'] },
      (row) => row.severity === 'critical' || row.severity === 'medium',
    );
    await same({ rules: [first.rule] }, (row) => row.rule === first.rule);
    await same({ platforms: ['google'] }, (row) => row.platform === 'google');
    await same({ tenants: [first.tenants[0] ?? ''] }, (row) => row.tenants.includes(first.tenants[0] ?? ''));
    await same({ control: 'CIS 5.5' }, (row) => row.controls.includes('CIS 5.5'));
    await same({ text: first.connectorName.toUpperCase() }, (row) =>
      `${row.connectorName} ${row.sentence} ${row.rule} ${row.title}`
        .toLowerCase()
        .includes(first.connectorName.toLowerCase()),
    );
    await same({ text: first.title }, (row) => row.title === first.title);
    expect((await page({ text: '100%_' })).total).toBe(0);
    expect((await page({ control: 'OWASP NHI6:2025' })).total).toBe(0);
  });

  test('by owner: those of a business owner, and those of nobody', async () => {
    const owners = await sample.engine.handlers['findings.groups']({ by: 'owner', filter: {} }, {});
    expect(owners.length).toBeGreaterThan(2);
    for (const group of owners) {
      expect((await page({ owner: group.key })).total).toBe(group.findings);
      expect((await page({ owner: group.key, outcome: 'undeterminable' })).total).toBe(group.undeterminable);
    }
    const nobody = owners.find((group) => group.key === 'none');
    expect(nobody?.findings).toBe(
      count(
        `finding WHERE outcome = 'finding' AND connector NOT IN (SELECT connector FROM owner WHERE role = 'business')`,
      ),
    );
  });

  test('a judgement says where it stands and where it can be looked up', async () => {
    for (const row of (await page({})).rows) {
      expect(row.title).not.toBe(row.rule);
      expect(row.recommendedAction === '').toBe(row.isAdviceCovered);
      expect(row.tenants.length).toBeGreaterThan(0);
      expect(row.suppressed).toBeNull();
      if (row.itemId !== null) expect(count('item WHERE key = ?', row.itemId)).toBe(1);
      expect(count('connector WHERE key = ?', row.connectorId)).toBe(1);
      for (const spot of row.evidence) expect(spot.file).not.toBe('');
    }
  });
});

describe('groups', () => {
  test.each(['rule', 'platform'] as const)('by %s the four outcomes add up to all judgements', async (by) => {
    const groups = await sample.engine.handlers['findings.groups']({ by, filter: {} }, {});
    const sum = (part: 'findings' | 'clear' | 'undeterminable' | 'notApplicable'): number =>
      groups.reduce((total, group) => total + group[part], 0);
    expect([sum('findings'), sum('clear'), sum('undeterminable'), sum('notApplicable')]).toEqual(
      OUTCOMES.map((outcome) => count('finding WHERE outcome = ?', outcome)),
    );
  });

  test('every rule stands there, with nothing too; the rest of the filter narrows, its own part does not', async () => {
    const groups = await sample.engine.handlers['findings.groups'](
      { by: 'rule', filter: { rules: ['CS-01'], platforms: ['google'], outcome: 'clear' } },
      {},
    );
    expect(groups.map((group) => group.key)).toEqual(rules.map((rule) => rule.id));
    for (const group of groups)
      expect(group.findings).toBe((await page({ rules: [group.key], platforms: ['google'] })).total);
  });

  test('severities stand worst first', async () => {
    const groups = await sample.engine.handlers['findings.groups']({ by: 'severity', filter: {} }, {});
    expect(groups.map((group) => group.key)).toEqual(
      SEVERITIES.filter((severity) => count(`finding WHERE severity = '${severity}'`) > 0),
    );
  });
});

describe('controls', () => {
  test('every control of every rule, each with its outcomes', async () => {
    const standards = await sample.engine.handlers['findings.controls']({}, {});
    const rows = standards.flatMap((standard) => standard.controls);
    expect(new Set(rows.map((row) => row.control)).size).toBe(rows.length);
    for (const row of rows) {
      const list = row.rules.map((rule) => `'${rule}'`).join(', ');
      expect([row.findings, row.clear, row.undeterminable, row.notApplicable], row.control).toEqual(
        OUTCOMES.map((outcome) => count(`finding WHERE outcome = ? AND rule IN (${list})`, outcome)),
      );
      expect((await page({ control: row.control })).total).toBe(row.findings);
    }
  });

  test('all ten risks of non-human identities stand there with their limit', async () => {
    const [owasp] = await sample.engine.handlers['findings.controls']({}, {});
    expect(owasp?.controls.map((row) => row.id)).toEqual(
      Array.from({ length: 10 }, (_, index) => `NHI${index + 1}:2025`),
    );
    expect(owasp?.controls.find((row) => row.id === 'NHI6:2025')).toMatchObject({ rules: [], findings: 0 });
    expect(owasp?.controls.find((row) => row.id === 'NHI6:2025')?.limit).toMatch(/^Not assessable/);
    expect(owasp?.controls.find((row) => row.id === 'NHI2:2025')?.limit).toMatch(/^Mostly not assessable/);
    expect(owasp?.controls.every((row) => row.limit !== null)).toBe(true);
  });
});

describe('what could not be judged', () => {
  test('every such judgement is counted under the evidence it lacks, and is found by it', async () => {
    const { judgements, evidence } = await sample.engine.handlers['findings.missing']({ filter: {} }, {});
    expect(judgements).toBe(count(`finding WHERE outcome = 'undeterminable'`));
    expect(evidence.reduce((sum, one) => sum + one.judgements, 0)).toBe(judgements);
    expect(judgements).toBeGreaterThan(0);
    for (const one of evidence)
      expect((await page({ outcome: 'undeterminable', missing: one.evidence })).total).toBe(one.judgements);
    const counts = evidence.map((one) => one.judgements);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  });

  test.each([
    [
      'A log of calls of Google Workspace tenant firm.example for the 90 days before 2026-10-01: none was imported.',
      'A log of calls of Google Workspace tenant firm.example',
    ],
    ['A register of owners: none was imported.', 'A register of owners'],
    [
      'A record of calls that need Files.Read and Mail.Read: the Graph log does not show all of them.',
      'A record of calls that need the granted scopes',
    ],
    ['The scopes of the grants: the export of the grants names none.', 'The scopes of the grants'],
    ['A sentence without a reason.', 'A sentence without a reason'],
    ['', 'Evidence that the rule does not name'],
  ])('%j is %j', (missing, named) => {
    expect(evidenceNamed(missing)).toBe(named);
  });
});
