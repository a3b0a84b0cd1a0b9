import { useState } from 'react';
import type { ReviewerView } from '../../../shared/contract/reviewers.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { Callout } from '../../components/Page.tsx';
import { errorMessage, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { reviewerName } from './reviewer-name.ts';
import styles from './reviewers.module.css';

/** Says what goes with a profile, and which key files to delete as well: none unless somebody marks them. */
export function RemoveReviewerDialog({
  reviewer,
  onClose,
}: {
  readonly reviewer: ReviewerView;
  readonly onClose: () => void;
}) {
  const contents = useEngineQuery('reviewers.contents', { id: reviewer.id });
  const [marked, setMarked] = useState<readonly string[]>([]);
  const remove = useEngineMutation('reviewers.remove', { onSuccess: onClose });
  const keys = contents.data?.keys ?? [];
  const files = keys.filter(({ kind, isMissing }) => kind === 'file' && !isMissing);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Remove the profile of ${reviewerName(reviewer)}`}
      footer={
        <>
          <Button onPress={onClose}>Keep it</Button>
          <Button
            variant="danger"
            isPending={remove.isPending}
            isDisabled={contents.data === undefined}
            onPress={() => remove.mutate({ id: reviewer.id, deleteKeys: [...marked] })}
          >
            {marked.length === 0 ? 'Remove the profile' : 'Remove it and delete the marked key files'}
          </Button>
        </>
      }
    >
      {contents.isPending && <SkeletonRows rows={3} height={26} />}
      {contents.isError && <ErrorState error={contents.error} onRetry={() => void contents.refetch()} />}
      {contents.data !== undefined && (
        <div className={styles.form}>
          <p className={styles.lead}>
            This takes away what Countersign remembers for this reviewer: the settings and the entries listed here.
            Cases, their evidence and their decisions stay where they are.
          </p>
          <section>
            <h3 className={styles.heading}>Recent cases</h3>
            <Names names={contents.data.cases} />
          </section>
          <section>
            <h3 className={styles.heading}>Keys</h3>
            <Names names={keys.map(({ name, fileName }) => `${name} (${fileName})`)} />
          </section>
          {contents.data.libraries.length > 0 && (
            <section>
              <h3 className={styles.heading}>Confirmed card libraries</h3>
              <Names names={contents.data.libraries} />
            </section>
          )}
          {files.length > 0 && (
            <fieldset className={styles.group}>
              <legend className={styles.heading}>Delete key files from the disk as well</legend>
              {files.map((key) => (
                <Checkbox
                  key={key.token}
                  isSelected={marked.includes(key.token)}
                  onChange={(isOn) =>
                    setMarked(isOn ? [...marked, key.token] : marked.filter((token) => token !== key.token))
                  }
                >
                  <bdi>{key.fileName}</bdi> of <bdi>{key.name}</bdi>
                  <bdi className={styles.path}>{key.location}</bdi>
                </Checkbox>
              ))}
              {marked.length > 0 && (
                <Callout tone="high">
                  A deleted key file cannot be brought back, and nothing can be signed with that key again unless you
                  have a copy. What it signed stays valid.
                </Callout>
              )}
            </fieldset>
          )}
          {remove.error !== null && <Callout tone="critical">{errorMessage(remove.error)}</Callout>}
        </div>
      )}
    </Dialog>
  );
}

function Names({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return <p className={styles.quiet}>None</p>;
  return (
    <ul className={styles.names}>
      {names.map((name, index) => (
        <li key={index}>
          <bdi>{name}</bdi>
        </li>
      ))}
    </ul>
  );
}
