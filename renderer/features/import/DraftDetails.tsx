import type { EngineContract } from '../../../shared/contract/engine.ts';
import type { Result } from '../../../shared/contract/rpc.ts';
import { PLATFORM_LABELS } from '../../../shared/domain/terms.ts';
import { CopyText } from '../../components/CopyText.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { formatShare, formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Callout, Facts } from '../../components/Page.tsx';
import { Select } from '../../components/Select.tsx';
import { CoverField } from './CoverField.tsx';
import { changeDesk, withDetails, withDraft } from './desk.ts';
import { draftProblems, readingOf, suggestionBasis, type Draft } from './drafts.ts';
import { MappingSummary } from './MappingSummary.tsx';
import { PreviewTable } from './PreviewTable.tsx';
import { QuestionFields } from './QuestionFields.tsx';
import { SourceFields } from './SourceFields.tsx';
import { TrialText } from './TrialText.tsx';
import styles from './DraftDetails.module.css';

const MAPPING = 'mapping';

/** Everything about a file that is about to be imported: recognition, preview, mapping, its own details. */
export function DraftDetails({
  caseKey,
  draft,
  formats,
  isChecked,
  isOnly,
  onMap,
}: {
  readonly caseKey: string;
  readonly draft: Draft;
  readonly formats: Result<EngineContract, 'imports.formats'>;
  readonly isChecked: boolean;
  readonly isOnly: boolean;
  /** Opens the mapping of its columns. */
  readonly onMap: () => void;
}) {
  const { plan } = draft;
  const { trial } = readingOf(draft);
  const change = (part: Partial<Draft>) => changeDesk(caseKey, (current) => withDraft(current, draft.token, part));
  const problems = draftProblems(draft);
  const considered = new Map(plan.alternatives.map((one) => [one.format, one]));
  return (
    <div className={styles.details}>
      {plan.alreadyImported !== null && (
        <Callout tone="medium" title={`The same bytes were imported on ${formatTime(plan.alreadyImported.at)}`}>
          Importing them again changes no fact; every record would count as a duplicate. A list of grants that was
          exported later and is the same is another statement: include it with its own time.
        </Callout>
      )}
      {plan.verdict === 'unusable' && (
        <Callout tone="high" title="Nothing in this file can be used">
          {plan.reason}
        </Callout>
      )}
      {[...new Set([...plan.truncation, ...plan.warnings])].map((warning) => (
        <Callout key={warning} tone="medium" title="This limits what the file can prove">
          {warning}
        </Callout>
      ))}
      <div className={styles.columns}>
        <Facts
          rows={[
            {
              label: 'Recognized as',
              value:
                plan.profile !== null
                  ? `An export that ${plan.formatLabel ?? 'your mapping'} reads`
                  : plan.format === null && draft.mapping !== null
                    ? 'No known format; read by your column mapping'
                    : plan.format === null
                      ? `Nothing known. ${plan.reason}`
                      : `${plan.formatLabel ?? plan.format} (${formatShare(plan.confidence, 1)} sure)`,
            },
            ...(plan.format === null && plan.profile === null ? [] : [{ label: 'Because', value: plan.reason }]),
            { label: 'Shape', value: `${plan.shape}, ${plan.encoding}` },
            { label: 'SHA-256', value: <CopyText text={plan.sha256} label="SHA-256" wrap /> },
          ]}
        />
        <div className={styles.choices}>
          <Select
            label="Read as"
            value={draft.format ?? (draft.mapping === null ? null : MAPPING)}
            error={isChecked && problems.format !== undefined ? problems.format : null}
            onChange={(value) => {
              if (value !== MAPPING) change({ format: value });
              else if (draft.mapping !== null) change({ format: null });
              else onMap();
            }}
            options={[
              ...formats.map((format) => ({
                value: format.id,
                label: format.label,
                description: considered.get(format.id)?.reason ?? PLATFORM_LABELS[format.platform],
              })),
              { value: MAPPING, label: 'Map the columns by hand', description: 'For exports no importer knows' },
            ]}
          />
          <Checkbox isSelected={draft.keepCopy} onChange={(keepCopy) => change({ keepCopy })}>
            Keep a copy with the case, so that raw records can be shown later
          </Checkbox>
        </div>
      </div>
      <QuestionFields caseKey={caseKey} drafts={[draft]} isChecked={isChecked} />
      {trial !== null && <TrialText trial={trial} />}
      {draft.format === null && draft.mapping !== null && (
        <MappingSummary mapping={draft.mapping} profile={draft.profile} answers={draft.answers} onChange={onMap} />
      )}
      {!isOnly && (
        <section>
          <h4 className={styles.title}>
            Where <Name>{draft.fileName}</Name> comes from
          </h4>
          <SourceFields
            details={{ ...draft.details, asOf: draft.details.asOf ?? '' }}
            problems={isChecked ? problems : {}}
            onChange={(part) => changeDesk(caseKey, (current) => withDetails(current, part, draft.token))}
            asOfBasis={suggestionBasis(draft)}
          >
            <CoverField caseKey={caseKey} drafts={[draft]} error={isChecked ? problems.completeness : undefined} />
          </SourceFields>
        </section>
      )}
      <section>
        <h4 className={styles.title}>First records</h4>
        <PreviewTable plan={plan} />
      </section>
    </div>
  );
}
