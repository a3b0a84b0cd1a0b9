import { useNavigate, useSearchParams } from 'react-router';
import type { InventoryFilter } from '../../../shared/contract/inventory.ts';
import { Button } from '../../components/Button.tsx';
import { DataGrid } from '../../components/DataGrid.tsx';
import { formatCounted } from '../../components/format.ts';
import { ButtonLink } from '../../components/LinkText.tsx';
import { Page } from '../../components/Page.tsx';
import { EmptyState, ErrorState } from '../../components/State.tsx';
import { TextFilter } from '../../components/TextFilter.tsx';
import { useIsDrawn } from '../../components/use-is-drawn.ts';
import { usePagedRows, useEngineQuery } from '../../engine/hooks.ts';
import { INVENTORY_COLUMNS } from './columns.tsx';
import { InventoryFilters } from './InventoryFilters.tsx';
import { readQuestion, writeQuestion, type InventoryQuestion } from './question.ts';

/** Every connector of the case: sorted and filtered by the engine, loaded as it comes into view. */
export function InventoryScreen() {
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const question = readQuestion(params);
  const ask = (next: InventoryQuestion) => setParams(writeQuestion(next), { replace: true });
  const setFilter = (filter: InventoryFilter) => ask({ ...question, filter });
  const pages = usePagedRows('inventory.page', question);
  const isDrawn = useIsDrawn(!pages.isPending);
  const connectors = useEngineQuery('workspace.status', {}).data?.counts.connectors ?? 0;
  const isFiltered = Object.values(question.filter).some((part) => part !== undefined);

  return (
    <Page
      title="Inventory"
      meta={
        pages.isPending
          ? 'Loading…'
          : isFiltered
            ? formatCounted(pages.total, 'matching connector')
            : `${total(pages.total, connectors)}${question.sort.by === 'risk' ? ', highest risk first' : ''}`
      }
      toolbar={
        <>
          <TextFilter
            label="Filter by name, publisher or id"
            text={question.filter.text ?? ''}
            onText={(text) => {
              const { text: _dropped, ...rest } = question.filter;
              setFilter(text === '' ? rest : { ...rest, text });
            }}
          />
          <InventoryFilters filter={question.filter} onChange={setFilter} isReady={isDrawn} />
          {isFiltered && (
            <Button variant="ghost" onPress={() => setFilter({})}>
              Clear filters
            </Button>
          )}
        </>
      }
      fill
    >
      {pages.error !== null && <ErrorState error={pages.error} onRetry={pages.retry} />}
      {pages.error === null && (
        <DataGrid
          label="Connectors"
          columns={INVENTORY_COLUMNS}
          total={pages.total}
          isPending={pages.isPending}
          row={pages.row}
          onRange={pages.onRange}
          isStale={pages.isStale}
          sort={question.sort}
          onSort={(sort) => ask({ ...question, sort })}
          onOpen={(row) => void navigate(`/connectors/${encodeURIComponent(row.connectorId)}`)}
          resetKey={params.toString()}
          stateKey="inventory"
          empty={
            isFiltered ? (
              <EmptyState
                icon="filter"
                title="No connector matches"
                actions={<Button onPress={() => setFilter({})}>Clear filters</Button>}
              >
                No connector of this case matches all of the filters.
              </EmptyState>
            ) : (
              <EmptyState
                icon="grid"
                title="No connectors yet"
                actions={
                  <ButtonLink to="/imports" variant="primary" icon="inbox">
                    Import exports
                  </ButtonLink>
                }
              >
                Connectors appear here as soon as a file with grants or an audit log is imported.
              </EmptyState>
            )
          }
        />
      )}
    </Page>
  );
}

/** All connectors; those that only logs know are told apart, because they are not in the population. */
function total(all: number, withGrants: number): string {
  const others = all - withGrants;
  return `${formatCounted(withGrants, 'connector')} with grants${others > 0 ? `, ${others} more seen in logs only` : ''}`;
}
