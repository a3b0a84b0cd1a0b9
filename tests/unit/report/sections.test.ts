import { describe, expect, it } from 'vitest';
import { reportDocument, type ReportBlock } from '../../../shared/contract/report-document.ts';
import { PAGE_MM } from '../../../shared/domain/signature-box.ts';
import { DECISIONS } from '../../../shared/domain/vocabulary.ts';
import { buildDocument } from '../../../electron/engine/report/document.ts';
import { sections } from '../../../electron/engine/report/sections/index.ts';
import { reportModel, SIGNATURE } from './model.ts';
import { FORMULA_NAME } from './records.ts';

type Of<K extends ReportBlock['kind']> = Extract<ReportBlock, { kind: K }>;

const model = reportModel();
const document = buildDocument(model, true);
const blocks = document.sections.flatMap((section) => section.blocks);

function ofKind<K extends ReportBlock['kind']>(kind: K, from: readonly ReportBlock[] = blocks): Of<K>[] {
  return from.filter((block): block is Of<K> => block.kind === kind);
}

function section(id: string, from = document): ReportBlock[] {
  const found = from.sections.find((entry) => entry.id === id);
  if (found === undefined) throw new Error(`no section ${id}`);
  return found.blocks;
}

/** Every piece of text of a block, labels and cells included. */
function texts(block: unknown): string[] {
  if (typeof block === 'string') return [block];
  return block !== null && typeof block === 'object' ? Object.values(block).flatMap(texts) : [];
}

describe('the sections on a fixed model', () => {
  it.each(sections.map((entry) => entry.id))('%s', (id) => {
    expect(section(id)).toMatchSnapshot();
  });

  it('make a document that the contract accepts, in the order of its parts', () => {
    expect(reportDocument.parse(document)).toEqual(document);
    expect(document.sections.map((entry) => entry.number)).toEqual([
      ...Array.from({ length: 16 }, (_, index) => String(index + 1)),
      'A',
      'B',
      'C',
      'D',
      'E',
      'F',
      '',
    ]);
  });
});

describe('every section', () => {
  it('gives each heading of a figure a workpaper reference of its own', () => {
    const references = ofKind('heading').flatMap((block) => (block.level === 2 ? [block.reference] : []));
    expect(references.every((reference) => /^W(\d+|[A-F])\.(\d+|S)$/u.test(reference ?? ''))).toBe(true);
    expect(new Set(references).size).toBe(references.length);
  });

  it('gives each table and chart a reference of its own, and an entry in the index', () => {
    const figures = [...ofKind('table'), ...ofKind('chart')];
    expect(new Set(figures.map(({ reference }) => reference)).size).toBe(figures.length);
    for (const { reference } of figures) expect(reference).toMatch(/^W(\d+|[A-F])\.(\d+|S)[a-z]+$/u);
    const index = figures.find(({ id }) => id === 'workpaper-index');
    const named = new Set(figures.map(({ id }) => id.replaceAll('-', ' ')));
    const listed = index?.kind === 'table' ? index.rows.map((row) => String(row[1])) : [];
    expect(listed.toSorted()).toEqual([...named].toSorted());
  });

  it('puts every table and chart of figures under a reference', () => {
    for (const { blocks: own } of document.sections) {
      const first = own.findIndex((block) => block.kind === 'table' || block.kind === 'chart');
      const heading = own.findIndex((block) => block.kind === 'heading');
      if (first >= 0) expect(heading).toBeLessThan(first);
    }
  });

  it('fills every row of a table and states its empty case', () => {
    for (const table of ofKind('table')) {
      for (const row of table.rows) expect(row, table.caption).toHaveLength(table.columns.length);
      if (table.rows.length === 0) expect(table.empty, table.caption).not.toBe('');
    }
  });

  it('fills the width of the printed page with every table that sets widths', () => {
    for (const { columns, caption } of ofKind('table')) {
      const widths = columns.map((column) => Number(column.width?.replace(/mm$/u, '') ?? 0));
      if (widths.every((width) => width === 0)) continue;
      expect(Math.min(...widths), caption).toBeGreaterThan(0);
      expect(
        widths.reduce((total, width) => total + width, 0),
        caption,
      ).toBe(PAGE_MM.width - PAGE_MM.left - PAGE_MM.right);
    }
  });

  it('repeats the numbers of every bar chart in words and in a table', () => {
    for (const { blocks: own } of document.sections) {
      for (const chart of ofKind('chart', own).filter((block) => block.chart === 'bar')) {
        const next = own[own.indexOf(chart) + 1];
        const numbers = next?.kind === 'table' ? next.rows.map((row) => row[1]) : [];
        expect(numbers.slice(0, -1)).toEqual(chart.points.map((point) => point.values['value']));
        for (const point of chart.points)
          expect(chart.alternative).toContain(`${point.label} ${point.values['value']}`);
      }
    }
  });

  it('never calls anything unused', () => {
    for (const piece of blocks.flatMap(texts)) expect(piece).not.toMatch(/\bunused\b|never used|not used/iu);
  });
});

