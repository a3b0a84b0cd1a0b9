import { TextField } from '../../components/Field.tsx';
import { Select } from '../../components/Select.tsx';
import { changeDesk, withAnswers } from './desk.ts';
import { draftProblems, readingOf, shared, type Draft, type FileAnswers } from './drafts.ts';
import { ZONE_OPTIONS } from './zones.ts';
import styles from './QuestionFields.module.css';

/** What only the user can say about one file, or about several alike: zone, date order, app, total. */
export function QuestionFields({
  caseKey,
  drafts,
  isChecked,
}: {
  readonly caseKey: string;
  readonly drafts: readonly Draft[];
  readonly isChecked: boolean;
}) {
  const tokens = drafts.map((draft) => draft.token);
  const answer = (part: Partial<FileAnswers>) => changeDesk(caseKey, (current) => withAnswers(current, tokens, part));
  const asks = (question: 'zone' | 'dayOrder') => drafts.some((draft) => readingOf(draft).questions[question]);
  const subject = drafts.map((draft) => readingOf(draft).questions.subject).find((text) => text !== null) ?? null;
  const problems = drafts.map(draftProblems);
  const error = (field: 'zone' | 'dayOrder' | 'subject' | 'statedTotal') =>
    isChecked || field === 'statedTotal'
      ? (problems.map((one) => one[field]).find((text) => text !== undefined) ?? null)
      : null;
  return (
    <div className={styles.fields}>
      {asks('zone') && (
        <Select
          label="Zone of times that name none"
          value={shared(drafts, (draft) => draft.answers.zone)}
          error={error('zone')}
          onChange={(zone) => answer({ zone })}
          options={ZONE_OPTIONS}
          placeholder="Where was it exported?"
          isRequired
        />
      )}
      {asks('dayOrder') && (
        <Select
          label="Dates such as 3/4/2026"
          value={shared(drafts, (draft) => draft.answers.dayOrder)}
          error={error('dayOrder')}
          onChange={(dayOrder) => answer({ dayOrder })}
          options={[
            { value: 'month-first', label: 'Month first (March 4)' },
            { value: 'day-first', label: 'Day first (April 3)' },
          ]}
          placeholder="Nothing in the file decides"
          isRequired
        />
      )}
      {subject !== null && (
        <TextField
          label="App the file is about"
          value={shared(drafts, (draft) => draft.answers.subject) ?? ''}
          error={error('subject')}
          onChange={(text) => answer({ subject: text })}
          description={subject}
          isRequired
        />
      )}
      {drafts.length === 1 && (
        <TextField
          label="Records the source says it has"
          value={drafts[0]?.answers.statedTotal ?? ''}
          error={error('statedTotal')}
          onChange={(statedTotal) => answer({ statedTotal })}
          placeholder={drafts[0]?.plan.foundTotal === null ? 'If the system shows a total' : 'Found in the file'}
          description={
            drafts[0]?.plan.foundTotal === null || drafts[0] === undefined
              ? undefined
              : `The file itself says ${drafts[0].plan.foundTotal?.toLocaleString('en-US') ?? ''}.`
          }
        />
      )}
    </div>
  );
}
