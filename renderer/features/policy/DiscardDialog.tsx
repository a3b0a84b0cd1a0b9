import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';

/** Asks whether a changed policy may be lost. */
export function DiscardDialog({ onKeep, onDiscard }: { readonly onKeep: () => void; readonly onDiscard: () => void }) {
  return (
    <Dialog
      isOpen
      onClose={onKeep}
      title="Discard the changed policy?"
      size="small"
      footer={
        <>
          <Button onPress={onKeep} autoFocus>
            Back to the policy
          </Button>
          <Button variant="danger" onPress={onDiscard}>
            Discard
          </Button>
        </>
      }
    >
      <p>
        The policy of this case was changed and not saved. Going on discards that. What was saved before stays in force.
      </p>
    </Dialog>
  );
}