const CLOSING = ['items-by-decision', 'decisions-by-tier', 'decisions-by-platform', 'findings-by-severity'];

describe('totals', () => {
  it('close over decisions, tiers and platforms', () => {
    for (const table of ofKind('table', section('results')).filter(({ id }) => CLOSING.includes(id))) {
      const sums = table.rows.slice(0, -1).reduce((total, row) => total + Number(row[1]), 0);
      if (!table.caption.startsWith('Findings')) expect(sums, table.caption).toBe(model.items.length);
      expect(table.rows.at(-1)?.[1], table.caption).toBe(sums);
    }
  });

  it('count a finding about a connector once, though it is printed with each of its items', () => {
    const severities = ofKind('table', section('results')).find((table) => table.caption.startsWith('Findings by'));
    expect(severities?.rows[0]).toEqual(['critical', 1, 1]);
    const printed = ofKind('table', section('detail'))
      .filter(({ id }) => id === 'item-findings')
      .flatMap((table) => table.rows.filter((row) => row[1] === 'CS-31'));
    expect(printed).toHaveLength(2);
  });

  it('say so when items do not account for every grant', () => {
    const torn = reportModel({ totals: { ...model.totals, grants: model.totals.grants + 1 } });
    const rows = ofKind('facts', section('population', buildDocument(torn, true))).flatMap((block) => block.rows);
    expect(rows.find((row) => row.label.startsWith('Do the items'))?.value).toMatch(/^No: /u);
  });
});

describe('detail and schedule', () => {
  it('hold every item exactly once between them', () => {
    const detailed = ofKind('facts', section('detail')).flatMap((block) =>
      block.rows.filter((row) => row.label === 'Item, connector').map((row) => row.value.split(', ')[0] ?? ''),
    );
    const scheduled = ofKind('table', section('detail'))
      .filter(({ id }) => id === 'schedule')
      .flatMap((table) => table.rows.map((row) => row[1]));
    expect(detailed.toSorted()).toEqual(['i-1', 'i-2a', 'i-2b', 'i-3']);
    expect(scheduled).toEqual(['Calendar Board', 'Form Maker', 'Poll Bot', 'Map Pins']);
  });

  it('tell an undecided item from a decided one, and disagreement from agreement', () => {
    const words = section('detail').flatMap(texts);
    expect(words.filter((piece) => piece.startsWith('Not decided.'))).toHaveLength(1);
    expect(words).toContain('The reviewer decided otherwise than recommended');
    expect(words).toContain('The reviewer agreed with the recommendation');
  });

  it('show a hostile name as it is and warn of it', () => {
    expect(section('detail').flatMap(texts)).toContain(FORMULA_NAME);
    expect(ofKind('text', section('detail')).map((block) => block.text)).toContain(
      'The name begins like a spreadsheet formula.',
    );
  });
});

