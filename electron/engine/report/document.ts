import type { ReportBlock, ReportDocument, ReportSection } from '../../../shared/contract/report-document.ts';
import { workpaper } from './blocks.ts';
import type { ReportModel } from './model.ts';
import type { Section } from './section.ts';
import { sections } from './sections/index.ts';
import { partialNotice, TEMPLATE_SECTIONS, templateLabel } from './templates.ts';
import { counted, dayText, timeText } from './words.ts';
import { isWorkpaperId, type WorkpaperId, WORKPAPERS } from './workpapers.ts';

/** The report as plain blocks, for screen and print alike. */
export function buildDocument(model: ReportModel, isDraft: boolean): ReportDocument {
  const { options } = model;
  const wanted = TEMPLATE_SECTIONS[options.template];
  const included = sections.filter((section) => wanted === null || wanted.includes(section.id));
  return {
    title: model.details.name,
    subtitle:
      [model.details.client, model.details.engagement].filter((part) => part !== '').join(' · ') ||
      'Review of OAuth grants',
    language: 'en',
    reportId: model.reportId,
    isDraft,
    createdAt: model.createdAt,
    templateLabel: templateLabel(options),
    partial: partialNotice(options),
    cover: coverFacts(model),
    conclusion: {
      class: model.conclusion.class,
      label: model.conclusion.label,
      reasons: [...model.conclusion.reasons],
      computed: model.conclusion.computed,
    },
    sections: withIndex(
      included.map((section) => ({
        id: section.id,
        number: section.number,
        title: section.title,
        blocks: numbered(section, [...section.build(model), ...signOff(section, model)]),
        pageBreak: section.pageBreak ?? false,
      })),
    ),
  };
}

/** Fills the index of workpapers, which needs the references of all of them. Tables of single items stand as one line. */
function withIndex(built: readonly ReportSection[]): ReportSection[] {
  const all = built.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === 'table' || block.kind === 'chart' ? [block] : [])),
  );
  const rows = [...Map.groupBy(all, ({ id }) => id)].flatMap(([id, own]) => {
    const [first] = own;
    if (first === undefined || !isWorkpaperId(id)) return [];
    const { from, how, marks } = WORKPAPERS[id];
    const more = own.length === 1 ? '' : ` and ${own.length - 1} more`;
    return [[`${first.reference ?? ''}${more}`, id.replaceAll('-', ' '), from, how, marks]];
  });
  return built.map((section) => ({
    ...section,
    blocks: section.blocks.map((block) =>
      block.kind === 'table' && block.id === ('workpaper-index' satisfies WorkpaperId) ? { ...block, rows } : block,
    ),
  }));
}

function coverFacts(model: ReportModel): ReportDocument['cover'] {
  const { details, signature, totals, digests } = model;
  const tenants = new Set(model.items.map((item) => `${item.platform}/${item.tenant}`)).size;
  const period =
    details.periodFrom === null && details.periodTo === null
      ? 'Not stated'
      : `${dayText(details.periodFrom)} to ${dayText(details.periodTo)}`;
  const rows: readonly (readonly [label: string, value: string, mono?: boolean])[] = [
    ['Report', model.reportId, true],
    ['Kind', templateLabel(model.options)],
    ['Period', period],
    ['Evidence as of', timeText(model.asOf)],
    ['Made', timeText(model.createdAt)],
    [
      'Population',
      `${counted(totals.items, 'review item')}, ${counted(totals.grants, 'grant')}, ${counted(tenants, 'tenant')}`,
    ],
    ['Rules and catalog', `rule pack ${digests.rulePack.slice(0, 12)}, catalog ${digests.catalogVersion}`, true],
    ['Content digest', model.contentDigest ?? 'Computed when the report is signed', model.contentDigest !== undefined],
    [
      'Signed',
      signature === undefined ? 'Not signed' : `${signature.name}, ${timeText(signature.at)}. ${signature.meaning}`,
    ],
  ];
  return rows.map(([label, value, mono = false]) => ({ label, value, mono }));
}

/** Headings are numbered within their section; tables and charts take the number of their heading and a letter. */
function numbered(section: Section, blocks: readonly ReportBlock[]): ReportBlock[] {
  let headings = 0;
  let current = '';
  let figures = 0;
  return blocks.map((block) => {
    if (block.kind === 'heading' && block.level === 2) {
      if (block.reference === null) headings += 1;
      current = workpaper(section.number, block.reference ?? String(headings));
      figures = 0;
      return { ...block, reference: current };
    }
    if (block.kind !== 'table' && block.kind !== 'chart') return block;
    figures += 1;
    return { ...block, reference: `${current}${letters(figures)}` };
  });
}

/** 1 is a, 27 is aa. */
function letters(position: number): string {
  const rest = Math.floor((position - 1) / 26);
  return (rest === 0 ? '' : letters(rest)) + String.fromCharCode(97 + ((position - 1) % 26));
}

function signOff(section: Section, { signature }: ReportModel): ReportBlock[] {
  if (section.hasSignOff !== true) return [];
  const who = signature === undefined ? null : `${signature.name}, ${dayText(signature.at)}`;
  const is = (kind: string): boolean => signature?.kind === kind;
  return [
    {
      kind: 'sign-off',
      prepared: is('prepared') ? who : null,
      reviewed: is('reviewed') || is('approved') ? who : null,
    },
  ];
}
