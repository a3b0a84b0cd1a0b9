import type { ReactNode } from 'react';
import type { ConnectorDetail } from '../../../shared/contract/connectors.ts';
import { Badge, GradeBadge } from '../../components/Badge.tsx';
import { formatAge, formatCounted, formatDate, noUseText, unnamedPeople } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import styles from './ConnectorFacts.module.css';

/** What a reviewer must know before looking closer, in one strip: publisher, tenant, kind, reach, age, last use. */
export function ConnectorFacts({
  connector,
  kinds,
  tenants = connector.tenants,
  reach = connector.reach,
  lastUse = connector.lastUse,
}: {
  readonly connector: ConnectorDetail;
  readonly kinds: ReactNode;
  readonly tenants?: readonly string[];
  readonly reach?: ConnectorDetail['reach'];
  readonly lastUse?: ConnectorDetail['lastUse'];
}) {
  const asOf = useEngineQuery('workspace.status', {}).data?.asOf ?? null;
  return (
    <dl className={styles.strip}>
      <Fact label="Publisher">
        {connector.publisher === null ? 'Not stated' : <Name>{connector.publisher}</Name>}
        <PublisherState isVerified={connector.publisherVerified} />
      </Fact>
      <Fact label={tenants.length > 1 ? 'Tenants' : 'Tenant'}>
        <Name>{tenants.join(', ')}</Name>
      </Fact>
      <Fact label="Consent">{kinds}</Fact>
      <Fact label="Acts for">{reachText(reach)}</Fact>
      <Fact label={connector.createdAt === null ? 'First seen' : 'Created'}>
        {ageText(connector.createdAt ?? connector.firstSeen, asOf)}
      </Fact>
      <Fact label="Last use">
        {lastUse.at === null ? noUseText(lastUse.grade) : formatDate(lastUse.at)}
        <GradeBadge grade={lastUse.grade} compact />
      </Fact>
    </dl>
  );
}

/** Whether the platform vouches for the publisher. Unknown is said, not shown as unverified. */
export function PublisherState({ isVerified }: { readonly isVerified: boolean | null }) {
  if (isVerified === null) return <Badge>Verification unknown</Badge>;
  return isVerified ? (
    <Badge tone="good" icon="check">
      Verified
    </Badge>
  ) : (
    <Badge tone="high" icon="warning">
      Unverified
    </Badge>
  );
}

/** "Everyone in the tenant", with the people who consented themselves, or just those; people counted without names say so. */
export function reachText(reach: ConnectorDetail['reach']): string {
  const people =
    reach.people === 0 && reach.stated !== null
      ? unnamedPeople(reach.stated)
      : formatCounted(reach.people, 'person', 'people');
  if (!reach.tenantWide) return people;
  return reach.people === 0 && reach.stated === null ? 'Whole tenant' : `Whole tenant, ${people}`;
}

function ageText(since: string | null, asOf: string | null): string {
  if (since === null) return 'Unknown';
  return asOf === null ? formatDate(since) : `${formatDate(since)}, ${formatAge(since, asOf)}`;
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt className={styles.label}>{label}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  );
}
