import { ALSO_REDACTED, type AlsoRedacted } from '../../../shared/contract/report.ts';
import { Checkbox } from '../../components/Field.tsx';
import styles from './SignExtras.module.css';

/** What goes with the bundle besides the report. */
export interface Extras {
  readonly originals: boolean;
  readonly redacted: boolean;
  readonly alsoRedacted: readonly AlsoRedacted[];
}

export const NO_EXTRAS: Extras = { originals: false, redacted: false, alsoRedacted: [] };

const ALSO_LABELS: Readonly<Record<AlsoRedacted, string>> = {
  client: 'Client, engagement and name of the case',
  tenant: 'Tenants',
  file: 'Names of files',
};

/** Two choices at signing, both off until somebody makes them: the original files, and a copy without people. */
export function SignExtras({
  value,
  onChange,
  isDisabled,
  isAboutOne,
}: {
  readonly value: Extras;
  readonly onChange: (value: Extras) => void;
  readonly isDisabled: boolean;
  /** The report is about one owner or vendor, and a redacted copy of it would say nothing. */
  readonly isAboutOne: boolean;
}) {
  const isRedacted = value.redacted && !isAboutOne;
  return (
    <fieldset className={styles.group}>
      <legend className={styles.legend}>What goes with it</legend>
      <div>
        <Checkbox
          isSelected={isRedacted}
          isDisabled={isDisabled || isAboutOne}
          onChange={(redacted) => onChange({ ...value, redacted, alsoRedacted: redacted ? value.alsoRedacted : [] })}
        >
          Also make a redacted copy
        </Checkbox>
        <p className={styles.note}>
          {isAboutOne
            ? 'Not for a report that is about one owner or vendor by name. Choose the full report or the executive summary for it.'
            : 'A second bundle beside the first, for people who may not see names. Names, addresses and texts of people are replaced; your own name stays, since you sign it. You can open single values later and prove them.'}
        </p>
        {isRedacted && (
          <div className={styles.also} role="group" aria-label="Leave out of the copy as well">
            <span className={styles.note}>Leave out as well:</span>
            {ALSO_REDACTED.map((kind) => (
              <Checkbox
                key={kind}
                isSelected={value.alsoRedacted.includes(kind)}
                isDisabled={isDisabled}
                onChange={(isOn) =>
                  onChange({
                    ...value,
                    alsoRedacted: ALSO_REDACTED.filter((one) =>
                      one === kind ? isOn : value.alsoRedacted.includes(one),
                    ),
                  })
                }
              >
                {ALSO_LABELS[kind]}
              </Checkbox>
            ))}
          </div>
        )}
      </div>
      <div>
        <Checkbox
          isSelected={value.originals}
          isDisabled={isDisabled}
          onChange={(originals) => onChange({ ...value, originals })}
        >
          Attach the original export files
        </Checkbox>
        <p className={styles.note}>
          They hold personal data that the report leaves out: attach them only for people who may see all of it. At most
          256 MiB together; without them the report names each file by its digest.
        </p>
      </div>
    </fieldset>
  );
}
