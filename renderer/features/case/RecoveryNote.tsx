import { useState } from 'react';
import { Button } from '../../components/Button.tsx';
import { Callout } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { ReasonForm } from '../catalog/ReasonForm.tsx';

/** What was lost in a case that was recovered, and the word that it may be signed from all the same. */
export function RecoveryNote() {
  const recovery = useEngineQuery('case.keeping', {}).data?.recovery ?? null;
  const [isAsking, setIsAsking] = useState(false);
  const accept = useEngineMutation('case.acceptRecovery', { onSuccess: () => setIsAsking(false) });
  if (recovery === null) return null;
  return (
    <>
      <Callout
        tone={recovery.accepted === null ? 'high' : 'neutral'}
        title={
          recovery.accepted === null
            ? 'Recovered from a damaged file; nothing is signed from it before that is accepted'
            : 'Recovered from a damaged file'
        }
        actions={
          recovery.accepted === null ? (
            <Button onPress={() => setIsAsking(true)}>Accept with a reason…</Button>
          ) : undefined
        }
      >
        {recovery.lost}
        {recovery.accepted !== null && ` Accepted: ${recovery.accepted}`}
      </Callout>
      {isAsking && (
        <ReasonForm
          title="Accept the recovery"
          confirm="Accept"
          description="What you compared, and why what is lost does not matter. It stands in the journal."
          error={accept.error === null ? null : errorMessage(accept.error)}
          isPending={accept.isPending}
          onClose={() => setIsAsking(false)}
          onConfirm={(reason) => accept.mutate({ reason })}
        />
      )}
    </>
  );
}
