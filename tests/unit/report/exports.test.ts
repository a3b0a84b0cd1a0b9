import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checksumText } from '../../../electron/engine/evidence/bundle-layout.ts';
import { canonicalJsonBytes } from '../../../electron/engine/evidence/canonical-json.ts';
import { writeCanonicalZip, writeStoredZip } from '../../../electron/engine/evidence/zip.ts';
import { buildOscal } from '../../../electron/engine/report/exports/oscal.ts';
import { buildSarif } from '../../../electron/engine/report/exports/sarif.ts';
import { buildSchedules } from '../../../electron/engine/report/exports/schedules.ts';
import { FULL_REPORT } from '../../../shared/contract/report.ts';
import { nameUuid } from '../../../electron/engine/report/exports/uuid.ts';
import { PROGRAM } from '../../../electron/engine/report/version.ts';
import { oscalForm, sarifForm } from '../../../electron/engine/verify/export-forms.ts';
import { verifyBundle } from '../../../electron/engine/verify/verify-bundle.ts';
import { reportModel } from './model.ts';
import { decision, finding, FORMULA_NAME, reportItem } from './records.ts';
import { filesOf, jsonOf, openSampleCase, type SampleCase } from './sample-bundle.ts';

const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8')));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exports-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Reads a workbook with Python's zipfile and XML parser alone: every sheet as rows of [type, style, text]. */
const READER = String.raw`
import json, re, sys, zipfile
import xml.etree.ElementTree as ET
M = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
book = zipfile.ZipFile(sys.argv[1])
assert book.testzip() is None
parts = {name: ET.fromstring(book.read(name)) for name in book.namelist() if name.endswith('.xml') or name.endswith('.rels')}
texts = [''.join(t.text or '' for t in si.iter(M + 't')) for si in parts['xl/sharedStrings.xml']]
texts = [re.sub('_x([0-9A-Fa-f]{4})_', lambda m: chr(int(m.group(1), 16)), text) for text in texts]
formats = {f.get('numFmtId'): f.get('formatCode') for f in parts['xl/styles.xml'].iter(M + 'numFmt')}
styles = [formats.get(x.get('numFmtId')) for x in parts['xl/styles.xml'].find(M + 'cellXfs')]
out = {}
for number, sheet in enumerate(parts['xl/workbook.xml'].find(M + 'sheets'), 1):
    xml = parts['xl/worksheets/sheet%d.xml' % number]
    rows = []
    for row in xml.find(M + 'sheetData'):
        cells = {}
        for c in row:
            column = re.match('[A-Z]+', c.get('r')).group(0)
            v = c.find(M + 'v')
            value = None if v is None else texts[int(v.text)] if c.get('t') == 's' else float(v.text)
            cells[column] = [c.get('t') or 'n', styles[int(c.get('s'))] if c.get('s') else None, value]
        rows.append(cells)
    pane = xml.find('%ssheetViews/%ssheetView/%spane' % (M, M, M))
    out[sheet.get('name')] = {
        'rows': rows,
        'frozen': None if pane is None else [pane.get('ySplit'), pane.get('state')],
        'widths': [c.get('width') for c in xml.iter(M + 'col')],
        'formulas': len(list(xml.iter(M + 'f'))),
    }
print(json.dumps(out))
`;

const sheets = z.record(
  z.string(),
  z.object({
    rows: z.array(
      z.record(z.string(), z.tuple([z.string(), z.string().nullable(), z.union([z.string(), z.number(), z.null()])])),
    ),
    frozen: z.tuple([z.string(), z.string()]).nullable(),
    widths: z.array(z.string()),
    formulas: z.number(),
  }),
);

function read(bytes: Uint8Array): z.output<typeof sheets> {
  const path = join(folder, 'schedules.xlsx');
  writeFileSync(path, bytes);
  return sheets.parse(
    JSON.parse(execFileSync('python3', ['-c', READER, path], { encoding: 'utf8', maxBuffer: 2 ** 28 })),
  );
}

const hasPython = spawnSync('python3', ['--version']).status === 0;

