import type { ConnectorDetail } from '../../../shared/contract/connectors.ts';
import { Badge } from '../../components/Badge.tsx';
import { Name } from '../../components/Name.tsx';
import styles from './OwnerFacts.module.css';

/** Purpose and owners. Says the difference between "nobody" and "not known, because no file told". */
export function OwnerFacts({ connector }: { readonly connector: ConnectorDetail }) {
  const hasBusinessOwner = connector.owners.some((owner) => owner.role === 'business');
  return (
    <dl className={styles.rows}>
      <div className={styles.row}>
        <dt>Purpose</dt>
        <dd>
          {connector.purpose === null ? (
            <Unknown text="Not stated in any imported file" />
          ) : (
            <bdi>{connector.purpose}</bdi>
          )}
        </dd>
      </div>
      {connector.owners.map((owner) => (
        <div key={`${owner.role} ${owner.email}`} className={styles.row}>
          <dt>{owner.role === 'business' ? 'Business owner' : 'Technical owner'}</dt>
          <dd className={styles.owner}>
            <Name strong>{owner.name}</Name>
            <Badge tone={owner.status === 'active' ? 'good' : 'medium'}>
              <bdi>{owner.status}</bdi>
            </Badge>
            {owner.email !== owner.name && (
              <span className={styles.email}>
                <Name>{owner.email}</Name>
              </span>
            )}
          </dd>
        </div>
      ))}
      {!hasBusinessOwner && (
        <div className={styles.row}>
          <dt>Business owner</dt>
          <dd>
            {connector.ownersKnown ? (
              <Badge tone="high" icon="warning">
                Nobody named
              </Badge>
            ) : (
              <Unknown text="Not known: no imported file names owners" />
            )}
          </dd>
        </div>
      )}
    </dl>
  );
}

function Unknown({ text }: { readonly text: string }) {
  return <span className={styles.unknown}>{text}</span>;
}
