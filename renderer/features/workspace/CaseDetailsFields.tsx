import type { CaseDetails } from '../../../shared/contract/workspace.ts';
import { DateField } from '../../components/DateField.tsx';
import { TextField } from '../../components/Field.tsx';
import styles from './CaseDetailsFields.module.css';

/** Details of a case nobody has filled in yet. */
export const EMPTY_DETAILS: CaseDetails = {
  name: '',
  client: '',
  engagement: '',
  periodFrom: null,
  periodTo: null,
  reviewer: '',
};

/** What is wrong with the details, by field; empty when nothing is. */
export function detailProblems(details: CaseDetails): Partial<Record<keyof CaseDetails, string>> {
  return {
    ...(details.name.trim() === '' ? { name: 'Give the case a name.' } : {}),
    ...(details.reviewer.trim() === '' ? { reviewer: 'Say who reviews: every decision carries this name.' } : {}),
    ...(details.periodFrom !== null && details.periodTo !== null && details.periodTo < details.periodFrom
      ? { periodTo: 'The period ends before it begins.' }
      : {}),
  };
}

/** The fields of a case's details. */
export function CaseDetailsFields({
  details,
  onChange,
  problems,
}: {
  readonly details: CaseDetails;
  readonly onChange: (details: CaseDetails) => void;
  readonly problems: Partial<Record<keyof CaseDetails, string>>;
}) {
  const set = (part: Partial<CaseDetails>) => onChange({ ...details, ...part });
  return (
    <div className={styles.fields}>
      <div className={styles.wide}>
        <TextField
          label="Case name"
          value={details.name}
          onChange={(name) => set({ name })}
          error={problems.name}
          placeholder="Q4 access review"
          maxLength={120}
          isRequired
          autoFocus
        />
      </div>
      <TextField label="Client" value={details.client} onChange={(client) => set({ client })} maxLength={120} />
      <TextField
        label="Engagement"
        value={details.engagement}
        onChange={(engagement) => set({ engagement })}
        maxLength={120}
      />
      <DateField label="Review period from" value={details.periodFrom} onChange={(periodFrom) => set({ periodFrom })} />
      <DateField
        label="Review period to"
        value={details.periodTo}
        onChange={(periodTo) => set({ periodTo })}
        error={problems.periodTo}
      />
      <div className={styles.wide}>
        <TextField
          label="Reviewer"
          value={details.reviewer}
          onChange={(reviewer) => set({ reviewer })}
          error={problems.reviewer}
          description="Your name as it will stand beside every decision and in the report."
          maxLength={120}
          isRequired
        />
      </div>
    </div>
  );
}