describe('the schedules', () => {
  it.skipIf(!hasPython)(
    'are a workbook that another reader reads: every item, dates as dates, header frozen',
    async () => {
      const model = reportModel();
      const book = read(await buildSchedules(model));
      expect(Object.keys(book)).toEqual([
        'Items',
        'Scopes',
        'Decisions',
        'Findings',
        'Sources',
        'Ledger',
        'Remediation',
      ]);
      for (const [name, { frozen, widths, rows, formulas }] of Object.entries(book)) {
        expect(frozen, name).toEqual(['1', 'frozen']);
        expect(widths, name).toHaveLength(Object.keys(rows[0] ?? {}).length);
        expect(formulas, name).toBe(0);
      }
      const items = book['Items']?.rows ?? [];
      expect(items.slice(1).map((row) => row['A']?.[2])).toEqual(model.items.map(({ itemId }) => itemId).toSorted());
      const sources = book['Sources']?.rows ?? [];
      const asOf = Object.entries(sources[0] ?? {}).find(([, [, , title]]) => title === 'As of')?.[0] ?? '';
      // 2026-10-01T06:00:00Z is day 46296.25 of spreadsheets, in whatever zone the computer is.
      expect(sources[1]?.[asOf]).toEqual(['n', 'yyyy-mm-dd hh:mm:ss', 46_296.25]);
    },
  );

  it.skipIf(!hasPython)('keep hostile names as the text they are', async () => {
    const names = [
      FORMULA_NAME,
      '+1+cmd',
      '-2+3',
      '@SUM(A1)',
      '=HYPERLINK("http://x.example")',
      '</t></si><si><t>',
      '&amp;<b>"\'',
      'constructor',
      '__proto__',
      ' leading and trailing ',
      '_x0041_',
      'line\r\nbreak',
      'x'.repeat(40_000),
      '𝕬😀',
    ];
    const model = reportModel({
      items: names.map((name, index) =>
        reportItem({ itemId: `i-${String(index).padStart(2, '0')}`, name, decision: decision({ reason: name }) }),
      ),
      findings: names.map((name, index) => finding({ id: index, connectorId: `c-${index}`, sentence: name })),
    });
    const book = read(await buildSchedules(model));
    const shown = (book['Items']?.rows ?? []).slice(1).map((row) => row['B']);
    expect(shown.every((cell) => cell?.[0] === 's')).toBe(true);
    const read1 = shown.map((cell) => cell?.[2]);
    expect(read1.filter((_, index) => index !== 12)).toEqual(names.filter((_, index) => index !== 12));
    expect(String(read1[12])).toHaveLength(32_767);
    expect(read1[12]).toContain('cut here');
  });

  it('are the same bytes in every time zone', async () => {
    const before = process.env['TZ'];
    const made: Uint8Array[] = [];
    for (const zone of ['UTC', 'Pacific/Kiritimati', 'America/St_Johns']) {
      process.env['TZ'] = zone;
      made.push(await buildSchedules(reportModel()));
    }
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
    expect(made[1]).toEqual(made[0]);
    expect(made[2]).toEqual(made[0]);
  });
});

