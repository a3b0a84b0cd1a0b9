import type { BaselineBundle } from '../../../shared/contract/baseline.ts';
import { Badge } from '../../components/Badge.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { formatCount, formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Callout, Facts } from '../../components/Page.tsx';
import styles from './BaselineTab.module.css';

/** What a signed report is, who signed it, how much of it is here, and what its chain lacks. */
export function BaselineFacts({
  bundle,
  pinned,
}: {
  readonly bundle: BaselineBundle;
  /** Fingerprints the signers were compared with. */
  readonly pinned: readonly string[];
}) {
  return (
    <>
      <ul className={styles.signers} aria-label="Signers">
        {bundle.signers.map((signer) => (
          <li key={signer.fingerprint}>
            <span className={styles.linkHead}>
              <Name strong>{signer.name}</Name>
              {pinned.length === 0 ? (
                <Badge icon="info">Identity not judged</Badge>
              ) : (
                <Badge tone="good" icon="check">
                  Fingerprint matches
                </Badge>
              )}
            </span>
            <CopyText text={signer.fingerprint} label="fingerprint" wrap />
          </li>
        ))}
      </ul>
      <Facts
        rows={[
          {
            label: 'Report',
            value: (
              <>
                {bundle.reportId}, <Name>{bundle.caseName}</Name>
              </>
            ),
          },
          ...(bundle.client === '' ? [] : [{ label: 'Client', value: <Name>{bundle.client}</Name> }]),
          { label: 'Evidence as of', value: formatTime(bundle.asOf) },
          { label: 'Signed', value: formatTime(bundle.signedAt) },
          {
            label: 'Its items',
            value: `${formatCount(bundle.items)}, of which ${formatCount(bundle.matched)} are here`,
          },
          {
            label: 'SHA-256 of the bundle',
            value: <CopyText text={bundle.bundleSha256} label="SHA-256" length={16} />,
          },
          {
            label: 'Content digest',
            value: <CopyText text={bundle.contentDigest} label="content digest" length={16} />,
          },
          {
            label: 'Its journal',
            value: (
              <>
                {formatCount(bundle.journal.count)} entries, head{' '}
                <CopyText text={bundle.journal.head} label="head of the journal" length={16} />
              </>
            ),
          },
        ]}
      />
      {pinned.length === 0 && (
        <p className={styles.note}>
          Anyone can make a certificate with any name. Compare the fingerprint with one you got from the signer by
          another way.
        </p>
      )}
      {bundle.cautions.map((caution) => (
        <Callout key={caution} tone="medium">
          {caution}
        </Callout>
      ))}
      {bundle.gaps.map((gap) => (
        <Callout key={gap} tone="high">
          <bdi>{gap}</bdi>
        </Callout>
      ))}
    </>
  );
}
