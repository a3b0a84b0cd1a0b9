import { useState } from 'react';
import { APP_FIELD_LABELS, APP_FIELDS, type AppField } from '../../../shared/contract/policy.ts';
import { CAPABILITY_LABELS, PURPOSES, purposeOf } from '../../../shared/domain/purpose.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { RadioGroup, TextField } from '../../components/Field.tsx';
import { formatCounted } from '../../components/format.ts';
import { Select } from '../../components/Select.tsx';
import { errorMessage } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineMutation } from '../../engine/hooks.ts';
import styles from './StateDialog.module.css';

const WAYS = ['value', 'none', 'register'] as const;
type Way = (typeof WAYS)[number];

/** States one field of one or many apps, with a reason. */
export function StateDialog({
  connectorIds,
  name,
  onClose,
  onDone,
}: {
  readonly connectorIds: readonly string[];
  /** Of the one app it is about; without it their number is shown. */
  readonly name?: string;
  readonly onClose: () => void;
  readonly onDone?: () => void;
}) {
  const [field, setField] = useState<AppField>('business-owner');
  const [way, setWay] = useState<Way>('value');
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const set = useEngineMutation('registers.set');
  const value = way === 'register' ? null : way === 'none' ? '' : typed.trim();
  function confirm() {
    set.mutate(
      { connectorIds: [...connectorIds], field, value, reason },
      {
        onSuccess: ({ changed }) => {
          showToast({ tone: 'good', text: `${APP_FIELD_LABELS[field]} stated for ${formatCounted(changed, 'app')}.` });
          onDone?.();
          onClose();
        },
        onError: (error) => showToast({ tone: 'bad', text: errorMessage(error) }),
      },
    );
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`State a field of ${name ?? formatCounted(connectorIds.length, 'app')}`}
      footer={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isDisabled={reason.trim() === '' || (way === 'value' && typed.trim() === '')}
            isPending={set.isPending}
            onPress={confirm}
          >
            State
          </Button>
        </>
      }
    >
      <div className={styles.fields}>
        <Select
          label="Field"
          value={field}
          onChange={(next) => {
            setField(next);
            setTyped('');
          }}
          options={APP_FIELDS.map((one) => ({ value: one, label: APP_FIELD_LABELS[one] }))}
        />
        <RadioGroup
          label="What is stated"
          value={way}
          onChange={setWay}
          isHorizontal
          options={[
            { value: 'value', label: 'A value' },
            { value: 'none', label: 'That there is none' },
            { value: 'register', label: 'What the registers say' },
          ]}
        />
        {way === 'value' && <ValueField field={field} value={typed} onChange={setTyped} />}
        <TextField
          label="Reason"
          value={reason}
          onChange={setReason}
          rows={2}
          maxLength={1000}
          isRequired
          description="For example who said so, and when. It is recorded in the journal."
        />
      </div>
    </Dialog>
  );
}

const HINTS: Readonly<Partial<Record<AppField, string>>> = {
  'business-owner': 'The address of one person; it takes the place of every business owner that registers name.',
  'technical-owner': 'The address of one person; a technical owner does not answer for an app.',
  purpose: 'In words. A purpose code beside it can be held against the scopes.',
  environment: 'For example production or test.',
  'replaced-by': 'Name or id of the app that took its place.',
  oversight: 'Who watches what it does by itself, and how.',
  'enterprise-service': 'Who answers for it as a tool of the whole company.',
};

function ValueField({
  field,
  value,
  onChange,
}: {
  readonly field: AppField;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  if (field === 'purpose-code') return <PurposeField value={value} onChange={onChange} />;
  if (field === 'agent')
    return (
      <Select
        label="Acts by itself"
        value={value === 'yes' || value === 'no' ? value : null}
        onChange={onChange}
        options={[
          { value: 'yes', label: 'Yes' },
          { value: 'no', label: 'No' },
        ]}
      />
    );
  return (
    <TextField
      label={APP_FIELD_LABELS[field]}
      value={value}
      onChange={onChange}
      maxLength={500}
      isRequired
      description={HINTS[field]}
    />
  );
}

function PurposeField({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const chosen = purposeOf(value);
  return (
    <div>
      <Select
        label="Purpose code"
        value={value === '' ? null : value}
        onChange={onChange}
        options={Object.entries(PURPOSES).map(([code, purpose]) => ({
          value: code,
          label: purpose.label,
          description: code,
        }))}
      />
      {chosen !== null && (
        <p className={styles.expects}>
          Expects signing in
          {chosen.expects.length === 0
            ? ' only'
            : `, ${chosen.expects.map((one) => CAPABILITY_LABELS[one]).join(', ')}`}
          .
        </p>
      )}
    </div>
  );
}
