import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { formatCounted } from '../../components/format.ts';
import { ButtonLink } from '../../components/LinkText.tsx';
import { Page } from '../../components/Page.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { MergeDialog } from './MergeDialog.tsx';
import { OtherApps } from './OtherApps.tsx';
import { VendorPanel } from './VendorPanel.tsx';
import styles from './VendorsScreen.module.css';

/** Which apps of which platforms belong to one vendor: as suggested, and as decided with a reason. */
export function VendorsScreen() {
  const vendors = useEngineQuery('vendors.list', {});
  const [text, setText] = useState('');
  const [isMerging, setIsMerging] = useState(false);
  const wanted = text.trim().toLowerCase();
  const shown = (vendors.data ?? []).filter(
    (group) =>
      wanted === '' ||
      `${group.vendor} ${group.members.map((member) => member.name).join(' ')}`.toLowerCase().includes(wanted),
  );
  const confirmed = vendors.data?.filter((group) => group.isConfirmed).length ?? 0;
  return (
    <Page
      title="Vendors"
      meta={
        vendors.data && `${formatCounted(confirmed, 'vendor')} confirmed, ${vendors.data.length - confirmed} suggested`
      }
      actions={
        <Button icon="plus" onPress={() => setIsMerging(true)}>
          Put apps under one vendor…
        </Button>
      }
      toolbar={
        <SearchField label="Filter vendors by name or app" value={text} onChange={setText} placeholder="Filter" />
      }
    >
      {vendors.isPending && <SkeletonRows rows={10} />}
      {vendors.isError && <ErrorState error={vendors.error} onRetry={() => void vendors.refetch()} />}
      {vendors.data && (
        <p className={styles.intro}>
          Apps are suggested as one vendor by the register of vendors, by one publisher, or by one name on several
          platforms. A name that hides something is never suggested. Nothing counts as one vendor until somebody says so
          with a reason; every such act is in the journal and can be taken back.
        </p>
      )}
      {vendors.data && shown.length === 0 && (
        <EmptyState
          icon="building"
          title={vendors.data.length === 0 ? 'No apps seem to belong together' : 'No vendor matches'}
          actions={
            vendors.data.length === 0 ? (
              <ButtonLink to="/imports" icon="inbox">
                Import a register of vendors
              </ButtonLink>
            ) : undefined
          }
        >
          {vendors.data.length === 0
            ? 'No two apps share a publisher, a name on two platforms, or an entry in a register of vendors.'
            : 'Clear the filter to see all of them.'}
        </EmptyState>
      )}
      {shown.map((group) => (
        <VendorPanel key={group.vendor} group={group} />
      ))}
      {vendors.data && (
        <OtherApps
          text={text.trim()}
          grouped={new Set(vendors.data.flatMap((group) => group.members.map((member) => member.connectorId)))}
        />
      )}
      {isMerging && <MergeDialog onClose={() => setIsMerging(false)} />}
    </Page>
  );
}
