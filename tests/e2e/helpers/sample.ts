import { join, resolve } from 'node:path';
import type { CaseDetails } from '../pages/case.ts';
import type { Source } from '../pages/imports.ts';

/** Where the exports of the sample case lie. */
export const SAMPLE_FOLDER = resolve(import.meta.dirname, '../../../resources/sample');

/** Exports of the sample case that the walks import, by the system they come from. */
export type SampleSystem = 'register' | 'entra' | 'google';

const FILES: Readonly<Record<SampleSystem, readonly string[]>> = {
  register: ['people.csv', 'owners.csv'],
  entra: [
    'entra/service-principals.json',
    'entra/oauth2-permission-grants.json',
    'entra/app-role-assignments.json',
    'entra/directory-audit.json',
    'entra/graph-activity.csv',
  ],
  google: [
    'google/gam-tokens.csv',
    'google/tokens-list.json',
    'google/token-activity.json',
    'google/token-activity-2.ndjson',
  ],
};

/** The files of a system, where they lie. */
export function sampleFiles(system: SampleSystem): string[] {
  return FILES[system].map((path) => join(SAMPLE_FOLDER, path));
}

/** What a reviewer would state about the exports of a system. */
export const TENANTS: Readonly<Record<SampleSystem, Source>> = {
  register: {
    system: 'Personnel system',
    tenant: 'tarnbrook.example',
    asOf: '2026-10-01T06:00',
    extractedBy: 'Gurkan Whistledown',
    method: 'Report "All staff", saved as CSV',
  },
  entra: {
    system: 'Microsoft Entra',
    tenant: '6a4f78f5-dab4-4a3b-9df6-01d6166c59ab',
    asOf: '2026-10-01T06:00',
    extractedBy: 'Kwame Vinterlykt',
    method: 'az rest, and a diagnostic export of the logs',
  },
  google: {
    system: 'Google Workspace',
    tenant: 'tarnbrook.example',
    asOf: '2026-10-01T06:00',
    extractedBy: 'Kwame Vinterlykt',
    method: 'GAM and the Reports API',
  },
};

/** A case for those files. */
export const TARNBROOK: CaseDetails = {
  name: 'Tarnbrook: connected applications',
  client: 'Tarnbrook Optics',
  engagement: 'IA-2026-17',
  periodFrom: '2026-07-01',
  periodTo: '2026-09-30',
  reviewer: 'Ida Marlowe',
};
