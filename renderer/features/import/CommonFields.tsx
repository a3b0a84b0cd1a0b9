import type { ReactNode } from 'react';
import { PLATFORM_LABELS, PLATFORMS, type Platform } from '../../../shared/domain/terms.ts';
import { formatCounted } from '../../components/format.ts';
import { CoverField } from './CoverField.tsx';
import { changeDesk, withDetails } from './desk.ts';
import {
  draftProblems,
  shared,
  suggestionBasis,
  type Draft,
  type DraftProblems,
  type SourceDetails,
} from './drafts.ts';
import { SourceFields } from './SourceFields.tsx';
import styles from './CommonFields.module.css';

/**
 * Where the files on the desk come from. Files of one platform share everything; with several platforms the time, the
 * person and what is covered are asked once for all, and system, tenant and method once per platform, since each platform has its own tenant.
 */
export function CommonFields({
  caseKey,
  drafts,
  isChecked,
}: {
  readonly caseKey: string;
  readonly drafts: readonly Draft[];
  /** Marks what is missing. */
  readonly isChecked: boolean;
}) {
  const byPlatform = Map.groupBy(drafts, platformOf);
  const isAnyIncluded = drafts.some((draft) => draft.isIncluded);
  const groups = [...PLATFORMS, 'unknown' as const].flatMap((platform) => {
    const members = byPlatform.get(platform) ?? [];
    // What is not going to be imported asks for nothing.
    const isShown = isAnyIncluded ? members.some((draft) => draft.isIncluded) : members.length > 0;
    return isShown ? [[platform, members] as const] : [];
  });
  const problemsOf = (members: readonly Draft[]) => (isChecked ? missingIn(members) : {});
  const change = (members: readonly Draft[]) => (part: Partial<SourceDetails>) => {
    const tokens = members.map((draft) => draft.token);
    changeDesk(caseKey, (current) => tokens.reduce((desk, token) => withDetails(desk, part, token), current));
  };
  const cover = <CoverField caseKey={caseKey} drafts={drafts} error={problemsOf(drafts).completeness} />;
  return (
    <div className={styles.common}>
      <h3 className={styles.title}>
        {drafts.length === 1 ? 'Where it comes from' : 'Where they come from'}
        {drafts.length > 1 && (
          <span>
            {groups.length === 1
              ? 'What you enter here applies to all files. Open a file to state something else for it.'
              : 'Each line applies to the files it names. Open a file to state something else for it.'}
          </span>
        )}
      </h3>
      {groups.length === 1 ? (
        <SourceFields
          details={detailsOf(drafts)}
          problems={problemsOf(drafts)}
          onChange={change(drafts)}
          asOfBasis={shared(drafts, suggestionBasis)}
        >
          {cover}
        </SourceFields>
      ) : (
        <>
          <Line label="All files" note={formatCounted(drafts.length, 'file')}>
            <SourceFields
              only={['asOf', 'extractedBy']}
              details={detailsOf(drafts)}
              problems={problemsOf(drafts)}
              onChange={change(drafts)}
              asOfBasis={shared(drafts, suggestionBasis)}
            >
              {cover}
            </SourceFields>
          </Line>
          {groups.map(([platform, members]) => (
            <Line
              key={platform}
              label={platform === 'unknown' ? 'Not recognized' : PLATFORM_LABELS[platform]}
              note={formatCounted(members.length, 'file')}
            >
              <SourceFields
                only={['system', 'tenant', 'method']}
                details={detailsOf(members)}
                problems={problemsOf(members)}
                onChange={change(members)}
                asOfBasis={null}
              />
            </Line>
          ))}
        </>
      )}
    </div>
  );
}

/** The fields that at least one of the files lacks. */
function missingIn(drafts: readonly Draft[]): DraftProblems {
  const missing = drafts.filter((draft) => draft.isIncluded).flatMap((draft) => Object.keys(draftProblems(draft)));
  return Object.fromEntries(missing.map((field) => [field, 'Still missing for at least one file.']));
}

function platformOf(draft: Draft): Platform | 'unknown' {
  return draft.mapping?.platform ?? draft.plan.platform ?? 'unknown';
}

function detailsOf(drafts: readonly Draft[]) {
  return {
    system: shared(drafts, (draft) => draft.details.system),
    tenant: shared(drafts, (draft) => draft.details.tenant),
    asOf: shared(drafts, (draft) => draft.details.asOf ?? ''),
    extractedBy: shared(drafts, (draft) => draft.details.extractedBy),
    method: shared(drafts, (draft) => draft.details.method),
  };
}

function Line({
  label,
  note,
  children,
}: {
  readonly label: string;
  readonly note: string;
  readonly children: ReactNode;
}) {
  return (
    <fieldset className={styles.line}>
      <legend className={styles.legend}>
        {label} <span>{note}</span>
      </legend>
      {children}
    </fieldset>
  );
}
