import type { Drill } from '../../../shared/contract/drill.ts';
import { GRANT_KIND_LABELS } from '../../../shared/domain/terms.ts';
import { DecisionBadge, GradeBadge, PlatformLabel, TierBadge, UsageBadge } from '../../components/Badge.tsx';
import { DataTable } from '../../components/DataTable.tsx';
import { formatCount, formatCounted, formatDate, noUseText } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import { FindingList } from '../connector/FindingList.tsx';
import { findingsPath } from '../findings/question.ts';
import { lastUseText } from './drill-text.ts';
import styles from './DrillScreen.module.css';

/** The grants of every app by review item, with reach, tier and last use. */
export function ItemsPanel({ drill }: { readonly drill: Drill }) {
  return (
    <Panel title="What it holds" description={more(drill.items.length, drill.counts.items, 'review item')} flush>
      <DataTable
        caption="Grants by review item"
        columns={[
          {
            id: 'platform',
            title: 'Platform',
            width: '156px',
            cell: (row) => <PlatformLabel platform={row.platform} />,
          },
          {
            id: 'app',
            title: 'App',
            cell: (row) => (
              <LinkText to={`/connectors/${encodeURIComponent(row.connectorId)}`}>
                <Name warning={row.nameWarning} staticWarning>
                  {row.name}
                </Name>
              </LinkText>
            ),
          },
          { id: 'tenant', title: 'Tenant', width: '120px', cell: (row) => <Name>{row.tenant}</Name> },
          {
            id: 'kind',
            title: 'Consent',
            width: '178px',
            cell: (row) => (
              <LinkText to={`/review/${encodeURIComponent(row.itemId)}`}>{GRANT_KIND_LABELS[row.kind]}</LinkText>
            ),
          },
          { id: 'grants', title: 'Grants', align: 'right', width: '72px', cell: (row) => formatCount(row.grants) },
          {
            id: 'people',
            title: 'Reach',
            align: 'right',
            width: '104px',
            cell: (row) => (row.kind === 'delegated-user' ? formatCounted(row.people, 'person', 'people') : 'everyone'),
          },
          { id: 'tier', title: 'Tier', width: '88px', cell: (row) => <TierBadge tier={row.highestTier} /> },
          {
            id: 'use',
            title: 'Last use',
            width: '162px',
            cell: (row) => (
              <span className={styles.use} title={lastUseText(row.lastUse)}>
                {row.lastUse.at === null ? noUseText(row.lastUse.grade) : formatDate(row.lastUse.at)}
                <GradeBadge grade={row.lastUse.grade} compact />
              </span>
            ),
          },
          {
            id: 'decision',
            title: 'Decision',
            width: '108px',
            cell: (row) => <DecisionBadge decision={row.decision} />,
          },
        ]}
        rows={drill.items}
        rowKey={(row) => row.itemId}
        empty="No grant of it stands in the imported lists. It may still act: logs or older lists name it."
      />
    </Panel>
  );
}

/** Its scopes with tier and what the evidence says of their use. */
export function ScopesPanel({ drill }: { readonly drill: Drill }) {
  return (
    <Panel
      title="Scopes"
      description={more(drill.scopes.length, drill.scopesTotal, 'scope and status', 'scopes by status')}
      flush
    >
      <DataTable
        caption="Scopes by tier"
        columns={[
          {
            id: 'platform',
            title: 'Platform',
            width: '156px',
            cell: (row) => <PlatformLabel platform={row.platform} />,
          },
          { id: 'scope', title: 'Scope', cell: (row) => <Name mono>{row.scope}</Name> },
          { id: 'tier', title: 'Tier', width: '80px', cell: (row) => <TierBadge tier={row.tier} /> },
          { id: 'status', title: 'Use', width: '240px', cell: (row) => <UsageBadge status={row.status} /> },
          {
            id: 'grade',
            title: 'Source',
            width: '76px',
            cell: (row) => <GradeBadge grade={row.grade} compact />,
          },
          { id: 'last', title: 'Last seen', width: '100px', cell: (row) => formatDate(row.last) },
          { id: 'calls', title: 'Calls', align: 'right', width: '80px', cell: (row) => formatCount(row.calls) },
          { id: 'items', title: 'Items', align: 'right', width: '64px', cell: (row) => formatCount(row.items) },
        ]}
        rows={drill.scopes}
        rowKey={(row) => `${row.platform} ${row.scope} ${row.status} ${row.tier}`}
        empty="The exports name no scopes."
      />
    </Panel>
  );
}

/** Who consented, as far as the page goes. */
export function PeoplePanel({ drill }: { readonly drill: Drill }) {
  return (
    <Panel title="People" description={more(drill.people.length, drill.counts.people, 'person', 'people')} flush>
      <DataTable
        caption="People with a grant"
        columns={[
          { id: 'name', title: 'Name', cell: (row) => <Name>{row.name ?? row.principal}</Name> },
          { id: 'id', title: 'Account', cell: (row) => <Name mono>{row.principal}</Name> },
          { id: 'status', title: 'Status', width: '130px', cell: (row) => <Name>{row.status ?? 'not stated'}</Name> },
          {
            id: 'department',
            title: 'Department',
            width: '180px',
            cell: (row) => <Name>{row.department ?? 'not stated'}</Name>,
          },
          { id: 'grants', title: 'Grants', align: 'right', width: '72px', cell: (row) => formatCount(row.grants) },
        ]}
        rows={drill.people}
        rowKey={(row) => row.principal}
        empty="No person is named: the consents are for whole tenants, or the exports only count people."
      />
    </Panel>
  );
}

/** Who answers for it. */
export function OwnersPanel({ drill }: { readonly drill: Drill }) {
  return (
    <Panel title="Owners" flush>
      <DataTable
        caption="Owners"
        columns={[
          { id: 'app', title: 'App', cell: (row) => <Name>{row.app}</Name> },
          { id: 'name', title: 'Owner', cell: (row) => <Name>{row.name}</Name> },
          { id: 'role', title: 'Role', width: '100px', cell: (row) => row.role },
          { id: 'status', title: 'Status', width: '150px', cell: (row) => <Name>{row.status}</Name> },
        ]}
        rows={drill.owners}
        rowKey={(row, index) => `${row.email} ${index}`}
        empty={
          drill.ownersKnown
            ? 'The registers name nobody for it.'
            : 'Not known: no register of owners and people was imported.'
        }
      />
    </Panel>
  );
}

/** What the rules found on its apps. */
export function FindingsPanel({ drill }: { readonly drill: Drill }) {
  const { findings, undeterminable } = drill.counts;
  return (
    <Panel
      title="Findings"
      description={`${more(drill.findings.length, findings, 'finding')}; ${formatCounted(undeterminable, 'judgement')} that lack evidence`}
      actions={
        drill.kind === 'app' && <LinkText to={findingsPath({ text: drill.name })}>All findings that name it</LinkText>
      }
    >
      {drill.findings.length === 0 ? (
        <p>No rule that could be judged found anything.</p>
      ) : (
        <FindingList findings={drill.findings} shown={1} />
      )}
    </Panel>
  );
}

function more(shown: number, total: number, singular: string, plural?: string): string {
  return shown < total
    ? `${formatCount(shown)} of ${formatCounted(total, singular, plural)}`
    : formatCounted(total, singular, plural);
}
