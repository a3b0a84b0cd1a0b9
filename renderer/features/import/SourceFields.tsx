import type { ReactNode } from 'react';
import { TimeField } from '../../components/DateField.tsx';
import { TextField } from '../../components/Field.tsx';
import type { DraftProblems, SourceDetails } from './drafts.ts';
import styles from './SourceFields.module.css';

/** Each value, or null where several files differ; an as-of of '' is not known yet. */
export type ShownDetails = { readonly [Field in keyof SourceDetails]: string | null };

const DIFFERS = 'Differs by file';

const ALL = ['system', 'tenant', 'asOf', 'extractedBy', 'method'] as const;

/** System, tenant, time, person and method of an export, or some of them. */
export function SourceFields({
  only = ALL,
  details,
  problems,
  onChange,
  asOfBasis,
  children,
}: {
  readonly only?: readonly (keyof SourceDetails)[];
  readonly details: ShownDetails;
  readonly problems: DraftProblems;
  readonly onChange: (part: Partial<SourceDetails>) => void;
  /** What the suggested time rests on. */
  readonly asOfBasis: string | null;
  /** Fields after these. */
  readonly children?: ReactNode;
}) {
  return (
    <div className={styles.fields}>
      {only.includes('system') && (
        <TextField
          label="System"
          value={details.system ?? ''}
          placeholder={details.system === null ? DIFFERS : 'Google Workspace'}
          onChange={(system) => onChange({ system })}
          error={problems.system}
          isRequired
        />
      )}
      {only.includes('tenant') && (
        <TextField
          label="Tenant or domain"
          value={details.tenant ?? ''}
          placeholder={details.tenant === null ? DIFFERS : 'example.com'}
          onChange={(tenant) => onChange({ tenant })}
          error={problems.tenant}
          isRequired
        />
      )}
      {only.includes('asOf') && (
        <TimeField
          label="True as of"
          value={details.asOf === '' ? null : details.asOf}
          onChange={(asOf) => onChange({ asOf })}
          error={problems.asOf}
          description={details.asOf === null ? DIFFERS : asOfBasis === null ? undefined : `Suggested: ${asOfBasis}`}
          isRequired
        />
      )}
      {only.includes('extractedBy') && (
        <TextField
          label="Extracted by"
          value={details.extractedBy ?? ''}
          placeholder={details.extractedBy === null ? DIFFERS : 'Name of the person'}
          onChange={(extractedBy) => onChange({ extractedBy })}
          error={problems.extractedBy}
          isRequired
        />
      )}
      {only.includes('method') && (
        <TextField
          label="Method"
          value={details.method ?? ''}
          placeholder={details.method === null ? DIFFERS : 'Admin console download, API call…'}
          onChange={(method) => onChange({ method })}
          error={problems.method}
          isRequired
        />
      )}
      {children}
    </div>
  );
}
