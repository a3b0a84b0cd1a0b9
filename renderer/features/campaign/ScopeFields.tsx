import { useState } from 'react';
import type { Simulation } from '../../../shared/contract/campaign.ts';
import { GRANT_KIND_LABELS, GRANT_KINDS, PLATFORM_LABELS } from '../../../shared/domain/terms.ts';
import { Button, IconButton } from '../../components/Button.tsx';
import { formatCounted } from '../../components/format.ts';
import { Name } from '../../components/Name.tsx';
import { Panel } from '../../components/Page.tsx';
import { FilterSelect } from '../../components/FilterSelect.tsx';
import { useEngineQuery } from '../../engine/hooks.ts';
import { ExcludeDialog } from './ExcludeDialog.tsx';
import type { PlanFieldsProps } from './PlanForm.tsx';
import styles from './PlanForm.module.css';

const TIERS = ['0', '1', '2', '3', '4'] as const;

/** Which review items the campaign covers. */
export function ScopeFields({
  plan,
  onPlan,
  excluded,
}: PlanFieldsProps & { readonly excluded: Simulation['excluded'] }) {
  const [isExcluding, setIsExcluding] = useState(false);
  const draft = useEngineQuery('campaign.draft', {}).data;
  const { scope } = plan;
  const set = (parts: Partial<typeof scope>) => onPlan({ ...plan, scope: { ...scope, ...parts } });
  return (
    <Panel
      title="Scope"
      description="Nothing ticked means all."
      actions={
        <Button size="small" onPress={() => setIsExcluding(true)}>
          Leave out an app…
        </Button>
      }
    >
      <div className={styles.fields}>
        <div className={styles.filters}>
          <FilterSelect
            label="Platform"
            values={scope.platforms}
            onChange={(platforms) => set({ platforms: [...platforms] })}
            options={(draft?.platforms ?? []).map(({ platform, items }) => ({
              value: platform,
              label: PLATFORM_LABELS[platform],
              description: formatCounted(items, 'item'),
            }))}
          />
          <FilterSelect
            label="Tenant"
            values={scope.tenants}
            onChange={(tenants) => set({ tenants: [...tenants] })}
            options={(draft?.tenants ?? []).map(({ tenant, items }) => ({
              value: tenant,
              label: tenant,
              description: formatCounted(items, 'item'),
            }))}
          />
          <FilterSelect
            label="Kind of grant"
            values={scope.kinds}
            onChange={(kinds) => set({ kinds: [...kinds] })}
            options={GRANT_KINDS.map((value) => ({ value, label: GRANT_KIND_LABELS[value] }))}
          />
          <FilterSelect
            label="From tier"
            single
            values={scope.lowestTier === 0 ? [] : TIERS.filter((tier) => tier === `${scope.lowestTier}`)}
            onChange={([tier]) => set({ lowestTier: Number(tier ?? 0) })}
            options={TIERS.slice(1).map((value) => ({ value, label: `Tier ${value} and above` }))}
          />
          <FilterSelect
            label="With findings of"
            values={scope.rules}
            onChange={(rules) => set({ rules: [...rules] })}
            options={(draft?.rules ?? []).map(({ rule, title, findings }) => ({
              value: rule,
              label: `${rule} ${title}`,
              description: formatCounted(findings, 'finding'),
            }))}
          />
        </div>
        {scope.excluded.length > 0 && (
          <div role="group" aria-label="Apps left out">
            <p className={styles.label}>Left out</p>
            {scope.excluded.map(({ connectorId, reason }) => {
              const app = excluded.find((one) => one.connectorId === connectorId);
              const name = app?.name ?? 'an app';
              return (
                <div key={connectorId} className={styles.out}>
                  <Name strong warning={app?.nameWarning ?? null}>
                    {name}
                  </Name>
                  <span className={styles.outReason}>
                    <bdi>{reason}</bdi>
                  </span>
                  <IconButton
                    icon="close"
                    size="small"
                    label={`Take ${name} in again`}
                    onPress={() => set({ excluded: scope.excluded.filter((one) => one.connectorId !== connectorId) })}
                  />
                </div>
              );
            })}
          </div>
        )}
      </div>
      {isExcluding && (
        <ExcludeDialog
          taken={scope.excluded.map(({ connectorId }) => connectorId)}
          onClose={() => setIsExcluding(false)}
          onExclude={(entry) => set({ excluded: [...scope.excluded, entry] })}
        />
      )}
    </Panel>
  );
}
