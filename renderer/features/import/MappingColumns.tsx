import { type ColumnGuess, MAPPING_FIELDS, type PlainMapping } from '../../../shared/contract/imports.ts';
import { TARGET_FIELDS } from '../../../shared/domain/mapping.ts';
import { Name } from '../../components/Name.tsx';
import { Select } from '../../components/Select.tsx';
import { FIELD_LABELS, sureness, withColumn } from './mapping.ts';
import styles from './MappingColumns.module.css';

const UNUSED = 'unused';

/** Each column with values of the first records, the field it fills, and why that is suggested. */
export function MappingColumns({
  mapping,
  guesses,
  onChange,
}: {
  readonly mapping: PlainMapping;
  readonly guesses: readonly ColumnGuess[];
  readonly onChange: (mapping: PlainMapping) => void;
}) {
  const fieldOf = (column: string) => MAPPING_FIELDS.find((field) => mapping.fields[field] === column) ?? null;
  const options = [
    { value: UNUSED, label: 'Not used', description: 'It stays in the kept copy of the file' },
    ...TARGET_FIELDS[mapping.target].map((field) => ({
      value: field,
      label: FIELD_LABELS[field].label,
      description: FIELD_LABELS[field].meaning,
    })),
  ];
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">Columns and the fields they fill</caption>
      <colgroup>
        <col className={styles.columnWidth} />
        <col />
        <col className={styles.fieldWidth} />
        <col className={styles.whyWidth} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Column</th>
          <th scope="col">Values</th>
          <th scope="col">Fills</th>
          <th scope="col">Because</th>
        </tr>
      </thead>
      <tbody>
        {guesses.map((guess, index) => {
          const field = fieldOf(guess.column);
          return (
            <tr key={index} className={field === null ? styles.unused : undefined}>
              <th scope="row">
                <Name mono>{guess.column}</Name>
              </th>
              <td className={styles.samples}>
                <bdi title={guess.samples.join('\n')}>{guess.samples.join(' · ') || '(empty)'}</bdi>
              </td>
              <td>
                <Select
                  label={`Field for column ${guess.column}`}
                  hideLabel
                  value={field ?? UNUSED}
                  onChange={(chosen) =>
                    onChange(
                      withColumn(
                        mapping,
                        guess.column,
                        MAPPING_FIELDS.find((candidate) => candidate === chosen) ?? null,
                      ),
                    )
                  }
                  options={options}
                />
              </td>
              <td className={styles.why}>{reason(guess, field)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function reason(guess: ColumnGuess, field: string | null): string {
  if (field !== null && field === guess.field) return `${sureness(guess.confidence)}: ${guess.why}`;
  if (field !== null) return 'Chosen by you';
  return guess.field === null ? guess.why.replace(/^./, (letter) => letter.toUpperCase()) : 'Left out';
}
