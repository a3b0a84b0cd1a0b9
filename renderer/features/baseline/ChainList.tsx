import type { ChainEntry } from '../../../shared/contract/baseline.ts';
import { Badge } from '../../components/Badge.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { cx } from '../../components/cx.ts';
import { formatDate } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import styles from './BaselineTab.module.css';

/** The reports one behind the other, and where one is missing. */
export function ChainList({ chain, end }: { readonly chain: readonly ChainEntry[]; readonly end: string }) {
  return (
    <Panel title="Chain of reports" description="Each signed report names the one before it.">
      <ol className={styles.chain}>
        {chain.map((entry) => (
          <li key={entry.bundleSha256} className={cx(styles.link, entry.standing === 'named' && styles.named)}>
            <span className={styles.linkHead}>
              <strong>{formatDate(entry.signedAt)}</strong>
              <Standing standing={entry.standing} />
            </span>
            <Name>{entry.signers.map(({ name }) => name).join(', ')}</Name>
            <CopyText text={entry.bundleSha256} label="SHA-256 of the bundle" length={16} />
          </li>
        ))}
      </ol>
      <p className={styles.note}>
        <bdi>{end}</bdi>
      </p>
    </Panel>
  );
}

function Standing({ standing }: Pick<ChainEntry, 'standing'>) {
  if (standing === 'baseline')
    return (
      <Badge tone="accent" icon="check">
        Baseline, verified
      </Badge>
    );
  return standing === 'verified' ? (
    <Badge tone="good" icon="check">
      Verified
    </Badge>
  ) : (
    <Badge tone="high" icon="warning">
      Not known here
    </Badge>
  );
}
