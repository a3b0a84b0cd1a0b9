import { useSearchParams } from 'react-router';
import type { Finding } from '../../../shared/contract/inventory.ts';
import { SEVERITIES, type Severity } from '../../../shared/domain/vocabulary.ts';
import { SEVERITY_LABELS } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { formatCounted } from '../../components/format.ts';
import { ButtonLink } from '../../components/LinkText.tsx';
import { Callout, Page } from '../../components/Page.tsx';
import { FilterSelect } from '../../components/Select.tsx';
import { SearchField } from '../../components/Field.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../components/State.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { FindingList } from './FindingList.tsx';
import { RuleList } from './RuleList.tsx';
import styles from './FindingsScreen.module.css';

/** Findings by rule: what was found, what could not be determined and what is missing for it. */
export function FindingsScreen() {
  const [params, setParams] = useSearchParams();
  const severity = SEVERITIES.find((candidate) => candidate === params.get('severity'));
  const rule = params.get('rule');
  const text = params.get('text') ?? '';
  const findings = useEngineQuery('findings.list', {});
  const imports = useEngineQuery('workspace.status', {}).data?.counts.imports ?? 0;

  function ask(part: { readonly severity?: Severity | null; readonly rule?: string | null; readonly text?: string }) {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(part)) {
      if (value === null || value === '') next.delete(name);
      else next.set(name, value);
    }
    setParams(next, { replace: true });
  }
  const all = findings.data?.rows ?? [];
  const rows = all.filter((row) => matches(row, severity, rule, text));
  const isFiltered = severity !== undefined || rule !== null || text !== '';
  const selected = findings.data?.byRule.find((row) => row.rule === rule);

  return (
    <Page
      title="Findings"
      meta={findings.data && (isFiltered ? `${rows.length} of ${all.length}` : formatCounted(all.length, 'finding'))}
      toolbar={
        <>
          <SearchField
            label="Filter findings by connector or text"
            value={text}
            onChange={(value) => ask({ text: value })}
            placeholder="Filter"
          />
          <FilterSelect
            label="Severity"
            single
            values={severity === undefined ? [] : [severity]}
            onChange={([value]) => ask({ severity: value ?? null })}
            options={SEVERITIES.map((value) => ({ value, label: SEVERITY_LABELS[value] }))}
          />
          {isFiltered && (
            <Button variant="ghost" onPress={() => setParams({}, { replace: true })}>
              Clear filters
            </Button>
          )}
        </>
      }
      fill
    >
      {findings.isPending && <SkeletonRows rows={14} />}
      {findings.isError && <ErrorState error={findings.error} onRetry={() => void findings.refetch()} />}
      {findings.data && imports === 0 && (
        <EmptyState
          icon="flag"
          title="Nothing to look at yet"
          actions={
            <ButtonLink to="/imports" variant="primary" icon="inbox">
              Import exports
            </ButtonLink>
          }
        >
          The rules run as soon as the first file is imported.
        </EmptyState>
      )}
      {findings.data && imports > 0 && (
        <div className={styles.columns}>
          <RuleList rules={findings.data.byRule} selected={rule} onSelect={(value) => ask({ rule: value })} />
          <div className={styles.list}>
            {selected !== undefined && selected.undeterminable > 0 && (
              <Callout
                tone="medium"
                title={`${formatCounted(selected.undeterminable, 'subject')} could not be judged by this rule`}
              >
                {selected.missing.length === 0 ? (
                  'The evidence at hand does not decide it either way.'
                ) : (
                  <ul>
                    {selected.missing.map((missing) => (
                      <li key={missing}>{missing}</li>
                    ))}
                  </ul>
                )}
              </Callout>
            )}
            <FindingList
              rows={rows}
              empty={
                isFiltered
                  ? 'No finding matches. That a rule found nothing is not the same as “clear”: see its counts at the left.'
                  : 'No rule found anything in what was imported. See at the left what could not be determined.'
              }
            />
          </div>
        </div>
      )}
    </Page>
  );
}

function matches(row: Finding, severity: Severity | undefined, rule: string | null, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return (
    (severity === undefined || row.severity === severity) &&
    (rule === null || row.rule === rule) &&
    (wanted === '' || `${row.connectorName} ${row.sentence} ${row.title} ${row.rule}`.toLowerCase().includes(wanted))
  );
}
