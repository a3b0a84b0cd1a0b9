import { useSearchParams } from 'react-router';
import type { Drill, DrillSubject } from '../../../shared/contract/drill.ts';
import { Badge, PlatformLabel } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { copyToClipboard } from '../../components/copy-to-clipboard.ts';
import { formatCount, formatCounted, formatTime } from '../../components/format.ts';
import { ButtonLink, LinkText } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { Callout, Page, Stat, Stats } from '../../components/Page.tsx';
import { EmptyState, errorMessage, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import { drillText } from './drill-text.ts';
import { FindingsPanel, ItemsPanel, OwnersPanel, PeoplePanel, ScopesPanel } from './DrillTables.tsx';
import { RemedyPanel } from './RemedyPanel.tsx';
import styles from './DrillScreen.module.css';

/** What one vendor, or one app, holds on all platforms, and how it is taken away: one page, for the day it is needed. */
export function DrillScreen() {
  const [params] = useSearchParams();
  const vendor = params.get('vendor');
  const app = params.get('app');
  const subject = vendor !== null ? { vendor } : app !== null ? { connectorId: app } : null;
  if (subject === null)
    return (
      <Page title="Vendor drill">
        <EmptyState
          icon="building"
          title="Choose a vendor or an app"
          actions={<ButtonLink to="/vendors">Vendors</ButtonLink>}
        >
          The page shows all that one of them holds.
        </EmptyState>
      </Page>
    );
  return <Subject key={JSON.stringify(subject)} subject={subject} />;
}

function Subject({ subject }: { readonly subject: DrillSubject }) {
  const drill = useEngineQuery('vendors.drill', { subject });
  if (drill.isError)
    return (
      <Page title="Vendor drill">
        <ErrorState error={drill.error} onRetry={() => void drill.refetch()} />
      </Page>
    );
  if (drill.isPending)
    return (
      <Page title="Vendor drill">
        <SkeletonRows rows={14} />
      </Page>
    );
  return <DrillPage drill={drill.data} subject={subject} />;
}

function DrillPage({ drill, subject }: { readonly drill: Drill; readonly subject: DrillSubject }) {
  const { counts } = drill;
  return (
    <Page
      title={<Name warning={drill.nameWarning}>{drill.name}</Name>}
      meta={
        <>
          {drill.kind === 'app' ? (
            <Badge>One app</Badge>
          ) : drill.isConfirmed ? (
            <Badge tone="good" icon="check">
              Confirmed vendor
            </Badge>
          ) : (
            <Badge tone="medium">Suggested vendor</Badge>
          )}
          <span>as of {formatTime(drill.asOf)}</span>
        </>
      }
      actions={
        <>
          <Button icon="copy" onPress={() => void copyToClipboard(drillText(drill), 'Page')}>
            Copy as text
          </Button>
          <SaveGrantsButton drill={drill} subject={subject} />
        </>
      }
    >
      {!drill.isConfirmed && (
        <Callout
          tone="medium"
          title="Nobody confirmed that these apps are one vendor’s"
          actions={<LinkText to="/vendors">Vendors</LinkText>}
        >
          They are suggested by name, publisher or register. Check each app before acting on it.
        </Callout>
      )}
      <Stats>
        <Stat
          label="Apps"
          value={formatCount(counts.apps)}
          note={`${formatCounted(counts.platforms, 'platform')}, ${formatCounted(counts.tenants, 'tenant')}`}
        />
        <Stat
          label="Grants"
          value={formatCount(counts.grants)}
          note={`in ${formatCounted(counts.items, 'review item')}`}
        />
        <Stat label="People" value={formatCount(counts.people)} note="with a grant of their own" />
        <Stat
          label="For everyone"
          value={formatCount(counts.tenantWideItems)}
          note="items for a tenant or the app itself"
          tone={counts.tenantWideItems > 0 ? 'high' : 'neutral'}
        />
        <Stat label="Scopes" value={formatCount(counts.scopes)} />
        <Stat
          label="Findings"
          value={formatCount(counts.findings)}
          note={`${formatCount(counts.undeterminable)} not judged`}
        />
        <Stat label="No longer listed" value={formatCount(counts.gone)} note="grants of older lists" />
      </Stats>
      <Absent drill={drill} />
      <ItemsPanel drill={drill} />
      <section aria-label="How to revoke it" className={styles.revoke}>
        <h2 className={styles.heading}>How to revoke it</h2>
        <p className={styles.note}>
          The platform with the highest tier first. Scripts are text to read, copy and run elsewhere: nothing here runs
          them.
        </p>
        {drill.revoke.length === 0 && <p>There is no grant to revoke in the imported lists.</p>}
        {drill.revoke.map((revoke, index) => (
          <RemedyPanel key={revoke.platform} revoke={revoke} position={index + 1} />
        ))}
      </section>
      <ScopesPanel drill={drill} />
      <FindingsPanel drill={drill} />
      <OwnersPanel drill={drill} />
      <PeoplePanel drill={drill} />
    </Page>
  );
}

/** Apps of the vendor that hold no grant that stands. */
function Absent({ drill }: { readonly drill: Drill }) {
  const absent = drill.apps.filter((app) => !app.inPopulation);
  if (absent.length === 0) return null;
  return (
    <Callout title={`${formatCounted(absent.length, 'app')} without a grant in the newest lists`}>
      <ul>
        {absent.map((app) => (
          <li key={app.connectorId} className={styles.platform}>
            <PlatformLabel platform={app.platform} />
            <LinkText to={`/connectors/${encodeURIComponent(app.connectorId)}`}>
              <Name warning={app.nameWarning} staticWarning>
                {app.name}
              </Name>
            </LinkText>
          </li>
        ))}
      </ul>
      Seen in logs or older lists only. That does not prove that they hold nothing.
    </Callout>
  );
}

function SaveGrantsButton({ drill, subject }: { readonly drill: Drill; readonly subject: DrillSubject }) {
  const save = useEngineMutation('vendors.saveGrants');
  const complain = (error: unknown) => showToast({ tone: 'bad', text: errorMessage(error) });
  async function start() {
    const name = `${
      drill.name
        .replace(/[^\p{L}\p{N} ._-]/gu, '')
        .slice(0, 80)
        .trim() || 'vendor'
    } grants.csv`;
    const target = await callShell('shell.pickSave', { purpose: 'rows', suggestedName: name });
    if (target === null) return;
    save.mutate(
      { subject, saveToken: target.token },
      {
        onSuccess: ({ rows }) => showToast({ tone: 'good', text: `${formatCounted(rows, 'grant')} saved.` }),
        onError: complain,
      },
    );
  }
  return (
    <Button icon="file" isPending={save.isPending} onPress={() => void start().catch(complain)}>
      Save grants as CSV…
    </Button>
  );
}
