import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import { Badge } from '../../components/Badge.tsx';
import { IconButton } from '../../components/Button.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { cx } from '../../components/cx.ts';
import { Checkbox } from '../../components/Field.tsx';
import { formatBytes, formatCount } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { Name } from '../../components/Name.tsx';
import { changeDesk, withDraft, without } from './desk.ts';
import { DraftDetails } from './DraftDetails.tsx';
import { draftProblems, type Draft } from './drafts.ts';
import styles from './DraftRow.module.css';

/** One file on the desk: what it is in one line, everything about it when opened. */
export function DraftRow({
  caseKey,
  draft,
  formats,
  isChecked,
  isOnly,
  isOpen,
  onToggle,
}: {
  readonly caseKey: string;
  readonly draft: Draft;
  readonly formats: Result<EngineContract, 'imports.formats'>;
  readonly isChecked: boolean;
  /** The details shared by all files are this file's. */
  readonly isOnly: boolean;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}) {
  const { plan } = draft;
  const label = formats.find((format) => format.id === draft.format)?.label ?? plan.formatLabel;
  return (
    <li className={styles.item}>
      <div className={styles.line}>
        <Checkbox
          aria-label={`Import ${draft.fileName}`}
          isSelected={draft.isIncluded}
          onChange={(isIncluded) => changeDesk(caseKey, (current) => withDraft(current, draft.token, { isIncluded }))}
        />
        <button type="button" className={styles.toggle} aria-expanded={isOpen} onClick={onToggle}>
          <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} className={styles.chevron} />
          <span className={styles.texts}>
            <Name strong>{draft.fileName}</Name>
            <span className={styles.reason}>
              {draft.format === null
                ? draft.mapping === null
                  ? 'No importer recognizes this file'
                  : 'Read by your own column mapping'
                : draft.format === plan.format
                  ? `${label ?? draft.format}. ${plan.reason}`
                  : `${label ?? draft.format}, chosen by hand`}
            </span>
          </span>
        </button>
        <span className={styles.number}>
          {plan.recordsExact ? '' : 'over '}
          {formatCount(plan.records)} records
        </span>
        <span className={styles.number}>{formatBytes(plan.bytes)}</span>
        <span className={cx(styles.number, styles.encoding)}>{plan.encoding}</span>
        <CopyText text={plan.sha256} length={10} label="SHA-256" />
        <span className={styles.state}>
          <State draft={draft} isChecked={isChecked} />
        </span>
        <IconButton
          icon="close"
          label={`Remove ${draft.fileName}`}
          size="small"
          onPress={() => changeDesk(caseKey, (current) => without(current, [draft.token]))}
        />
      </div>
      {isOpen && (
        <DraftDetails caseKey={caseKey} draft={draft} formats={formats} isChecked={isChecked} isOnly={isOnly} />
      )}
    </li>
  );
}

function State({ draft, isChecked }: { readonly draft: Draft; readonly isChecked: boolean }) {
  const problems = draftProblems(draft);
  if (draft.plan.alreadyImported !== null && !draft.isIncluded) return <Badge icon="check">Already imported</Badge>;
  if (problems.format !== undefined) {
    return (
      <Badge tone="high" icon="warning">
        {draft.mapping === null ? 'Not recognized' : 'Mapping incomplete'}
      </Badge>
    );
  }
  if (Object.keys(problems).length > 0) {
    return <Badge tone={isChecked ? 'high' : 'neutral'}>Details missing</Badge>;
  }
  if (draft.plan.warnings.length > 0) {
    return (
      <Badge tone="medium" icon="warning">
        {draft.plan.warnings.length === 1 ? '1 warning' : `${draft.plan.warnings.length} warnings`}
      </Badge>
    );
  }
  return (
    <Badge tone="good" icon="check">
      Ready
    </Badge>
  );
}
