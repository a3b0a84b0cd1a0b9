import { useState } from 'react';
import { APP_FIELD_LABELS, APP_FIELDS } from '../../../shared/contract/policy.ts';
import { purposeOf } from '../../../shared/domain/purpose.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { Callout, Facts, Panel } from '../../components/Page.tsx';
import { ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { StateDialog } from './StateDialog.tsx';
import styles from './StatedFacts.module.css';

/** What registers and the reviewer state of one app, each with its basis, and the way to state more. */
export function StatedFacts({ connectorId, name }: { readonly connectorId: string; readonly name: string }) {
  const page = useEngineQuery('registers.apps', { filter: { connectorId }, offset: 0, limit: 1 });
  const [isStating, setIsStating] = useState(false);
  const [row] = page.data?.rows ?? [];
  return (
    <Panel
      title="Stated of this app"
      description="From registers, or by hand with a reason"
      actions={
        <Button size="small" icon="pencil" onPress={() => setIsStating(true)}>
          State a field…
        </Button>
      }
    >
      {page.isPending && <SkeletonRows rows={4} />}
      {page.isError && <ErrorState error={page.error} onRetry={() => void page.refetch()} />}
      {row !== undefined && (
        <div className={styles.facts}>
          {row.conflicts.length > 0 && (
            <Callout tone="medium">
              <ul>
                {row.conflicts.map((conflict) => (
                  <li key={conflict.sentence}>
                    <bdi>{conflict.sentence}</bdi>
                  </li>
                ))}
              </ul>
            </Callout>
          )}
          <Facts
            rows={APP_FIELDS.map((field) => {
              const { value, basis, source } = row.fields[field];
              const label = field === 'purpose-code' && value !== null ? purposeOf(value)?.label : undefined;
              return {
                label: APP_FIELD_LABELS[field],
                value: (
                  <>
                    <span className={value === null ? styles.quiet : undefined}>
                      {value === null ? (
                        basis === 'act' ? (
                          'None'
                        ) : (
                          'Not stated'
                        )
                      ) : (
                        <bdi>{label === undefined ? value : `${label} (${value})`}</bdi>
                      )}
                    </span>{' '}
                    {basis === 'act' && <Badge tone="accent">by hand</Badge>}
                    {source !== '' && (
                      <span className={styles.source}>
                        <bdi>{source}</bdi>
                      </span>
                    )}
                  </>
                ),
              };
            })}
          />
        </div>
      )}
      {isStating && <StateDialog connectorIds={[connectorId]} name={name} onClose={() => setIsStating(false)} />}
    </Panel>
  );
}
