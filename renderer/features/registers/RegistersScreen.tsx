import { useState } from 'react';
import { APP_FIELD_LABELS, APP_FIELDS, type AppField, type RegisterRow } from '../../../shared/contract/policy.ts';
import { type Platform, PLATFORM_LABELS, PLATFORMS } from '../../../shared/domain/terms.ts';
import { Button } from '../../components/Button.tsx';
import { DataGrid } from '../../components/DataGrid.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { SearchField } from '../../components/SearchField.tsx';
import { formatCounted } from '../../components/format.ts';
import { ButtonLink } from '../../components/LinkText.tsx';
import { Page } from '../../components/Page.tsx';
import { FilterSelect } from '../../components/FilterSelect.tsx';
import { EmptyState, ErrorState, errorMessage, SkeletonRows } from '../../components/State.tsx';
import { showToast } from '../../components/toast-queue.ts';
import { useEngineClient, usePagedRows } from '../../engine/hooks.ts';
import { useSettled } from '../policy/use-settled.ts';
import { registerColumns, USUAL_FIELDS } from './columns.tsx';
import styles from './RegistersScreen.module.css';
import { StateDialog } from './StateDialog.tsx';

const MOST = 500;

/** What each app is for and who answers for it, from registers and by hand: many at once, each with a reason. */
export function RegistersScreen() {
  const [text, setText] = useState('');
  const [platforms, setPlatforms] = useState<readonly Platform[]>([]);
  const [missing, setMissing] = useState<AppField | null>(null);
  const [hasConflicts, setHasConflicts] = useState(false);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [fields, setFields] = useState(USUAL_FIELDS);
  const [isStating, setIsStating] = useState(false);
  const [isSelecting, setIsSelecting] = useState(false);
  const client = useEngineClient();
  const typed = useSettled(text.trim(), 200);
  const filter = {
    ...(typed === '' ? {} : { text: typed.slice(0, 200) }),
    ...(platforms.length === 0 ? {} : { platforms: [...platforms] }),
    ...(missing === null ? {} : { missing }),
    ...(hasConflicts ? { conflicts: true } : {}),
  };
  const pages = usePagedRows('registers.apps', { filter });
  const isFiltered = Object.keys(filter).length > 0;

  function toggle({ connectorId }: RegisterRow) {
    const next = new Set(selected);
    if (!next.delete(connectorId)) next.add(connectorId);
    setSelected(next);
  }
  /** All that match, loaded or not. */
  async function selectAll() {
    setIsSelecting(true);
    try {
      const ids: string[] = [];
      for (let total = Infinity; ids.length < total;) {
        const page = await client.call('registers.apps', { filter, offset: ids.length, limit: MOST });
        ids.push(...page.rows.map((row) => row.connectorId));
        total = page.rows.length === 0 ? 0 : page.total;
      }
      setSelected(new Set(ids));
    } catch (error) {
      showToast({ tone: 'bad', text: errorMessage(error) });
    } finally {
      setIsSelecting(false);
    }
  }
  function clearFilters() {
    setText('');
    setPlatforms([]);
    setMissing(null);
    setHasConflicts(false);
  }
  return (
    <Page
      fill
      title="Registers"
      meta={pages.isPending ? 'Loading…' : formatCounted(pages.total, isFiltered ? 'matching app' : 'app')}
      actions={
        <ButtonLink to="/evidence?tab=registers" icon="inbox">
          Imported registers
        </ButtonLink>
      }
      toolbar={
        <>
          <SearchField label="Filter by name, publisher or id" value={text} onChange={setText} placeholder="Filter" />
          <FilterSelect
            label="Platform"
            values={platforms}
            onChange={setPlatforms}
            options={PLATFORMS.map((value) => ({ value, label: PLATFORM_LABELS[value] }))}
          />
          <FilterSelect
            label="Not stated"
            single
            values={missing === null ? [] : [missing]}
            onChange={([value]) => setMissing(value ?? null)}
            options={APP_FIELDS.map((value) => ({ value, label: APP_FIELD_LABELS[value] }))}
          />
          <Checkbox isSelected={hasConflicts} onChange={setHasConflicts}>
            With conflicts
          </Checkbox>
          <FilterSelect
            label="Fields shown"
            values={fields}
            onChange={setFields}
            options={APP_FIELDS.map((value) => ({ value, label: APP_FIELD_LABELS[value] }))}
          />
          {isFiltered && (
            <Button variant="ghost" onPress={clearFilters}>
              Clear filters
            </Button>
          )}
        </>
      }
      footer={
        <div className={styles.bar}>
          <span className={styles.count}>
            {selected.size === 0
              ? 'Press rows to select them; Enter selects with the keyboard.'
              : `${formatCounted(selected.size, 'app')} selected`}
          </span>
          <Button isPending={isSelecting} isDisabled={pages.total === 0} onPress={() => void selectAll()}>
            {isFiltered ? 'Select all that match' : 'Select all'}
          </Button>
          <Button isDisabled={selected.size === 0} onPress={() => setSelected(new Set())}>
            Select none
          </Button>
          <Button variant="primary" icon="pencil" isDisabled={selected.size === 0} onPress={() => setIsStating(true)}>
            State a field…
          </Button>
        </div>
      }
    >
      {pages.error !== null && <ErrorState error={pages.error} onRetry={pages.retry} />}
      {pages.error === null && pages.isPending && <SkeletonRows rows={16} height={36} />}
      {pages.error === null && !pages.isPending && (
        <DataGrid
          label="Apps and what is stated of them"
          columns={registerColumns(selected, fields)}
          total={pages.total}
          row={pages.row}
          onRange={pages.onRange}
          isStale={pages.isStale}
          onOpen={toggle}
          resetKey={JSON.stringify(filter)}
          empty={
            isFiltered ? (
              <EmptyState
                icon="filter"
                title="No app matches"
                actions={<Button onPress={clearFilters}>Clear filters</Button>}
              >
                No app of this case matches all of the filters.
              </EmptyState>
            ) : (
              <EmptyState
                icon="people"
                title="No apps yet"
                actions={
                  <ButtonLink to="/imports" variant="primary" icon="inbox">
                    Import exports
                  </ButtonLink>
                }
              >
                Apps appear here as soon as a file with grants or an audit log is imported.
              </EmptyState>
            )
          }
        />
      )}
      {isStating && (
        <StateDialog
          connectorIds={[...selected]}
          onClose={() => setIsStating(false)}
          onDone={() => setSelected(new Set())}
        />
      )}
    </Page>
  );
}
