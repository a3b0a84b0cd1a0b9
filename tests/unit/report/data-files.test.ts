import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { BUNDLE_FILES, contentDigest, QUALITY_FILE } from '../../../electron/engine/evidence/bundle-layout.ts';
import { canonicalJson } from '../../../electron/engine/evidence/canonical-json.ts';
import { nextEntry, verifyChain, type ChainEntry } from '../../../electron/engine/evidence/hash-chain.ts';
import { buildDataFiles } from '../../../electron/engine/report/data-files.ts';
import type { ReportModel } from '../../../electron/engine/report/model.ts';
import { reportModel } from './model.ts';
import { FORMULA_NAME, decision, finding, importSummary, reportItem } from './records.ts';

const first = nextEntry(undefined, {
  at: '2026-10-02T08:00:00.000Z',
  actor: 'Ada',
  type: 'import',
  payload: { file: 'x' },
});
const second = nextEntry(first, {
  at: '2026-10-05T08:00:00.000Z',
  actor: 'Ada',
  type: 'decision',
  payload: { item: 'i-1' },
});

function filesOf(model: ReportModel, journal: readonly ChainEntry[] = [first, second]): Map<string, string> {
  return new Map(
    [...buildDataFiles(model, journal)].map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]),
  );
}

function fileOf(model: ReportModel, name: string): string {
  const text = filesOf(model).get(name);
  if (text === undefined) throw new Error(`no file ${name}`);
  return text;
}

function rowsOf(model: ReportModel, name: string): Record<string, string>[] {
  return Papa.parse<Record<string, string>>(fileOf(model, name).slice(1), { header: true, skipEmptyLines: true }).data;
}

/** The same case, imported in another order: other ids, other times, other rows first. */
function reordered(model: ReportModel): ReportModel {
  const renumber = (id: number): number => 50 - id;
  const moved = model.findings.map((entry) => ({
    ...entry,
    id: 900 - entry.id,
    evidence: entry.evidence
      .map((spot) => ({ ...spot, importId: renumber(spot.importId), line: spot.line + 3 }))
      .toReversed(),
  }));
  return {
    ...model,
    reportId: 'CS-FFFFFFFFFF',
    createdAt: '2026-10-09T12:00:00.000Z',
    journal: { head: '1'.repeat(64), count: 44 },
    imports: model.imports
      .map((source) => ({
        ...source,
        importId: renumber(source.importId),
        importedAt: '2026-10-08T08:00:00.000Z',
        duplicate: source.duplicate + 1,
        read: source.read + 1,
      }))
      .toReversed(),
    items: model.items
      .map((item) => ({
        ...item,
        findings: item.findings.toReversed(),
        scopes: item.scopes.toReversed(),
        decision:
          item.decision === null
            ? null
            : { ...item.decision, journalSeq: item.decision.journalSeq + 20, submitted: true },
      }))
      .toReversed(),
    findings: moved.toReversed(),
  };
}

