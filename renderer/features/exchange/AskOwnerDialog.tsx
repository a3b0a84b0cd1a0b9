import { useState } from 'react';
import { OWNER_QUESTION_LABELS, OWNER_QUESTIONS, type OwnerQuestion } from '../../../shared/contract/owners.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox, TextField } from '../../components/Field.tsx';
import { formatCounted } from '../../components/format.ts';
import { Callout } from '../../components/Page.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';
import { callShell } from '../../engine/shell.ts';
import type { OwnerGroup } from './OwnersPanel.tsx';
import styles from './exchange.module.css';

/** Most apps in one page: nobody answers more at a sitting. */
const MOST_APPS = 500;

/** Which apps, what is asked, and of whom; saves the page. */
export function AskOwnerDialog({ group, onClose }: { readonly group: OwnerGroup; readonly onClose: () => void }) {
  const { owner, apps } = group;
  const [name, setName] = useState(owner?.name ?? '');
  const [note, setNote] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>(
    apps.slice(0, owner === null ? 0 : MOST_APPS).map(({ connectorId }) => connectorId),
  );
  const [questions, setQuestions] = useState<readonly OwnerQuestion[]>(OWNER_QUESTIONS);
  const [problem, setProblem] = useState<string | null>(null);
  const write = useEngineMutation('owners.packet');
  const isReady = name.trim() !== '' && chosen.length > 0 && questions.length > 0 && !write.isPending;
  async function save() {
    setProblem(null);
    try {
      const target = await callShell('shell.pickSave', {
        purpose: 'page',
        suggestedName: `Questions for ${name}.html`,
      });
      if (target === null) return;
      const page = await write.mutateAsync({
        connectorIds: [...chosen],
        owner: { name, email: owner?.email ?? '' },
        questions: [...questions],
        note,
        saveToken: target.token,
      });
      showToast({ tone: 'good', text: `Questions about ${formatCounted(page.apps, 'app')} are in ${page.file}.` });
      onClose();
    } catch (error) {
      setProblem(errorMessage(error));
    }
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={owner === null ? 'Ask about apps without an owner' : `Ask ${owner.name}`}
      size="large"
      isDismissable={!write.isPending}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isDisabled={!isReady} isPending={write.isPending} onPress={() => void save()}>
            Save the page…
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <p className={styles.lead}>
          The page says in plain words what each app may do, who uses it and when it was used last. Answers come back as
          a file that shows whether it was changed after saving, not who wrote it.
        </p>
        {owner === null && (
          <TextField label="Whom you ask" value={name} onChange={setName} maxLength={200} isRequired />
        )}
        <fieldset className={styles.group}>
          <legend className={styles.legend}>About which apps</legend>
          {apps.slice(0, MOST_APPS).map((app) => (
            <Checkbox
              key={app.connectorId}
              isSelected={chosen.includes(app.connectorId)}
              onChange={(isChosen) => setChosen(toggled(chosen, app.connectorId, isChosen))}
            >
              <bdi>{app.name}</bdi>
            </Checkbox>
          ))}
        </fieldset>
        <fieldset className={styles.group}>
          <legend className={styles.legend}>What is asked</legend>
          {OWNER_QUESTIONS.map((question) => (
            <Checkbox
              key={question}
              isSelected={questions.includes(question)}
              onChange={(isChosen) => setQuestions(toggled(questions, question, isChosen))}
            >
              {OWNER_QUESTION_LABELS[question]}
            </Checkbox>
          ))}
        </fieldset>
        <TextField
          label="A word to the owner"
          value={note}
          onChange={setNote}
          rows={2}
          maxLength={2000}
          description="For example why you ask, and until when."
        />
        {problem !== null && <Callout tone="critical">{problem}</Callout>}
      </div>
    </Dialog>
  );
}

function toggled<One>(list: readonly One[], one: One, isChosen: boolean): readonly One[] {
  return isChosen ? [...list, one] : list.filter((other) => other !== one);
}
