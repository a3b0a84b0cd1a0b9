import { useState } from 'react';
import type { ReviewItem } from '../../../shared/contract/review.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox, RadioGroup } from '../../components/Field.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { formatCount, formatCounted, formatDate } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import styles from './PeopleDialog.module.css';

const SHOWN = 200;
type Who = 'all' | 'gone' | 'picked';

/** Whom a decision is about: everybody who holds a grant, those who no longer work, or people picked from the list. */
export function PeopleDialog({
  item,
  chosen,
  onChoose,
  onClose,
}: {
  readonly item: ReviewItem;
  /** Keys; everybody when empty. */
  readonly chosen: readonly string[];
  readonly onChoose: (principals: readonly string[]) => void;
  readonly onClose: () => void;
}) {
  const [who, setWho] = useState<Who>(chosen.length === 0 ? 'all' : 'picked');
  const [picked, setPicked] = useState(chosen);
  const [text, setText] = useState('');
  const holders = useEngineQuery(
    'review.holders',
    { itemId: item.item.itemId, text: text.slice(0, 200), limit: SHOWN },
    { keepPrevious: true },
  );
  const { total = 0, matching = 0, gone = [], rows = [] } = holders.data ?? {};
  const keys = who === 'all' ? [] : who === 'gone' ? gone : picked;
  const isEmpty = who !== 'all' && keys.length === 0;

  function toggle(key: string) {
    setWho('picked');
    const before = who === 'gone' ? gone : who === 'all' ? [] : picked;
    setPicked(before.includes(key) ? before.filter((other) => other !== key) : [...before, key]);
  }

  function apply() {
    // All of them is everybody, who may be more tomorrow.
    onChoose(keys.length === total ? [] : keys);
    onClose();
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Whom is the decision about"
      size="large"
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isDisabled={isEmpty} onPress={apply}>
            {who === 'all' ? 'Everybody' : formatCounted(keys.length, 'person', 'people')}
          </Button>
        </>
      }
    >
      {holders.isError ? (
        <ErrorState error={holders.error} onRetry={() => void holders.refetch()} />
      ) : holders.isPending ? (
        <SkeletonRows rows={6} />
      ) : (
        <div className={styles.content}>
          <RadioGroup
            label="People"
            isHorizontal
            value={who}
            onChange={setWho}
            options={[
              { value: 'all', label: `Everybody (${formatCount(total)})` },
              { value: 'gone', label: `No longer active (${formatCount(gone.length)})` },
              { value: 'picked', label: `Picked (${formatCount(picked.length)})` },
            ]}
          />
          <SearchField label="Find people" placeholder="Name or address" value={text} onChange={setText} />
          <ul className={styles.list} aria-label="Holders">
            {rows.map((holder) => (
              <li key={holder.key} className={styles.row}>
                <Checkbox isSelected={who === 'all' || keys.includes(holder.key)} onChange={() => toggle(holder.key)}>
                  <span className={styles.name}>
                    <Name strong>{holder.name}</Name>
                    {holder.email !== null && holder.email !== holder.name && (
                      <span className={styles.quiet}>
                        <Name>{holder.email}</Name>
                      </span>
                    )}
                  </span>
                </Checkbox>
                {holder.status !== null && (
                  <Badge tone={holder.isGone ? 'high' : 'neutral'}>
                    <bdi>{holder.status}</bdi>
                  </Badge>
                )}
                <span className={styles.last}>Last use {formatDate(holder.lastUse)}</span>
              </li>
            ))}
          </ul>
          {matching > rows.length && (
            <p className={styles.quiet}>
              {formatCounted(matching - rows.length, 'more person', 'more people')}: narrow the search.
            </p>
          )}
        </div>
      )}
    </Dialog>
  );
}
