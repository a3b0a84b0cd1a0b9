import type { JsonValue } from '../evidence/canonical-json.ts';
import { allFindings } from './figures.ts';
import type { ReportModel } from './model.ts';

export const SOURCES_FORMAT = 'countersign-sources/1';

/**
 * Where everything came from (sources.json): every imported file with its digest, provenance and ledger, and for every
 * finding the lines it rests on, by the digest of their file.
 */
export function sourceFacts(model: ReportModel): JsonValue {
  const digests = new Map(model.imports.map((source) => [source.importId, source.sha256]));
  return {
    format: SOURCES_FORMAT,
    files: model.imports.map((source) => ({
      name: source.file,
      bytes: source.bytes,
      sha256: source.sha256,
      encoding: source.encoding,
      format: source.format,
      platform: source.platform,
      system: source.system,
      tenant: source.tenant,
      asOf: source.asOf,
      extractedBy: source.extractedBy,
      method: source.method,
      importedAt: source.importedAt,
      firstEvent: source.firstEvent,
      lastEvent: source.lastEvent,
      counts: {
        read: source.read,
        accepted: source.accepted,
        rejected: source.rejected,
        duplicate: source.duplicate,
        notRelevant: source.notRelevant,
        connectors: source.connectors,
        grants: source.grants,
        events: source.events,
      },
      closes: source.closes,
      statedTotal: source.statedTotal,
      foundTotal: source.foundTotal,
      completeness: source.completeness,
      truncation: source.truncation,
      zone: source.zone,
      dayOrder: source.dayOrder,
      subject: source.subject,
      container: source.container,
      profile: source.profile,
      copySha256: source.copySha256,
      secretsRemoved: source.secrets,
      unattributed: source.unattributed,
      reasons: source.reasons,
      warnings: source.warnings,
    })),
    ledger: model.ledger.map(
      ({
        platform,
        tenant,
        grantRecords,
        eventRecords,
        otherRecords,
        logicalGrants,
        inPopulation,
        excluded,
        unattributed,
        breaks,
      }) => ({
        platform,
        tenant,
        grantRecords,
        eventRecords,
        otherRecords,
        logicalGrants,
        inPopulation,
        excluded,
        unattributed,
        breaks,
      }),
    ),
    checks: model.checks.map(({ check, outcome, platform, tenant, file, connectorId, sentence, effect }) => ({
      check,
      outcome,
      platform,
      tenant,
      file,
      connectorId,
      sentence,
      effect,
    })),
    rejected: model.record.rejected.map(({ importId, file, line, reason, excerpt }) => ({
      sha256: digests.get(importId) ?? null,
      file,
      line,
      reason,
      excerpt,
    })),
    evidence: allFindings(model).map((finding) => ({
      rule: finding.rule,
      connectorId: finding.connectorId,
      itemId: finding.itemId,
      lines: finding.evidence.map((spot) => ({
        sha256: digests.get(spot.importId) ?? null,
        file: spot.file,
        line: spot.line,
        note: spot.note,
      })),
    })),
  };
}
