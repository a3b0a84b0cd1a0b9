import { useState } from 'react';
import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button, IconButton } from '../../components/Button.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { cx } from '../../components/cx.ts';
import { Checkbox } from '../../components/Field.tsx';
import { formatBytes, formatCount, formatCounted } from '../../components/format.ts';
import { Icon } from '../../components/Icon.tsx';
import { Name } from '../../components/Name.tsx';
import { changeDesk, withDraft, without } from './desk.ts';
import { DraftDetails } from './DraftDetails.tsx';
import { draftProblems, readingOf, type Draft } from './drafts.ts';
import { MappingWizard } from './MappingWizard.tsx';
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
  const [isMapping, setIsMapping] = useState(false);
  const label = formats.find((format) => format.id === draft.format)?.label ?? plan.formatLabel;
  return (
    <li
      className={styles.item}
      data-incomplete={draft.isIncluded && Object.keys(draftProblems(draft)).length > 0 ? '' : undefined}
    >
      <div className={styles.line}>
        <Checkbox
          aria-label={`Import ${draft.fileName}`}
          isSelected={draft.isIncluded}
          onChange={(isIncluded) => changeDesk(caseKey, (current) => withDraft(current, draft.token, { isIncluded }))}
        />
        <span className={styles.first}>
          <button type="button" className={styles.toggle} aria-expanded={isOpen} onClick={onToggle}>
            <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} className={styles.chevron} />
            <span className={styles.texts}>
              <Name strong>{draft.fileName}</Name>
              <span className={styles.reason}>
                {plan.container !== null && `In ${plan.container.name}. `}
                {howRead(draft, label)}
              </span>
            </span>
          </button>
          {draft.format === null && draft.mapping === null && plan.verdict !== 'unusable' && (
            <Button size="small" onPress={() => setIsMapping(true)} aria-label={`Map the columns of ${draft.fileName}`}>
              Map its columns…
            </Button>
          )}
        </span>
        <span className={styles.number}>
          {plan.recordsExact ? '' : 'over '}
          {formatCounted(plan.records, 'record')}
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
        <DraftDetails
          caseKey={caseKey}
          draft={draft}
          formats={formats}
          isChecked={isChecked}
          isOnly={isOnly}
          onMap={() => setIsMapping(true)}
        />
      )}
      {isMapping && <MappingWizard caseKey={caseKey} draft={draft} onClose={() => setIsMapping(false)} />}
    </li>
  );
}

/** By what a file is read, and why, in one line. */
function howRead({ format, mapping, profile, plan }: Draft, label: string | null | undefined): string {
  if (format !== null)
    return format === plan.format ? `${label ?? format}. ${plan.reason}` : `${label ?? format}, chosen by hand`;
  if (mapping === null) return plan.reason;
  if (profile === null) return 'Read by your own column mapping, not kept as a profile';
  return `Read by your profile “${profile.name}”, version ${profile.version}`;
}

/** What only the user can say about a file. */
const QUESTIONS = ['zone', 'dayOrder', 'subject', 'statedTotal'] as const;

function State({ draft, isChecked }: { readonly draft: Draft; readonly isChecked: boolean }) {
  const problems = draftProblems(draft);
  if (draft.plan.alreadyImported !== null && !draft.isIncluded) return <Badge icon="check">Already imported</Badge>;
  if (draft.plan.verdict === 'unusable' && !draft.isIncluded)
    return (
      <Badge tone="high" icon="warning">
        No usable records
      </Badge>
    );
  if (problems.format !== undefined) {
    return (
      <Badge tone="high" icon="warning">
        {draft.mapping === null ? 'Not recognized' : 'Mapping incomplete'}
      </Badge>
    );
  }
  if (QUESTIONS.some((question) => problems[question] !== undefined))
    return (
      <Badge tone={isChecked ? 'high' : 'medium'} icon="info">
        Needs an answer
      </Badge>
    );
  if (Object.keys(problems).length > 0) {
    return <Badge tone={isChecked ? 'high' : 'neutral'}>Details missing</Badge>;
  }
  const { trial } = readingOf(draft);
  if (trial !== null && trial.rejected > 0)
    return (
      <Badge tone="medium" icon="warning">
        {formatCount(trial.rejected)} rejected
      </Badge>
    );
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
