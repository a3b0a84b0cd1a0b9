import {
  MAPPING_FIELDS,
  type ImportPlan,
  type MappingField,
  type PlainMapping,
} from '../../../shared/contract/imports.ts';
import { PLATFORM_LABELS, PLATFORMS } from '../../../shared/domain/vocabulary.ts';
import { Name } from '../../components/Name.tsx';
import { RadioGroup } from '../../components/Field.tsx';
import { Select } from '../../components/Select.tsx';
import styles from './MappingEditor.module.css';

const FIELD_LABELS: Readonly<Record<MappingField, string>> = {
  connector: 'Connector id',
  connectorName: 'Connector name',
  publisher: 'Publisher',
  principal: 'Person or account',
  scopes: 'Scopes',
  grantedAt: 'Granted at',
  lastUsedAt: 'Last used at',
  time: 'Time of the event',
  operation: 'Operation',
  result: 'Result',
  ip: 'IP address',
  eventId: 'Event id',
};
const FIELDS: Readonly<Record<PlainMapping['target'], readonly MappingField[]>> = {
  grants: ['connector', 'connectorName', 'publisher', 'principal', 'scopes', 'grantedAt', 'lastUsedAt'],
  events: ['time', 'connector', 'connectorName', 'principal', 'operation', 'result', 'ip', 'eventId', 'scopes'],
};
const NEEDED: Readonly<Record<PlainMapping['target'], readonly MappingField[]>> = {
  grants: ['connector', 'scopes'],
  events: ['connector', 'time'],
};
const UNMAPPED = '';

/** Columns of an unknown export to fields of a grant or an event, with sample values beside each column. */
export function MappingEditor({
  plan,
  mapping,
  onChange,
}: {
  readonly plan: ImportPlan;
  readonly mapping: PlainMapping;
  readonly onChange: (mapping: PlainMapping) => void;
}) {
  const fieldOf = (column: string) => MAPPING_FIELDS.find((field) => mapping.fields[field] === column) ?? null;
  const missing = NEEDED[mapping.target].filter((field) => mapping.fields[field] === undefined);
  function map(column: string, chosen: string) {
    const field = MAPPING_FIELDS.find((candidate) => candidate === chosen);
    const kept = Object.entries(mapping.fields).filter(([name, source]) => source !== column && name !== field);
    onChange({
      ...mapping,
      fields: { ...Object.fromEntries(kept), ...(field === undefined ? {} : { [field]: column }) },
    });
  }
  return (
    <section className={styles.editor}>
      <div className={styles.head}>
        <RadioGroup
          label="What is one record?"
          isHorizontal
          value={mapping.target}
          onChange={(target) => onChange({ ...mapping, target })}
          options={[
            { value: 'grants', label: 'A grant' },
            { value: 'events', label: 'An event of a log' },
          ]}
        />
        <div className={styles.platform}>
          <Select
            label="Platform"
            value={mapping.platform}
            onChange={(platform) => onChange({ ...mapping, platform })}
            options={PLATFORMS.map((value) => ({ value, label: PLATFORM_LABELS[value] }))}
          />
        </div>
        <p className={styles.missing} role="status">
          {missing.length === 0
            ? mapping.target === 'grants' && mapping.fields.principal === undefined
              ? 'All needed fields are mapped. No column names the person, so every record counts as a grant for the whole tenant.'
              : 'All needed fields are mapped.'
            : `Still to map: ${missing.map((field) => FIELD_LABELS[field].toLowerCase()).join(', ')}.`}
        </p>
      </div>
      <table className={styles.table}>
        <caption className="visually-hidden">Columns and the fields they fill</caption>
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Sample values</th>
            <th scope="col">Fills</th>
          </tr>
        </thead>
        <tbody>
          {plan.columns.map((column, index) => (
            <tr key={index}>
              <th scope="row">
                <Name mono>{column}</Name>
              </th>
              <td className={styles.samples}>
                <bdi>{samples(plan, index)}</bdi>
              </td>
              <td>
                <Select
                  label={`Field for column ${column}`}
                  hideLabel
                  value={fieldOf(column) ?? UNMAPPED}
                  onChange={(field) => map(column, field)}
                  options={[
                    { value: UNMAPPED, label: 'Not used' },
                    ...FIELDS[mapping.target].map((field) => ({
                      value: field,
                      label: NEEDED[mapping.target].includes(field)
                        ? `${FIELD_LABELS[field]} (needed)`
                        : FIELD_LABELS[field],
                    })),
                  ]}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function samples(plan: ImportPlan, column: number): string {
  const values = new Set(plan.preview.map((row) => row[column] ?? '').filter((value) => value !== ''));
  return [...values].slice(0, 3).join(' · ') || '(empty)';
}
