import type { Finding } from '../../../../shared/contract/connectors.ts';
import type { Severity } from '../../../../shared/domain/vocabulary.ts';
import { sha256 } from '../../evidence/bundle-layout.ts';
import { canonicalJson, type JsonValue } from '../../evidence/canonical-json.ts';
import { allFindings, itemsInKeyOrder, suppressedFindings } from '../figures.ts';
import type { ReportModel, SuppressedFinding } from '../model.ts';
import { PROGRAM } from '../version.ts';
import { partNote } from './part-note.ts';

/** SARIF has three levels for what was found; `info` and `low` are notes. */
const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/**
 * The findings as a SARIF 2.1.0 log (OASIS): each with the lines of the exports it rests on, and set aside where it is
 * suppressed. A rule that could not be judged for want of evidence is a result of kind `open`, never one that passed.
 */
export function buildSarif(model: ReportModel): JsonValue {
  const rules = model.rules.toSorted((a, b) => compare(a.rule, b.rule));
  const ruleIndex = new Map(rules.map(({ rule }, index) => [rule, index]));
  const artifactIndex = new Map(model.imports.map(({ importId }, index) => [importId, index]));
  const note = partNote(model);
  const findings: readonly { finding: Finding; suppression: SuppressedFinding['suppression'] | null }[] = [
    ...allFindings(model).map((finding) => ({ finding, suppression: null })),
    ...suppressedFindings(model),
  ];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            ...PROGRAM,
            semanticVersion: PROGRAM.version,
            rules: rules.map((rule) => ({
              id: rule.rule,
              shortDescription: { text: rule.title },
              properties: { tags: Object.values(rule.controls).flat().toSorted(compare) },
            })),
          },
        },
        automationDetails: { id: `${model.reportId}/` },
        ...(note === null ? {} : { properties: { scope: note } }),
        columnKind: 'utf16CodeUnits',
        artifacts: model.imports.map((source) => ({
          location: { uri: encodeURIComponent(source.file.toWellFormed()) },
          length: source.bytes,
          hashes: { 'sha-256': source.sha256 },
          description: { text: `${source.formatLabel}, as of ${source.asOf}` },
        })),
        results: [
          ...findings.map(({ finding, suppression }) => ({
            ruleId: finding.rule,
            ruleIndex: ruleIndex.get(finding.rule) ?? -1,
            kind: 'fail',
            level: LEVELS[finding.severity],
            message: { text: finding.sentence },
            locations: locationsOf(finding, artifactIndex),
            partialFingerprints: fingerprints(finding),
            suppressions: suppression === null ? [] : [suppressed(suppression)],
            properties: {
              severity: finding.severity,
              recommendation: finding.recommendation,
              recommendedAction: finding.recommendedAction,
              controls: finding.controls,
            },
          })),
          ...openResults(model, ruleIndex),
        ],
      },
    ],
  };
}

function locationsOf(finding: Finding, artifactIndex: ReadonlyMap<number, number>): JsonValue {
  const subject = {
    logicalLocations: [
      {
        name: finding.connectorName.toWellFormed(),
        fullyQualifiedName: finding.itemId ?? finding.connectorId,
        kind: 'resource',
      },
    ],
  };
  const lines = finding.evidence.flatMap(({ importId, file, line, note }) => {
    const index = artifactIndex.get(importId);
    if (index === undefined) return [];
    const artifactLocation = { uri: encodeURIComponent(file.toWellFormed()), index };
    // Some files speak as a whole: a region begins at line 1 at the earliest.
    const physicalLocation = line < 1 ? { artifactLocation } : { artifactLocation, region: { startLine: line } };
    return [{ ...subject, physicalLocation, message: { text: note } }];
  });
  return lines.length === 0 ? [subject] : lines;
}

/** The first names the subject and stays from review to review; the second changes when the finding says something else. */
function fingerprints({ rule, connectorId, itemId, sentence }: Finding): JsonValue {
  return {
    'countersignSubject/v1': sha256(canonicalJson([rule, connectorId, itemId])),
    'countersignSentence/v1': sha256(canonicalJson([rule, connectorId, itemId, sentence])),
  };
}

function suppressed({ name, until, by, at, reason }: SuppressedFinding['suppression']): JsonValue {
  return { kind: 'external', status: 'accepted', justification: reason, properties: { name, until, by, at } };
}

/** One for each rule and app that lacks evidence, whatever the number of its items. */
function openResults(model: ReportModel, ruleIndex: ReadonlyMap<string, number>): JsonValue[] {
  const open = itemsInKeyOrder(model).flatMap((item) =>
    item.undeterminable.map(({ rule, missing }) => ({ rule, missing, app: item.connectorId, name: item.name })),
  );
  const first = new Map(open.toReversed().map((one) => [canonicalJson([one.rule, one.app, one.missing]), one]));
  return [...first]
    .toSorted(([a], [b]) => compare(a, b))
    .map(([key, { rule, missing, app, name }]) => ({
      ruleId: rule,
      ruleIndex: ruleIndex.get(rule) ?? -1,
      kind: 'open',
      level: 'none',
      message: { text: `Not determinable: ${missing}` },
      locations: [{ logicalLocations: [{ name: name.toWellFormed(), fullyQualifiedName: app, kind: 'resource' }] }],
      partialFingerprints: { 'countersignSubject/v1': sha256(key) },
    }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
