import { matchRoutes, type RouteObject } from 'react-router';
import { InventoryScreen } from '../features/inventory/InventoryScreen.tsx';
import { AppShell } from './AppShell.tsx';
import { CaseGate } from './CaseGate.tsx';
import { NotFound } from './NotFound.tsx';
import { RouteError } from './ErrorBoundary.tsx';
import { readAhead, screen } from './screen.tsx';

const Home = screen(async () => (await import('../features/workspace/HomeScreen.tsx')).HomeScreen);
const Overview = screen(async () => (await import('../features/overview/OverviewScreen.tsx')).OverviewScreen);
const Imports = screen(async () => (await import('../features/import/ImportScreen.tsx')).ImportScreen);
const Evidence = screen(async () => (await import('../features/evidence/EvidenceScreen.tsx')).EvidenceScreen);
const Vendors = screen(async () => (await import('../features/vendors/VendorsScreen.tsx')).VendorsScreen);
const Drill = screen(async () => (await import('../features/vendors/DrillScreen.tsx')).DrillScreen);
const Findings = screen(async () => (await import('../features/findings/FindingsScreen.tsx')).FindingsScreen);
const Registers = screen(async () => (await import('../features/registers/RegistersScreen.tsx')).RegistersScreen);
const Policy = screen(async () => (await import('../features/policy/PolicyScreen.tsx')).PolicyScreen);
const Connector = screen(async () => (await import('../features/connector/ConnectorScreen.tsx')).ConnectorScreen);
const Campaign = screen(async () => (await import('../features/campaign/CampaignScreen.tsx')).CampaignScreen);
const Queue = screen(async () => (await import('../features/review/QueueScreen.tsx')).QueueScreen);
const Review = screen(async () => (await import('../features/review/ReviewScreen.tsx')).ReviewScreen);
const Remediation = screen(
  async () => (await import('../features/remediation/RemediationScreen.tsx')).RemediationScreen,
);
const Report = screen(async () => (await import('../features/report/ReportScreen.tsx')).ReportScreen);
const Verify = screen(async () => (await import('../features/verify/VerifyScreen.tsx')).VerifyScreen);
const Catalog = screen(async () => (await import('../features/catalog/CatalogScreen.tsx')).CatalogScreen);
const Help = screen(async () => (await import('../features/help/HelpScreen.tsx')).HelpScreen);
const Journal = screen(async () => (await import('../features/journal/JournalScreen.tsx')).JournalScreen);
const Case = screen(async () => (await import('../features/case/CaseScreen.tsx')).CaseScreen);

/** Every screen by its address. Those inside `CaseGate` need an open case. */
export const routes: RouteObject[] = [
  {
    Component: AppShell,
    ErrorBoundary: RouteError,
    children: [
      {
        ErrorBoundary: RouteError,
        children: [
          { index: true, Component: Home },
          { path: 'verify', Component: Verify },
          { path: 'help', Component: Help },
          { path: 'help/:page', Component: Help },
          {
            Component: CaseGate,
            children: [
              { path: 'overview', Component: Overview },
              { path: 'imports', Component: Imports },
              { path: 'evidence', Component: Evidence },
              { path: 'inventory', Component: InventoryScreen },
              { path: 'vendors', Component: Vendors },
              { path: 'registers', Component: Registers },
              { path: 'policy', Component: Policy },
              { path: 'vendors/drill', Component: Drill },
              { path: 'connectors/:connectorId', Component: Connector },
              { path: 'campaign', Component: Campaign },
              { path: 'campaign/:tab', Component: Campaign },
              { path: 'review', Component: Queue },
              { path: 'review/:itemId', Component: Review },
              { path: 'findings', Component: Findings },
              { path: 'remediation', Component: Remediation },
              { path: 'report', Component: Report },
              { path: 'catalog', Component: Catalog },
              { path: 'journal', Component: Journal },
              { path: 'case', Component: Case },
              { path: 'case/:part', Component: Case },
            ],
          },
          { path: '*', Component: NotFound },
        ],
      },
    ],
  },
];

/** Begins to read the screen of an address. */
export function readScreen(address: string): void {
  readAhead(matchRoutes(routes, address)?.at(-1)?.route.Component);
}