describe('SARIF', () => {
  it('has a rule, a level and lines for every finding, and keeps what is set aside apart', () => {
    const base = reportModel();
    const [first, ...rest] = base.findings;
    if (first === undefined) throw new Error('no finding');
    const model = reportModel({
      findings: rest,
      suppressed: [
        {
          finding: first,
          suppression: {
            name: 'Known',
            until: '2026-12-31',
            reason: 'Accepted',
            by: 'Ada',
            at: '2026-10-01T00:00:00.000Z',
          },
        },
      ],
    });
    const { runs } = sarifForm.parse(JSON.parse(JSON.stringify(buildSarif(model))));
    const [{ results, artifacts, tool }] = runs;
    const failed = results.filter(({ kind }) => kind === 'fail');
    expect(failed.map(({ ruleId }) => ruleId).toSorted()).toEqual(base.findings.map(({ rule }) => rule).toSorted());
    expect(failed.map(({ suppressions }) => suppressions?.length)).toEqual([...rest.map(() => 0), 1]);
    for (const { ruleId, ruleIndex } of results)
      if (ruleIndex >= 0) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    const spots = failed.flatMap(({ locations }) =>
      locations.flatMap(({ physicalLocation }) => physicalLocation ?? []),
    );
    expect(spots.length).toBeGreaterThan(0);
    for (const { artifactLocation } of spots)
      expect(artifacts[artifactLocation.index ?? -1]?.location.uri).toBe(artifactLocation.uri);
  });

  it('calls a rule that lacks evidence open, and never passed', () => {
    const model = reportModel({
      items: [reportItem({ undeterminable: [{ rule: 'CS-09', missing: 'No sign-in log was imported.' }] })],
    });
    const { runs } = sarifForm.parse(JSON.parse(JSON.stringify(buildSarif(model))));
    const open = runs[0].results.filter(({ kind }) => kind === 'open');
    expect(open).toMatchObject([
      { ruleId: 'CS-09', level: 'none', message: { text: 'Not determinable: No sign-in log was imported.' } },
    ]);
  });

  it('says in a report on one vendor that the rules of the whole case are not in it, and does not say it otherwise', () => {
    const model = reportModel({ rules: [], options: { ...FULL_REPORT, template: 'vendor', about: 'Vendor' } });
    const of = (one: typeof model) => sarifForm.parse(JSON.parse(JSON.stringify(buildSarif(one)))).runs[0].properties;
    expect(of(model)?.scope).toContain('Report on one vendor: only findings on the apps it is about.');
    expect(of(reportModel())).toBeUndefined();
    const controls = (one: typeof model) =>
      JSON.stringify(
        oscalForm.parse(JSON.parse(JSON.stringify(buildOscal(one))))['assessment-results'].results[0][
          'reviewed-controls'
        ],
      );
    expect(controls(model)).toContain('are not part of it');
    expect(controls(reportModel({ rules: [] }))).toContain('No rule of this pack names a control');
  });

  it('knows a finding again when only its words changed', () => {
    const prints = (sentence: string): Record<string, string>[] =>
      sarifForm
        .parse(
          JSON.parse(JSON.stringify(buildSarif(reportModel({ findings: [finding({ sentence })], suppressed: [] })))),
        )
        .runs[0].results.filter(({ kind }) => kind === 'fail')
        .map(({ partialFingerprints }) => partialFingerprints);
    const [[one], [other]] = [prints('3 people.'), prints('4 people.')];
    expect(one?.['countersignSubject/v1']).toBe(other?.['countersignSubject/v1']);
    expect(one?.['countersignSentence/v1']).not.toBe(other?.['countersignSentence/v1']);
  });
});