describe('remediation and exceptions', () => {
  it('list every decision but certify, each with its items', () => {
    const rows = ofKind('table', [...section('remediation'), ...section('exceptions')]).flatMap((table) => table.rows);
    for (const kind of DECISIONS.filter((decision) => decision !== 'certify')) {
      for (const item of model.items.filter((entry) => entry.decision?.decision === kind)) {
        expect(
          rows.some((row) => String(row[1]).startsWith(`${item.name}: `)),
          kind,
        ).toBe(true);
      }
    }
    expect(rows.some((row) => String(row[1]).startsWith('Calendar Board'))).toBe(false);
  });

  it('name exact scopes, people and dates', () => {
    const words = [...section('remediation'), ...section('exceptions')].flatMap(texts);
    expect(words).toContain('Remove Files.Read. Keep Mail.Read. Named people (1): left@contoso.example.');
    expect(words).toContain('2026-12-31');
    expect(words).toContain('carl@contoso.example');
  });

  it('say where the work stands, on items that are gone too, and on what that rests', () => {
    const [totals, shown] = ofKind('table', section('remediation'));
    expect(totals?.rows).toContainEqual(['Regressed', 1, 1]);
    expect(totals?.rows).toContainEqual(['Verified', 1, 0]);
    expect(totals?.rows).toContainEqual(['Claimed', 0, 0]);
    const gone = shown?.rows.find((row) => row[0] === 'Gone' && String(row[3]).includes('Claimed'));
    expect(String(gone?.[3])).toContain(
      'Seen in: tokens.csv (whole list, without it). Claimed by Otto Operator: CHG-1.',
    );
    expect(String(gone?.[3])).toContain('not how');
  });

  it('say for every platform and decision at hand how it is carried out and what stays possible', () => {
    const recipes = ofKind('table', section('remediation')).find(({ id }) => id === 'recipes');
    const wanted = new Set(model.remedies.map(({ platform, decision }) => `${platform} ${decision}`));
    expect(recipes?.rows).toHaveLength(wanted.size);
    for (const row of recipes?.rows ?? []) expect(String(row[1]).length).toBeGreaterThan(20);
  });
});

describe('draft and signed report', () => {
  const signed = buildDocument(reportModel({ signature: SIGNATURE }), false);

  it('leaves the fields of a draft empty', () => {
    expect(ofKind('signature')).toEqual([
      { kind: 'signature', name: '', meaning: 'Draft, not signed', fingerprint: null, at: null },
    ]);
    expect(blocks.flatMap(texts)).not.toContain(SIGNATURE.fingerprint);
  });

  it('prints signer, meaning and time, and the fingerprint where verification is explained', () => {
    const signatures = signed.sections.flatMap((entry) => ofKind('signature', entry.blocks));
    expect(signatures).toEqual([
      {
        kind: 'signature',
        name: SIGNATURE.name,
        meaning: SIGNATURE.meaning,
        fingerprint: SIGNATURE.fingerprint,
        at: '2026-10-06 12:00 UTC',
      },
    ]);
    expect(section('verification', signed).flatMap(texts)).toContain(SIGNATURE.fingerprint);
    expect(signed.sections.at(-1)?.id).toBe('signatures');
  });
});

describe('an empty case', () => {
  it('still makes a report that says so', () => {
    const empty = buildDocument(
      reportModel({ items: [], imports: [], windows: [], rules: [], ghosts: [], findings: [] }),
      true,
    );
    expect(empty.conclusion.class).toBe('none');
    expect(empty.sections.map((entry) => entry.id)).toEqual(sections.map((entry) => entry.id));
    for (const block of empty.sections.flatMap((entry) => ofKind('table', entry.blocks)))
      if (block.rows.length === 0) expect(block.empty, block.id).not.toBe('');
    expect(section('coverage', empty).flatMap(texts)).toContain(
      'No log was supplied. Nothing in this report says anything about use.',
    );
  });
});
