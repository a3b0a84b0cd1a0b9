import { BUNDLE_FILES, EXPORT_FILES, QUALITY_FILE } from '../evidence/bundle-layout.ts';
import { canonicalJson, canonicalJsonBytes } from '../evidence/canonical-json.ts';
import type { ChainEntry } from '../evidence/hash-chain.ts';
import { writeCsv } from '../lib/text.ts';
import { allFindings, itemsInKeyOrder, scopesInOrder, suppressedFindings } from './figures.ts';
import type { Finding } from '../../../shared/contract/connectors.ts';
import type { ReportModel, SuppressedFinding } from './model.ts';
import { buildOscal } from './exports/oscal.ts';
import { buildSarif } from './exports/sarif.ts';
import { buildSchedules } from './exports/schedules.ts';
import { buildSchemas } from './exports/schemas.ts';
import { qualityFacts } from './quality-facts.ts';
import { reportFacts } from './report-facts.ts';
import { sourceFacts } from './source-facts.ts';

/**
 * The data files of a bundle by name: report.json, items.csv, decisions.csv and findings.csv hold facts only and are the
 * same whatever the order in which files were imported; sources.json, quality.json and journal.jsonl say what happened and when.
 * JSON is canonical (RFC 8785), CSV is formula-safe with a byte order mark for spreadsheets.
 */
export function buildDataFiles(model: ReportModel, journal: Iterable<ChainEntry>): Map<string, Uint8Array> {
  return new Map([
    [BUNDLE_FILES.report, canonicalJsonBytes(reportFacts(model))],
    [BUNDLE_FILES.items, utf8(itemsCsv(model))],
    [BUNDLE_FILES.decisions, utf8(decisionsCsv(model))],
    [BUNDLE_FILES.findings, utf8(findingsCsv(model))],
    [BUNDLE_FILES.sources, canonicalJsonBytes(sourceFacts(model))],
    [QUALITY_FILE, canonicalJsonBytes(qualityFacts(model.quality, model.record))],
    [BUNDLE_FILES.journal, utf8(Array.from(journal, (entry) => `${canonicalJson(entry)}\n`).join(''))],
  ]);
}

/**
 * All files of a bundle that follow from the model: the data files, the same facts as a workbook, as SARIF and as OSCAL, and
 * the schemas of what is machine-readable.
 */
export async function buildBundleFiles(
  model: ReportModel,
  journal: Iterable<ChainEntry>,
): Promise<Map<string, Uint8Array>> {
  return new Map([
    ...buildDataFiles(model, journal),
    [EXPORT_FILES.schedules, await buildSchedules(model)],
    [EXPORT_FILES.sarif, canonicalJsonBytes(buildSarif(model))],
    [EXPORT_FILES.oscal, canonicalJsonBytes(buildOscal(model))],
    ...buildSchemas(),
  ]);
}

function utf8(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}

const ITEM_COLUMNS = [
  'item',
  'connector',
  'name',
  'name_warning',
  'publisher',
  'publisher_verified',
  'platform',
  'tenant',
  'kind',
  'grants',
  'people',
  'tier',
  'last_use',
  'last_use_grade',
  'purpose_code',
  'purpose',
  'owners',
  'scopes',
  'scopes_unrated',
  'scopes_observed',
  'findings',
  'rules_lacking_evidence',
  'decision',
];

function itemsCsv(model: ReportModel): string {
  const rows = itemsInKeyOrder(model).map((item) => [
    item.itemId,
    item.connectorId,
    item.name,
    item.nameWarning,
    item.publisher,
    item.publisherVerified === null ? null : item.publisherVerified ? 'yes' : 'no',
    item.platform,
    item.tenant,
    item.kind,
    item.grants,
    item.people,
    item.tier === null ? 'unrated' : item.tier,
    item.lastUse.at,
    item.lastUse.grade,
    item.purposeCode,
    item.purpose,
    item.owners.join('; '),
    scopesInOrder(item)
      .map((scope) => scope.scope)
      .join('; '),
    item.scopes.filter((scope) => scope.tier === null).length,
    item.scopes.filter((scope) => scope.status === 'observed').length,
    [...new Set(item.findings.map((finding) => finding.rule))].toSorted().join('; '),
    [...new Set(item.undeterminable.map((entry) => entry.rule))].toSorted().join('; '),
    item.decision?.decision ?? null,
  ]);
  return writeCsv([ITEM_COLUMNS, ...rows]);
}

const DECISION_COLUMNS = [
  'item',
  'name',
  'platform',
  'tenant',
  'kind',
  'decision',
  'reason',
  'scopes',
  'principals',
  'until',
  'owner',
  'by',
  'at',
  'agreed_with_recommendation',
  'purpose_code',
  'purpose',
];

/** One row per review item; an item without a decision has empty cells, so that the list is the whole population. */
function decisionsCsv(model: ReportModel): string {
  const rows = itemsInKeyOrder(model).map((item) => {
    const decision = item.decision;
    return [
      item.itemId,
      item.name,
      item.platform,
      item.tenant,
      item.kind,
      decision?.decision ?? null,
      decision?.reason ?? null,
      decision?.scopes.join('; ') ?? null,
      decision?.principals.join('; ') ?? null,
      decision?.until ?? null,
      decision?.owner ?? null,
      decision?.by ?? null,
      decision?.at ?? null,
      decision === null || decision.agreed === null ? null : decision.agreed ? 'yes' : 'no',
      item.purposeCode,
      item.purpose,
    ];
  });
  return writeCsv([DECISION_COLUMNS, ...rows]);
}

const FINDING_COLUMNS = [
  'rule',
  'title',
  'severity',
  'connector',
  'connector_name',
  'item',
  'finding',
  'recommendation',
  'recommended_action',
  'controls',
  'suppression',
  'suppressed_until',
  'suppressed_by',
  'suppression_reason',
];

/** All findings, those that are suppressed after the others and marked. */
function findingsCsv(model: ReportModel): string {
  const rows = [
    ...allFindings(model).map((finding) => findingCells(finding, null)),
    ...suppressedFindings(model).map(({ finding, suppression }) => findingCells(finding, suppression)),
  ];
  return writeCsv([FINDING_COLUMNS, ...rows]);
}

function findingCells(finding: Finding, suppression: SuppressedFinding['suppression'] | null): (string | null)[] {
  return [
    finding.rule,
    finding.title,
    finding.severity,
    finding.connectorId,
    finding.connectorName,
    finding.itemId,
    finding.sentence,
    finding.recommendation,
    finding.recommendedAction,
    finding.controls.join('; '),
    suppression?.name ?? null,
    suppression?.until ?? null,
    suppression?.by ?? null,
    suppression?.reason ?? null,
  ];
}
