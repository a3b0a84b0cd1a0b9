import { ComboBox, Input, ListBox, ListBoxItem, Popover } from 'react-aria-components/ComboBox';
import { FieldLabel } from '../../components/Field.tsx';
import fields from '../../components/Field.module.css';
import { OptionText } from '../../components/Select.tsx';
import selects from '../../components/Select.module.css';
import { useEngineQuery } from '../../engine/hooks.ts';
import styles from './OwnerField.module.css';

/** As many as fit under the field. */
const SHOWN = 8;

/**
 * Who takes an app over: people of the register are suggested, anybody else can be typed. What the register says of the
 * person stands below before it is recorded. Enter takes the only person who fits.
 */
export function OwnerField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (owner: string) => void;
}) {
  const found = useEngineQuery(
    'review.ownerNames',
    { text: value.slice(0, 200), limit: SHOWN },
    { keepPrevious: true },
  );
  const rows = found.data?.rows ?? [];
  const warning = value.trim() === '' || found.isPlaceholderData ? null : (found.data?.warning ?? null);

  function choose(key: string | number | null) {
    const person = rows.find((row) => row.key === key);
    if (person !== undefined) onChange(person.address);
  }

  return (
    <div className={styles.owner} data-new-owner="">
      <ComboBox
        className={selects.field ?? ''}
        inputValue={value}
        onInputChange={onChange}
        items={rows.map((row) => ({ ...row, id: row.key }))}
        onChange={choose}
        defaultFilter={() => true}
        allowsCustomValue
        isRequired
        validationBehavior="aria"
      >
        <FieldLabel label="New owner" isRequired />
        <Input
          className={fields.input ?? ''}
          placeholder="Name or address; ↓ lists people"
          maxLength={200}
          autoComplete="off"
          spellCheck="false"
          onKeyDown={(event) => {
            const [only] = rows;
            if (event.key === 'Enter' && rows.length === 1 && only !== undefined && !found.isPlaceholderData)
              onChange(only.address);
          }}
        />
        <Popover className={selects.popover ?? ''} offset={4}>
          <ListBox className={selects.list ?? ''}>
            {(person: (typeof rows)[number]) => (
              <ListBoxItem id={person.key} textValue={person.address} className={selects.item ?? ''}>
                <OptionText
                  label={person.name}
                  description={`${person.address}${person.isActive ? '' : `, ${person.status ?? 'no status stated'}`}`}
                />
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
      <p className={styles.warning} role="status">
        {warning}
      </p>
    </div>
  );
}
