import { platformSchema, type Platform } from '../../../shared/domain/vocabulary.ts';
import { createFieldReader } from '../import/field-reader.ts';
import type { CsvHead, JsonHead } from '../reading/types.ts';
import { defineImporter, type Mapped, type UsageFact } from './importer.ts';
import { scoreSignature } from './keys.ts';
import { isPlaceholder } from './parts/placeholders.ts';
import { personOf } from './parts/principals.ts';
import {
  addRollupCounts,
  addRollupRow,
  NO_ROLLUP_COUNTS,
  ROLLUP_FIELDS,
  rollupContradiction,
  type RollupCounts,
  rollupCounts,
  rollupOperation,
  rollupTotals,
  TOTALS_ROW,
} from './parts/usage-rollup.ts';

const DAY = 86_400_000;
const KINDS: ReadonlyMap<string, UsageFact['kind']> = new Map([
  ['', 'use'],
  ['use', 'use'],
  ['issue', 'issue'],
  ['refresh', 'refresh'],
]);

/** The logs of single calls that a roll-up can stand for. */
const CALL_LOGS: ReadonlyMap<Platform, { readonly id: string; readonly label: string }> = new Map([
  ['entra', { id: 'm365.graphactivity', label: 'Microsoft Graph activity log' }],
  ['google', { id: 'google.reports.token', label: 'Google OAuth token log' }],
]);

/** Values of one field in the first records. */
function sampleValues(head: CsvHead | JsonHead, field: 'platform' | 'kind'): string[] {
  const reader = createFieldReader(ROLLUP_FIELDS, head);
  return head.sample.flatMap((record) => {
    reader.point(record);
    return reader.text('connectorId') === TOTALS_ROW ? [] : [reader.text(field).toLowerCase()];
  });
}

function firstPlatform(head: CsvHead | JsonHead): Platform {
  return platformSchema.safeParse(sampleValues(head, 'platform')[0]).data ?? 'other';
}

function kindsOf(head: CsvHead | JsonHead): string[] {
  return sampleValues(head, 'kind').map((kind) => (kind === '' ? 'use' : kind));
}

/**
 * Usage counted where the log lives, for tenants whose logs outgrow one machine. The header is exactly
 * `platform,tenant,connector_id,connector_name,principal,operation,day,successes,denials,attempts,first,last,kind`: one
 * row per connector, person (blank for the app itself), operation, UTC day (YYYY-MM-DD) and kind (`use`, `issue`,
 * `refresh`). `successes` are calls with 2xx or 304, `denials` with 401 or 403, `attempts` all others. `first` and `last`
 * are UTC times of that day. `operation` is `METHOD /path` for Entra, GitHub and Okta, `api.method` for Google, event type
 * and address or object for Salesforce, `source:event` for audit events (`exchange:Send`, `github:git.clone`). A row with the connector `#total` states the sums of the whole query; see `rollupTotals`.
 */
export default defineImporter({
  id: 'usage.rollup',
  platform: 'other',
  label: 'Usage roll-up (CSV of a collection kit)',
  system: 'Usage roll-up',
  platformOf: firstPlatform,
  log: (head) => {
    const platform = firstPlatform(head);
    const callLog = CALL_LOGS.get(platform);
    const areCalls = kindsOf(head).every((kind) => kind === 'use');
    return callLog !== undefined && areCalls
      ? { id: `${callLog.id}.rollup`, label: `${callLog.label}, roll-up`, grade: 'Q1' }
      : { id: `usage.${platform}.rollup`, label: 'Usage roll-up', grade: areCalls ? 'Q1' : 'Q2' };
  },
  reconcile: () => {
    let sums = NO_ROLLUP_COUNTS;
    let stated: RollupCounts | null = null;
    return {
      see: (record) => {
        sums = addRollupRow(sums, record);
        const totals = rollupTotals(record);
        if (totals !== null) stated = stated === null ? totals : addRollupCounts(stated, totals);
      },
      contradiction: () => (stated === null ? null : rollupContradiction(stated, sums)),
    };
  },
  fields: ROLLUP_FIELDS,
  detect: (head) =>
    scoreSignature(head, {
      required: [
        'platform',
        'tenant',
        'connector_id',
        'operation',
        'day',
        'successes',
        'denials',
        'attempts',
        'first',
        'last',
        'kind',
      ],
      bonus: ['connector_name', 'principal'],
    }),
  map: (record, context): Mapped => {
    const id = record.text('connectorId');
    if (id === TOTALS_ROW) return { notRelevant: 'totals row' };
    const platform = platformSchema.safeParse(record.text('platform').toLowerCase());
    if (!platform.success) return { rejected: 'unknown platform' };
    if (platform.data !== firstPlatform(context.head)) return { rejected: 'another platform than the first row' };
    const tenant = record.text('tenant');
    // While a file is only tried out no tenant is stated yet.
    if (context.tenant !== '' && tenant.toLowerCase() !== context.tenant.trim().toLowerCase())
      return { rejected: 'the row is of another tenant than stated' };
    if (isPlaceholder(id)) return { rejected: 'no connector id' };
    const kind = KINDS.get(record.text('kind').toLowerCase());
    if (kind === undefined) return { rejected: 'unknown kind' };
    const counts = rollupCounts(record);
    if (counts === null) return { rejected: 'a count that is no whole number' };
    const day = context.time(record.text('day'));
    const first = context.time(record.text('first'));
    const last = context.time(record.text('last'));
    if (day === null || first === null || last === null) return { rejected: 'no readable time' };
    const from = Math.floor(day / DAY) * DAY;
    const to = from + DAY - 1;
    if (first < from || last > to || first > last) return { rejected: 'first and last do not lie in the day' };
    const name = record.text('connectorName');
    const operation = rollupOperation(platform.data, record.text('operation'));
    const common = {
      fact: 'usage',
      client: { space: 'app', id, platform: platform.data, ...(name === '' ? {} : { name }) },
      principal: personOf(record.text('principal')),
      kind,
      ...(operation === undefined ? {} : { operation }),
      first,
      last,
      window: { from, to },
    } as const;
    const results = [
      ['success', counts.successes],
      ['denied', counts.denials],
      ['attempted', counts.attempts],
    ] as const;
    const facts = results.filter(([, count]) => count > 0).map(([result, count]) => ({ ...common, result, count }));
    return facts.length === 0 ? { rejected: 'all counts are zero' } : { facts };
  },
});
