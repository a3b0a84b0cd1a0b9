import { Select } from '../../components/Select.tsx';
import { changeDesk, withAnswers } from './desk.ts';
import { shared, type Draft } from './drafts.ts';

/** Whether the exports give the whole of what they list: asked, since nothing in a file can say it. */
export function CoverField({
  caseKey,
  drafts,
  error,
}: {
  readonly caseKey: string;
  readonly drafts: readonly Draft[];
  readonly error: string | undefined;
}) {
  const tokens = drafts.map((draft) => draft.token);
  const isOpen = drafts.some((draft) => draft.answers.completeness === null);
  return (
    <Select
      label="What the export covers"
      value={shared(drafts, (draft) => draft.answers.completeness)}
      onChange={(completeness) => changeDesk(caseKey, (current) => withAnswers(current, tokens, { completeness }))}
      placeholder={isOpen ? 'The whole or a part?' : 'Differs by file'}
      error={error ?? null}
      options={[
        { value: 'whole', label: 'The whole', description: 'What is absent from it counts as not there then' },
        { value: 'part', label: 'A part, or not known', description: 'It never shows that something is gone' },
      ]}
      isRequired
    />
  );
}
