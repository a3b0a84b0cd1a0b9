import { useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import type { ReviewerView } from '../../../shared/contract/reviewers.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/Field.tsx';
import { formatCounted } from '../../components/format.ts';
import { Callout } from '../../components/Page.tsx';
import { errorMessage, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { RemoveReviewerDialog } from './RemoveReviewerDialog.tsx';
import { reviewerName } from './reviewer-name.ts';
import styles from './reviewers.module.css';

/** The profiles of the reviewers of this computer: choosing, making, naming and removing them. */
export function ReviewersDialog({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate();
  const reviewers = useEngineQuery('reviewers.list', {});
  const isCaseOpen = (useEngineQuery('workspace.status', {}).data ?? null) !== null;
  const [renaming, setRenaming] = useState<string | null>(null);
  const [removing, setRemoving] = useState<ReviewerView | null>(null);
  const [name, setName] = useState('');
  const create = useEngineMutation('reviewers.create', { onSuccess: goOn });
  const choose = useEngineMutation('reviewers.choose', { onSuccess: goOn });
  const failed = create.error ?? choose.error;

  function goOn(all: readonly ReviewerView[]) {
    const chosen = all.find(({ isCurrent }) => isCurrent);
    if (chosen !== undefined) showToast({ tone: 'good', text: `This is now the profile of ${reviewerName(chosen)}` });
    onClose();
    void navigate('/');
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() !== '' && !create.isPending) create.mutate({ name });
  }

  if (removing !== null) return <RemoveReviewerDialog reviewer={removing} onClose={() => setRemoving(null)} />;
  return (
    <Dialog isOpen onClose={onClose} title="Profiles of reviewers" footer={<Button onPress={onClose}>Close</Button>}>
      <div className={styles.form}>
        <p className={styles.lead}>
          Each profile has its own keys, recent cases and settings. Profiles keep order; they protect nothing: whoever
          uses this account of the computer can choose any of them. What protects is the account itself, and the
          passphrases of keys and cases.
          {isCaseOpen && ' Going on with another profile closes the open case.'}
        </p>
        {reviewers.isPending && <SkeletonRows rows={2} height={52} />}
        {reviewers.isError && <ErrorState error={reviewers.error} onRetry={() => void reviewers.refetch()} />}
        <ul className={styles.list} aria-label="Profiles">
          {reviewers.data?.map((one) => (
            <li key={one.id} className={styles.item}>
              {renaming === one.id ? (
                <RenameForm reviewer={one} onClose={() => setRenaming(null)} />
              ) : (
                <>
                  <div className={styles.texts}>
                    <bdi className={styles.name}>{reviewerName(one)}</bdi>
                    <span className={styles.quiet}>
                      {formatCounted(one.keys, 'key')}, {formatCounted(one.cases, 'recent case')}
                    </span>
                  </div>
                  <div className={styles.actions}>
                    {one.isCurrent ? (
                      <Badge tone="accent" icon="check">
                        In use
                      </Badge>
                    ) : (
                      <Button
                        size="small"
                        aria-label={`Go on as ${reviewerName(one)}`}
                        isPending={choose.isPending && choose.variables.id === one.id}
                        onPress={() => choose.mutate({ id: one.id })}
                      >
                        Go on as
                      </Button>
                    )}
                    <Button
                      size="small"
                      variant="ghost"
                      aria-label={`Rename ${reviewerName(one)}`}
                      onPress={() => setRenaming(one.id)}
                    >
                      Rename
                    </Button>
                    {!one.isCurrent && (
                      <Button
                        size="small"
                        variant="ghost"
                        aria-label={`Remove ${reviewerName(one)}`}
                        onPress={() => setRemoving(one)}
                      >
                        Remove…
                      </Button>
                    )}
                  </div>
                </>
              )}
            </li>
          ))}
        </ul>
        <form className={styles.row} onSubmit={submit}>
          <TextField
            label="Name of a new profile"
            value={name}
            onChange={setName}
            maxLength={120}
            description="Whose it is; offered as the reviewer of new cases"
          />
          <Button type="submit" icon="plus" isPending={create.isPending} isDisabled={name.trim() === ''}>
            Make a profile
          </Button>
        </form>
        {failed !== null && <Callout tone="critical">{errorMessage(failed)}</Callout>}
      </div>
    </Dialog>
  );
}

function RenameForm({ reviewer, onClose }: { readonly reviewer: ReviewerView; readonly onClose: () => void }) {
  const [name, setName] = useState(reviewer.name);
  const rename = useEngineMutation('reviewers.rename', { onSuccess: onClose });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() !== '') rename.mutate({ id: reviewer.id, name });
  }
  return (
    <form className={styles.row} onSubmit={submit}>
      <TextField
        label="Name"
        value={name}
        onChange={setName}
        maxLength={120}
        autoFocus
        error={rename.error === null ? null : errorMessage(rename.error)}
      />
      <Button type="submit" variant="primary" isPending={rename.isPending} isDisabled={name.trim() === ''}>
        Save
      </Button>
      <Button onPress={onClose}>Cancel</Button>
    </form>
  );
}
