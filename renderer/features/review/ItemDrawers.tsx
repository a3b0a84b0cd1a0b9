import type { ReviewItem } from '../../../shared/contract/review.ts';
import type { Panel } from '../../../shared/domain/review-panels.ts';
import { Drawer } from '../../components/Dialog.tsx';
import { EvidencePanel } from '../connector/EvidencePanel.tsx';
import { ImpactBlock } from '../connector/ImpactBlock.tsx';
import { OwnerFacts } from '../connector/OwnerFacts.tsx';
import { TrustPanel } from '../connector/TrustPanel.tsx';
import { OwnersAnswer } from '../exchange/OwnersAnswer.tsx';
import { Findings, HistoryList } from './ItemContext.tsx';
import styles from './ItemDrawers.module.css';
import { ScopeCards } from './ScopeCards.tsx';

/** The panels in full, over the item. Closed while `panel` is null. */
export function ItemDrawers({
  item,
  panel,
  onClose,
}: {
  readonly item: ReviewItem;
  readonly panel: Panel | null;
  readonly onClose: () => void;
}) {
  if (panel === null) return null;
  const { connectorId, itemId } = item.item;
  const about = `${item.item.name}: `;
  switch (panel) {
    case 'scopes':
      return (
        <Drawer isOpen onClose={onClose} title={`${about}what each scope allows`} size="large">
          <ScopeCards item={item} />
        </Drawer>
      );
    case 'owner':
      return (
        <Drawer isOpen onClose={onClose} title={`${about}purpose and owner`}>
          <OwnerFacts connector={item.connector} />
          <OwnersAnswer connectorId={connectorId} />
          <Judged item={item} rules={['CS-01', 'CS-02', 'CS-04', 'CS-05', 'CS-27']} />
        </Drawer>
      );
    case 'chain':
      return (
        <Drawer isOpen onClose={onClose} title={`${about}chain of trust`} size="large">
          <div className={styles.stack}>
            <TrustPanel connectorId={connectorId} />
          </div>
        </Drawer>
      );
    case 'evidence':
      return (
        <Drawer isOpen onClose={onClose} title={`${about}evidence rows`} size="large">
          <div className={styles.rows}>
            <EvidencePanel connectorId={connectorId} />
          </div>
        </Drawer>
      );
    case 'history':
      return (
        <Drawer isOpen onClose={onClose} title={`${about}history`}>
          <HistoryList item={item} />
        </Drawer>
      );
    case 'findings':
      return (
        <Drawer isOpen onClose={onClose} title={`${about}findings`}>
          <Findings item={item} shown={10} />
        </Drawer>
      );
    case 'impact':
      return (
        <Drawer isOpen onClose={onClose} title={`${about}what would break`}>
          <ImpactBlock itemId={itemId} scopes={[]} holders={item.item.reach.people} />
        </Drawer>
      );
    case 'usage':
    case 'change':
      return null;
  }
}

/** What the rules on owner, approver and purpose say, and what they lacked. */
function Judged({ item, rules }: { readonly item: ReviewItem; readonly rules: readonly string[] }) {
  const found = item.findings.filter(({ rule }) => rules.includes(rule));
  const open = item.connector.undeterminable.filter(({ rule }) => rules.includes(rule));
  return (
    <ul className={styles.judged}>
      {found.map((finding) => (
        <li key={finding.id}>
          <strong>
            {finding.rule} {finding.title}.
          </strong>{' '}
          <bdi>{finding.sentence}</bdi>
        </li>
      ))}
      {open.map((rule) => (
        <li key={rule.rule} className={styles.quiet}>
          {rule.rule} {rule.title} could not be judged. Missing: <bdi>{rule.missing}</bdi>
        </li>
      ))}
    </ul>
  );
}
