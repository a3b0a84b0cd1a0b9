import { GRANT_KIND_LABELS, PLATFORM_LABELS } from '../../../shared/domain/terms.ts';
import { GradeBadge, UsageBadge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { Drawer } from '../../components/Dialog.tsx';
import { formatDate, formatCounted, noUseText } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Facts } from '../../components/Page.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { FindingList } from '../connector/FindingList.tsx';
import { windowsText } from '../connector/windows.ts';
import styles from './BatchScreen.module.css';

/** The evidence on one item of a batch: its scopes with what is known of their use, and what the rules found. */
export function BatchItemDrawer({ itemId, onClose }: { readonly itemId: string | null; readonly onClose: () => void }) {
  return (
    <Drawer
      isOpen={itemId !== null}
      onClose={onClose}
      title="Evidence"
      size="large"
      footer={
        <Button variant="primary" onPress={onClose}>
          Close
        </Button>
      }
    >
      {itemId !== null && <ItemEvidence itemId={itemId} />}
    </Drawer>
  );
}

function ItemEvidence({ itemId }: { readonly itemId: string }) {
  const answer = useEngineQuery('review.item', { itemId });
  if (answer.isError) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending) return <SkeletonRows rows={10} height={28} />;
  const { item, connector, scopes, windows, findings } = answer.data;
  return (
    <div className={styles.sections}>
      <Facts
        rows={[
          {
            label: 'Connector',
            value: (
              <Name strong warning={item.nameWarning}>
                {item.name}
              </Name>
            ),
          },
          { label: 'Platform', value: `${PLATFORM_LABELS[item.platform]}, ${item.tenant}` },
          {
            label: 'Consent',
            value: `${GRANT_KIND_LABELS[item.kind]}, ${formatCounted(item.reach.people, 'person', 'people')}`,
          },
          { label: 'Purpose', value: <bdi>{connector.purpose ?? 'Not on record'}</bdi> },
          {
            label: 'Owners',
            value: (
              <bdi>
                {connector.owners.map((owner) => `${owner.name} (${owner.status})`).join(', ') || 'Nobody on record'}
              </bdi>
            ),
          },
          {
            label: 'Last use',
            value: (
              <>
                {item.lastUse.at === null ? noUseText(item.lastUse.grade) : formatDate(item.lastUse.at)}{' '}
                <GradeBadge grade={item.lastUse.grade} />
              </>
            ),
          },
          { label: 'Logs', value: windowsText(windows) },
        ]}
      />
      <section>
        <h3 className={styles.heading}>{formatCounted(scopes.length, 'granted scope')}</h3>
        <ul className={styles.scopes}>
          {scopes.map((scope) => (
            <li key={scope.scope} className={styles.scope}>
              <span className={styles.open}>
                <Name mono>{scope.scope}</Name>
                <UsageBadge status={scope.status} />
              </span>
              <p className={styles.statement}>{scope.statement}</p>
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3 className={styles.heading}>
          {findings.length === 0 ? 'No findings' : formatCounted(findings.length, 'finding')}
        </h3>
        <FindingList findings={findings} />
      </section>
    </div>
  );
}
