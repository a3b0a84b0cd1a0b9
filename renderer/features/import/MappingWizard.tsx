import { PLATFORM_LABELS, PLATFORMS } from '../../../shared/domain/terms.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { RadioGroup } from '../../components/Field.tsx';
import { Select } from '../../components/Select.tsx';
import { errorMessage, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import type { Draft } from './drafts.ts';
import { GAP_LABELS, withTarget } from './mapping.ts';
import { MappingColumns } from './MappingColumns.tsx';
import { MappingResult } from './MappingResult.tsx';
import { MappingRows } from './MappingRows.tsx';
import { useWizard, type Wizard } from './use-wizard.ts';
import styles from './MappingWizard.module.css';

/** Says what the columns of an unknown export are, and shows beside it what reading the file so gives. */
export function MappingWizard({
  caseKey,
  draft,
  onClose,
}: {
  readonly caseKey: string;
  readonly draft: Draft;
  readonly onClose: () => void;
}) {
  const wizard = useWizard(caseKey, draft);
  const { keeping } = wizard;
  async function use() {
    try {
      await wizard.apply();
      onClose();
    } catch (error) {
      showToast({ tone: 'bad', text: errorMessage(error) });
    }
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Map the columns of ${draft.fileName}`}
      size="wide"
      footer={
        <>
          <p className={styles.obstacle} role="status">
            {wizard.gaps.length > 0
              ? `Still to map: ${wizard.gaps.map((gap) => GAP_LABELS[gap]).join(', ')}`
              : wizard.obstacle}
          </p>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isDisabled={!wizard.canApply}
            isPending={wizard.isSaving}
            onPress={() => void use()}
          >
            {keeping.isKept && !keeping.isUnchanged ? 'Save and use this mapping' : 'Use this mapping'}
          </Button>
        </>
      }
    >
      <Steps draft={draft} wizard={wizard} />
    </Dialog>
  );
}

function Steps({ draft, wizard }: { readonly draft: Draft; readonly wizard: Wizard }) {
  const { columns, mapping, guesses, change } = wizard;
  if (columns.isError) return <ErrorState error={columns.error} onRetry={() => void columns.refetch()} />;
  if (mapping === null || columns.data === undefined) return <SkeletonRows rows={10} />;
  return (
    <div className={styles.wizard}>
      <div className={styles.main}>
        <div className={styles.head}>
          <RadioGroup
            label="One record is"
            isHorizontal
            value={mapping.target}
            onChange={(target) => change(withTarget(mapping, target, guesses))}
            options={[
              { value: 'grants', label: 'A grant' },
              { value: 'events', label: 'An event of a log' },
            ]}
          />
          {wizard.firstRow !== null && (
            <RadioGroup
              label="The first row is"
              isHorizontal
              value={wizard.firstRow}
              onChange={wizard.chooseFirstRow}
              options={[
                { value: 'names', label: 'Column names' },
                { value: 'data', label: 'Data' },
              ]}
            />
          )}
          <div className={styles.platform}>
            <Select
              label="Platform"
              value={mapping.platform}
              onChange={(platform) => change({ ...mapping, platform })}
              options={PLATFORMS.map((value) => ({ value, label: PLATFORM_LABELS[value] }))}
            />
          </div>
        </div>
        <MappingColumns mapping={mapping} guesses={guesses} onChange={change} />
      </div>
      <MappingResult draft={draft} wizard={wizard} mapping={mapping} />
      {wizard.result !== null && wizard.result.rows.length > 0 && <MappingRows rows={wizard.result.rows} />}
    </div>
  );
}
