import type { MappingProfile, PlainMapping } from '../../../shared/contract/imports.ts';
import { TARGET_FIELDS } from '../../../shared/domain/mapping.ts';
import { PLATFORM_LABELS } from '../../../shared/domain/terms.ts';
import { Button } from '../../components/Button.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { formatTime } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Facts } from '../../components/Page.tsx';
import type { FileAnswers } from './drafts.ts';
import { FIELD_LABELS } from './mapping.ts';
import styles from './MappingSummary.module.css';

/** The mapping by which a file will be read: the profile it is, and which column fills which field. */
export function MappingSummary({
  mapping,
  profile,
  answers,
  onChange,
}: {
  readonly mapping: PlainMapping;
  readonly profile: MappingProfile | null;
  readonly answers: FileAnswers;
  readonly onChange: () => void;
}) {
  return (
    <section className={styles.summary}>
      <header className={styles.head}>
        <h4 className={styles.title}>
          {profile === null ? (
            'Your own mapping, for this file only'
          ) : (
            <>
              Profile <Name strong>{`“${profile.name}”`}</Name>, version {profile.version}
            </>
          )}
        </h4>
        <Button size="small" onPress={onChange}>
          Change the mapping…
        </Button>
      </header>
      <div className={styles.columns}>
        <Facts
          rows={[
            {
              label: 'One record is',
              value: `${mapping.target === 'grants' ? 'A grant' : 'An event of a log'}, ${PLATFORM_LABELS[mapping.platform]}`,
            },
            ...(mapping.firstRow === 'data' ? [{ label: 'First row', value: 'Data, not column names' }] : []),
            ...(answers.zone === null ? [] : [{ label: 'Times', value: `In ${answers.zone} where they name no zone` }]),
            ...(answers.dayOrder === null
              ? []
              : [{ label: 'Dates', value: answers.dayOrder === 'day-first' ? 'Day first' : 'Month first' }]),
            ...(profile === null
              ? []
              : [
                  {
                    label: 'Made',
                    value: (
                      <>
                        {formatTime(profile.createdAt)}
                        {profile.author !== '' && (
                          <>
                            {' by '}
                            <Name>{profile.author}</Name>
                          </>
                        )}
                      </>
                    ),
                  },
                  { label: 'Digest', value: <CopyText text={profile.sha256} label="Digest of the profile" wrap /> },
                ]),
          ]}
        />
        <dl className={styles.fields}>
          {TARGET_FIELDS[mapping.target].flatMap((field) => {
            const column = mapping.fields[field];
            return column === undefined
              ? []
              : [
                  <div key={field}>
                    <dt>{FIELD_LABELS[field].label}</dt>
                    <dd>
                      <Name mono>{column}</Name>
                    </dd>
                  </div>,
                ];
          })}
        </dl>
      </div>
    </section>
  );
}
