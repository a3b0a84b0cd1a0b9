import type { CsvHead, JsonHead } from '../reading/types.ts';
import { defineImporter, type Detection } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { decodeJson, isLost } from './parts/json-cells.ts';
import { encodedTime, mayTell, NAMES_NO_APP, readAuditRecord } from './parts/unified-audit.ts';
import { AUDIT_FIELDS, auditRecord } from './parts/unified-fields.ts';

/**
 * Unified audit log of Microsoft 365 in all its forms: Purview's CSV and `Search-UnifiedAuditLog` (AuditData is JSON in a
 * cell), Graph's audit log query, the Management API's bare records, and Log Analytics' OfficeActivity. It shows what
 * apps did in some services but not every call, so it proves no silence about permissions.
 */
export default defineImporter({
  id: 'm365.ual',
  platform: 'entra',
  label: 'Unified audit log (Purview)',
  system: 'Microsoft 365, unified audit log',
  dayOrder: 'month-first',
  log: { id: 'm365.ual', label: 'Microsoft 365 unified audit log', grade: 'Q2', latencyHours: 24, isLowerBound: true },
  caps: [{ records: 50_000, what: "Purview's audit search stops" }],
  fields: { ...AUDIT_FIELDS, auditData: { from: ['AuditData'] } },
  detect,
  map: (record, context) => {
    const data = record.raw('auditData');
    if (data === '' || data === null) return { rejected: 'AuditData is empty' };
    if (data === undefined) return readAuditRecord(record, context.time);
    if (typeof data === 'string') {
      if (isLost(data)) return { rejected: 'AuditData was lost in the export (@{…}): export again with more depth' };
      if (!mayTell(record.text('operation'), data)) {
        const at = context.time(encodedTime(data)) ?? context.time(record.text('time'));
        return { notRelevant: NAMES_NO_APP, ...(at === null ? {} : { at }) };
      }
    }
    const decoded = decodeJson(data);
    if (typeof decoded !== 'object' || decoded === null) return { rejected: 'AuditData is no readable JSON' };
    return readAuditRecord(
      auditRecord(decoded, (field) => record.raw(field)),
      context.time,
    );
  },
});

function detect(head: CsvHead | JsonHead): Detection {
  const layouts = [
    scoreSignature(head, {
      required: ['AuditData', 'Operation|Operations|RecordType|auditLogRecordType'],
      bonus: ['CreationDate|createdDateTime', 'UserId|UserIds', 'RecordType|auditLogRecordType'],
    }),
    scoreSignature(head, {
      required: ['CreationTime', 'Workload', 'RecordType', 'Operation'],
      bonus: ['OrganizationId', 'UserId', 'UserType', 'Id'],
      against: ['RawEventData', 'AuditData'],
    }),
    scoreSignature(head, {
      required: ['OfficeWorkload', 'OfficeId'],
      bonus: ['Operation', 'RecordType', 'UserId', 'OfficeTenantId|OrganizationId'],
    }),
  ];
  return layouts.reduce((best, one) => (one.score > best.score ? one : best));
}
