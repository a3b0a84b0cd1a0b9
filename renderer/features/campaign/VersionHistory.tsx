import type { CampaignVersion } from '../../../shared/contract/campaign.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { formatTime } from '../../components/format.ts';
import styles from './CampaignView.module.css';

/** Every version of a plan, newest first, with who made it, why, and what it changed. */
export function VersionHistory({ history }: { readonly history: readonly CampaignVersion[] }) {
  return history.map((version) => (
    <div key={version.version} className={styles.entry}>
      <p className={styles.versionHead}>
        <strong>Version {version.version}</strong>
        <span className={styles.quiet}>
          <bdi>{version.by}</bdi>, {formatTime(version.at)}, journal entry {version.seq}
        </span>
      </p>
      <p className={styles.reasonText}>
        <bdi>{version.reason}</bdi>
      </p>
      {version.changes.length > 0 && (
        <DataTable
          caption={`Changes of version ${version.version}`}
          wrap
          columns={[
            { id: 'what', title: 'What', cell: (change) => change.what },
            { id: 'before', title: 'Before', cell: (change) => <bdi>{change.before}</bdi> },
            { id: 'after', title: 'After', cell: (change) => <bdi>{change.after}</bdi> },
          ]}
          rows={version.changes}
          rowKey={(change) => change.what}
          empty=""
        />
      )}
    </div>
  ));
}
