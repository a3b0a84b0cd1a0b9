import type { ConnectorDetail } from '../../../shared/contract/inventory.ts';
import { CopyText } from '../../components/CopyText.tsx';
import { formatDate, formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Facts, Panel } from '../../components/Page.tsx';
import { OwnerFacts } from './OwnerFacts.tsx';

/** Owner, purpose, names, ids and credentials as the imported files state them. */
export function IdentityPanels({ connector }: { readonly connector: ConnectorDetail }) {
  return (
    <>
      <Panel title="Purpose and owner">
        <OwnerFacts connector={connector} />
      </Panel>
      <Panel title="Identity">
        <Facts
          rows={[
            {
              label: connector.names.length > 1 ? 'Names seen' : 'Name',
              value: connector.names.map((name) => (
                <div key={name}>
                  <Name warning={name === connector.name ? connector.nameWarning : null}>{name}</Name>
                </div>
              )),
            },
            ...connector.nativeIds.map((id) => ({
              label: capitalize(id.kind),
              value: <CopyText text={id.value} label={id.kind} />,
            })),
            { label: 'Enabled', value: yesNo(connector.enabled) },
            { label: 'Internal', value: yesNo(connector.internal) },
            { label: 'Created', value: connector.createdAt === null ? 'Not stated' : formatTime(connector.createdAt) },
            { label: 'First seen', value: connector.firstSeen === null ? 'Not seen' : formatTime(connector.firstSeen) },
            {
              label: 'In population',
              value: connector.inPopulation ? 'Yes' : 'No: seen in logs only, without a grant',
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
