import { defineImporter } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { decodeJson, isLost } from './parts/json-cells.ts';
import { readAuditRecord } from './parts/unified-audit.ts';
import { auditRecord } from './parts/unified-fields.ts';

/**
 * Defender's CloudAppEvents. `ApplicationId` of a row is the number of a product (11161), never an app; what happened
 * and which app did it stands in RawEventData, a unified audit record.
 */
export default defineImporter({
  id: 'm365.cloudappevents',
  platform: 'entra',
  label: 'Cloud app events (Defender)',
  system: 'Microsoft Defender XDR, CloudAppEvents',
  dayOrder: 'month-first',
  log: {
    id: 'm365.cloudappevents',
    family: 'm365.ual',
    label: 'Defender cloud app events',
    grade: 'Q2',
    latencyHours: 24,
    isLowerBound: true,
  },
  fields: {
    raw: { from: ['RawEventData', 'properties.RawEventData'] },
    time: { from: ['Timestamp', 'TimeGenerated', 'properties.Timestamp', 'time'] },
    action: { from: ['ActionType', 'properties.ActionType'] },
    reportId: { from: ['ReportId', 'properties.ReportId'] },
    ip: { from: ['IPAddress', 'properties.IPAddress'] },
  },
  detect: (head) =>
    scoreSignature(head, {
      required: ['RawEventData|properties.RawEventData', 'ActionType|properties.ActionType'],
      bonus: [
        'Application|properties.Application',
        'ApplicationId|properties.ApplicationId',
        'AccountObjectId|properties.AccountObjectId',
        'ActivityObjects|properties.ActivityObjects',
      ],
    }),
  map: (record, context) => {
    const raw = record.raw('raw');
    if (isLost(raw)) return { rejected: 'RawEventData was lost in the export (@{…}): export again with more depth' };
    const data = decodeJson(raw);
    if (typeof data !== 'object' || data === null) return { rejected: 'RawEventData is no readable JSON' };
    return readAuditRecord(
      auditRecord(data, (field) => {
        if (field === 'time') return record.text('time');
        if (field === 'operation') return record.text('action');
        if (field === 'id') return record.text('reportId');
        return field === 'ip' ? record.text('ip') : undefined;
      }),
      context.time,
    );
  },
});
