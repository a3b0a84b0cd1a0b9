import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { inspectSource } from '../../../electron/engine/reading/inspect.ts';
import { readCsvRecords, readJsonRecords } from '../../../electron/engine/reading/records.ts';

const folder = fileURLToPath(new URL('../../../../shared/formats/samples/', import.meta.url));

/** Real exports: layout as recognized, records, problems. */
const SAMPLES = [
  ['entra/climicrosoft365_oauth2grant_list.csv', 'csv , 5 columns', 1, 0],
  ['entra/graphdocs_oauth2permissiongrants_list.json', 'wrapper value', 2, 0],
  ['entra/otrf_aadauditevents.json', 'ndjson', 4, 0],
  ['entra/plaso_microsoft_audit_log.jsonl', 'ndjson', 4, 0],
  ['entra/scubagear_serviceprincipals_utf16le.json', 'array', 6, 0],
  ['entra/scubagear_provider_export_risky_slice.json', 'object', 1, 0],
  ['entra/sentinel_signin_adele.csv', 'csv , 71 columns', 56, 0],
  ['generic/okta_log_fields_messy.csv', 'csv , 3 columns', 114, 0],
  ['generic/sentinel_oauth_knownapplications_noheader.csv', 'csv , 2 columns', 8, 0],
  ['github/octokit_webhook_installation_created.json', 'object', 1, 0],
  ['github/openapi_org_installations.json', 'wrapper installations', 1, 0],
  ['google/invictus_alfa_admin_activities.json', 'wrapper activities', 206, 0],
  ['okta/sdk_app_grants_recorded.json', 'array', 3, 0],
  ['salesforce/newrelic_elf_apexcallout.csv', 'csv , 22 columns', 2, 0],
  ['salesforce/rapid7_loginhistory_soql.json', 'wrapper records', 2, 0],
  ['salesforce/sentinel_salesforceservicecloud.json', 'array', 37, 1],
  ['slack/javasdk_audit_logs_blanked.json', 'wrapper entries', 1, 0],
  ['slack/spec_team_accesslogs.json', 'wrapper logins', 2, 0],
] as const;

describe.skipIf(!existsSync(folder))('real exports (skipped where the collection of samples is not at hand)', () => {
  test.each(SAMPLES)('%s', async (name, layout, records, problems) => {
    const path = `${folder}${name}`;
    const head = await inspectSource(path);
    if (head.kind === 'nothing') throw new Error(head.sentence);
    const found =
      head.kind === 'csv'
        ? `csv ${head.delimiter} ${head.header.length} columns`
        : `${head.shape} ${head.wrapperKey ?? ''}`.trim();
    expect(found).toBe(layout);
    let recordCount = 0;
    let problemCount = 0;
    for await (const batch of head.kind === 'csv' ? readCsvRecords(path, head) : readJsonRecords(path, head)) {
      recordCount += batch.records.length;
      problemCount += batch.problems.length;
    }
    expect([recordCount, problemCount]).toEqual([records, problems]);
  });
});
