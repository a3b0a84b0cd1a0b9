import { directoryAuditJson } from './directory-audit.ts';
import { createEntraTenant } from './entra-connectors.ts';
import { appRoleAssignmentsJson, createEntraHolders, oauth2PermissionGrantsJson } from './entra-grants.ts';
import { createGoogleTenant } from './google-connectors.ts';
import { createGoogleGrants, gamTokensCsv, tokensListJson } from './google-grants.ts';
import { createGraphRows, graphActivityCsv } from './graph-activity.ts';
import { manifestJson } from './manifest.ts';
import {
  approvedAppsJson,
  connectedApplicationsJson,
  createOtherTenants,
  integrationLogsJson,
  loginHistoryJson,
  oauthTokensJson,
} from './other-platforms.ts';
import { createPeople, createServiceAccount } from './people.ts';
import { ownersCsv, peopleCsv } from './registers.ts';
import {
  applicationsCsv,
  approvalsCsv,
  egressCsv,
  environmentsCsv,
  priorDecisionsCsv,
  rolesCsv,
  tokenPoliciesCsv,
  vendorsCsv,
} from './review-registers.ts';
import { servicePrincipalsJson } from './service-principals.ts';
import { signInsJson } from './sign-ins.ts';
import { createTokenActivities, tokenActivityJson, tokenActivityNdjson } from './token-activity.ts';

/** Seed of the sample case that is kept in the repository. */
export const SAMPLE_SEED = 2026;

/** Every file of the sample case as [path, text]. The same seed always gives the same bytes. */
export function createSampleCase(seed: number): (readonly [path: string, text: string])[] {
  const people = createPeople(seed);
  const serviceAccount = createServiceAccount(seed);
  const google = createGoogleTenant(seed);
  const grants = createGoogleGrants(seed, google, people, serviceAccount);
  const activities = createTokenActivities(seed, google, grants, people);
  const entra = createEntraTenant(seed);
  const holders = createEntraHolders(seed, entra, people, serviceAccount);
  const others = createOtherTenants(seed);
  const tenants = { google, entra, others };
  const rows = createGraphRows(seed, entra, holders, people);
  return [
    ['sample.json', manifestJson(tenants, people)],
    ['people.csv', peopleCsv(people)],
    ['owners.csv', ownersCsv(seed, tenants, people)],
    ['registers/applications.csv', applicationsCsv(tenants, people)],
    ['registers/approvals.csv', approvalsCsv(seed, tenants, people)],
    ['registers/prior-decisions.csv', priorDecisionsCsv(tenants)],
    ['registers/vendors.csv', vendorsCsv(entra)],
    ['registers/environments.csv', environmentsCsv(tenants, people)],
    ['registers/egress.csv', egressCsv()],
    ['registers/roles.csv', rolesCsv(people)],
    ['registers/token-policies.csv', tokenPoliciesCsv(tenants)],
    ['slack/integration-logs.json', integrationLogsJson(seed, others, people)],
    ['slack/approved-apps.json', approvedAppsJson(others)],
    ['salesforce/connected-applications.json', connectedApplicationsJson(others)],
    ['salesforce/oauth-tokens.json', oauthTokensJson(seed, others, people)],
    ['salesforce/login-history.json', loginHistoryJson(seed, others)],
    ['google/gam-tokens.csv', gamTokensCsv(grants)],
    ['google/tokens-list.json', tokensListJson(grants)],
    ['google/token-activity.json', tokenActivityJson(seed, google, activities)],
    ['google/token-activity-2.ndjson', tokenActivityNdjson(seed, google, activities)],
    ['entra/service-principals.json', servicePrincipalsJson(seed, entra)],
    ['entra/oauth2-permission-grants.json', oauth2PermissionGrantsJson(entra, holders, people)],
    ['entra/app-role-assignments.json', appRoleAssignmentsJson(entra, people)],
    ['entra/directory-audit.json', directoryAuditJson(seed, entra, holders, people)],
    ['entra/graph-activity.csv', graphActivityCsv(rows)],
    ['entra/sign-ins.json', signInsJson(seed, holders, rows)],
  ];
}
