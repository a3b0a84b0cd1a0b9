import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useNavigate } from 'react-router';
import type { Finding } from '../../../shared/contract/inventory.ts';
import { Badge, SeverityBadge } from '../../components/Badge.tsx';
import { LinkText } from '../../components/LinkText.tsx';
import { Name } from '../../components/Name.tsx';
import { EmptyState } from '../../components/State.tsx';
import { DECISION_LABELS } from '../../../shared/domain/vocabulary.ts';
import styles from './FindingList.module.css';

/** Findings as a virtual list, worst first as the engine gives them; a row opens its connector. */
export function FindingList({ rows, empty }: { readonly rows: readonly Finding[]; readonly empty: string }) {
  const scroller = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 78,
    overscan: 8,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  if (rows.length === 0) return <EmptyState title="No findings here">{empty}</EmptyState>;
  return (
    <div ref={scroller} className={styles.scroller} role="list" aria-label="Findings">
      <div className={styles.all} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const path = `/connectors/${encodeURIComponent(row.connectorId)}`;
          return (
            <div
              key={item.key}
              ref={virtualizer.measureElement}
              data-index={item.index}
              role="listitem"
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              className={styles.row}
              style={{ transform: `translateY(${item.start}px)` }}
              onClick={() => void navigate(path)}
            >
              <div className={styles.severity}>
                <SeverityBadge severity={row.severity} />
              </div>
              <div className={styles.body}>
                <div className={styles.head}>
                  <LinkText to={path} quiet>
                    <Name strong staticWarning>
                      {row.connectorName}
                    </Name>
                  </LinkText>
                  <span className={styles.rule}>
                    {row.rule} · {row.title}
                  </span>
                </div>
                <p className={styles.sentence}>
                  <bdi>{row.sentence}</bdi>
                </p>
                <p className={styles.action}>
                  {row.recommendation !== null && (
                    <Badge tone="accent">Recommended: {DECISION_LABELS[row.recommendation]}</Badge>
                  )}
                  <span>{evidenceText(row)}</span>
                </p>
              </div>
            </div>
          );
        })}
      </div>
    </div>
  );
}

function evidenceText({ evidence }: Finding): string {
  const [first] = evidence;
  if (first === undefined) return 'Rests on the grant list as a whole';
  const more = evidence.length - 1;
  return `${first.file}, line ${first.line}${more > 0 ? ` and ${more} more` : ''}`;
}
