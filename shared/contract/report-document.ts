import { z } from 'zod';

const isoTime = z.iso.datetime();

const cell = z.union([z.string(), z.number(), z.null()]);

/**
 * A report section is a list of plain blocks. One React component per block kind renders preview and print alike.
 * Text is plain text; names from exports are wrapped by the renderer in bidi isolation.
 */
export const reportBlock = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('heading'),
    level: z.union([z.literal(2), z.literal(3)]),
    text: z.string(),
    reference: z.string().nullable(),
  }),
  z.object({ kind: z.literal('text'), text: z.string(), tone: z.enum(['normal', 'muted', 'strong', 'notice']) }),
  z.object({
    kind: z.literal('facts'),
    rows: z.array(z.object({ label: z.string(), value: z.string(), mono: z.boolean() })),
  }),
  z.object({
    kind: z.literal('table'),
    /** Names the workpaper in every report; `reference` is where it stands in this one. */
    id: z.string(),
    reference: z.string().nullable(),
    caption: z.string(),
    columns: z.array(
      z.object({
        title: z.string(),
        align: z.enum(['left', 'right']),
        width: z.string().nullable(),
        style: z.enum(['text', 'mono', 'tier', 'severity', 'status', 'decision']),
      }),
    ),
    rows: z.array(z.array(cell)),
    empty: z.string(),
  }),
  z.object({
    kind: z.literal('chart'),
    id: z.string(),
    reference: z.string().nullable(),
    chart: z.enum(['bar', 'stacked-bar', 'line', 'calendar']),
    title: z.string(),
    /** The whole chart in words; becomes the PDF's alternative text. */
    alternative: z.string(),
    unit: z.string(),
    series: z.array(
      z.object({
        key: z.string(),
        label: z.string(),
        tone: z.enum(['neutral', 'accent', 'good', 'warning', 'danger', 'critical']),
      }),
    ),
    points: z.array(z.object({ label: z.string(), values: z.record(z.string(), z.number()) })),
  }),
  /** Who prepared and who reviewed a section; blank lines to sign a printed copy where nobody is on record. */
  z.object({ kind: z.literal('sign-off'), prepared: z.string().nullable(), reviewed: z.string().nullable() }),
  z.object({
    kind: z.literal('signature'),
    name: z.string(),
    meaning: z.string(),
    fingerprint: z.string().nullable(),
    at: z.string().nullable(),
  }),
]);
export type ReportBlock = z.output<typeof reportBlock>;

export const reportSection = z.object({
  id: z.string(),
  number: z.string(),
  title: z.string(),
  blocks: z.array(reportBlock),
  pageBreak: z.boolean(),
});
export type ReportSection = z.output<typeof reportSection>;

export const CONCLUSION_CLASSES = ['unqualified', 'qualified', 'scope-limitation', 'none'] as const;
export const conclusionClassSchema = z.enum(CONCLUSION_CLASSES);
export type ConclusionClass = z.output<typeof conclusionClassSchema>;
export const CONCLUSION_LABELS: Readonly<Record<ConclusionClass, string>> = {
  unqualified: 'Unqualified',
  qualified: 'Qualified',
  'scope-limitation': 'Scope limitation',
  none: 'No conclusion',
};

export const reportDocument = z.object({
  title: z.string(),
  subtitle: z.string(),
  language: z.string(),
  reportId: z.string(),
  isDraft: z.boolean(),
  createdAt: isoTime,
  /** `Executive summary`; stands on the cover and at the foot of every page. */
  templateLabel: z.string(),
  /** What this template leaves out; null for the full report. */
  partial: z.string().nullable(),
  /** What the cover states. */
  cover: z.array(z.object({ label: z.string(), value: z.string(), mono: z.boolean() })),
  conclusion: z.object({
    class: conclusionClassSchema,
    label: z.string(),
    reasons: z.array(z.string()),
    /** What the evidence gave, before a signer lowered it. */
    computed: conclusionClassSchema,
  }),
  sections: z.array(reportSection),
});
export type ReportDocument = z.output<typeof reportDocument>;
