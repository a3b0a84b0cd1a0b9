import type { ReactNode } from 'react';
import type { ReviewItem } from '../../../shared/contract/review.ts';
import { Badge } from '../../components/Badge.tsx';
import { Name } from '../../components/Name.tsx';
import styles from './OwnerStrip.module.css';
import { type Panels, PanelSection } from './PanelSection.tsx';

/** Purpose, owner and approver in one line; the drawer says the rest. */
export function OwnerStrip({ item, panels }: { readonly item: ReviewItem; readonly panels: Panels }) {
  const { connector } = item;
  return (
    <div className={styles.strip}>
      <PanelSection panel="owner" panels={panels} title={<span className="visually-hidden">Purpose and owner</span>}>
        <dl className={styles.facts}>
          <Fact label="Purpose">
            {connector.purpose === null ? (
              <span className={styles.unknown}>Not stated in any imported file</span>
            ) : (
              <Name>{connector.purpose}</Name>
            )}
          </Fact>
          <Fact label="Business owner">
            <Owner item={item} />
          </Fact>
          <Fact label="Approver">
            <Approver item={item} />
          </Fact>
        </dl>
      </PanelSection>
    </div>
  );
}

function Owner({ item }: { readonly item: ReviewItem }) {
  const { owners, ownersKnown } = item.connector;
  const [owner, ...others] = owners.filter(({ role }) => role === 'business');
  if (owner !== undefined)
    return (
      <>
        <Name strong>{owner.name}</Name>
        <Badge tone={owner.status === 'active' ? 'good' : 'medium'}>
          <bdi>{owner.status}</bdi>
        </Badge>
        {others.length > 0 && <span className={styles.unknown}>and {others.length} more</span>}
      </>
    );
  if (!ownersKnown) return <span className={styles.unknown}>Not known: no imported file names owners</span>;
  return (
    <Badge tone="high" icon="warning">
      Nobody named
    </Badge>
  );
}

/** Who allowed it, as rule CS-04 could judge it. */
function Approver({ item }: { readonly item: ReviewItem }) {
  const unclear = item.findings.find(({ rule, suppressed }) => rule === 'CS-04' && suppressed === null);
  const missing = item.connector.undeterminable.find(({ rule }) => rule === 'CS-04');
  if (unclear !== undefined)
    return (
      <>
        <Badge tone="medium" icon="warning">
          Unclear
        </Badge>
        <span className={styles.unknown} title={unclear.sentence}>
          CS-04
        </span>
      </>
    );
  if (missing !== undefined)
    return (
      <span className={styles.unknown} title={missing.missing}>
        Not known: {missing.missing}
      </span>
    );
  return <span className={styles.unknown}>Not put in question by CS-04</span>;
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
