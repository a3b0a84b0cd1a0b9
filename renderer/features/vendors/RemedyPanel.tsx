import type { Drill } from '../../../shared/contract/drill.ts';
import { PLATFORM_LABELS } from '../../../shared/domain/terms.ts';
import { PlatformLabel } from '../../components/Badge.tsx';
import { formatCounted } from '../../components/format.ts';
import { Panel } from '../../components/Page.tsx';
import { RemedyBody } from '../remediation/RemedyBody.tsx';
import styles from './DrillScreen.module.css';

type Revoke = Drill['revoke'][number];

/** How one platform is revoked: steps in order, scripts as text, and what they do and do not stop. */
export function RemedyPanel({ revoke, position }: { readonly revoke: Revoke; readonly position: number }) {
  const { platform, apps, remedy } = revoke;
  return (
    <Panel
      title={
        <span className={styles.platform}>
          {position}. <PlatformLabel platform={platform} />
        </span>
      }
      description={`${remedy.title} · ${formatCounted(apps, 'app')}`}
    >
      <RemedyBody remedy={remedy} where={`on ${PLATFORM_LABELS[platform]}`} />
    </Panel>
  );
}
