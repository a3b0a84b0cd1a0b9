import { useState, type ReactNode } from 'react';
import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import { Badge } from '../../components/Badge.tsx';
import { IconButton } from '../../components/Button.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { formatBytes, formatCounted } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { Name } from '../../components/Name.tsx';
import { changeDesk, withDraft, without } from './desk.ts';
import { draftProblems, type Draft, type DraftGroup } from './drafts.ts';
import { QuestionFields } from './QuestionFields.tsx';
import styles from './DraftRow.module.css';

/** Many files of one source that are read the same way, in one line; opened, each has its own. */
export function DraftGroupRow({
  caseKey,
  group,
  formats,
  isChecked,
  children,
}: {
  readonly caseKey: string;
  readonly group: DraftGroup;
  readonly formats: Result<EngineContract, 'imports.formats'>;
  readonly isChecked: boolean;
  readonly children: (draft: Draft) => ReactNode;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const { drafts } = group;
  const tokens = drafts.map((draft) => draft.token);
  const included = drafts.filter((draft) => draft.isIncluded);
  const [first] = drafts;
  const label =
    formats.find((format) => format.id === first?.format)?.label ??
    (first?.plan.verdict === 'unusable' ? 'No usable records' : (first?.plan.formatLabel ?? 'Not recognized'));
  const records = drafts.reduce((sum, draft) => sum + draft.plan.records, 0);
  const bytes = drafts.reduce((sum, draft) => sum + draft.plan.bytes, 0);
  const isExact = drafts.every((draft) => draft.plan.recordsExact);
  const open = included.filter((draft) => Object.keys(draftProblems(draft)).length > 0);
  const questions = included.filter((draft) => {
    const problems = draftProblems(draft);
    return problems.zone !== undefined || problems.dayOrder !== undefined || problems.subject !== undefined;
  });
  return (
    <li className={styles.item} data-incomplete={open.length > 0 ? '' : undefined}>
      <div className={styles.line}>
        <Checkbox
          aria-label={`Import ${drafts.length} files of ${group.source}`}
          isSelected={included.length === drafts.length}
          isIndeterminate={included.length > 0 && included.length < drafts.length}
          onChange={(isIncluded) =>
            changeDesk(caseKey, (current) =>
              tokens.reduce((desk, token) => withDraft(desk, token, { isIncluded }), current),
            )
          }
        />
        <button type="button" className={styles.toggle} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} className={styles.chevron} />
          <span className={styles.texts}>
            <Name strong>{`${formatCounted(drafts.length, 'file')} of ${group.source}`}</Name>
            <span className={styles.reason}>
              {label}. {first?.plan.reason}
            </span>
          </span>
        </button>
        <span className={styles.number}>
          {isExact ? '' : 'over '}
          {formatCounted(records, 'record')}
        </span>
        <span className={styles.number}>{formatBytes(bytes)}</span>
        <span />
        <span />
        <span className={styles.state}>
          {open.length === 0 ? (
            included.length === 0 ? (
              <Badge>Left out</Badge>
            ) : (
              <Badge tone="good" icon="check">
                Ready
              </Badge>
            )
          ) : (
            <Badge tone={isChecked ? 'high' : 'neutral'}>{formatCounted(open.length, 'file')} incomplete</Badge>
          )}
        </span>
        <IconButton
          icon="close"
          label={`Remove ${drafts.length} files of ${group.source}`}
          size="small"
          onPress={() => changeDesk(caseKey, (current) => without(current, tokens))}
        />
      </div>
      {questions.length > 0 && first !== undefined && (
        <div className={styles.questions}>
          <QuestionFields caseKey={caseKey} drafts={questions} isChecked={isChecked} />
        </div>
      )}
      {isOpen && <ul className={styles.members}>{drafts.map((draft) => children(draft))}</ul>}
    </li>
  );
}
