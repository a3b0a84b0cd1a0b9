import Papa from 'papaparse';
import { z } from 'zod';

const count = z.int();
const scope = z.looseObject({ scope: z.string(), tier: count.nullable(), status: z.string() });
const decision = z.looseObject({ decision: z.string(), by: z.string(), at: z.string() });
const item = z.looseObject({
  itemId: z.string(),
  connectorId: z.string(),
  name: z.string(),
  platform: z.string(),
  kind: z.string(),
  grants: count,
  people: count,
  tier: count.nullable(),
  owners: z.array(z.string()),
  lastUse: z.looseObject({ grade: z.string() }),
  scopes: z.array(scope),
  certificate: z.array(z.unknown()),
  undeterminable: z.array(z.unknown()),
  decision: decision.nullable(),
});
export type FactItem = z.output<typeof item>;
const finding = z.looseObject({
  rule: z.string(),
  severity: z.string(),
  connectorId: z.string(),
  itemId: z.string().nullable(),
});
const report = z.looseObject({
  conclusion: z.looseObject({ reasons: z.array(z.string()) }),
  totals: z.looseObject({ items: count }),
  windows: z.array(
    z.looseObject({
      tenant: z.string(),
      label: z.string(),
      from: z.string(),
      to: z.string(),
      coveredDays: count,
      totalDays: count,
      missingDays: z.array(z.string()),
    }),
  ),
  rules: z.array(
    z.looseObject({
      rule: z.string(),
      findings: count,
      clear: count,
      undeterminable: count,
      notApplicable: count,
      missing: z.array(z.string()),
      controls: z.record(z.string(), z.array(z.string())),
    }),
  ),
  items: z.array(item),
  findings: z.array(finding),
  suppressed: z.array(z.looseObject({ finding })),
  policy: z.record(z.string(), z.unknown()),
  sample: z.looseObject({ seed: z.string(), size: count }).nullable(),
  baseline: z
    .looseObject({
      predecessors: z.array(z.unknown()),
      deltas: z.object({ new: count, changed: count, same: count }),
      carried: z.array(z.looseObject({ kind: z.string(), decision: z.string().nullable(), isPast: z.boolean() })),
    })
    .nullable(),
  remedies: z.array(z.looseObject({ state: z.string(), isOverdue: z.boolean() })),
  actingWithoutGrant: z.array(z.unknown()),
});

const sources = z.looseObject({
  files: z.array(
    z.looseObject({
      name: z.string(),
      counts: z.record(z.string(), count),
      reasons: z.array(z.looseObject({ count })),
      warnings: z.array(z.string()),
    }),
  ),
  ledger: z.array(
    z.looseObject({
      grantRecords: count,
      eventRecords: count,
      otherRecords: count,
      logicalGrants: count,
      inPopulation: count,
      excluded: z.array(z.looseObject({ count })),
      unattributed: z.array(z.looseObject({ count })),
      breaks: z.array(z.string()),
    }),
  ),
  checks: z.array(z.looseObject({ check: z.string(), outcome: z.string() })),
  rejected: z.array(z.looseObject({ line: count })),
});

const quality = z.looseObject({
  whole: z.looseObject({
    verdict: z.looseObject({ reasons: z.array(z.string()) }),
    figures: z.looseObject({
      repeatedTexts: z.looseObject({ groups: z.array(z.looseObject({ texts: count, identical: count })) }),
    }),
  }),
  people: z.array(z.unknown()).nullable(),
  records: z.array(z.looseObject({ undone: z.boolean(), decision: z.string(), item: z.string().optional() })),
  limits: z.array(z.string()),
  review: z.looseObject({
    plan: z
      .looseObject({
        tiers: z.array(
          z.looseObject({ tier: count, items: count, unrated: count, decided: count, second: count, due: z.string() }),
        ),
        versions: z.array(z.looseObject({ version: count })),
      })
      .nullable(),
    people: z.array(z.looseObject({ name: z.string(), fingerprint: z.string() })),
    ties: z.array(z.looseObject({ name: z.string(), tie: z.string().nullable(), items: z.array(z.string()) })),
    exceptions: z.array(z.record(z.string(), z.string())),
    submissions: z.array(z.looseObject({ decisions: count, undecided: count })),
  }),
});

const entry = z.looseObject({
  seq: count,
  at: z.string(),
  actor: z.string(),
  type: z.string(),
  payload: z.record(z.string(), z.unknown()),
});

/** What a bundle says, read with none of the code that wrote it. */
export interface BundleFacts {
  readonly report: z.output<typeof report>;
  readonly sources: z.output<typeof sources>;
  readonly quality: z.output<typeof quality>;
  readonly journal: readonly z.output<typeof entry>[];
  readonly items: readonly Readonly<Record<string, string>>[];
  readonly decisions: readonly Readonly<Record<string, string>>[];
  readonly findings: readonly Readonly<Record<string, string>>[];
}

export function readBundleFacts(files: ReadonlyMap<string, Uint8Array>): BundleFacts {
  const text = (name: string): string => {
    const bytes = files.get(name);
    if (bytes === undefined) throw new Error(`${name} is not in the bundle`);
    return Buffer.from(bytes).toString('utf8');
  };
  const table = (name: string): Record<string, string>[] =>
    Papa.parse<Record<string, string>>(text(name).replace(/^\uFEFF/u, ''), { header: true, skipEmptyLines: true }).data;
  return {
    report: report.parse(JSON.parse(text('report.json'))),
    sources: sources.parse(JSON.parse(text('sources.json'))),
    quality: quality.parse(JSON.parse(text('quality.json'))),
    journal: text('journal.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => entry.parse(JSON.parse(line))),
    items: table('items.csv'),
    decisions: table('decisions.csv'),
    findings: table('findings.csv'),
  };
}
