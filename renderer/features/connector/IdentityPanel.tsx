import type { ConnectorDetail } from '../../../shared/contract/connectors.ts';
import { ORIGIN_LABELS } from '../../../shared/domain/terms.ts';
import { CopyText } from '../../components/CopyText.tsx';
import { formatCount, formatDate, formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Facts, Panel } from '../../components/Page.tsx';
import { StatedFacts } from '../registers/StatedFacts.tsx';
import styles from './IdentityPanel.module.css';
import { OwnerFacts } from './OwnerFacts.tsx';

/** Owner, purpose, names, ids and credentials as the imported files state them. */
export function IdentityPanels({ connector }: { readonly connector: ConnectorDetail }) {
  return (
    <>
      <Panel title="Purpose and owner">
        <OwnerFacts connector={connector} />
      </Panel>
      <StatedFacts connectorId={connector.connectorId} name={connector.name} />
      <Panel title="Identity">
        <Facts
          rows={[
            {
              label: connector.names.length > 1 ? 'Names seen' : 'Name',
              value: connector.names.map(({ name, warning, first, last }) => (
                <div key={name}>
                  <Name warning={warning}>{name}</Name>
                  {connector.names.length > 1 && first !== null && (
                    <span className={styles.seen}>
                      {formatDate(first) === formatDate(last)
                        ? `as of ${formatDate(first)}`
                        : `as of ${formatDate(first)} to ${formatDate(last)}`}
                    </span>
                  )}
                </div>
              )),
            },
            ...connector.nativeIds.map((id) => ({
              label: capitalize(id.kind),
              value: <CopyText text={id.value} label={id.kind} />,
            })),
            { label: 'Enabled', value: yesNo(connector.enabled) },
            ...(connector.joinedBy === null
              ? []
              : [{ label: 'Joined by name', value: <bdi>{connector.joinedBy}</bdi> }]),
            { label: 'Whose app', value: ORIGIN_LABELS[connector.origin] },
            ...(connector.statedUsers === null
              ? []
              : [{ label: 'People stated', value: `${formatCount(connector.statedUsers)}, without names` }]),
            ...connector.gone.map((gone) => ({
              label: 'Grants gone',
              value:
                gone.reason === 'absent'
                  ? `${formatCount(gone.grants)} disappeared between ${formatDate(gone.seen)} and ${formatDate(gone.gone)}; the lists do not say whether they were revoked`
                  : `${formatCount(gone.grants)} given by an event and ended by a later one, at the latest ${formatDate(gone.gone)}`,
            })),
            { label: 'Created', value: connector.createdAt === null ? 'Not stated' : formatTime(connector.createdAt) },
            { label: 'First seen', value: connector.firstSeen === null ? 'Not seen' : formatTime(connector.firstSeen) },
            {
              label: 'In population',
              value: connector.inPopulation
                ? 'Yes'
                : connector.gone.length > 0
                  ? 'No: no grant of it stands any more'
                  : 'No: seen in logs only, without a grant',
            },
            ...connector.credentials.map((credential, index) => ({
              label: index === 0 ? 'Credentials' : `Credential ${index + 1}`,
              value: `${credential.kind}, ${formatDate(credential.start)} to ${formatDate(credential.end)}`,
            })),
          ]}
        />
      </Panel>
    </>
  );
}

function yesNo(value: boolean | null): string {
  if (value === null) return 'Not stated';
  return value ? 'Yes' : 'No';
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