describe('OSCAL', () => {
  it('is the same for the same facts, with UUIDs of version 5, and says that it is experimental', () => {
    const made = buildOscal(reportModel());
    expect(made).toEqual(buildOscal(reportModel()));
    const results = oscalForm.parse(JSON.parse(JSON.stringify(made)))['assessment-results'];
    expect(results.metadata.props.find(({ name }) => name === 'maturity')?.value).toBe('experimental');
    expect(results.results[0].observations).toHaveLength(reportModel().findings.length);
  });

  it('names what Python names', () => {
    const parts = ['observation', 'CS-01', 'é'];
    const said = spawnSync(
      'python3',
      [
        '-c',
        'import sys,uuid;print(uuid.uuid5(uuid.UUID("6f1ad1d9-6c3f-4a39-9f55-2b1c7f2f9f5e"),sys.argv[1]))',
        JSON.stringify(parts),
      ],
      { encoding: 'utf8' },
    );
    if (said.status === 0) expect(nameUuid(...parts)).toBe(said.stdout.trim());
    expect(nameUuid(...parts)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

it('names the version of the program', () => {
  expect(PROGRAM.version).toBe(version);
});

describe('a signed bundle of the sample', () => {
  let sample: SampleCase;
  let path: string;
  beforeAll(async () => {
    sample = await openSampleCase();
    const [first = ''] = sample.items;
    await sample.decide(first, { decision: 'revoke' });
    path = await sample.sign('with originals', {
      originals: true,
      redacted: { target: join(sample.folder, 'copy.zip'), also: [] },
    });
  }, 120_000);
  afterAll(() => sample.close());

  it('verifies, with every export checked', () => {
    const { checks } = verifyBundle(readFileSync(path));
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['form', 'basis', 'schedules', 'sarif', 'oscal', 'originals', 'redaction']),
    );
  });

  it('follows the schemas it carries, by a validator that knows nothing of the program', () => {
    for (const bundle of [path, join(sample.folder, 'copy.zip')]) {
      const files = filesOf(bundle);
      const validate = (schema: string, value: unknown): void => {
        const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
        const check = ajv.compile(
          z.record(z.string(), z.unknown()).parse(jsonOf(files, `schema/${schema}.schema.json`)),
        );
        check(value);
        expect(check.errors ?? [], `${schema} of ${bundle}`).toEqual([]);
      };
      validate('report', jsonOf(files, 'report.json'));
      validate('sources', jsonOf(files, 'sources.json'));
      validate('quality', jsonOf(files, 'quality.json'));
      validate('statement', jsonOf(files, 'attestations/01-review.json'));
      if (files.has('redaction.json')) validate('redaction', jsonOf(files, 'redaction.json'));
      else validate('commitments', jsonOf(files, 'commitments.json'));
      const lines = Buffer.from(files.get('journal.jsonl') ?? [])
        .toString('utf8')
        .trimEnd()
        .split('\n');
      for (const line of lines) validate('journal-entry', JSON.parse(line));
      expect(() =>
        validate('report', { ...z.record(z.string(), z.unknown()).parse(jsonOf(files, 'report.json')), items: 3 }),
      ).toThrow();
    }
  });

  it('states with what it was made', () => {
    const statement = z
      .object({
        predicate: z.object({
          basis: z.object({ tool: z.object({ version: z.string() }), catalog: z.object({ ageDays: z.int() }) }),
        }),
      })
      .parse(jsonOf(filesOf(path), 'attestations/01-review.json'));
    expect(statement.predicate.basis.tool.version).toBe(version);
    expect(statement.predicate.basis.catalog.ageDays).toBeGreaterThanOrEqual(0);
  });

  it('carries the kept copies of what was imported, byte for byte', () => {
    const files = filesOf(path);
    const attached = [...files.keys()].filter((name) => name.startsWith('originals/'));
    const { files: listed } = z
      .object({ files: z.array(z.object({ name: z.string() })) })
      .parse(jsonOf(files, 'sources.json'));
    expect(attached).toHaveLength(listed.length);
    const people = attached.find((name) => name.endsWith('-people.csv'));
    expect(files.get(people ?? '')).toEqual(
      readFileSync(join(import.meta.dirname, '../../../resources/sample/people.csv')),
    );
  });

  const change = (name: string, bytes: Uint8Array): string[] => {
    const files = new Map(filesOf(path)).set(name, bytes);
    files.set('SHA256SUMS', Buffer.from(checksumText(files)));
    return verifyBundle(writeCanonicalZip(files))
      .checks.filter(({ ok }) => !ok)
      .map(({ id }) => id);
  };

  it('is refused by the check of each export that says something else', async () => {
    const files = filesOf(path);
    const name = [...files.keys()].find((one) => one.startsWith('originals/')) ?? '';
    expect(change(name, Buffer.from('other'))).toContain('originals');
    expect(change('schedules.xlsx', await buildSchedules(reportModel()))).toContain('schedules');
    expect(change('schedules.xlsx', writeStoredZip(new Map([['x', Buffer.from('y')]])))).toContain('schedules');
    expect(change('schedules.xlsx', Buffer.from('no archive'))).toContain('exports');
    expect(change('findings.sarif', canonicalJsonBytes(buildSarif(reportModel())))).toContain('sarif');
    expect(change('findings.sarif', Buffer.from('{}'))).toContain('exports');
    expect(change('oscal-assessment-results.json', canonicalJsonBytes(buildOscal(reportModel())))).toContain('oscal');
    expect(change('report.json', Buffer.from('{}'))).toContain('form');
    expect(change('sources.json', Buffer.from('{}'))).toContain('form');
  });
});