describe('buildDataFiles', () => {
  it('makes exactly the data files of a bundle', () => {
    const names: string[] = [
      BUNDLE_FILES.report,
      BUNDLE_FILES.items,
      BUNDLE_FILES.decisions,
      BUNDLE_FILES.findings,
      BUNDLE_FILES.sources,
      BUNDLE_FILES.journal,
      QUALITY_FILE,
    ];
    expect([...filesOf(reportModel()).keys()].toSorted()).toEqual(names.toSorted());
  });

  it('gives the same facts and content digest whatever the order of imports', () => {
    const [one, other] = [reportModel(), reordered(reportModel())];
    const [before, after] = [filesOf(one), filesOf(other)];
    for (const name of [BUNDLE_FILES.report, BUNDLE_FILES.items, BUNDLE_FILES.decisions, BUNDLE_FILES.findings]) {
      expect(after.get(name), name).toBe(before.get(name));
    }
    expect(contentDigest(buildDataFiles(other, []))).toBe(contentDigest(buildDataFiles(one, [first])));
  });

  it.each([
    [
      'a decision',
      (model: ReportModel) => ({
        items: model.items.map((item) => ({ ...item, decision: decision({ reason: 'Other.' }) })),
      }),
    ],
    [
      'a scope',
      (model: ReportModel) => ({ items: model.items.map((item) => ({ ...item, scopes: item.scopes.slice(1) })) }),
    ],
    ['a finding', (model: ReportModel) => ({ findings: model.findings.slice(1) })],
    ['the catalog', (model: ReportModel) => ({ digests: { ...model.digests, catalog: '0'.repeat(64) } })],
  ])('gives another content digest when %s changes', (_, change) => {
    const model = reportModel();
    const changed = { ...model, ...change(model) };
    expect(contentDigest(buildDataFiles(changed, []))).not.toBe(contentDigest(buildDataFiles(model, [])));
  });

  it('writes canonical JSON', () => {
    for (const [name, text] of filesOf(reportModel())) {
      if (name.endsWith('.json')) expect(text, name).toBe(canonicalJson(JSON.parse(text)));
    }
  });

  it('names its formats', () => {
    expect(JSON.parse(fileOf(reportModel(), BUNDLE_FILES.report))).toMatchObject({ format: 'countersign-report/1' });
    expect(JSON.parse(fileOf(reportModel(), BUNDLE_FILES.sources))).toMatchObject({ format: 'countersign-sources/1' });
  });

  it('writes the journal as a chain, one entry a line', () => {
    const text = fileOf(reportModel(), BUNDLE_FILES.journal);
    expect(text.endsWith('\n')).toBe(true);
    // Written by the code under test from ChainEntry values.
    const entries = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ChainEntry);
    expect(verifyChain(entries)).toEqual({ ok: true, head: second.hash, count: 2 });
  });

  it('lists every item in items.csv and decisions.csv, decided or not', () => {
    const model = reportModel();
    const ids = model.items.map((item) => item.itemId).toSorted();
    expect(rowsOf(model, BUNDLE_FILES.items).map((row) => row['item'])).toEqual(ids);
    const decisions = rowsOf(model, BUNDLE_FILES.decisions);
    expect(decisions.map((row) => row['item'])).toEqual(ids);
    expect(decisions.find((row) => row['item'] === 'i-3')).toMatchObject({ decision: '', by: '', at: '' });
    expect(decisions.find((row) => row['item'] === 'i-1')).toMatchObject({
      decision: 'reduce',
      scopes: 'Files.Read',
      principals: 'left@contoso.example',
      by: 'Ada Auditor',
      at: '2026-10-05T09:30:00.000Z',
      agreed_with_recommendation: 'no',
    });
  });

  it('counts a finding once, however many items it concerns', () => {
    expect(rowsOf(reportModel(), BUNDLE_FILES.findings).map((row) => row['rule'])).toEqual(['CS-31', 'CS-01', 'CS-08']);
  });

  it('keeps unrated and unknown apart from zero', () => {
    const row = rowsOf(reportModel(), BUNDLE_FILES.items).find((entry) => entry['item'] === 'i-3');
    expect(row).toMatchObject({ tier: 'unrated', last_use: '', last_use_grade: 'Q0', scopes_unrated: '1' });
  });

  it('says for every finding which line of which file it rests on', () => {
    const sources = JSON.parse(fileOf(reportModel(), BUNDLE_FILES.sources));
    expect(sources).toMatchObject({
      files: [
        { name: 'grants.json' },
        { name: 'audit.json', counts: { read: 100, accepted: 90, rejected: 2, duplicate: 3, notRelevant: 5 } },
        { name: 'tokens.json' },
      ],
      evidence: [
        { rule: 'CS-31', lines: [{ sha256: 'b'.repeat(64), line: 3 }, {}, {}, {}] },
        { rule: 'CS-01', lines: [{ sha256: 'a'.repeat(64), line: 7, file: 'grants.json', note: 'grant' }] },
        { rule: 'CS-08' },
      ],
    });
  });
});

describe('CSV files', () => {
  const attacks = [FORMULA_NAME, '+1+cmd', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '＝1+1', 'a","=1', 'line\r\n=2', '"'];
  const model = reportModel({
    items: attacks.map((name, index) =>
      reportItem({
        itemId: `i-${index}`,
        name,
        publisher: name,
        purpose: name,
        owners: [name],
        decision: decision({ reason: name, owner: name, by: name, scopes: [name], principals: [name] }),
      }),
    ),
    findings: attacks.map((name, index) =>
      finding({ id: index, connectorId: `c-${index}`, connectorName: name, sentence: name }),
    ),
    imports: [importSummary()],
  });

  it.each([BUNDLE_FILES.items, BUNDLE_FILES.decisions, BUNDLE_FILES.findings])(
    '%s holds no cell that a spreadsheet would run',
    (name) => {
      const text = fileOf(model, name);
      expect(text.startsWith('\ufeff')).toBe(true);
      const { data, errors } = Papa.parse<string[]>(text.slice(1), { skipEmptyLines: true });
      expect(errors).toEqual([]);
      expect(data).toHaveLength(attacks.length + 1);
      for (const row of data) {
        expect(row).toHaveLength(data[0]?.length ?? 0);
        for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r＝]/u);
      }
    },
  );

  it('gives the text back once the apostrophe is taken off', () => {
    const names = rowsOf(model, BUNDLE_FILES.items).map((row) => row['name']?.replace(/^'/u, ''));
    expect(names).toEqual(attacks);
  });
});
