import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { FindingsFilter, Judgement } from '../../../shared/contract/findings.ts';
import { DECISION_LABELS, GRANT_KIND_LABELS, type Outcome, PLATFORM_LABELS } from '../../../shared/domain/terms.ts';
import { Badge, SeverityBadge } from '../../components/Badge.tsx';
import { formatCounted } from '../../components/format.ts';
import { LinkText } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { EmptyState, ErrorState, Skeleton, SkeletonRows } from '../../components/State.tsx';
import { usePagedRows } from '../../engine/hooks.ts';
import { EvidenceLink } from '../connector/EvidenceLink.tsx';
import { SuppressedNote } from '../policy/SuppressedNote.tsx';
import { findingsPath } from './question.ts';
import styles from './JudgementList.module.css';

/** Records shown in the row; all of them stand at the connector. */
const SPOTS = 2;

/** Characters of a tenant id that fit into the line; an Entra one has 36. */
const LONGEST_TENANT = 20;

/** Beside a row there is little room. */
const SHORT_LABELS: Readonly<Record<Outcome, string>> = {
  finding: 'Finding',
  clear: 'Clear',
  undeterminable: 'Not judged',
  'not-applicable': 'Not applicable',
};

/** Judgements as a virtual list, worst first, loaded as they come into view. */
export function JudgementList({ filter, empty }: { readonly filter: FindingsFilter; readonly empty: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const { total, row, onRange, isPending, isStale, error, retry } = usePagedRows('findings.page', { filter });
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => 104,
    overscan: 6,
    useFlushSync: false,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onRange(first, last), [first, last, onRange]);
  const key = JSON.stringify(filter);
  useEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = 0;
  }, [key]);
  if (error !== null) return <ErrorState error={error} onRetry={retry} />;
  if (isPending) return <SkeletonRows rows={8} height={96} />;
  if (total === 0) return <EmptyState title="Nothing here">{empty}</EmptyState>;
  return (
    <div ref={scroller} className={styles.scroller} role="list" aria-label="Findings" aria-busy={isStale}>
      <div className={styles.all} style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => (
          <div
            key={item.key}
            ref={virtualizer.measureElement}
            data-index={item.index}
            role="listitem"
            aria-setsize={total}
            aria-posinset={item.index + 1}
            className={styles.row}
            style={{ transform: `translateY(${item.start}px)` }}
          >
            <JudgementRow judgement={row(item.index)} />
          </div>
        ))}
      </div>
    </div>
  );
}

function JudgementRow({ judgement }: { readonly judgement: Judgement | undefined }) {
  if (judgement === undefined)
    return (
      <>
        <Skeleton width={70} />
        <div className={styles.waiting}>
          <Skeleton width="40%" />
          <Skeleton width="70%" />
        </div>
      </>
    );
  const connector = `/connectors/${encodeURIComponent(judgement.connectorId)}`;
  return (
    <>
      <div className={styles.severity}>
        {judgement.severity === null ? (
          <Badge>{SHORT_LABELS[judgement.outcome]}</Badge>
        ) : (
          <SeverityBadge severity={judgement.severity} />
        )}
      </div>
      <div className={styles.body}>
        <div className={styles.head}>
          <LinkText to={`${connector}?tab=findings`} quiet>
            <Name strong staticWarning warning={judgement.nameWarning}>
              {judgement.connectorName}
            </Name>
          </LinkText>
          <span className={styles.rule}>
            {judgement.rule} · {judgement.title}
          </span>
        </div>
        <p className={styles.sentence}>
          <bdi>{sentenceOf(judgement)}</bdi>
        </p>
        {judgement.suppressed !== null && <SuppressedNote suppressed={judgement.suppressed} />}
        {judgement.outcome === 'finding' && judgement.isAdviceCovered && (
          <p className={styles.action}>
            {judgement.itemId === null
              ? 'What is recommended stays covered on high risk until you have decided its items, so that you judge first.'
              : 'What is recommended stays covered on high risk until you have decided, so that you judge first.'}
          </p>
        )}
        {judgement.outcome === 'finding' && !judgement.isAdviceCovered && (
          <p className={styles.action}>
            {judgement.recommendation !== null && (
              <Badge tone="neutral">By this finding alone: {DECISION_LABELS[judgement.recommendation]}</Badge>
            )}
            <span className={styles.advice}>{judgement.recommendedAction}</span>
          </p>
        )}
        <div className={styles.action}>
          <span>
            {PLATFORM_LABELS[judgement.platform]},{' '}
            <bdi title={judgement.tenants.join(', ')}>{judgement.tenants.map(shortTenant).join(', ')}</bdi>
            {judgement.kind !== null && `, ${GRANT_KIND_LABELS[judgement.kind].toLowerCase()}`}
          </span>
          <span className={styles.links}>
            {judgement.itemId !== null && (
              <LinkText to={`/review/${encodeURIComponent(judgement.itemId)}`}>Review item</LinkText>
            )}
            {judgement.evidence.slice(0, SPOTS).map((spot) => (
              <EvidenceLink key={`${spot.importId}:${spot.line}:${spot.note}`} reference={spot} />
            ))}
            {judgement.evidence.length > SPOTS && (
              <LinkText to={`${connector}?tab=findings`}>
                {formatCounted(judgement.evidence.length - SPOTS, 'more record')}
              </LinkText>
            )}
            {judgement.outcome === 'finding' && judgement.evidence.length === 0 && (
              <span>Rests on the lists as a whole</span>
            )}
          </span>
          <Controls controls={judgement.controls} />
        </div>
      </div>
    </>
  );
}

/** The id of a tenant as the lists show it; whole in its title. */
function shortTenant(tenant: string): string {
  return tenant.length > LONGEST_TENANT ? `${tenant.slice(0, 8)}…` : tenant;
}

function Controls({ controls }: { readonly controls: readonly string[] }) {
  if (controls.length === 0) return null;
  return (
    <details className={styles.controls}>
      <summary>{formatCounted(controls.length, 'control')}</summary>
      <span className={styles.chips}>
        {controls.map((control) => (
          <LinkText key={control} to={findingsPath({ control })}>
            {control}
          </LinkText>
        ))}
      </span>
    </details>
  );
}

function sentenceOf(judgement: Judgement): string {
  switch (judgement.outcome) {
    case 'finding':
      return judgement.sentence;
    case 'undeterminable':
      return `Missing: ${judgement.missing ?? 'the rule does not say what'}`;
    case 'clear':
      return 'The rule was checked with the evidence at hand and does not fire.';
    case 'not-applicable':
      return 'The rule does not speak of such grants.';
  }
}
