import { useState } from 'react';
import type { OwnQuality } from '../../../shared/contract/quality.ts';
import { Button } from '../../components/Button.tsx';
import { formatCounted, formatTime } from '../../components/format.ts';
import { ButtonLink } from '../../components/LinkText.tsx';
import { Panel } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation, useEngineQuery } from '../../engine/hooks.ts';
import { KeyAndPassphrase, NO_KEY, useKeyUse } from '../people/KeyAndPassphrase.tsx';
import styles from './quality.module.css';

const FORM = 'submit-review';

/** Signs for what was decided. In a case with one reviewer the report is what is signed. */
export function SubmitPanel({ own }: { readonly own: OwnQuality }) {
  if (!own.hasPeople)
    return (
      <Panel title="Submit">
        <p className={styles.text}>
          This case has one reviewer. The signature under the report covers every decision, and closes them.
        </p>
        <p className={styles.actions}>
          <ButtonLink to="/report">Go to the report</ButtonLink>
        </p>
      </Panel>
    );
  return (
    <Panel
      title="Submit"
      description="Your key signs for your decisions. Afterwards they cannot be taken back or replaced."
    >
      {own.toSubmit > 0 ? (
        <SubmitForm own={own} />
      ) : (
        <p className={styles.text}>There is no decision of yours that is not submitted yet.</p>
      )}
      {own.submissions.length > 0 && (
        <ul className={styles.past} aria-label="Submissions">
          {own.submissions.map((one) => (
            <li key={one.journalSeq}>
              {formatTime(one.at)}: {formatCounted(one.decisions, 'decision')} submitted
              {one.undecided > 0 && `, ${formatCounted(one.undecided, 'item')} then open`}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function SubmitForm({ own }: { readonly own: OwnQuality }) {
  const session = useEngineQuery('people.session', {}).data;
  const [draft, setDraft] = useState(NO_KEY);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = useEngineMutation('review.submit');
  const mine = session?.person?.id;
  const { token, use } = useKeyUse(draft, mine === undefined ? [] : [mine]);

  function sign() {
    if (use === null || submit.isPending) return;
    setProblem(null);
    submit.mutate(use, {
      onSuccess: ({ decisions }) => {
        setDraft(NO_KEY);
        showToast({ tone: 'good', text: `${formatCounted(decisions, 'decision')} submitted.` });
      },
      onError: (error) => setProblem(errorMessage(error)),
    });
  }

  return (
    <>
      <KeyAndPassphrase id={FORM} draft={draft} token={token} onChange={setDraft} onSubmit={sign} problem={problem}>
        <figure className={styles.attestation}>
          <figcaption className={styles.quiet}>Your signature means: reviewed. It says:</figcaption>
          <blockquote>{own.attestation}</blockquote>
        </figure>
      </KeyAndPassphrase>
      <p className={styles.actions}>
        <Button
          type="submit"
          form={FORM}
          variant="primary"
          icon="key"
          isDisabled={use === null}
          isPending={submit.isPending}
        >
          {`Submit ${formatCounted(own.toSubmit, 'decision')}`}
        </Button>
      </p>
    </>
  );
}
