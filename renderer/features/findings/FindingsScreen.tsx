import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import type { FindingGroupBy, FindingsFilter } from '../../../shared/contract/findings.ts';
import { NO_OWNER } from '../../../shared/contract/findings.ts';
import { OUTCOMES, PLATFORM_LABELS, PLATFORMS, SEVERITIES } from '../../../shared/domain/terms.ts';
import { SEVERITY_LABELS } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { FilterChip } from '../../components/FilterChip.tsx';
import { formatCounted } from '../../components/format.ts';
import { ButtonLink, LinkText } from '../../components/LinkText.tsx';
import { Page } from '../../components/Page.tsx';
import { FilterSelect } from '../../components/FilterSelect.tsx';
import { EmptyState } from '../../components/State.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { TextFilter } from '../../components/TextFilter.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { ControlsView } from './ControlsView.tsx';
import { GroupList } from './GroupList.tsx';
import { JudgementList } from './JudgementList.tsx';
import { MissingView } from './MissingView.tsx';
import { OUTCOME_LABELS } from './outcomes.ts';
import { findingsPath, readQuestion, writeQuestion, type FindingsQuestion, type FindingView } from './question.ts';
import styles from './FindingsScreen.module.css';

/** What the rules found, what they could not judge and why, and which controls that touches. */
export function FindingsScreen() {
  const [params, setParams] = useSearchParams();
  const question = readQuestion(params);
  const { view, by, filter } = question;
  const imports = useEngineQuery('workspace.status', {}).data?.counts.imports ?? null;
  const ask = (part: Partial<FindingsQuestion>) =>
    setParams(writeQuestion({ ...question, ...part }), { replace: true });
  const narrow = (part: FindingsFilter) => ask({ filter: { ...filter, ...part } });
  const toolbar = (
    <div className={styles.toolbar}>
      <Toolbar view={view} filter={filter} narrow={narrow} ask={ask} />
    </div>
  );
  if (imports === 0)
    return (
      <Page title="Findings">
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
      </Page>
    );
  return (
    <Page
      title="Findings"
      meta={
        <>
          <Meta filter={filter} />
          <SuppressedLink filter={filter} />
        </>
      }
      fill
    >
      <div className={styles.tabs}>
        <Tabs<FindingView>
          label="Views of the findings"
          selected={view}
          onSelect={(next) => ask({ view: next })}
          tabs={[
            {
              id: 'findings',
              label: 'Findings',
              content: (
                <>
                  {toolbar}
                  <div className={styles.columns}>
                    <GroupList
                      by={by}
                      onBy={(next) => ask({ by: next })}
                      filter={filter}
                      selected={chosen(by, filter)}
                      onSelect={(key) => ask({ filter: choose(by, filter, key) })}
                    />
                    <div className={styles.list}>
                      <JudgementList
                        filter={filter}
                        empty="Nothing matches. That a rule found nothing is not the same as clear: see what could not be judged."
                      />
                    </div>
                  </div>
                </>
              ),
            },
            {
              id: 'missing',
              label: 'Could not be judged',
              content: (
                <>
                  {toolbar}
                  <MissingView filter={filter} />
                </>
              ),
            },
            { id: 'controls', label: 'By control', content: <ControlsView /> },
          ]}
        />
      </div>
    </Page>
  );
}

/** Suppressed findings are counted nowhere else, so the screen says that there are some. */
function SuppressedLink({ filter }: { readonly filter: FindingsFilter }): ReactNode {
  const total = useEngineQuery('findings.page', { filter: { suppressed: true }, offset: 0, limit: 1 }).data?.total ?? 0;
  if (total === 0 || filter.suppressed === true) return null;
  return (
    <>
      {' · '}
      <LinkText to={findingsPath({ suppressed: true })}>{total} suppressed</LinkText>
    </>
  );
}

/** How many there are under the filters. */
function Meta({ filter }: { readonly filter: FindingsFilter }): ReactNode {
  const first = useEngineQuery('findings.page', { filter, offset: 0, limit: 100 }, { keepPrevious: true }).data;
  if (first === undefined) return null;
  const outcome = filter.outcome ?? 'finding';
  if (filter.suppressed === true) return `${formatCounted(first.total, 'finding')}, suppressed`;
  return outcome === 'finding'
    ? formatCounted(first.total, 'finding')
    : `${formatCounted(first.total, 'judgement')}: ${OUTCOME_LABELS[outcome].toLowerCase()}`;
}

