import { useState } from 'react';
import type { Nudge } from '../../../shared/contract/quality.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { formatCount } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { isNewStreak, noteStreak } from './use-nudge.ts';

/**
 * After ten quick decisions in a row that were all the same: an earlier one to look at again, or on with the work. Either
 * answer stands in the trace of the next decision.
 */
export function StreakDialog({
  streak,
  onReopen,
  onDismiss,
}: {
  readonly streak: NonNullable<Nudge['streak']>;
  readonly onReopen: (itemId: string) => void;
  readonly onDismiss: () => void;
}) {
  const [isOpen, setOpen] = useState(() => isNewStreak(streak.count));
  function close(then: () => void) {
    noteStreak(streak.count);
    setOpen(false);
    then();
  }
  return (
    <Dialog
      isOpen={isOpen}
      onClose={() => close(onDismiss)}
      title="A moment to look back"
      size="small"
      footer={
        <>
          <Button shortcut="Esc" onPress={() => close(onDismiss)}>
            Go on
          </Button>
          <Button variant="primary" autoFocus onPress={() => close(() => onReopen(streak.reopenItemId))}>
            Look again
          </Button>
        </>
      }
    >
      <p>
        Your last {formatCount(streak.count)} decisions were the same, and each took less than five seconds. Look at{' '}
        <Name strong wrap>
          {streak.name}
        </Name>{' '}
        again? Its decision stays as it is unless you change it.
      </p>
    </Dialog>
  );
}