function Toolbar({
  view,
  filter,
  narrow,
  ask,
}: {
  readonly view: FindingView;
  readonly filter: FindingsFilter;
  readonly narrow: (part: FindingsFilter) => void;
  readonly ask: (part: Partial<FindingsQuestion>) => void;
}) {
  return (
    <>
      <TextFilter
        label="Filter findings by connector, rule or text"
        text={filter.text ?? ''}
        onText={(text) => narrow({ text })}
      />
      {view === 'findings' && (
        <>
          <FilterSelect
            label="Outcome"
            single
            values={filter.outcome === undefined ? [] : [filter.outcome]}
            onChange={([outcome]) => narrow({ outcome })}
            options={OUTCOMES.map((value) => ({ value, label: OUTCOME_LABELS[value] }))}
          />
          {(filter.outcome ?? 'finding') === 'finding' && (
            <FilterSelect
              label="Severity"
              values={filter.severities ?? []}
              onChange={(severities) => narrow({ severities: [...severities] })}
              options={SEVERITIES.map((value) => ({ value, label: SEVERITY_LABELS[value] }))}
            />
          )}
        </>
      )}
      <FilterSelect
        label="Platform"
        values={filter.platforms ?? []}
        onChange={(platforms) => narrow({ platforms: [...platforms] })}
        options={PLATFORMS.map((value) => ({ value, label: PLATFORM_LABELS[value] }))}
      />
      {filter.rules?.map((rule) => (
        <FilterChip
          key={rule}
          label={`Rule ${rule}`}
          onRemove={() => narrow({ rules: filter.rules?.filter((one) => one !== rule) })}
        />
      ))}
      {filter.tenants?.map((tenant) => (
        <FilterChip
          key={tenant}
          label={`Tenant ${tenant}`}
          onRemove={() => narrow({ tenants: filter.tenants?.filter((one) => one !== tenant) })}
        />
      ))}
      {filter.owner !== undefined && (
        <FilterChip
          label={filter.owner === NO_OWNER ? 'No business owner' : `Owner ${filter.owner}`}
          onRemove={() => narrow({ owner: undefined })}
        />
      )}
      {filter.control !== undefined && (
        <FilterChip label={`Control ${filter.control}`} onRemove={() => narrow({ control: undefined })} />
      )}
      {view === 'findings' && filter.missing !== undefined && (
        <FilterChip label={`Missing: ${filter.missing}`} onRemove={() => narrow({ missing: undefined })} />
      )}
      {filter.suppressed === true && (
        <FilterChip label="Suppressed" onRemove={() => narrow({ suppressed: undefined })} />
      )}
      {Object.values(filter).some(
        (value) =>
          value === true || (Array.isArray(value) && value.length > 0) || (typeof value === 'string' && value !== ''),
      ) && (
        <Button variant="ghost" onPress={() => ask({ filter: {} })}>
          Clear filters
        </Button>
      )}
    </>
  );
}

function chosen(by: FindingGroupBy, filter: FindingsFilter): string | null {
  const only = (values: readonly string[] | undefined) => (values?.length === 1 ? (values[0] ?? null) : null);
  switch (by) {
    case 'rule':
      return only(filter.rules);
    case 'severity':
      return only(filter.severities);
    case 'platform':
      return only(filter.platforms);
    case 'tenant':
      return only(filter.tenants);
    case 'owner':
      return filter.owner ?? null;
  }
}

function choose(by: FindingGroupBy, filter: FindingsFilter, key: string | null): FindingsFilter {
  switch (by) {
    case 'rule':
      return { ...filter, rules: key === null ? undefined : [key] };
    case 'severity':
      return { ...filter, severities: SEVERITIES.filter((value) => value === key) };
    case 'platform':
      return { ...filter, platforms: PLATFORMS.filter((value) => value === key) };
    case 'tenant':
      return { ...filter, tenants: key === null ? undefined : [key] };
    case 'owner':
      return { ...filter, owner: key ?? undefined };
  }
}
